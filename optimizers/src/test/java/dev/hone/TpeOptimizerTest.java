package dev.hone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.pareto.Hypervolume;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TpeOptimizerTest {

  private static SearchSpace cube(int d) {
    var s = SearchSpace.builder();
    for (int k = 0; k < d; k++) {
      s.uniform("x" + k, 0, 1);
    }
    return s.build();
  }

  private static double sphere(Trial trial) {
    return Arrays.stream(trial.configuration().encoded()).map(x -> (x - 0.3) * (x - 0.3)).sum();
  }

  private static double bestOf(Optimizer optimizer, int trials) {
    try (optimizer) {
      for (int i = 0; i < trials; i++) {
        Trial trial = optimizer.ask();
        optimizer.tell(trial, sphere(trial));
      }
      return optimizer.best().value();
    }
  }

  @ParameterizedTest
  @EnumSource
  void isFarBetterThanChance(TpeBandwidth bandwidth) {
    for (TpeWeighting weighting : TpeWeighting.values()) {
      double tpe = 0;
      double chance = 0;
      for (long seed = 1; seed <= 5; seed++) {
        tpe +=
            bestOf(
                TpeOptimizer.on(cube(6))
                    .bandwidth(bandwidth)
                    .weighting(weighting)
                    .seed(seed)
                    .build(),
                120);
        chance += bestOf(RandomOptimizer.on(cube(6)).seed(seed).build(), 120);
      }
      assertTrue(tpe < 0.4 * chance, weighting + ": " + tpe + " against " + chance);
    }
  }

  @Test
  void everyPointOfASmallSpaceIsTriedOnceBeforeAnyRepeats() {
    var s = SearchSpace.builder();
    s.integer("i", 0, 5);
    CategoricalParam<String> kind = s.categorical("kind", "a", "b", "c");
    s.ordinal("size", 1, 2, 3).onlyIf(kind, "b");
    SearchSpace space = s.build();
    int size = (int) space.cardinality();
    assertEquals(30, size);
    Set<Configuration> seen = new HashSet<>();
    try (Optimizer optimizer = TpeOptimizer.on(space).build()) {
      for (int i = 0; i < size; i++) {
        Trial trial = optimizer.ask();
        assertTrue(seen.add(trial.configuration()), trial::toString);
        optimizer.tell(trial, sphere(trial));
      }
      Trial again = optimizer.ask();
      assertFalse(seen.add(again.configuration()));
      optimizer.tell(again, 1);
    }
  }

  @Test
  void learnsInsideOfEachArm() {
    var s = SearchSpace.builder();
    CategoricalParam<String> arm = s.categorical("arm", "a", "b", "c");
    DoubleParam x = s.uniform("x", 0, 1).onlyIf(arm, "a");
    DoubleParam y = s.uniform("y", 0, 1).onlyIf(arm, "b");
    SearchSpace space = s.build();
    double worst = 0;
    for (long seed = 1; seed <= 5; seed++) {
      try (Optimizer optimizer = TpeOptimizer.on(space).seed(seed).build()) {
        for (int i = 0; i < 80; i++) {
          Trial t = optimizer.ask();
          double value =
              switch (t.get(arm)) {
                case "a" -> Math.abs(t.get(x) - 0.8);
                case "b" -> 0.5 + Math.abs(t.get(y) - 0.2);
                default -> 1;
              };
          optimizer.tell(t, value);
        }
        worst = Math.max(worst, optimizer.best().value());
        long inBest = optimizer.trials().stream().filter(t -> t.get(arm).equals("a")).count();
        assertTrue(inBest > 40, "seed " + seed + ": " + inBest + " trials in the best arm");
      }
    }
    assertTrue(worst < 0.03, "worst " + worst);
  }

  @Test
  void pendingTrialsKeepWorkersApart() {
    try (Optimizer optimizer = TpeOptimizer.on(cube(2)).seed(4).build()) {
      for (int i = 0; i < 40; i++) {
        Trial trial = optimizer.ask();
        optimizer.tell(trial, sphere(trial));
      }
      List<Trial> batch = optimizer.ask(30);
      Set<Configuration> distinct = new HashSet<>();
      batch.forEach(t -> distinct.add(t.configuration()));
      assertEquals(30, distinct.size());
      double spread =
          batch.stream()
              .mapToDouble(t -> Math.abs(t.configuration().encoded()[0] - 0.3))
              .max()
              .orElseThrow();
      assertTrue(spread > 0.1, "all 30 within " + spread);
    }
  }

  @Test
  void failedRegionIsAvoided() {
    try (Optimizer optimizer = TpeOptimizer.on(cube(2)).seed(2).build()) {
      int failed = 0;
      for (int i = 0; i < 100; i++) {
        Trial trial = optimizer.ask();
        if (trial.configuration().encoded()[0] < 0.5) {
          optimizer.fail(trial);
          failed += i >= 50 ? 1 : 0;
        } else {
          optimizer.tell(trial, sphere(trial));
        }
      }
      assertTrue(failed < 20, failed + " of the last 50 failed");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void severalObjectivesFillTheFront(int m) {
    double tpe = 0;
    double chance = 0;
    for (long seed = 1; seed <= 3; seed++) {
      tpe += hypervolume(TpeOptimizer.on(cube(5)).seed(seed).objectives(minimize(m)).build(), m);
      try (Optimizer random = RandomOptimizer.on(cube(5)).seed(seed).build()) {
        chance += hypervolume(random, m);
      }
    }
    assertTrue(tpe > 1.1 * chance, tpe + " against " + chance);
  }

  private static Direction[] minimize(int m) {
    Direction[] directions = new Direction[m];
    Arrays.fill(directions, Direction.MINIMIZE);
    return directions;
  }

  /** Of 150 trials on squared distances from the corners of a simplex. */
  private static double hypervolume(Optimizer optimizer, int m) {
    int n = 150;
    double[] values = new double[n * m];
    try (optimizer) {
      for (int i = 0; i < n; i++) {
        Trial trial = optimizer.ask();
        double[] x = trial.configuration().encoded();
        double[] f = new double[m];
        for (int j = 0; j < m; j++) {
          for (int k = 0; k < x.length; k++) {
            double z = x[k] - (k == j ? 0.8 : 0.3);
            f[j] += z * z;
          }
        }
        System.arraycopy(f, 0, values, i * m, m);
        optimizer.tell(
            trial, optimizer.directions().size() == m ? Outcome.of(f) : Outcome.of(f[0]));
      }
    }
    double[] reference = new double[m];
    Arrays.fill(reference, 0.6);
    return Hypervolume.of(n, m, values, reference);
  }

  @Test
  void constraintsAreMetInTheEnd() {
    try (Optimizer optimizer = TpeOptimizer.on(cube(3)).constraints(1).seed(3).build()) {
      for (int i = 0; i < 120; i++) {
        Trial trial = optimizer.ask();
        double x = trial.configuration().encoded()[0];
        optimizer.tell(trial, Outcome.of(sphere(trial)).withConstraints(0.6 - x));
      }
      List<Trial> late = optimizer.trials().subList(60, 120);
      // The optimum, 0.09, lies on the boundary, and that without the constraint is far from it.
      assertTrue(late.stream().filter(Trial::isFeasible).count() > 15);
      assertTrue(optimizer.best().value() < 0.11, () -> optimizer.best().toString());
    }
  }

  @Test
  void valuesOfAnySizeAreFine() {
    double[] values = {Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, 0, -0.0, 1e-300};
    try (Optimizer optimizer = TpeOptimizer.on(cube(2)).startupTrials(2).build()) {
      LongStream.range(0, 60)
          .forEach(i -> optimizer.tell(optimizer.ask(), values[(int) (i % values.length)]));
    }
    try (Optimizer optimizer = TpeOptimizer.on(cube(200)).startupTrials(2).build()) {
      LongStream.range(0, 30).forEach(i -> optimizer.tell(optimizer.ask(), (double) i));
    }
  }

  @Test
  void nonsenseIsRefused() {
    TpeOptimizer.Builder b = TpeOptimizer.on(cube(1));
    List<Executable> nonsense =
        List.of(
            () -> b.startupTrials(0),
            () -> b.candidates(0),
            () -> b.good(0, 25),
            () -> b.good(1, 25),
            () -> b.good(0.1, 0),
            () -> b.priorWeight(0),
            () -> b.priorWeight(Double.POSITIVE_INFINITY),
            () -> b.objectives(minimize(11)));
    nonsense.forEach(call -> assertThrows(IllegalArgumentException.class, call));
  }
}
