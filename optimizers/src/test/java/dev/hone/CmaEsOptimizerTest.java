package dev.hone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.cma.CmaRestarts;
import dev.hone.math.cma.CmaStop;
import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.RestartPolicy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CmaEsOptimizerTest {

  private static void run(Optimizer optimizer, int trials, ToDoubleFunction<Trial> f) {
    for (int i = 0; i < trials; i++) {
      Trial t = optimizer.ask();
      optimizer.tell(t, f.applyAsDouble(t));
    }
  }

  private static List<DoubleParam> reals(SearchSpace.Builder builder, int count) {
    List<DoubleParam> params = new ArrayList<>();
    for (int j = 0; j < count; j++) {
      params.add(builder.uniform("x" + j, -5, 5));
    }
    return params;
  }

  private static double ellipsoid(Trial t, List<DoubleParam> params, double optimum) {
    double sum = 0;
    for (int j = 0; j < params.size(); j++) {
      double z = t.get(params.get(j)) - optimum;
      sum += Math.pow(1e3, (double) j / Math.max(1, params.size() - 1)) * z * z;
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 10})
  void ellipsoidIsSolvedInsideAndOnTheBounds(int d) {
    for (double optimum : new double[] {1.3, 5}) {
      SearchSpace.Builder builder = SearchSpace.builder();
      List<DoubleParam> params = reals(builder, d);
      try (Optimizer optimizer = CmaEsOptimizer.on(builder.build()).seed(3).build()) {
        run(optimizer, 400 * d + 400, t -> ellipsoid(t, params, optimum));
        assertTrue(optimizer.best().value() < 1e-5, () -> optimum + ": " + optimizer.best());
      }
    }
  }

  @Test
  void maximisesAlongALogarithmicScale() {
    SearchSpace.Builder builder = SearchSpace.builder();
    DoubleParam rate = builder.logUniform("rate", 1e-6, 1);
    try (Optimizer optimizer = CmaEsOptimizer.on(builder.build()).seed(1).maximize().build()) {
      run(optimizer, 200, t -> -Math.abs(Math.log10(t.get(rate)) + 4));
      assertEquals(-4, Math.log10(optimizer.best().get(rate)), 1e-3);
    }
  }

  @Test
  void mixedIntegersAreAllSolved() {
    for (int seed = 0; seed < 20; seed++) {
      SearchSpace.Builder builder = SearchSpace.builder();
      List<DoubleParam> params = reals(builder, 5);
      List<IntParam> integers = new ArrayList<>();
      for (int j = 0; j < 5; j++) {
        integers.add(builder.integer("k" + j, -10, 10));
      }
      int s = seed;
      try (Optimizer optimizer = CmaEsOptimizer.on(builder.build()).seed(seed).build()) {
        run(
            optimizer,
            4000,
            t -> {
              double sum = ellipsoid(t, params, 1);
              for (IntParam k : integers) {
                sum += (t.get(k) - 4.0) * (t.get(k) - 4.0);
              }
              return sum;
            });
        assertTrue(optimizer.best().value() < 1e-6, () -> "seed " + s + ": " + optimizer.best());
      }
    }
  }

  @Test
  void categoriesOrdinalsAndConditionsAreLearned() {
    int solved = 0;
    for (int seed = 0; seed < 10; seed++) {
      SearchSpace.Builder builder = SearchSpace.builder();
      CategoricalParam<String> kind = builder.categorical("kind", "a", "b", "c", "d");
      CategoricalParam<String> other = builder.categorical("other", "p", "q", "r");
      DoubleParam x = builder.uniform("x", -5, 5);
      DoubleParam y = builder.uniform("y", -5, 5).onlyIf(kind, "c", "d");
      OrdinalParam<Integer> size = builder.ordinal("size", 8, 16, 32, 64, 128);
      IntParam wide = builder.logInteger("wide", 1, 1_000_000);
      try (Optimizer optimizer = CmaEsOptimizer.on(builder.build()).seed(seed).build()) {
        run(
            optimizer,
            3000,
            t -> {
              double sum = t.get(kind).equals("c") ? 0 : 1;
              sum += t.get(other).equals("q") ? 0 : 1;
              sum += Math.pow(t.get(x) - 2, 2);
              sum += t.isActive(y) ? Math.pow(t.get(y) + 1, 2) : 0.5;
              sum += Math.abs(Math.log(t.get(size) / 32.0));
              return sum + Math.pow(Math.log10(t.get(wide)) - 3, 2);
            });
        solved += optimizer.best().value() < 1e-3 ? 1 : 0;
      }
    }
    assertTrue(solved >= 9, "solved " + solved + " of 10");
  }

  @Test
  void onlyCategoriesAndConstantsAreFine() {
    SearchSpace.Builder builder = SearchSpace.builder();
    CategoricalParam<Integer> a = builder.categorical("a", 1, 2, 3);
    CategoricalParam<Integer> b = builder.categorical("b", 7);
    try (Optimizer optimizer = CmaEsOptimizer.on(builder.build()).build()) {
      run(optimizer, 100, t -> t.get(a) + t.get(b));
      assertEquals(8, optimizer.best().value());
    }
    SearchSpace.Builder constant = SearchSpace.builder();
    OrdinalParam<String> only = constant.ordinal("only", "one");
    try (Optimizer optimizer = CmaEsOptimizer.on(constant.build()).build()) {
      run(optimizer, 100, t -> t.get(only).length());
      assertEquals(3, optimizer.best().value());
    }
  }

  /** Eight workers, each result told eight asks later, one in ten lost, some never told. */
  @Test
  void lateLostAndForgottenTrialsDoNotStopTheSearch() {
    SearchSpace.Builder builder = SearchSpace.builder();
    List<DoubleParam> params = reals(builder, 6);
    SplittableRandom random = new SplittableRandom(4);
    try (Optimizer optimizer = CmaEsOptimizer.on(builder.build()).seed(3).build()) {
      Deque<Trial> running = new ArrayDeque<>();
      for (int i = 0; i < 5000; i++) {
        running.add(optimizer.ask());
        if (running.size() > 8) {
          Trial t = running.remove();
          int fate = random.nextInt(20);
          if (fate < 2) {
            optimizer.fail(t);
          } else if (fate > 2) {
            optimizer.tell(t, ellipsoid(t, params, 1));
          }
        }
      }
      assertTrue(optimizer.best().value() < 1e-6, () -> optimizer.best().toString());
    }
  }

  @Test
  void observedPointsDrawTheSearch() {
    SearchSpace.Builder builder = SearchSpace.builder();
    List<DoubleParam> params = reals(builder, 8);
    SearchSpace space = builder.build();
    double[] distance = new double[2];
    for (int known = 0; known < 2; known++) {
      try (Optimizer optimizer = CmaEsOptimizer.on(space).seed(3).sigma(0.1).build()) {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 60 * known; i++) {
          Configuration.Builder near = space.configuration();
          params.forEach(p -> near.set(p, 3.9 + 0.2 * random.nextDouble()));
          Configuration configuration = near.build();
          optimizer.observe(configuration, distanceToFour(params, configuration));
        }
        for (int i = 0; i < 20; i++) {
          distance[known] += distanceToFour(params, optimizer.ask().configuration());
        }
      }
    }
    assertTrue(distance[1] < 0.5 * distance[0], distance[0] + " " + distance[1]);
  }

  private static double distanceToFour(List<DoubleParam> params, Configuration configuration) {
    return params.stream().mapToDouble(p -> Math.pow(configuration.get(p) - 4, 2)).sum();
  }

  @Test
  void warmStartFromASimilarTaskSavesTrials() {
    SearchSpace.Builder builder = SearchSpace.builder();
    List<DoubleParam> params = reals(builder, 8);
    SearchSpace space = builder.build();
    List<Trial> similar;
    try (Optimizer optimizer = CmaEsOptimizer.on(space).seed(3).build()) {
      run(optimizer, 600, t -> ellipsoid(t, params, 3.5));
      similar = optimizer.trials();
    }
    int cold = trialsToSolve(CmaEsOptimizer.on(space).seed(4), params);
    int warm = trialsToSolve(CmaEsOptimizer.on(space).seed(4).warmStart(similar), params);
    assertTrue(warm < 0.9 * cold, warm + " of " + cold);
  }

  private static int trialsToSolve(CmaEsOptimizer.Builder builder, List<DoubleParam> params) {
    int trials = 0;
    try (Optimizer optimizer = builder.build()) {
      while (optimizer.bestSoFar().isEmpty() || optimizer.best().value() > 1) {
        Trial t = optimizer.ask();
        optimizer.tell(t, ellipsoid(t, params, 4));
        trials++;
      }
    }
    return trials;
  }

  @ParameterizedTest
  @ValueSource(strings = {"SAME", "IPOP", "BIPOP"})
  void eachRestartIsToldWithItsReason(String policy) {
    SearchSpace.Builder builder = SearchSpace.builder();
    List<DoubleParam> params = reals(builder, 3);
    List<CmaRestarts.Run> runs = new ArrayList<>();
    try (Optimizer optimizer =
        CmaEsOptimizer.on(builder.build())
            .seed(3)
            .restarts(RestartPolicy.valueOf(policy))
            .onRestart(runs::add)
            .build()) {
      run(optimizer, 12_000, t -> ellipsoid(t, params, 1));
    }
    assertTrue(runs.size() >= 3, runs::toString);
    for (int i = 0; i < runs.size(); i++) {
      CmaRestarts.Run run = runs.get(i);
      assertEquals(i, run.number());
      assertTrue(run.evaluations() > 0, run::toString);
      boolean grows = policy.equals("IPOP") && i > 0;
      if (grows) {
        assertEquals(2 * runs.get(i - 1).populationSize(), run.populationSize());
      }
      assertTrue(run.reason() != CmaStop.TARGET, run::toString);
    }
    assertEquals(policy.equals("BIPOP"), runs.stream().anyMatch(CmaRestarts.Run::small));
  }

  @Test
  void aRunThatIsDoneIsFollowedOnAFlatFunction() {
    SearchSpace.Builder builder = SearchSpace.builder();
    reals(builder, 3);
    builder.integer("k", 0, 9);
    List<CmaRestarts.Run> runs = new ArrayList<>();
    try (Optimizer optimizer = CmaEsOptimizer.on(builder.build()).onRestart(runs::add).build()) {
      run(optimizer, 3000, t -> 1);
    }
    assertFalse(runs.isEmpty());
  }

  @Test
  void wrongOptionsAreNamed() {
    SearchSpace.Builder builder = SearchSpace.builder();
    reals(builder, 1);
    SearchSpace space = builder.build();
    assertThrows(IllegalArgumentException.class, () -> CmaEsOptimizer.on(space).populationSize(1));
    assertThrows(IllegalArgumentException.class, () -> CmaEsOptimizer.on(space).sigma(0));
    assertThrows(IllegalArgumentException.class, () -> CmaEsOptimizer.on(space).sigma(Double.NaN));
  }

  /** The centre of the last suggestions, under noise of a constant size. */
  @Test
  void adaptingLearningRatesComesCloserUnderNoise() {
    SearchSpace.Builder builder = SearchSpace.builder();
    List<DoubleParam> params = reals(builder, 4);
    SearchSpace space = builder.build();
    double[] distance = new double[2];
    for (int adapt = 0; adapt < 2; adapt++) {
      for (int seed = 0; seed < 5; seed++) {
        SplittableRandom noise = new SplittableRandom(seed);
        CmaEsOptimizer.Builder options =
            CmaEsOptimizer.on(space).seed(seed).restarts(RestartPolicy.SAME);
        try (Optimizer optimizer = options.adaptLearningRates(adapt == 1).build()) {
          run(optimizer, 8000, t -> distanceTo(1, params, t) + noise.nextGaussian());
          List<Trial> last = optimizer.trials().subList(7600, 8000);
          for (DoubleParam p : params) {
            double centre = last.stream().mapToDouble(t -> t.get(p)).average().orElseThrow();
            distance[adapt] += (centre - 1) * (centre - 1);
          }
        }
      }
    }
    assertTrue(distance[1] < 0.3 * distance[0], distance[1] + " against " + distance[0]);
  }

  private static double distanceTo(double optimum, List<DoubleParam> params, Trial t) {
    return params.stream().mapToDouble(p -> Math.pow(t.get(p) - optimum, 2)).sum();
  }

  @Test
  void decompositionsAreGivenToTheExecutor() {
    SearchSpace.Builder builder = SearchSpace.builder();
    List<DoubleParam> params = reals(builder, 10);
    AtomicInteger tasks = new AtomicInteger();
    try (Optimizer optimizer =
        CmaEsOptimizer.on(builder.build())
            .decomposeIn(
                task -> {
                  tasks.incrementAndGet();
                  task.run();
                })
            .build()) {
      run(optimizer, 3000, t -> ellipsoid(t, params, 1));
      assertTrue(optimizer.best().value() < 1e-6, () -> optimizer.best().toString());
    }
    assertTrue(tasks.get() > 10, tasks::toString);
  }

  @Test
  void optionsThatContradictEachOtherAreNamed() {
    SearchSpace.Builder builder = SearchSpace.builder();
    List<DoubleParam> params = reals(builder, 3);
    SearchSpace space = builder.build();
    CmaEsOptimizer.Builder both =
        CmaEsOptimizer.on(space).adaptLearningRates(true).decomposeIn(Runnable::run);
    assertThrows(IllegalArgumentException.class, both::build);
    CmaEsOptimizer.Builder diagonal =
        CmaEsOptimizer.on(space).adaptLearningRates(true).model(CovarianceModel.SEPARABLE);
    Throwable e = assertThrows(IllegalArgumentException.class, diagonal::build);
    assertTrue(e.toString().contains("adaptLearningRates with SEPARABLE"), e::toString);
    List<Trial> trials;
    try (Optimizer optimizer = CmaEsOptimizer.on(space).build()) {
      run(optimizer, 50, t -> ellipsoid(t, params, 1));
      trials = optimizer.trials();
    }
    CmaEsOptimizer.Builder warm = CmaEsOptimizer.on(space).warmStart(trials);
    warm.model(CovarianceModel.SEPARABLE).build().close();
    assertThrows(
        IllegalArgumentException.class, () -> warm.model(CovarianceModel.LIMITED_MEMORY).build());
  }
}
