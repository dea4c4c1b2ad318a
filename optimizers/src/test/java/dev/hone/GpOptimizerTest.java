package dev.hone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GpOptimizerTest {

  private enum Kernel {
    LINEAR,
    RBF,
    POLYNOMIAL
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void findsTheMinimumOfBranin(long seed) {
    var s = SearchSpace.builder();
    DoubleParam x = s.uniform("x", -5, 10);
    DoubleParam y = s.uniform("y", 0, 15);
    try (var optimizer = GpOptimizer.on(s.build()).seed(seed).build()) {
      run(optimizer, 50, t -> branin(t.get(x), t.get(y)));
      double regret = optimizer.best().value() - 0.39788735772973816;
      assertTrue(regret < 1e-2, "seed " + seed + ": regret " + regret);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void findsTheBestOfAMixedConditionalSpace(long seed) {
    Mixed mixed = new Mixed();
    try (var optimizer = GpOptimizer.on(mixed.space).seed(seed).build()) {
      run(optimizer, 40, mixed::loss);
      assertTrue(optimizer.best().value() < 0.05, "seed " + seed + ": " + optimizer.best());
      assertEquals(Kernel.RBF, optimizer.best().get(mixed.kernel));
    }
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    assertEquals(pointsOfARun(7), pointsOfARun(7));
    assertNotEquals(pointsOfARun(7), pointsOfARun(8));
  }

  @Test
  void maximisingIsMinimisingTheNegative() {
    Mixed mixed = new Mixed();
    try (var least = GpOptimizer.on(mixed.space).seed(5).build();
        var most = GpOptimizer.on(mixed.space).seed(5).maximize().build()) {
      run(least, 20, mixed::loss);
      run(most, 20, t -> -mixed.loss(t));
      assertEquals(configurations(least), configurations(most));
      assertEquals(least.best().value(), -most.best().value());
    }
  }

  @Test
  void neverSuggestsAPointTwice() {
    Mixed mixed = new Mixed();
    try (var optimizer = GpOptimizer.on(mixed.space).seed(3).build()) {
      for (int round = 0; round < 6; round++) {
        for (Trial trial : optimizer.ask(6)) {
          optimizer.tell(trial, mixed.loss(trial));
        }
      }
      assertEquals(36, new HashSet<>(configurations(optimizer)).size());
    }
  }

  @Test
  void pendingTrialsPushSuggestionsApart() {
    var s = SearchSpace.builder();
    DoubleParam x = s.uniform("x", 0, 1);
    DoubleParam y = s.uniform("y", 0, 1);
    try (var optimizer = GpOptimizer.on(s.build()).seed(1).build()) {
      run(optimizer, 12, t -> Math.hypot(t.get(x) - 0.3, t.get(y) - 0.6));
      List<Trial> batch = optimizer.ask(8);
      for (int i = 0; i < batch.size(); i++) {
        for (int j = 0; j < i; j++) {
          double distance =
              Math.max(
                  Math.abs(batch.get(i).get(x) - batch.get(j).get(x)),
                  Math.abs(batch.get(i).get(y) - batch.get(j).get(y)));
          assertTrue(distance >= 0.999e-3, batch.get(i) + " and " + batch.get(j));
        }
      }
    }
  }

  @Test
  void suggestsKnownPointsAgainOnlyWhenAFiniteSpaceIsExhausted() {
    var s = SearchSpace.builder();
    IntParam a = s.integer("a", 1, 4);
    CategoricalParam<String> b = s.categorical("b", "u", "v", "w");
    SearchSpace space = s.build();
    try (var optimizer = GpOptimizer.on(space).initialTrials(4).build()) {
      run(optimizer, 12, t -> t.get(a) + t.get(b).length());
      assertEquals(12, new HashSet<>(configurations(optimizer)).size());
      Trial again = optimizer.ask();
      assertTrue(configurations(optimizer).subList(0, 12).contains(again.configuration()));
    }
  }

  static Stream<ToDoubleFunction<double[]>> hardObjectives() {
    return Stream.of(
        p -> 3,
        p -> 0,
        p -> 1e300 * (p[0] - 0.5),
        p -> 1e-300 * (p[0] - 0.5),
        p -> -1e308,
        p -> 1 + 1e-15 * p[0],
        p -> p[0] < 0.9 ? 0 : 1e250,
        p -> p[0] < 0.5 ? Double.NaN : p[1],
        p -> p[0] < 0.8 ? Double.POSITIVE_INFINITY : p[1],
        p -> Double.NaN);
  }

  @ParameterizedTest
  @MethodSource("hardObjectives")
  void hardObjectivesStillGetValidSuggestions(ToDoubleFunction<double[]> objective) {
    var s = SearchSpace.builder();
    DoubleParam x = s.uniform("x", 0, 1);
    DoubleParam y = s.uniform("y", 0, 1);
    try (var optimizer = GpOptimizer.on(s.build()).seed(2).initialTrials(3).build()) {
      run(optimizer, 16, t -> objective.applyAsDouble(new double[] {t.get(x), t.get(y)}));
      for (Trial trial : optimizer.trials()) {
        assertTrue(trial.get(x) >= 0 && trial.get(x) <= 1, trial.toString());
      }
    }
  }

  @Test
  void observedDuplicatesAreModelled() {
    var s = SearchSpace.builder();
    DoubleParam x = s.uniform("x", 0, 1);
    SearchSpace space = s.build();
    try (var optimizer = GpOptimizer.on(space).build()) {
      Configuration point = space.configuration().set(x, 0.25).build();
      for (int i = 0; i < 20; i++) {
        optimizer.observe(point, 1 + 0.1 * (i % 3));
      }
      Trial trial = optimizer.ask();
      assertNotEquals(point, trial.configuration());
    }
  }

  @Test
  void aThousandIdenticalValuesAtThreePointsAreModelled() {
    var s = SearchSpace.builder();
    DoubleParam x = s.uniform("x", 0, 1);
    SearchSpace space = s.build();
    try (var optimizer = GpOptimizer.on(space).build()) {
      for (int i = 0; i < 1000; i++) {
        optimizer.observe(space.configuration().set(x, 0.25 * (i % 3)).build(), 4);
      }
      for (int i = 0; i < 3; i++) {
        Trial trial = optimizer.ask();
        assertTrue(trial.get(x) >= 0 && trial.get(x) <= 1);
        optimizer.tell(trial, 4);
      }
    }
  }

  @Test
  void oneObservationIsEnoughForAModel() {
    var s = SearchSpace.builder();
    DoubleParam x = s.uniform("x", 0, 1);
    SearchSpace space = s.build();
    try (var optimizer = GpOptimizer.on(space).initialTrials(1).build()) {
      optimizer.observe(space.configuration().set(x, 0.5).build(), 1);
      assertNotEquals(0.5, optimizer.ask().get(x));
    }
  }

  @Test
  void aForcedBackendThatIsMissingIsAnErrorThatSaysWhatIsMissing() {
    var builder = GpOptimizer.on(new Mixed().space).backend(Backend.GPU);
    var e = assertThrows(BackendUnavailableException.class, builder::build);
    assertTrue(e.toString().contains("hone-gpu-kernels"), e.toString());
  }

  @Test
  void refusesWrongOptions() {
    var builder = GpOptimizer.on(new Mixed().space);
    assertThrows(IllegalArgumentException.class, () -> builder.initialTrials(0));
    assertThrows(IllegalArgumentException.class, () -> builder.clipQuantile(0));
    assertThrows(IllegalArgumentException.class, () -> builder.clipQuantile(Double.NaN));
  }

  @Test
  void scalarAndSimdBackendsFindTheSameMinimum() {
    Mixed mixed = new Mixed();
    for (Backend backend : List.of(Backend.SCALAR, Backend.AUTO)) {
      try (var optimizer = GpOptimizer.on(mixed.space).backend(backend).seed(4).build()) {
        run(optimizer, 30, mixed::loss);
        assertTrue(optimizer.best().value() < 0.1, backend + ": " + optimizer.best());
      }
    }
  }

  private static List<String> pointsOfARun(long seed) {
    Mixed mixed = new Mixed();
    try (var optimizer = GpOptimizer.on(mixed.space).seed(seed).build()) {
      run(optimizer, 14, mixed::loss);
      List<Trial> batch = optimizer.ask(4);
      optimizer.tell(batch.get(2), mixed.loss(batch.get(2)));
      optimizer.fail(batch.get(0));
      assertFalse(optimizer.ask().toString().isEmpty());
      List<String> points = new ArrayList<>();
      for (Trial trial : optimizer.trials()) {
        points.add(Arrays.toString(trial.configuration().encoded()));
      }
      return points;
    }
  }

  private static List<Configuration> configurations(Optimizer optimizer) {
    return optimizer.trials().stream().map(Trial::configuration).toList();
  }

  private static void run(Optimizer optimizer, int trials, ToDoubleFunction<Trial> objective) {
    for (int i = 0; i < trials; i++) {
      Trial trial = optimizer.ask();
      optimizer.tell(trial, objective.applyAsDouble(trial));
    }
  }

  private static double branin(double x, double y) {
    double bowl = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
    return bowl * bowl + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
  }

  /** A bowl in two scales, with a category that shifts it and a parameter that only one has. */
  private static final class Mixed {
    final DoubleParam cost;
    final IntParam size;
    final CategoricalParam<Kernel> kernel;
    final DoubleParam width;
    final SearchSpace space;

    Mixed() {
      var s = SearchSpace.builder();
      cost = s.logUniform("cost", 1e-3, 1e3);
      size = s.integer("size", 1, 200);
      kernel = s.categorical("kernel", Kernel.values());
      width = s.uniform("width", 0, 1).onlyIf(kernel, Kernel.RBF);
      space = s.build();
    }

    double loss(Trial t) {
      double c = Math.log10(t.get(cost)) / 3 - 0.4;
      double n = t.get(size) / 200.0 - 0.3;
      double extra =
          switch (t.get(kernel)) {
            case LINEAR -> 0.4;
            case RBF -> Math.abs(t.get(width) - 0.7);
            case POLYNOMIAL -> 0.6;
          };
      return c * c + n * n + extra;
    }
  }
}
