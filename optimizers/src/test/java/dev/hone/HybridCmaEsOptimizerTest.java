package dev.hone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.HybridSearch;
import dev.hone.math.cma.HybridSearch.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class HybridCmaEsOptimizerTest {

  private static SearchSpace reals(int d) {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int j = 0; j < d; j++) {
      builder.uniform("x" + j, 0, 1);
    }
    return builder.build();
  }

  /** Skewed Rastrigin: separable, with some 10ᵈ local minima. */
  private static double skewed(double[] x) {
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      double t = 10 * x[j] - 6.3 - 0.1 * j;
      double z = t * (j % 2 == 0 && t > 0 ? 10 : 1);
      sum += 10 - 10 * Math.cos(2 * Math.PI * z) + z * z;
    }
    return sum;
  }

  private static double coupled(double[] x) {
    double sum = 0;
    for (int j = 1; j < x.length; j++) {
      double bend = x[j] - x[j - 1] * x[j - 1];
      sum += 100 * bend * bend + (1 - x[j - 1]) * (1 - x[j - 1]);
    }
    return sum;
  }

  /** Without bounds that bend points, the values are those of the search alone. */
  @Test
  void oneTrialAtATimeIsTheSearchItself() {
    int d = 3;
    HybridSearch search =
        HybridSearch.builder(new double[d], new double[] {1, 1, 1}).budget(6000).seed(9).build();
    HybridCmaEsOptimizer optimizer = HybridCmaEsOptimizer.on(reals(d)).budget(6000).seed(9).build();
    EnumSet<Part> seen = EnumSet.noneOf(Part.class);
    while (search.evaluations() < 6000) {
      seen.add(search.part());
      double[] points = search.ask();
      double[] values = new double[search.askedCount()];
      for (int i = 0; i < values.length; i++) {
        double[] x = Arrays.copyOfRange(points, i * d, i * d + d);
        Trial t = optimizer.ask();
        assertArrayEquals(x, t.configuration().encoded());
        values[i] = skewed(x);
        optimizer.tell(t, values[i]);
      }
      search.tell(values);
    }
    assertEquals(search.bestValue(), optimizer.best().value());
    assertTrue(seen.containsAll(EnumSet.of(Part.AXIS, Part.POLISH, Part.FINALE)), seen::toString);
  }

  @Test
  void manySeparableMinimaAreNoTrap() {
    for (int seed = 0; seed < 3; seed++) {
      HybridCmaEsOptimizer optimizer = HybridCmaEsOptimizer.on(reals(5)).seed(seed).build();
      for (int i = 0; i < 20_000; i++) {
        Trial t = optimizer.ask();
        optimizer.tell(t, skewed(t.configuration().encoded()));
      }
      assertTrue(optimizer.best().value() < 1e-6, "seed " + seed + ": " + optimizer.best());
    }
  }

  /**
   * Some workers: tells come late, a few fail, a few never come, some points are from elsewhere.
   */
  private static final class Workers {
    final HybridCmaEsOptimizer optimizer;
    final ToDoubleFunction<double[]> f;
    final SplittableRandom random;
    final Deque<Long> running;
    final List<double[]> asked = new ArrayList<>();

    Workers(
        HybridCmaEsOptimizer optimizer,
        ToDoubleFunction<double[]> f,
        long seed,
        Deque<Long> running) {
      this.optimizer = optimizer;
      this.f = f;
      this.random = new SplittableRandom(seed);
      this.running = running;
    }

    void run(int steps) {
      for (int i = 0; i < steps; i++) {
        Trial next = optimizer.ask();
        double[] x = next.configuration().encoded();
        asked.add(x);
        for (double v : x) {
          assertTrue(v >= 0 && v <= 1);
        }
        running.add(next.number());
        if (running.size() > 4) {
          Trial t = optimizer.trials().get(running.remove().intValue());
          double value = f.applyAsDouble(t.configuration().encoded());
          switch (random.nextInt(30)) {
            case 0 -> optimizer.fail(t);
            case 1 -> asked.add(new double[] {t.number()});
            case 2 -> optimizer.observe(t.configuration(), value);
            default -> optimizer.tell(t, value);
          }
        }
      }
    }
  }

  @Test
  void workersThatLoseTrialsFindTheMinimumToo() {
    HybridCmaEsOptimizer optimizer = HybridCmaEsOptimizer.on(reals(4)).seed(2).build();
    Workers workers =
        new Workers(optimizer, HybridCmaEsOptimizerTest::coupled, 1, new ArrayDeque<>());
    workers.run(9000);
    assertTrue(optimizer.best().value() < 1e-6, () -> String.valueOf(optimizer.best()));
  }

  @Test
  void aPointThatNeverComesBackIsGivenUp() {
    List<HybridSearch.Run> runs = new ArrayList<>();
    HybridCmaEsOptimizer optimizer =
        HybridCmaEsOptimizer.on(reals(2)).seed(3).onRun(runs::add).build();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 40_000 && runs.stream().noneMatch(r -> r.part() == Part.LOCAL); i++) {
      Trial t = optimizer.ask();
      if (random.nextInt(50) != 0) {
        optimizer.tell(t, skewed(t.configuration().encoded()));
      }
    }
    assertTrue(runs.stream().anyMatch(r -> r.part() == Part.LOCAL), runs::toString);
  }

  @Test
  void snapshotsGoOnBitForBit() {
    for (int steps : new int[] {0, 3, 40, 700, 1500, 2600, 5000}) {
      for (boolean serial : new boolean[] {true, false}) {
        HybridCmaEsOptimizer first =
            HybridCmaEsOptimizer.on(reals(3)).seed(steps).budget(6000).build();
        Workers workers =
            new Workers(first, HybridCmaEsOptimizerTest::skewed, steps, new ArrayDeque<>());
        if (serial) {
          for (int i = 0; i < steps; i++) {
            Trial t = first.ask();
            first.tell(t, skewed(t.configuration().encoded()));
          }
        } else {
          workers.run(steps);
        }
        byte[] bytes = first.snapshot();
        List<HybridCmaEsOptimizer> others =
            List.of(
                HybridCmaEsOptimizer.restore(bytes, reals(3)),
                HybridCmaEsOptimizer.on(reals(3)).seed(steps).budget(6000).restore(bytes));
        Deque<Long> running = new ArrayDeque<>(workers.running);
        Workers same =
            new Workers(first, HybridCmaEsOptimizerTest::skewed, 5, new ArrayDeque<>(running));
        same.run(900);
        for (HybridCmaEsOptimizer other : others) {
          assertArrayEquals(bytes, other.snapshot(), steps + " steps");
          Workers again =
              new Workers(other, HybridCmaEsOptimizerTest::skewed, 5, new ArrayDeque<>(running));
          again.run(900);
          assertEquals(
              Arrays.deepToString(same.asked.toArray()),
              Arrays.deepToString(again.asked.toArray()));
          assertArrayEquals(first.snapshot(), other.snapshot());
        }
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    SearchSpace.Builder builder = SearchSpace.builder();
    builder.uniform("x", 0, 1);
    builder.integer("layers", 1, 5);
    SearchSpace mixed = builder.build();
    Throwable e =
        assertThrows(IllegalArgumentException.class, () -> HybridCmaEsOptimizer.on(mixed).build());
    assertTrue(e.toString().contains("'layers' is discrete"), e::toString);
    assertThrows(IllegalArgumentException.class, () -> HybridCmaEsOptimizer.on(reals(2)).budget(0));
    assertThrows(
        IllegalArgumentException.class, () -> HybridCmaEsOptimizer.on(reals(2)).constraints(1));
    HybridCmaEsOptimizer optimizer = HybridCmaEsOptimizer.on(reals(2)).build();
    byte[] bytes = optimizer.snapshot();
    assertThrows(
        IllegalArgumentException.class,
        () -> HybridCmaEsOptimizer.on(reals(2)).budget(100).restore(bytes));
    assertThrows(
        IllegalArgumentException.class,
        () -> HybridCmaEsOptimizer.on(reals(2)).model(CovarianceModel.SEPARABLE).restore(bytes));
    bytes[bytes.length / 2] ^= 1;
    assertThrows(
        IllegalArgumentException.class, () -> HybridCmaEsOptimizer.restore(bytes, reals(2)));
  }
}
