package dev.hone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Parallelism;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several suggestions at once, by every method, in the whole space and in trust regions. */
class GpBatchTest {
  private static final double APART = 1e-3;

  static Stream<Arguments> plans() {
    return Stream.of(BatchMethod.values())
        .flatMap(method -> Stream.of(0, 1, 3).map(regions -> Arguments.of(method, regions)));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void suggestionsAreDistinctAndApartFromAllThatAreUnderWay(BatchMethod method, int regions) {
    SearchSpace space = cube(4);
    try (GpOptimizer optimizer = optimizer(space, method, regions)) {
      observe(optimizer, 12);
      List<Trial> trials = new ArrayList<>(optimizer.ask(7));
      trials.addAll(optimizer.ask(5));
      trials.add(optimizer.ask());
      assertApart(trials);
      optimizer.tell(trials.get(3), loss(trials.get(3)));
      optimizer.fail(trials.get(9));
      trials.addAll(optimizer.ask(3));
      assertEquals(16, configurations(trials).size());
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void mixedSpacesWithConditionsAreServed(BatchMethod method, int regions) {
    for (long seed = 1; seed <= 2; seed++) {
      SearchSpace space = RandomSpaces.mixed(seed);
      try (GpOptimizer optimizer = optimizer(space, method, regions)) {
        observe(optimizer, 12);
        for (int round = 0; round < 3; round++) {
          List<Trial> trials = optimizer.ask(6);
          for (Trial trial : trials) {
            optimizer.tell(trial, loss(trial));
          }
        }
        assertEquals(30, configurations(optimizer.trials()).size(), method + ", seed " + seed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void aThousandAtOnceAreDistinctAndWellSpread(int regions) {
    int n = 1000;
    int d = 5;
    try (GpOptimizer optimizer = optimizer(cube(d), BatchMethod.AUTOMATIC, regions)) {
      observe(optimizer, 30);
      List<Trial> trials = optimizer.ask(n);
      assertApart(trials);
      assertEquals(n, configurations(trials).size());
      // Each of five intervals of every parameter has some, and no small cube has most of them.
      for (int k = 0; k < d; k++) {
        int[] counts = new int[5];
        for (Trial trial : trials) {
          counts[Math.min(4, (int) (5 * trial.configuration().encoded()[k]))]++;
        }
        int index = k;
        assertTrue(
            Arrays.stream(counts).filter(c -> c > 0).count() >= 3,
            () -> "parameter " + index + ": " + Arrays.toString(counts));
      }
      assertTrue(meanNearestDistance(trials) > 0.05, () -> "" + meanNearestDistance(trials));
      // Those that come next know of all these.
      List<Trial> more = new ArrayList<>(trials);
      more.addAll(optimizer.ask(100));
      assertApart(more);
    }
  }

  @Test
  void drawnSuggestionsAreBetterThanChance() {
    try (GpOptimizer optimizer = optimizer(cube(3), BatchMethod.THOMPSON_SAMPLING, 0)) {
      observe(optimizer, 40);
      double drawn = optimizer.ask(100).stream().mapToDouble(GpBatchTest::loss).sum() / 100;
      double chance =
          optimizer.trials().subList(0, 40).stream().mapToDouble(GpBatchTest::loss).sum() / 40;
      assertTrue(drawn < 0.6 * chance, drawn + " and by chance " + chance);
    }
  }

  @Test
  void aBatchOfBelieversIsWhatSingleAsksWouldGive() {
    for (int regions : new int[] {0, 1}) {
      try (GpOptimizer together = optimizer(cube(3), BatchMethod.KRIGING_BELIEVER, regions);
          GpOptimizer single = optimizer(cube(3), BatchMethod.KRIGING_BELIEVER, regions)) {
        observe(together, 15);
        observe(single, 15);
        List<Configuration> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
          expected.add(single.ask().configuration());
        }
        assertEquals(points(expected), points(list(together.ask(5))));
      }
    }
  }

  @Test
  void jointImprovementSpreadsABatchOverTheMinima() {
    // Two equal valleys: the members of a batch should not all sit in one of them.
    var s = SearchSpace.builder();
    DoubleParam x = s.uniform("x", 0, 1);
    try (GpOptimizer optimizer =
        GpOptimizer.on(s.build()).batches(BatchMethod.JOINT_IMPROVEMENT).seed(3).build()) {
      for (int i = 0; i <= 10; i++) {
        double at = i / 10.0 * 0.98 + 0.01;
        optimizer.observe(
            optimizer.space().configuration().set(x, at).build(), Math.cos(4 * Math.PI * at));
      }
      List<Trial> batch = optimizer.ask(4);
      long left = batch.stream().filter(t -> t.get(x) < 0.5).count();
      assertTrue(left >= 1 && left <= 3, batch::toString);
      for (Trial trial : batch) {
        assertTrue(Math.cos(4 * Math.PI * trial.get(x)) < 0, trial::toString);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void aFiniteSpaceIsExhaustedBeforeAPointComesAgain(BatchMethod method, int regions) {
    SearchSpace space = RandomSpaces.discrete(4);
    int size = (int) space.cardinality();
    assertTrue(size > 3 && size < 400, "" + size);
    try (GpOptimizer optimizer = optimizer(space, method, regions)) {
      Set<Configuration> seen = new HashSet<>();
      int rest = Math.max(0, size - 6);
      for (Configuration configuration : RandomSpaces.allConfigurations(space)) {
        if (seen.size() < rest && seen.add(configuration)) {
          optimizer.observe(configuration, configuration.hashCode() % 7);
        }
      }
      List<Trial> trials = optimizer.ask(size - seen.size() + 3);
      for (Trial trial : trials.subList(0, size - seen.size())) {
        assertFalse(seen.contains(trial.configuration()), trial::toString);
      }
      seen.addAll(list(trials));
      assertEquals(size, seen.size());
    }
  }

  @Test
  void theLastPointOfALargerSpaceIsFound() {
    var s = SearchSpace.builder();
    IntParam a = s.integer("a", 1, 100);
    IntParam b = s.integer("b", 1, 50);
    SearchSpace space = s.build();
    try (GpOptimizer optimizer = GpOptimizer.on(space).initialTrials(10_000).build()) {
      for (int i = 1; i <= 100; i++) {
        for (int j = 1; j <= 50; j++) {
          if (i != 63 || j != 17) {
            optimizer.observe(space.configuration().set(a, i).set(b, j).build(), i + j);
          }
        }
      }
      Trial last = optimizer.ask();
      assertEquals(63, last.get(a));
      assertEquals(17, last.get(b));
    }
  }

  @Test
  void refusesCountsThatCannotBe() {
    try (GpOptimizer optimizer = optimizer(cube(2), BatchMethod.AUTOMATIC, 0)) {
      for (int n : new int[] {0, -1, Integer.MAX_VALUE}) {
        var e = assertThrows(IllegalArgumentException.class, () -> optimizer.ask(n));
        assertTrue(e.toString().contains("n = " + n + ": expected at"), e::toString);
      }
    }
    var builder = GpOptimizer.on(cube(2));
    var e = assertThrows(IllegalArgumentException.class, () -> builder.trustRegions(-1));
    assertTrue(e.toString().contains("trustRegions = -1"), e::toString);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void anInterruptedBatchChangesNothing(BatchMethod method, int regions) {
    try (GpOptimizer interrupted = optimizer(cube(3), method, regions);
        GpOptimizer other = optimizer(cube(3), method, regions)) {
      observe(interrupted, 12);
      observe(other, 12);
      for (int round = 0; round < 3; round++) {
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> interrupted.ask(3));
        assertTrue(Thread.interrupted());
        List<Trial> batch = interrupted.ask(3);
        List<Trial> expected = other.ask(3);
        assertEquals(points(list(expected)), points(list(batch)));
        for (int i = 0; i < 3; i++) {
          interrupted.tell(batch.get(i), loss(batch.get(i)));
          other.tell(expected.get(i), loss(expected.get(i)));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void aSnapshotGoesOnBitForBit(BatchMethod method, int regions) {
    SearchSpace space = cube(3);
    try (GpOptimizer optimizer = optimizer(space, method, regions)) {
      observe(optimizer, 8);
      for (int round = 0; round < 4; round++) {
        List<Trial> batch = optimizer.ask(3);
        optimizer.tell(batch.get(1), loss(batch.get(1)));
        if (round > 0) {
          optimizer.tell(batch.get(0), loss(batch.get(0)));
        }
      }
      byte[] bytes = optimizer.snapshot();
      try (GpOptimizer restored = GpOptimizer.restore(bytes, space)) {
        for (int round = 0; round < 4; round++) {
          List<Trial> expected = optimizer.ask(2 + round);
          List<Trial> actual = restored.ask(2 + round);
          assertEquals(points(list(expected)), points(list(actual)), method + ", " + regions);
          optimizer.tell(expected.get(1), loss(expected.get(1)));
          restored.tell(actual.get(1), loss(actual.get(1)));
          optimizer.fail(expected.get(0));
          restored.fail(actual.get(0));
        }
        assertEquals(Arrays.toString(optimizer.snapshot()), Arrays.toString(restored.snapshot()));
      }
    }
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    int before = Parallelism.threads();
    try {
      List<String> expected = null;
      for (int threads : new int[] {1, 2, 7, 64}) {
        Parallelism.setThreads(threads);
        List<String> points = new ArrayList<>();
        for (BatchMethod method : BatchMethod.values()) {
          try (GpOptimizer optimizer = optimizer(cube(6), method, 1)) {
            observe(optimizer, 90);
            points.addAll(points(list(optimizer.ask(3))));
            points.addAll(points(list(optimizer.ask(method == BatchMethod.AUTOMATIC ? 66 : 2))));
          }
        }
        expected = expected == null ? points : expected;
        assertEquals(expected, points, threads + " threads");
      }
    } finally {
      Parallelism.setThreads(before);
    }
  }

  private static GpOptimizer optimizer(SearchSpace space, BatchMethod method, int regions) {
    return GpOptimizer.on(space).seed(5).batches(method).trustRegions(regions).build();
  }

  private static SearchSpace cube(int d) {
    var s = SearchSpace.builder();
    for (int k = 0; k < d; k++) {
      s.uniform("x" + k, 0, 1);
    }
    return s.build();
  }

  private static void observe(GpOptimizer optimizer, int count) {
    try (var spread = SobolOptimizer.on(optimizer.space()).seed(9).build()) {
      Set<Configuration> seen = new HashSet<>();
      while (seen.size() < count) {
        Trial trial = spread.ask();
        if (seen.add(trial.configuration())) {
          optimizer.observe(trial.configuration(), loss(trial));
        }
      }
    }
  }

  private static double loss(Trial trial) {
    double sum = 0;
    for (double coordinate : trial.configuration().encoded()) {
      sum += (coordinate - 0.3) * (coordinate - 0.3);
    }
    return sum;
  }

  private static List<Configuration> list(List<Trial> trials) {
    return trials.stream().map(Trial::configuration).toList();
  }

  private static Set<Configuration> configurations(List<Trial> trials) {
    return new HashSet<>(list(trials));
  }

  private static List<String> points(List<Configuration> configurations) {
    return configurations.stream().map(c -> Arrays.toString(c.encoded())).toList();
  }

  private static void assertApart(List<Trial> trials) {
    for (int i = 0; i < trials.size(); i++) {
      double[] a = trials.get(i).configuration().encoded();
      for (int j = 0; j < i; j++) {
        double[] b = trials.get(j).configuration().encoded();
        double distance = 0;
        for (int k = 0; k < a.length; k++) {
          distance = Math.max(distance, Math.abs(a[k] - b[k]));
        }
        assertTrue(distance >= 0.999 * APART, trials.get(i) + " and " + trials.get(j));
      }
    }
  }

  private static double meanNearestDistance(List<Trial> trials) {
    List<double[]> points = trials.stream().map(t -> t.configuration().encoded()).toList();
    double sum = 0;
    for (int i = 0; i < points.size(); i++) {
      double[] a = points.get(i);
      double nearest = Double.POSITIVE_INFINITY;
      for (int j = 0; j < points.size(); j++) {
        double[] b = points.get(j);
        double squares = 0;
        for (int k = 0; k < a.length; k++) {
          squares += (a[k] - b[k]) * (a[k] - b[k]);
        }
        if (i != j) {
          nearest = Math.min(nearest, squares);
        }
      }
      sum += Math.sqrt(nearest);
    }
    return sum / points.size();
  }
}
