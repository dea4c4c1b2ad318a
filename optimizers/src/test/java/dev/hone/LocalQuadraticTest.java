package dev.hone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalQuadraticTest {

  private static SearchSpace cube(int d) {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int i = 0; i < d; i++) {
      builder.uniform("x" + i, -1, 2);
    }
    return builder.build();
  }

  private static double[] at(Trial trial) {
    return trial.configuration().space().parameters().stream()
        .mapToDouble(p -> trial.get((DoubleParam) p))
        .toArray();
  }

  /** A bent valley, lowest at (1, 1). */
  private static double valley(double[] x) {
    double a = x[1] - x[0] * x[0];
    return 100 * a * a + (1 - x[0]) * (1 - x[0]);
  }

  private static double bowl(double[] x) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      double v = x[k] - 0.3;
      sum += (k + 1) * v * v + (k > 0 ? 0.5 * v * (x[k - 1] - 0.3) : 0);
    }
    return sum;
  }

  /** Observes some random points. */
  private static void observe(Optimizer optimizer, int n, long seed, ToDoubleFunction<double[]> f) {
    try (Optimizer random = RandomOptimizer.on(optimizer.space()).seed(seed).build()) {
      for (Trial trial : random.ask(n)) {
        optimizer.observe(trial.configuration(), f.applyAsDouble(at(trial)));
      }
    }
  }

  private static double lowest(Optimizer optimizer, int n, ToDoubleFunction<double[]> f) {
    for (int i = 0; i < n; i++) {
      Trial trial = optimizer.ask();
      optimizer.tell(trial, f.applyAsDouble(at(trial)));
    }
    return optimizer.best().value();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 9})
  void oneStepEndsInABowlThatThePointsDetermine(int d) {
    try (Optimizer optimizer = LocalQuadratic.on(cube(d)).build()) {
      observe(optimizer, 3 * (d + 1) * (d + 2), d, LocalQuadraticTest::bowl);
      double before = optimizer.best().value();
      double after = lowest(optimizer, 6, LocalQuadraticTest::bowl);
      assertTrue(after < 1e-12 * (1 + before), before + " to " + after);
    }
  }

  @Test
  void followsABentValley() {
    try (Optimizer optimizer = LocalQuadratic.on(cube(2)).build()) {
      observe(optimizer, 8, 3, LocalQuadraticTest::valley);
      assertTrue(lowest(optimizer, 250, LocalQuadraticTest::valley) < 1e-8);
    }
  }

  @Test
  void needsNothingToStartFrom() {
    try (Optimizer optimizer = LocalQuadratic.on(cube(3)).seed(4).build()) {
      assertTrue(lowest(optimizer, 60, LocalQuadraticTest::bowl) < 1e-10);
    }
  }

  @Test
  void goesOnElsewhereWhereNothingIsLeft() {
    // Two bowls; more is known of the shallow one.
    ToDoubleFunction<double[]> f =
        x ->
            Math.min(bowl(x), 20 * ((x[0] - 1.6) * (x[0] - 1.6) + (x[1] + 0.6) * (x[1] + 0.6)) - 1);
    try (Optimizer optimizer = LocalQuadratic.on(cube(2)).seed(1).build()) {
      for (int i = 0; i < 6; i++) {
        Configuration near = point(optimizer.space(), 0.3 + 0.1 * i, 0.3 - 0.03 * i * i);
        optimizer.observe(near, f.applyAsDouble(new double[] {0.3 + 0.1 * i, 0.3 - 0.03 * i * i}));
      }
      for (double[] x : new double[][] {{1.5, -0.2}, {1.9, -0.5}, {1.2, -0.5}}) {
        optimizer.observe(point(optimizer.space(), x[0], x[1]), f.applyAsDouble(x));
      }
      assertTrue(optimizer.best().value() >= 0);
      assertTrue(lowest(optimizer, 60, f) < -0.999);
    }
  }

  private static Configuration point(SearchSpace space, double... x) {
    Configuration.Builder builder = space.configuration();
    for (int k = 0; k < x.length; k++) {
      builder.set((DoubleParam) space.parameters().get(k), x[k]);
    }
    return builder.build();
  }

  @Test
  void batchesFailuresAndMaximaDoNotKeepItFromTheBest() {
    try (Optimizer optimizer = LocalQuadratic.on(cube(3)).maximize().seed(2).build()) {
      for (int round = 0; round < 40; round++) {
        List<Trial> batch = optimizer.ask(4);
        assertEquals(4, batch.stream().map(Trial::configuration).distinct().count());
        for (Trial trial : batch.reversed()) {
          if (trial.number() % 7 == 3) {
            optimizer.fail(trial);
          } else {
            optimizer.tell(trial, -bowl(at(trial)));
          }
        }
      }
      assertTrue(optimizer.best().value() > -1e-8, optimizer.best().toString());
    }
  }

  @Test
  void whereEverythingFailsItStillSuggests() {
    try (Optimizer optimizer = LocalQuadratic.on(cube(2)).build()) {
      observe(optimizer, 5, 1, LocalQuadraticTest::bowl);
      for (int i = 0; i < 60; i++) {
        optimizer.fail(optimizer.ask());
      }
      assertFalse(optimizer.trials().isEmpty());
    }
  }

  @Test
  void aConstantIsNoReasonToStop() {
    try (Optimizer optimizer = LocalQuadratic.on(cube(2)).build()) {
      assertEquals(5, lowest(optimizer, 50, x -> 5));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 17, 40})
  void aSnapshotGoesOnBitForBit(int told) {
    SearchSpace space = cube(4);
    List<Configuration> first = new ArrayList<>();
    List<Configuration> second = new ArrayList<>();
    try (Optimizer optimizer = LocalQuadratic.on(space).seed(5).build()) {
      observe(optimizer, 12, 5, LocalQuadraticTest::valley);
      lowest(optimizer, told, LocalQuadraticTest::valley);
      Trial pending = optimizer.ask();
      byte[] snapshot = optimizer.snapshot();
      goOn(optimizer, pending, first);
      try (Optimizer restored = LocalQuadratic.on(space).restore(snapshot)) {
        goOn(restored, restored.trials().get((int) pending.number()), second);
      }
    }
    assertEquals(first, second);
  }

  private static void goOn(Optimizer optimizer, Trial pending, List<Configuration> to) {
    to.add(optimizer.ask().configuration());
    optimizer.tell(pending, valley(at(pending)));
    for (int i = 0; i < 10; i++) {
      Trial trial = optimizer.ask();
      to.add(trial.configuration());
      optimizer.tell(trial, valley(at(trial)));
    }
  }

  @Test
  void othersThanContinuousParametersAreRefused() {
    SearchSpace.Builder builder = SearchSpace.builder();
    builder.uniform("x", 0, 1);
    builder.integer("n", 1, 9);
    SearchSpace space = builder.build();
    assertFalse(LocalQuadratic.suits(space));
    assertThrows(IllegalArgumentException.class, () -> LocalQuadratic.on(space).build());
  }

  @Test
  void noiseDoesNotBreakIt() {
    CounterRandom random = CounterRandom.of(6, 6);
    try (Optimizer optimizer = LocalQuadratic.on(cube(3)).seed(6).build()) {
      observe(optimizer, 30, 6, x -> bowl(x) + 0.01 * random.nextGaussian());
      lowest(optimizer, 80, x -> bowl(x) + 0.01 * random.nextGaussian());
      assertTrue(bowl(at(optimizer.best())) < 0.1);
    }
  }
}
