package dev.hone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.Parallelism;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class OptimizerFleetTest {

  private static SearchSpace cube(int d) {
    var s = SearchSpace.builder();
    for (int k = 0; k < d; k++) {
      s.uniform("x" + k, 0, 1);
    }
    return s.build();
  }

  private static SearchSpace mixed() {
    var s = SearchSpace.builder();
    s.logUniform("rate", 1e-5, 1);
    s.integer("units", 1, 300);
    CategoricalParam<String> kind = s.categorical("kind", "a", "b", "c");
    s.uniform("slope", -1, 1).onlyIf(kind, "b");
    return s.build();
  }

  private static double bowl(int member, Configuration configuration) {
    double sum = 0;
    for (double x : configuration.encoded()) {
      double step = x - 0.2 - 0.1 * (member % 7);
      sum += step * step + 0.05 * Math.sin(9 * x);
    }
    return sum;
  }

  /** Steps a fleet; returns the text of all it suggested. */
  private static String run(OptimizerFleet fleet, int steps) {
    StringBuilder text = new StringBuilder();
    double[] values = new double[fleet.size()];
    for (int step = 0; step < steps; step++) {
      List<Configuration> asked = fleet.askAll();
      for (int i = 0; i < values.length; i++) {
        text.append(Arrays.toString(asked.get(i).encoded()));
        boolean fails = (step + i) % 11 == 10;
        values[i] = fails ? Double.NaN : bowl(i, asked.get(i));
      }
      fleet.tellAll(values);
    }
    return text.toString();
  }

  /** Branin, Widely convergent method (1972); its minimum is 0.397887. */
  private static double branin(double x, double y) {
    double valley = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
    return valley * valley + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return 0.5 * (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]);
  }

  @Test
  void findsWhatSingleOptimizersFind() {
    var s = SearchSpace.builder();
    DoubleParam x = s.uniform("x", -5, 10);
    DoubleParam y = s.uniform("y", 0, 15);
    SearchSpace space = s.build();
    ToDoubleFunction<Configuration> objective = c -> branin(c.get(x), c.get(y));
    int members = 9;
    double[] regrets = new double[members];
    double[] single = new double[members];
    try (OptimizerFleet fleet = OptimizerFleet.on(space, members).seed(5).build()) {
      for (int step = 0; step < 24; step++) {
        fleet.tellAll(fleet.askAll().stream().mapToDouble(objective).toArray());
      }
      for (int i = 0; i < members; i++) {
        regrets[i] = fleet.member(i).best().value() - 0.39788735772973816;
        try (GpOptimizer optimizer = GpOptimizer.on(space).seed(fleet.member(i).seed()).build()) {
          for (int step = 0; step < 24; step++) {
            Trial trial = optimizer.ask();
            optimizer.tell(trial, objective.applyAsDouble(trial.configuration()));
          }
          single[i] = optimizer.best().value() - 0.39788735772973816;
        }
      }
    }
    // The medians of 9 scatter by a factor of a few; random search is at 1.
    assertTrue(median(regrets) < 0.02, () -> "seed 5: " + Arrays.toString(regrets));
    assertTrue(
        median(regrets) < 10 * median(single) + 1e-5,
        () -> "seed 5: " + Arrays.toString(regrets) + " against " + Arrays.toString(single));
  }

  @Test
  void sameBitsForAnyNumberOfThreads() {
    int before = Parallelism.threads();
    List<String> runs = new ArrayList<>();
    try {
      for (int threads : new int[] {1, 3, 64}) {
        Parallelism.setThreads(threads);
        try (OptimizerFleet fleet = OptimizerFleet.on(mixed(), 34).seed(3).build()) {
          runs.add(run(fleet, 8));
        }
      }
    } finally {
      Parallelism.setThreads(before);
    }
    for (String run : runs) {
      assertEquals(runs.getFirst(), run);
    }
  }

  @Test
  void aMemberDoesNotDependOnTheOthers() {
    SearchSpace space = cube(3);
    double[] few = new double[3];
    double[] many = new double[20];
    try (OptimizerFleet small = OptimizerFleet.on(space, 3).seed(8).build();
        OptimizerFleet large = OptimizerFleet.on(space, 20).seed(8).build()) {
      for (int step = 0; step < 9; step++) {
        List<Configuration> ofSmall = small.askAll();
        List<Configuration> ofLarge = large.askAll();
        assertEquals(ofSmall, ofLarge.subList(0, 3), "step " + step);
        Arrays.setAll(few, i -> bowl(i, ofSmall.get(i)));
        Arrays.setAll(
            many, i -> i < 3 ? few[i] : i % 2 == 0 ? Double.NaN : bowl(i, ofLarge.get(i)));
        small.tellAll(few);
        large.tellAll(many);
      }
      assertFalse(
          Arrays.equals(
              large.member(5).trials().getLast().configuration().encoded(),
              large.member(7).trials().getLast().configuration().encoded()));
    }
  }

  @Test
  void tellsTheBestAndKeepsTrials() {
    try (OptimizerFleet fleet = OptimizerFleet.on(cube(2), 2).maximize().build()) {
      OptimizerFleet.Member member = fleet.member(1);
      assertTrue(member.bestSoFar().isEmpty());
      assertThrows(NoSuchElementException.class, member::best);
      fleet.askAll();
      fleet.tellAll(new double[] {1, 3});
      List<Configuration> second = fleet.askAll();
      assertEquals(second, fleet.pending());
      fleet.tellAll(new double[] {2, 7});
      fleet.askAll();
      fleet.tellAll(new double[] {3, Double.POSITIVE_INFINITY});
      assertTrue(fleet.pending().isEmpty());
      assertEquals(7, member.best().value());
      assertEquals(second.get(1), member.best().configuration());
      assertEquals(1, member.best().number());
      List<Trial> trials = member.trials();
      assertEquals(3, trials.size());
      assertEquals(Trial.State.FAILED, trials.get(2).state());
      assertThrows(IllegalStateException.class, () -> trials.get(2).value());
      assertEquals(3, member.ended());
      assertEquals(3, fleet.member(0).best().value());
    }
  }

  @Test
  void observationsFromElsewhereCount() {
    SearchSpace space = cube(2);
    try (OptimizerFleet fleet = OptimizerFleet.on(space, 2).build()) {
      for (int i = 0; i < 30; i++) {
        int row = i / 6;
        Configuration known = space.decode(new double[] {(i % 6) / 5.0, row / 4.0});
        double[] point = known.encoded();
        fleet.observe(0, known, Math.hypot(point[0] - 0.7, point[1] - 0.6));
      }
      double[] next = fleet.askAll().getFirst().encoded();
      assertTrue(Math.hypot(next[0] - 0.7, next[1] - 0.6) < 0.2, () -> Arrays.toString(next));
      assertEquals(30, fleet.member(0).trials().size());
      Configuration known = space.decode(new double[2]);
      assertThrows(IllegalStateException.class, () -> fleet.observe(0, known, 1));
      fleet.tellAll(new double[2]);
      Configuration foreign = cube(2).decode(new double[2]);
      assertThrows(IllegalArgumentException.class, () -> fleet.observe(0, foreign, 1));
      assertThrows(IllegalArgumentException.class, () -> fleet.observe(2, known, 1));
    }
  }

  /** What comes beyond the capacity pushes others out, never the best, and is never repeated. */
  @Test
  void goesOnBeyondItsCapacity() {
    SearchSpace space = cube(2);
    try (OptimizerFleet fleet = OptimizerFleet.on(space, 2).seed(1).capacity(12).build()) {
      Set<Configuration> suggested = new HashSet<>();
      double best = Double.POSITIVE_INFINITY;
      for (int step = 0; step < 30; step++) {
        List<Configuration> asked = fleet.askAll();
        assertTrue(suggested.add(asked.getFirst()), "step " + step);
        double value = bowl(0, asked.getFirst());
        best = Math.min(best, value);
        fleet.tellAll(new double[] {value, step < 3 ? 1 : Double.NaN});
        assertEquals(best, fleet.member(0).best().value());
        assertTrue(fleet.member(0).trials().size() <= 12);
      }
      assertEquals(30, fleet.member(0).ended());
      assertEquals(12, fleet.member(0).trials().size());
      assertEquals(29, fleet.member(0).trials().getLast().number());
      // The three that came out are kept, among failures that are forgotten.
      assertEquals(3, completes(fleet.member(1)));
      byte[] bytes = fleet.snapshot();
      try (OptimizerFleet restored = OptimizerFleet.restore(bytes, space)) {
        assertEquals(run(fleet, 5), run(restored, 5));
      }
    }
  }

  private static long completes(OptimizerFleet.Member member) {
    return member.trials().stream().filter(t -> t.state() == Trial.State.COMPLETE).count();
  }

  @Test
  void neverRepeatsAPointUntilTheSpaceIsExhausted() {
    for (long seed = 0; seed < 4; seed++) {
      SearchSpace space = RandomSpaces.discrete(seed);
      int points = Math.min(24, RandomSpaces.allConfigurations(space).size());
      try (OptimizerFleet fleet = OptimizerFleet.on(space, 2).seed(seed).build()) {
        Set<Configuration> suggested = new HashSet<>();
        for (int step = 0; step < points; step++) {
          List<Configuration> asked = fleet.askAll();
          assertTrue(suggested.add(asked.get(1)), "seed " + seed + ", step " + step);
          fleet.tellAll(new double[] {bowl(0, asked.get(0)), bowl(1, asked.get(1))});
        }
        fleet.askAll();
      }
    }
  }

  @Test
  void suggestsInMixedSpacesOfEveryKind() {
    for (long seed = 0; seed < 4; seed++) {
      SearchSpace space = RandomSpaces.mixed(seed);
      try (OptimizerFleet fleet = OptimizerFleet.on(space, 3).seed(seed).build()) {
        String suggestions = run(fleet, 16);
        assertFalse(suggestions.contains("NaN"), "seed " + seed);
        OptimizerFleet.Member member = fleet.member(2);
        double first = bowl(2, member.trials().getFirst().configuration());
        assertTrue(member.best().value() <= first + 1e-12, "seed " + seed);
      }
    }
  }

  /** Equal values, huge and tiny ones, and points that all but repeat each other. */
  @Test
  void copesWithHardValues() {
    try (OptimizerFleet fleet = OptimizerFleet.on(cube(2), 5).seed(2).build()) {
      SearchSpace space = fleet.space();
      for (int i = 0; i < 20; i++) {
        Configuration near = space.decode(new double[] {0.5, 0.5 + i * 1e-14});
        fleet.observe(4, near, i % 3);
      }
      for (int step = 0; step < 15; step++) {
        List<Configuration> asked = fleet.askAll();
        double value = bowl(0, asked.get(1));
        fleet.tellAll(
            new double[] {7, value * 1e300, value * 1e-300, step == 0 ? 1 : 1e308, value});
      }
      for (int i = 0; i < fleet.size(); i++) {
        for (Trial trial : fleet.member(i).trials()) {
          for (double x : trial.configuration().encoded()) {
            assertTrue(x >= 0 && x <= 1, "member " + i + ": " + trial);
          }
        }
      }
    }
  }

  @Test
  void goesOnBitForBitFromASnapshot() {
    for (int steps : new int[] {0, 4, 9, 12}) {
      try (OptimizerFleet first =
          OptimizerFleet.on(mixed(), 9).seed(4).maximize().refitGrowth(0.2).build()) {
        run(first, steps);
        List<Configuration> asked = steps % 2 == 0 ? first.askAll() : List.of();
        byte[] bytes = first.snapshot();
        assertArrayEquals(bytes, first.snapshot());
        try (OptimizerFleet second = OptimizerFleet.restore(bytes, first.space())) {
          assertArrayEquals(bytes, second.snapshot());
          assertEquals(asked, second.pending());
          if (!asked.isEmpty()) {
            first.tellAll(new double[9]);
            second.tellAll(new double[9]);
          }
          assertEquals(run(first, 3), run(second, 3));
          assertArrayEquals(first.snapshot(), second.snapshot());
        }
      }
    }
  }

  @Test
  void alteredCutAndForeignSnapshotsAreRefused() {
    SearchSpace space = mixed();
    byte[] bytes;
    try (OptimizerFleet fleet = OptimizerFleet.on(space, 3).build()) {
      run(fleet, 8);
      bytes = fleet.snapshot();
    }
    for (int i = 0; i < bytes.length; i += 1 + bytes.length / 100) {
      byte[] altered = bytes.clone();
      altered[i] ^= 4;
      assertThrows(
          IllegalArgumentException.class, () -> OptimizerFleet.restore(altered, space), "at " + i);
      byte[] cut = Arrays.copyOf(bytes, i);
      assertThrows(
          IllegalArgumentException.class, () -> OptimizerFleet.restore(cut, space), "to " + i);
    }
    assertThrows(IllegalArgumentException.class, () -> OptimizerFleet.restore(bytes, cube(4)));
    try (GpOptimizer other = GpOptimizer.on(space).build()) {
      byte[] foreign = other.snapshot();
      assertThrows(IllegalArgumentException.class, () -> OptimizerFleet.restore(foreign, space));
    }
  }

  @Test
  void refusesCallsOutOfPlace() {
    OptimizerFleet fleet = OptimizerFleet.on(cube(2), 3).build();
    IllegalStateException early =
        assertThrows(IllegalStateException.class, () -> fleet.tellAll(new double[3]));
    assertTrue(String.valueOf(early.getMessage()).contains("askAll"));
    fleet.askAll();
    assertThrows(IllegalStateException.class, fleet::askAll);
    for (int length : new int[] {0, 2, 4}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> fleet.tellAll(new double[length]));
      assertTrue(String.valueOf(e.getMessage()).startsWith("values has length " + length));
    }
    fleet.tellAll(new double[3]);
    assertThrows(IllegalStateException.class, () -> fleet.tellAll(new double[3]));
    assertThrows(IllegalArgumentException.class, () -> fleet.member(3));
    assertThrows(IllegalArgumentException.class, () -> fleet.member(-1));
    fleet.close();
    fleet.close();
    assertThrows(IllegalStateException.class, fleet::askAll);
    assertThrows(IllegalStateException.class, () -> fleet.tellAll(new double[3]));
    assertThrows(IllegalStateException.class, fleet::snapshot);
    assertEquals(1, fleet.member(0).trials().size());
  }

  @Test
  void refusesOptionsThatDoNotFit() {
    SearchSpace space = cube(2);
    assertThrows(IllegalArgumentException.class, () -> OptimizerFleet.on(space, 0));
    assertThrows(IllegalArgumentException.class, () -> OptimizerFleet.on(space, 1_000_001));
    assertThrows(IllegalArgumentException.class, () -> OptimizerFleet.on(cube(33), 1));
    OptimizerFleet.Builder builder = OptimizerFleet.on(space, 1);
    assertThrows(IllegalArgumentException.class, () -> builder.capacity(7));
    assertThrows(IllegalArgumentException.class, () -> builder.capacity(257));
    assertThrows(IllegalArgumentException.class, () -> builder.initialTrials(0));
    assertThrows(BackendUnavailableException.class, () -> builder.backend(Backend.GPU).build());
  }

  /** An interrupted step goes on where it stopped, and comes to the same. */
  @Test
  void anInterruptLosesNothing() {
    SearchSpace space = cube(2);
    try (OptimizerFleet first = OptimizerFleet.on(space, 40).build();
        OptimizerFleet second = OptimizerFleet.on(space, 40).build()) {
      run(first, 6);
      run(second, 6);
      Thread.currentThread().interrupt();
      assertThrows(CancellationException.class, first::askAll);
      assertTrue(Thread.interrupted());
      assertThrows(IllegalStateException.class, () -> first.tellAll(new double[40]));
      assertEquals(first.askAll(), second.askAll());
    }
  }

  /** A loop over single optimizers allocates some 240 KB for each suggestion. */
  @Test
  void allocatesLittleInTheSteadyState() {
    int before = Parallelism.threads();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Parallelism.setThreads(1);
    try (OptimizerFleet fleet = OptimizerFleet.on(cube(6), 8).build()) {
      run(fleet, 24);
      double[] values = new double[8];
      long start = threads.getCurrentThreadAllocatedBytes();
      for (int step = 0; step < 4; step++) {
        List<Configuration> asked = fleet.askAll();
        Arrays.setAll(values, i -> bowl(i, asked.get(i)));
        fleet.tellAll(values);
      }
      long perSuggestion = (threads.getCurrentThreadAllocatedBytes() - start) / (4 * 8);
      assertTrue(perSuggestion < 40_000, perSuggestion + " bytes for each suggestion");
    } finally {
      Parallelism.setThreads(before);
    }
  }
}
