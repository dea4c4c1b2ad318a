package dev.hone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CooperativeCoevolutionTest {

  private static SearchSpace cube(int d) {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int j = 0; j < d; j++) {
      builder.uniform("x" + j, -5, 5);
    }
    return builder.build();
  }

  /** Coupled groups of ten, spread over the coordinates, and the others each for itself. */
  static double partiallySeparable(double[] unit, int groups) {
    int d = unit.length;
    double[] z = new double[d];
    for (int j = 0; j < d; j++) {
      z[j] = 10 * unit[j] - 5 - 3 * Math.sin(1 + 2.3 * j);
    }
    double sum = 0;
    for (int g = 0; g < groups; g++) {
      double chain = 0;
      double weight = Math.pow(10, 3.0 * g / groups);
      for (int k = 0; k < 10; k++) {
        chain += Math.pow(10, k / 4.5) * z[(g + k * groups) % d];
        sum += weight * chain * chain;
      }
    }
    for (int j = 10 * groups; j < d; j++) {
      sum += (1 + j % 7) * z[j] * z[j];
    }
    return sum;
  }

  private static List<Set<Integer>> indices(CooperativeCoevolution optimizer) {
    return optimizer.groups().stream()
        .map(g -> g.stream().map(Param::index).collect(Collectors.toSet()))
        .toList();
  }

  /**
   * Twenty groups of ten, conditioned as 1 to 10⁴ and worth 1 to 1,000, and 800 parameters each for
   * itself: grouped by fewer than 6,000 trials, and within 30,000 better than others are after
   * 45,000 (CR-FM-NES 1e5 there, CMA-ES 5e7).
   */
  @Test
  void takesAThousandParametersApart() {
    try (CooperativeCoevolution optimizer = CooperativeCoevolution.on(cube(1000)).seed(1).build()) {
      int grouped = 0;
      for (int i = 0; i < 30_000; i++) {
        Trial trial = optimizer.ask();
        optimizer.tell(trial, partiallySeparable(trial.configuration().encoded(), 20));
        grouped = optimizer.groups().isEmpty() ? i + 1 : grouped;
      }
      assertTrue(grouped < 6000, "grouped after " + grouped);
      List<Set<Integer>> groups = indices(optimizer);
      for (int g = 0; g < 20; g++) {
        int first = g;
        Set<Integer> expected =
            IntStream.range(0, 10).mapToObj(k -> first + 20 * k).collect(Collectors.toSet());
        assertTrue(groups.contains(expected), groups + " without " + expected);
      }
      assertEquals(20 + 16, groups.size());
      assertEquals(1000, groups.stream().mapToInt(Set::size).sum());
      assertTrue(optimizer.best().value() < 5e5, () -> "at " + optimizer.best().value());
    }
  }

  @Test
  void whatHangsTogetherIsOneGroup() {
    // A chain: neighbours interact, so that all hang together; the last two are apart.
    try (CooperativeCoevolution optimizer =
        CooperativeCoevolution.on(cube(12)).separableGroup(1).build()) {
      while (optimizer.groups().isEmpty()) {
        Trial t = optimizer.ask();
        double[] x = t.configuration().encoded();
        double sum = x[10] + x[11] * x[11];
        for (int j = 0; j < 9; j++) {
          sum += (x[j] - 0.3) * (x[j + 1] + 0.2);
        }
        optimizer.tell(t, 1e6 + sum);
      }
      assertEquals(
          Set.of(
              Set.of(10), Set.of(11), IntStream.range(0, 10).boxed().collect(Collectors.toSet())),
          Set.copyOf(indices(optimizer)));
    }
  }

  /** One after the other, and twenty at a time told in any order, an eighth of them failed. */
  @Test
  void findsTheMinimumOneByOneAndSideBySide() {
    for (int parallel : new int[] {1, 20}) {
      CounterRandom random = CounterRandom.of(8, 0);
      try (Optimizer optimizer = CooperativeCoevolution.on(cube(60)).seed(3).build()) {
        Deque<Trial> running = new ArrayDeque<>();
        for (int i = 0; i < (parallel == 1 ? 14_000 : 40_000); i++) {
          running.add(optimizer.ask());
          while (running.size() >= parallel) {
            Trial t = random.nextBoolean() ? running.removeFirst() : running.removeLast();
            boolean fails = parallel > 1 && i > 3000 && random.nextInt(8) == 0;
            optimizer.tell(
                t, fails ? Double.NaN : partiallySeparable(t.configuration().encoded(), 3));
          }
        }
        double found = optimizer.best().value();
        assertTrue(found < (parallel == 1 ? 1e-3 : 10), parallel + " at a time: " + found);
      }
    }
  }

  @Test
  void conditionalParametersStayWithWhatDecidesThem() {
    SearchSpace.Builder builder = SearchSpace.builder();
    DoubleParam x = builder.logUniform("x", 1e-4, 1);
    IntParam n = builder.integer("n", 0, 1000);
    CategoricalParam<String> kind = builder.categorical("kind", "a", "b", "c", "d");
    DoubleParam z = builder.uniform("z", 0, 1).onlyIf(kind, "d");
    try (CooperativeCoevolution optimizer =
        CooperativeCoevolution.on(builder.build()).maximize().seed(2).build()) {
      for (int i = 0; i < 4000; i++) {
        Trial t = optimizer.ask();
        double kinds = t.isActive(z) ? Math.abs(t.get(z) - 0.9) : 1;
        double rate = Math.abs(Math.log10(t.get(x)) + 2);
        optimizer.tell(t, -rate - Math.abs(t.get(n) - 777) / 1000.0 - kinds);
      }
      assertEquals(List.of(Set.of(1, 2, 3), Set.of(0)), indices(optimizer));
      assertTrue(optimizer.best().value() > -0.02, () -> optimizer.best().toString());
    }
  }

  /** Parts of an observed trial are tried in the context, and only those that are good stay. */
  @Test
  void takesWhatIsGoodOfAnObservedTrial() {
    SearchSpace space = cube(20);
    try (CooperativeCoevolution optimizer =
        CooperativeCoevolution.on(space).separableGroup(5).build()) {
      while (optimizer.groups().isEmpty()) {
        Trial t = optimizer.ask();
        optimizer.tell(t, separable(t.configuration().encoded()));
      }
      double before = optimizer.best().value();
      double[] observed = optimizer.best().configuration().encoded();
      for (int j = 0; j < 20; j++) {
        observed[j] = j < 15 ? 0.7 : 0.4;
      }
      double value = separable(observed);
      assertTrue(value < before, value + " after " + before);
      optimizer.observe(space.decode(observed), value);
      for (int i = 0; i < 4; i++) {
        Trial t = optimizer.ask();
        optimizer.tell(t, separable(t.configuration().encoded()));
      }
      assertTrue(optimizer.best().value() < 0.9 * value, () -> optimizer.best() + " of " + value);
    }
  }

  private static double separable(double[] x) {
    return Arrays.stream(x).map(u -> (u - 0.7) * (u - 0.7)).sum();
  }

  @Test
  void aSnapshotNeedsTheSameOptimizerOfGroups() {
    SearchSpace space = cube(6);
    OptimizerFactory swarm = s -> ParticleSwarm.on(s).particles(5, 2);
    try (CooperativeCoevolution first =
        CooperativeCoevolution.on(space).separableGroup(3).groupOptimizer(swarm).build()) {
      for (int i = 0; i < 300; i++) {
        Trial t = first.ask();
        first.tell(t, separable(t.configuration().encoded()));
      }
      byte[] snapshot = first.snapshot();
      try (Optimizer second =
          CooperativeCoevolution.on(space).groupOptimizer(swarm).restore(snapshot)) {
        for (int i = 0; i < 100; i++) {
          Trial ours = first.ask();
          Trial theirs = second.ask();
          assertEquals(ours.configuration(), theirs.configuration());
          first.tell(ours, i % 7);
          second.tell(theirs, i % 7);
        }
      }
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> CooperativeCoevolution.restore(snapshot, space));
      assertTrue(String.valueOf(e.getMessage()).contains("another optimizer"), e.getMessage());
    }
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    CooperativeCoevolution.Builder builder = CooperativeCoevolution.on(cube(2));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> builder.separableGroup(0));
    assertEquals("separableGroup = 0: expected at least 1", e.getMessage());
  }
}
