package dev.hone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.reinforcement.BanditOptimizer;
import dev.hone.reinforcement.QLearningOptimizer;
import dev.hone.reinforcement.ReinforceOptimizer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every optimizer promises, whatever its method. */
class OptimizerContractTest {

  enum Method {
    RANDOM,
    SOBOL,
    GRID,
    HALTON,
    LATIN_HYPERCUBE,
    CMA_ES,
    TPE,
    DIFFERENTIAL_EVOLUTION,
    NSGA2,
    NSGA3,
    GENETIC,
    REGULARIZED_EVOLUTION,
    PARTICLE_SWARM,
    BANDIT,
    REINFORCE,
    Q_LEARNING,
    PORTFOLIO,
    AUTO,
    DUAL_ANNEALING,
    ONE_PLUS_ONE,
    XNES,
    CR_FM_NES,
    COOPERATIVE;

    Optimizer on(SearchSpace space, long seed) {
      return switch (this) {
        case RANDOM -> RandomOptimizer.on(space).seed(seed).build();
        case SOBOL -> SobolOptimizer.on(space).seed(seed).build();
        case HALTON -> HaltonOptimizer.on(space).seed(seed).build();
        case LATIN_HYPERCUBE -> LatinHypercubeOptimizer.on(space).size(7).seed(seed).build();
        case GRID -> GridOptimizer.on(space).resolution(100).seed(seed).build();
        case TPE -> TpeOptimizer.on(space).seed(seed).build();
        case DIFFERENTIAL_EVOLUTION -> DifferentialEvolution.on(space).seed(seed).build();
        case NSGA2 -> Nsga2Optimizer.on(space).seed(seed).build();
        case NSGA3 -> Nsga3Optimizer.on(space).seed(seed).build();
        case GENETIC -> GeneticOptimizer.on(space).seed(seed).build();
        case REGULARIZED_EVOLUTION ->
            RegularizedEvolution.on(space).population(20, 5).seed(seed).build();
        case PARTICLE_SWARM -> ParticleSwarm.on(space).seed(seed).build();
        case BANDIT -> BanditOptimizer.on(space).seed(seed).build();
        case REINFORCE -> ReinforceOptimizer.on(space).seed(seed).build();
        case Q_LEARNING -> QLearningOptimizer.on(space).budget(100).seed(seed).build();
        case PORTFOLIO ->
            Portfolio.on(space)
                .with("aging", s -> RegularizedEvolution.on(s).population(20, 5))
                .with("de", DifferentialEvolution::on)
                .with("sobol", SobolOptimizer::on)
                .seed(seed)
                .build();
        case AUTO -> AutoOptimizer.on(space).latency(Duration.ofNanos(50_000)).seed(seed).build();
        case DUAL_ANNEALING -> DualAnnealing.on(space).seed(seed).build();
        case ONE_PLUS_ONE -> OnePlusOneEs.on(space).seed(seed).build();
        case XNES -> XnesOptimizer.on(space).seed(seed).build();
        case CR_FM_NES -> CrFmNesOptimizer.on(space).seed(seed).build();
        case COOPERATIVE -> CooperativeCoevolution.on(space).seed(seed).build();
        case CMA_ES -> CmaEsOptimizer.on(space).seed(seed).build();
      };
    }
  }

  private static final SearchSpace.Builder BUILDER = SearchSpace.builder();
  private static final DoubleParam X = BUILDER.uniform("x", -1, 1);
  private static final CategoricalParam<String> KIND = BUILDER.categorical("kind", "a", "b");
  private static final DoubleParam Y = BUILDER.logUniform("y", 1, 10).onlyIf(KIND, "b");
  private static final SearchSpace SPACE = BUILDER.build();

  private static Configuration byHand(double x) {
    return SPACE.configuration().set(X, x).set(KIND, "a").build();
  }

  private static double objective(Trial t) {
    return t.get(X) * t.get(X) + (t.isActive(Y) ? t.get(Y) : 2);
  }

  @ParameterizedTest
  @EnumSource
  void askedTrialIsPendingUntilItIsTold(Method method) {
    try (Optimizer optimizer = method.on(SPACE, 1)) {
      Trial t = optimizer.ask();
      assertEquals(0, t.number());
      assertEquals(Trial.State.PENDING, t.state());
      assertThrows(IllegalStateException.class, t::value);
      optimizer.tell(t, 2.5);
      assertEquals(Trial.State.COMPLETE, t.state());
      assertEquals(2.5, t.value());
      assertEquals("trial 0 " + t.configuration() + ": 2.5", t.toString());
      assertEquals(1, optimizer.ask().number());
    }
  }

