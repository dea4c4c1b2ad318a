package dev.hone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortfolioTest {
  private static final SearchSpace.Builder BUILDER = SearchSpace.builder();
  private static final DoubleParam X = BUILDER.uniform("x", -3, 7);
  private static final DoubleParam RATE = BUILDER.logUniform("rate", 1e-4, 10);
  private static final CategoricalParam<String> KIND = BUILDER.categorical("kind", "a", "b", "c");
  private static final SearchSpace SPACE = BUILDER.build();

  private static double objective(Trial t) {
    double log = Math.log(t.get(RATE) / 0.03);
    return (t.get(X) - 2) * (t.get(X) - 2) + log * log + (t.get(KIND).equals("b") ? 0 : 1);
  }

  private static Portfolio.Builder three() {
    return Portfolio.on(SPACE)
        .with("tpe", TpeOptimizer::on)
        .with("de", s -> DifferentialEvolution.on(s).budget(200))
        .with("gp", s -> GpOptimizer.on(s).initialTrials(5));
  }

  @Test
  void oneMemberAloneSuggestsWhatItWouldAnyway() {
    try (Optimizer alone = TpeOptimizer.on(SPACE).seed(4).build();
        Optimizer portfolio = Portfolio.on(SPACE).with("tpe", TpeOptimizer::on).seed(4).build()) {
      for (int i = 0; i < 60; i++) {
        Trial a = alone.ask();
        Trial b = portfolio.ask();
        assertArrayEquals(a.configuration().encoded(), b.configuration().encoded(), 1e-14);
        if (i % 9 == 8) {
          alone.fail(a);
          portfolio.fail(b);
        } else {
          alone.tell(a, objective(a));
          portfolio.tell(b, objective(a));
        }
      }
    }
  }

  /** A member that knows nothing gets somewhere only because it sees the others' trials. */
  @Test
  void everyMemberIsToldOfEveryTrial() {
    List<Optimizer> built = new ArrayList<>();
    try (Optimizer portfolio =
        Portfolio.on(SPACE)
            .with("random", RandomOptimizer::on)
            .with("listener", s -> new ListeningBuilder(s, built))
            .build()) {
      for (int i = 0; i < 30; i++) {
        Trial t = portfolio.ask();
        if (i % 7 == 6) {
          portfolio.fail(t);
        } else {
          portfolio.tell(t, objective(t));
        }
      }
      portfolio.observe(portfolio.trials().getFirst().configuration(), 1);
      Optimizer listener = built.getFirst();
      assertEquals(31, listener.trials().size());
      assertEquals(
          4, listener.trials().stream().filter(t -> t.state() == Trial.State.FAILED).count());
      assertEquals(portfolio.best().value(), listener.best().value());
    }
  }

  /** Random search that lets itself be found. */
  private static final class ListeningBuilder
      extends dev.hone.spi.OptimizerBuilder<ListeningBuilder> {
    private final List<Optimizer> built;

    ListeningBuilder(SearchSpace space, List<Optimizer> built) {
      super(space);
      this.built = built;
    }

    @Override
    public Optimizer build() {
      built.add(RandomOptimizer.on(space()).seed(seed()).build());
      return built.getLast();
    }

    @Override
    protected ListeningBuilder self() {
      return this;
    }
  }

  @Test
  void findsTheBestKindAndPlace() {
    try (Optimizer portfolio = three().seed(1).build()) {
      for (int i = 0; i < 60; i++) {
        Trial t = portfolio.ask();
        portfolio.tell(t, objective(t));
      }
      assertEquals("b", portfolio.best().get(KIND));
      assertTrue(portfolio.best().value() < 0.2, () -> portfolio.best().toString());
    }
  }

  @Test
  void batchesAreSharedAndDistinct() {
    try (Optimizer portfolio = three().seed(1).build()) {
      for (int round = 0; round < 4; round++) {
        List<Trial> batch = portfolio.ask(12);
        assertEquals(12, new HashSet<>(batch.stream().map(Trial::configuration).toList()).size());
        batch.reversed().forEach(t -> portfolio.tell(t, objective(t)));
      }
      List<Trial> asked = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        asked.add(portfolio.ask());
      }
      asked.forEach(t -> portfolio.tell(t, objective(t)));
      assertEquals(54, portfolio.trials().size());
    }
  }

  @Test
  void pendingConfigurationIsNotHandedOutAgainIfThereIsAnother() {
    SearchSpace.Builder builder = SearchSpace.builder();
    builder.ordinal("size", 1, 2, 3, 4);
    SearchSpace space = builder.build();
    try (Optimizer portfolio =
        Portfolio.on(space)
            .with("grid", GridOptimizer::on)
            .with("other grid", GridOptimizer::on)
            .build()) {
      List<Trial> trials = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        trials.add(portfolio.ask());
      }
      assertEquals(4, new HashSet<>(trials.stream().map(Trial::configuration).toList()).size());
      trials.forEach(t -> portfolio.tell(t, (double) t.number()));
      assertThrows(SpaceExhaustedException.class, portfolio::ask);
      assertThrows(SpaceExhaustedException.class, () -> portfolio.ask(2));
    }
  }

  @Test
  void severalObjectivesAndConstraintsReachTheMembers() {
    try (Optimizer portfolio =
        Portfolio.on(SPACE)
            .with("nsga", s -> Nsga2Optimizer.on(s).populationSize(10))
            .with("tpe", TpeOptimizer::on)
            .objectives(Direction.MAXIMIZE, Direction.MINIMIZE)
            .constraints(1)
            .build()) {
      for (int i = 0; i < 60; i++) {
        Trial t = portfolio.ask();
        if (i % 10 == 9) {
          portfolio.fail(t);
        } else {
          portfolio.tell(
              t, Outcome.of(t.get(X), t.get(X) * t.get(X)).withConstraints(t.get(RATE) - 1));
        }
      }
      assertTrue(portfolio.front().size() > 3);
    }
  }

  @Test
  void snapshotsGoOnBitForBit() {
    for (int cut : new int[] {0, 7, 31}) {
      try (Portfolio portfolio = three().seed(cut).build()) {
        SnapshotWalk walk =
            new SnapshotWalk(CounterRandom.of(2, cut), t -> Outcome.of(objective(t)));
        walk.go(portfolio, cut);
        try (Portfolio restored = three().restore(portfolio.snapshot())) {
          walk.assertGoesOn(portfolio, restored, 15);
        }
      }
    }
  }

  @Test
  void designsHaveSnapshotsToo() {
    for (OptimizerFactory design :
        List.<OptimizerFactory>of(
            s -> RandomOptimizer.on(s).distinct(),
            SobolOptimizer::on,
            HaltonOptimizer::on,
            s -> LatinHypercubeOptimizer.on(s).size(7),
            s -> GridOptimizer.on(s).resolution(3))) {
      try (Optimizer optimizer = design.on(SPACE).seed(3).build()) {
        optimizer.ask(9).forEach(t -> optimizer.tell(t, objective(t)));
        try (Optimizer restored = design.on(SPACE).seed(3).restore(optimizer.snapshot())) {
          assertEquals(
              optimizer.ask(11).stream().map(Trial::configuration).toList(),
              restored.ask(11).stream().map(Trial::configuration).toList());
        }
      }
    }
  }

  @Test
  void wrongPortfoliosAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Portfolio.on(SPACE).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> Portfolio.on(SPACE).with("a", TpeOptimizer::on).with("a", GpOptimizer::on));
    assertThrows(IllegalArgumentException.class, () -> Portfolio.on(SPACE).window(0));
    assertThrows(IllegalArgumentException.class, () -> Portfolio.on(SPACE).exploration(-1));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Portfolio.on(SPACE).with("tpe", TpeOptimizer::on).with("spsa", Spsa::on).build());
    assertTrue(String.valueOf(e.getMessage()).contains("kind"), e::toString);
    try (Portfolio portfolio = three().build()) {
      byte[] bytes = portfolio.snapshot();
      assertThrows(
          IllegalArgumentException.class,
          () -> Portfolio.on(SPACE).with("tpe", TpeOptimizer::on).restore(bytes));
    }
  }
}
