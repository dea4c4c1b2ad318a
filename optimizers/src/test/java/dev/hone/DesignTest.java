package dev.hone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.SobolSequence;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How random and Sobol designs fill a space. */
class DesignTest {
  private final SearchSpace.Builder builder = SearchSpace.builder();

  @Test
  void randomSearchIsUniformOverDiscreteValues() {
    IntParam n = builder.integer("n", 0, 18, 3);
    OrdinalParam<Integer> o = builder.ordinal("o", 8, 16, 32, 64, 128, 256, 512);
    CategoricalParam<Integer> c = builder.categorical("c", 1, 2, 3, 4, 5, 6, 7);
    IntParam log = builder.logInteger("log", 1, 7);
    List<Trial> trials = RandomOptimizer.on(builder.build()).seed(5).build().ask(7000);
    double[] uniform = {1, 1, 1, 1, 1, 1, 1};
    assertFrequencies(trials, n, uniform);
    assertFrequencies(trials, o, uniform);
    assertFrequencies(trials, c, uniform);
    double[] logUniform = new double[7];
    for (int v = 1; v <= 7; v++) {
      logUniform[v - 1] = 7 * Math.log((v + 1.0) / v) / Math.log(8);
    }
    assertFrequencies(trials, log, logUniform);
  }

  /** χ² of seven frequencies, in units of 1/7; the 99.9 % point with 6 degrees of freedom. */
  private static <T> void assertFrequencies(
      List<Trial> trials, DiscreteParam<T> param, double[] expected) {
    double[] counts = new double[expected.length];
    trials.forEach(t -> counts[(int) param.indexOf(t.get(param))]++);
    double chiSquare = 0;
    for (int k = 0; k < counts.length; k++) {
      double mean = expected[k] * trials.size() / counts.length;
      chiSquare += (counts[k] - mean) * (counts[k] - mean) / mean;
    }
    double statistic = chiSquare;
    assertTrue(statistic < 22.46, () -> param + ": χ² = " + statistic);
  }

  @Test
  void randomParametersAreIndependent() {
    DoubleParam x = builder.uniform("x", -1, 1);
    DoubleParam y = builder.uniform("y", -1, 1);
    List<Trial> trials = RandomOptimizer.on(builder.build()).seed(5).build().ask(4000);
    double within = trials.stream().mapToDouble(t -> t.get(x) * t.get(y)).sum();
    double between = 0;
    for (int i = 1; i < trials.size(); i++) {
      between += trials.get(i - 1).get(x) * trials.get(i).get(x);
    }
    // Each product has variance 1/9: three and a half standard deviations.
    double limit = 3.5 * Math.sqrt(trials.size()) / 3;
    assertEquals(0, within, limit);
    assertEquals(0, between, limit);
  }

  @Test
  void sobolSearchPutsOneOfAPowerOfTwoTrialsIntoEveryInterval() {
    DoubleParam x = builder.uniform("x", 0, 64);
    CategoricalParam<Integer> c = builder.categorical("c", 0, 1, 2, 3);
    List<Trial> trials = SobolOptimizer.on(builder.build()).seed(3).build().ask(64);
    assertEquals(64, trials.stream().map(t -> (int) t.get(x)).distinct().count());
    for (int k = 0; k < 4; k++) {
      int value = k;
      assertEquals(16, trials.stream().filter(t -> t.get(c) == value).count());
    }
  }

  @Test
  void everyPartOfARangeGetsOneTrialOfALatinHypercube() {
    DoubleParam x = builder.uniform("x", 0, 50);
    CategoricalParam<Integer> c = builder.categorical("c", 0, 1, 2, 3, 4);
    List<Trial> trials =
        LatinHypercubeOptimizer.on(builder.build()).size(50).seed(3).build().ask(150);
    for (int cube = 0; cube < 3; cube++) {
      List<Trial> own = trials.subList(50 * cube, 50 * cube + 50);
      assertEquals(50, own.stream().map(t -> (int) t.get(x)).distinct().count());
      for (int k = 0; k < 5; k++) {
        int value = k;
        assertEquals(10, own.stream().filter(t -> t.get(c) == value).count());
      }
    }
    assertNotEquals(
        trials.subList(0, 50).stream().map(t -> t.get(c)).toList(),
        trials.subList(50, 100).stream().map(t -> t.get(c)).toList());
  }

  @Test
  void haltonSearchFillsIntervalsOfItsBases() {
    DoubleParam x = builder.uniform("x", 0, 32);
    DoubleParam y = builder.uniform("y", 0, 27);
    List<Trial> trials = HaltonOptimizer.on(builder.build()).seed(3).build().ask(32);
    assertEquals(32, trials.stream().map(t -> (int) t.get(x)).distinct().count());
    assertEquals(27, trials.stream().limit(27).map(t -> (int) t.get(y)).distinct().count());
  }

  @Test
  void designsWithoutRepeatsTryEverythingOnceAndThenEnd() {
    builder.integer("n", 1, 5);
    CategoricalParam<String> c = builder.categorical("c", "a", "b", "c");
    builder.ordinal("o", 1, 2, 3, 4).onlyIf(c, "c");
    SearchSpace space = builder.build();
    List<DesignOptimizer.Builder<?, ?>> designs =
        List.of(
            RandomOptimizer.on(space),
            SobolOptimizer.on(space),
            HaltonOptimizer.on(space),
            LatinHypercubeOptimizer.on(space));
    for (DesignOptimizer.Builder<?, ?> design : designs) {
      try (Optimizer optimizer = design.distinct().build()) {
        Configuration known = space.configuration(4);
        optimizer.observe(known, 1);
        Set<Configuration> seen = new HashSet<>(Set.of(known));
        optimizer.ask(20).forEach(t -> assertTrue(seen.add(t.configuration()), t::toString));
        while (seen.size() < 30) {
          assertTrue(seen.add(optimizer.ask().configuration()));
        }
        assertThrows(SpaceExhaustedException.class, optimizer::ask);
      }
    }
  }

  @Test
  void batchesOfDesignsAreTheirSingleTrials() {
    builder.integer("n", 1, 5);
    builder.uniform("x", 0, 1);
    SearchSpace space = builder.build();
    for (boolean distinct : new boolean[] {false, true}) {
      HaltonOptimizer.Builder design = HaltonOptimizer.on(space).seed(4);
      if (distinct) {
        design.distinct();
      }
      List<Trial> batch = design.build().ask(10);
      try (Optimizer single = design.build()) {
        for (Trial trial : batch) {
          assertEquals(trial.configuration(), single.ask().configuration());
        }
      }
    }
  }

  @Test
  void sobolSearchRejectsSpacesOfMoreDimensionsThanTheSequence() {
    for (int i = 0; i <= SobolSequence.maxDimension(); i++) {
      builder.uniform("x" + i, 0, 1);
    }
    SobolOptimizer.Builder sobol = SobolOptimizer.on(builder.build());
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, sobol::build);
    assertEquals(
        "the space has %d parameters: expected at most %d for a Sobol sequence"
            .formatted(SobolSequence.maxDimension() + 1, SobolSequence.maxDimension()),
        e.getMessage());
  }
}