  @ParameterizedTest
  @EnumSource
  void bestIsTheEarliestOfTheBestInTheDirection(Method method) {
    try (Optimizer optimizer = method.on(SPACE, 1)) {
      assertThrows(NoSuchElementException.class, optimizer::best);
      assertTrue(optimizer.bestSoFar().isEmpty());
      List<Trial> trials = optimizer.ask(4);
      optimizer.tell(trials.get(2), 1);
      optimizer.tell(trials.get(1), -3);
      optimizer.tell(trials.get(0), -3);
      optimizer.fail(trials.get(3));
      assertSame(trials.get(1), optimizer.best());
    }
    try (Optimizer maximizer = RandomOptimizer.on(SPACE).maximize().build()) {
      List<Trial> trials = maximizer.ask(3);
      for (int i = 0; i < 3; i++) {
        maximizer.tell(trials.get(i), new double[] {1, 3, 2}[i]);
      }
      assertEquals(3, maximizer.best().value());
      assertEquals(Direction.MAXIMIZE, maximizer.direction());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void valueThatIsNotFiniteMarksTheTrialFailed(double value) {
    try (Optimizer optimizer = RandomOptimizer.on(SPACE).build()) {
      Trial told = optimizer.ask();
      optimizer.tell(told, value);
      Trial observed = optimizer.observe(byHand(0.5), value);
      for (Trial t : List.of(told, observed)) {
        assertEquals(Trial.State.FAILED, t.state());
        assertThrows(IllegalStateException.class, t::value);
      }
      assertTrue(optimizer.bestSoFar().isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource
  void trialEndsOnlyOnce(Method method) {
    try (Optimizer optimizer = method.on(SPACE, 1)) {
      Trial told = optimizer.ask();
      optimizer.tell(told, 1);
      assertThrows(IllegalStateException.class, () -> optimizer.tell(told, 0));
      assertThrows(IllegalStateException.class, () -> optimizer.fail(told));
      assertEquals(1, told.value());
      Trial failed = optimizer.ask();
      optimizer.fail(failed);
      assertThrows(IllegalStateException.class, () -> optimizer.tell(failed, 0));
      assertEquals(Trial.State.FAILED, failed.state());
      assertSame(told, optimizer.best());
    }
  }

  @ParameterizedTest
  @EnumSource
  void trialOfAnotherOptimizerIsRejected(Method method) {
    try (Optimizer optimizer = method.on(SPACE, 1);
        Optimizer other = method.on(SPACE, 1)) {
      Trial own = optimizer.ask();
      Trial foreign = other.ask();
      Trial later = other.ask();
      assertThrows(IllegalStateException.class, () -> optimizer.tell(foreign, 1));
      assertThrows(IllegalStateException.class, () -> optimizer.fail(later));
      assertEquals(Trial.State.PENDING, foreign.state());
      assertEquals(Trial.State.PENDING, own.state());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void askForLessThanOneTrialIsRejected(int n) {
    try (Optimizer optimizer = RandomOptimizer.on(SPACE).build()) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> optimizer.ask(n));
      assertEquals("n = " + n + ": expected at least 1", e.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void closedOptimizerOnlyAnswersWhatIsKnown(Method method) {
    Optimizer optimizer = method.on(SPACE, 1);
    Trial told = optimizer.ask();
    Trial pending = optimizer.ask();
    optimizer.tell(told, 1);
    optimizer.close();
    optimizer.close();
    assertThrows(IllegalStateException.class, optimizer::ask);
    assertThrows(IllegalStateException.class, () -> optimizer.ask(2));
    assertThrows(IllegalStateException.class, () -> optimizer.tell(pending, 1));
    assertThrows(IllegalStateException.class, () -> optimizer.fail(pending));
    assertThrows(IllegalStateException.class, () -> optimizer.enqueue(byHand(0)));
    assertThrows(IllegalStateException.class, () -> optimizer.observe(byHand(0), 0));
    assertSame(told, optimizer.best());
    assertEquals(List.of(told, pending), optimizer.trials());
  }

  @ParameterizedTest
  @EnumSource
  void enqueuedConfigurationsComeNextInTheirOrder(Method method) {
    try (Optimizer optimizer = method.on(SPACE, 1)) {
      List<Configuration> queue = Stream.of(0.1, 0.2, 0.3).map(x -> byHand(x)).toList();
      queue.forEach(optimizer::enqueue);
      assertEquals(queue.get(0), optimizer.ask().configuration());
      List<Trial> rest = optimizer.ask(3);
      assertEquals(queue.get(1), rest.get(0).configuration());
      assertEquals(queue.get(2), rest.get(1).configuration());
      assertEquals(List.of(1L, 2L, 3L), rest.stream().map(Trial::number).toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void observedEvaluationCountsLikeATrial(Method method) {
    try (Optimizer optimizer = method.on(SPACE, 1)) {
      Trial observed = optimizer.observe(byHand(0.25), -7);
      assertEquals(0.25, observed.get(X));
      assertEquals("a", observed.get(KIND));
      assertFalse(observed.isActive(Y));
      assertSame(observed, optimizer.best());
      assertEquals(List.of(observed), optimizer.trials());
      assertThrows(IllegalStateException.class, () -> optimizer.tell(observed, 1));
      assertEquals(1, optimizer.ask().number());
    }
  }

  @ParameterizedTest
  @EnumSource
  void configurationOfAnotherSpaceIsRejected(Method method) {
    SearchSpace.Builder other = SearchSpace.builder();
    other.uniform("x", 0, 1);
    Configuration foreign = other.build().decode(new double[1]);
    try (Optimizer optimizer = method.on(SPACE, 1)) {
      assertThrows(IllegalArgumentException.class, () -> optimizer.enqueue(foreign));
      assertThrows(IllegalArgumentException.class, () -> optimizer.observe(foreign, 1));
      assertEquals(List.of(), optimizer.trials());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyMethodHasSnapshots(Method method) {
    try (Optimizer optimizer = method.on(SPACE, 3)) {
      optimizer.tell(optimizer.ask(), 1);
      byte[] bytes = optimizer.snapshot();
      assertTrue(bytes.length > 0);
      assertArrayEquals(bytes, optimizer.snapshot());
    }
  }

  @ParameterizedTest
  @EnumSource
  void snapshotOfTrialsDoesNotGrow(Method method) {
    try (Optimizer optimizer = method.on(SPACE, 1)) {
      optimizer.ask();
      List<Trial> snapshot = optimizer.trials();
      optimizer.ask();
      assertEquals(1, snapshot.size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void sameCallsGiveTheSameConfigurations(Method method) {
    assertEquals(run(method.on(SPACE, 7), 3), run(method.on(SPACE, 7), 3));
  }

  @ParameterizedTest
  @EnumSource(names = {"RANDOM", "SOBOL", "GRID", "HALTON", "LATIN_HYPERCUBE"})
  void batchesAndOrderOfTellsDoNotChangeADesignMadeBeforehand(Method method) {
    assertEquals(run(method.on(SPACE, 7), 1), run(method.on(SPACE, 7), 4));
  }

  @ParameterizedTest
  // Local searches of any seed end in the same corner; grouping begins in it.
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"GRID", "DUAL_ANNEALING", "COOPERATIVE"})
  void anotherSeedGivesOtherConfigurations(Method method) {
    assertFalse(new HashSet<>(run(method.on(SPACE, 7), 1)).removeAll(run(method.on(SPACE, 8), 1)));
  }

  /** Asks for 12 trials in batches, tells each batch backwards. */
  private static List<Configuration> run(Optimizer optimizer, int batch) {
    try (optimizer) {
      for (int asked = 0; asked < 12; asked += batch) {
        optimizer.ask(batch).reversed().forEach(t -> optimizer.tell(t, objective(t)));
      }
      return optimizer.trials().stream().map(Trial::configuration).toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(120)
  void noTrialIsLostBetweenThreads(Method method) throws Exception {
    int threads = 8;
    int each = 500;
    try (Optimizer optimizer = method.on(SPACE, 1);
        ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Trial>>> work =
          IntStream.range(0, threads)
              .mapToObj(
                  thread ->
                      pool.submit(
                          () ->
                              IntStream.range(0, each)
                                  .mapToObj(i -> askAndTell(optimizer, i % 10 == 9))
                                  .toList()))
              .toList();
      Set<Long> numbers = new HashSet<>();
      for (Future<List<Trial>> future : work) {
        future.get().forEach(t -> assertTrue(numbers.add(t.number()), t::toString));
      }
      List<Trial> trials = optimizer.trials();
      assertEquals(
          LongStream.range(0, (long) threads * each).boxed().toList(),
          trials.stream().map(Trial::number).toList());
      assertEquals(trials.size(), numbers.size());
      Trial best = optimizer.best();
      for (Trial t : trials) {
        if (t.state() == Trial.State.COMPLETE) {
          assertEquals(objective(t), t.value());
          assertTrue(t.value() >= best.value(), t::toString);
        }
      }
      assertEquals(
          threads * each / 10,
          trials.stream().filter(t -> t.state() == Trial.State.FAILED).count());
    }
  }

  private static Trial askAndTell(Optimizer optimizer, boolean fail) {
    Trial t = optimizer.ask();
    if (fail) {
      optimizer.fail(t);
    } else {
      optimizer.tell(t, objective(t));
    }
    return t;
  }
}
