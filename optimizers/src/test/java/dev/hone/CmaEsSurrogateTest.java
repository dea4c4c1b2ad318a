package dev.hone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.cma.CmaRestarts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CmaEsSurrogateTest {

  private static SearchSpace reals(int d) {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int j = 0; j < d; j++) {
      builder.uniform("x" + j, 0, 1);
    }
    return builder.build();
  }

  /** An ellipsoid of condition 10⁴ whose axes are not those of the coordinates. */
  private static double ellipsoid(double[] x) {
    double sum = 0;
    double before = 0;
    for (int j = 0; j < x.length; j++) {
      double z = x[j] - 0.6 - 0.5 * before;
      before = x[j] - 0.6;
      sum += Math.pow(1e4, (double) j / (x.length - 1)) * z * z;
    }
    return sum;
  }

  private static int trialsTo(double target, CmaEsOptimizer optimizer, int workers) {
    Deque<Trial> running = new ArrayDeque<>();
    for (int i = 1; i < 20_000; i++) {
      running.add(optimizer.ask());
      if (running.size() == workers) {
        Trial t = running.remove();
        double value = ellipsoid(t.configuration().encoded());
        optimizer.tell(t, value);
        if (value < target) {
          return i;
        }
      }
    }
    throw new AssertionError("not solved: " + optimizer.bestSoFar());
  }

  @Test
  void smoothFunctionsTakeAFractionOfTheTrials() {
    for (int workers : new int[] {1, 4, 30}) {
      int with = 0;
      int without = 0;
      for (int seed = 0; seed < 3; seed++) {
        SearchSpace space = reals(6);
        with +=
            trialsTo(1e-7, CmaEsOptimizer.on(space).surrogate(true).seed(seed).build(), workers);
        without += trialsTo(1e-7, CmaEsOptimizer.on(space).seed(seed).build(), workers);
      }
      assertTrue(with < 0.4 * without, workers + " workers: " + with + " of " + without);
    }
  }

  private static void work(
      CmaEsOptimizer optimizer, long seed, int steps, Deque<Long> running, List<double[]> asked) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < steps; i++) {
      Trial next = optimizer.ask();
      asked.add(next.configuration().encoded());
      running.add(next.number());
      if (running.size() > 4) {
        Trial t = optimizer.trials().get(running.remove().intValue());
        double value = ellipsoid(t.configuration().encoded());
        switch (random.nextInt(20)) {
          case 0 -> optimizer.fail(t);
          case 1 -> asked.add(new double[] {t.number()});
          case 2 -> optimizer.observe(t.configuration(), value);
          default -> optimizer.tell(t, value);
        }
      }
    }
  }

  @Test
  void snapshotsGoOnBitForBitAlsoAfterRestarts() {
    List<CmaRestarts.Run> runs = new ArrayList<>();
    for (int steps : new int[] {0, 2, 9, 33, 150, 700}) {
      CmaEsOptimizer first =
          CmaEsOptimizer.on(reals(3)).surrogate(true).seed(steps).onRestart(runs::add).build();
      Deque<Long> running = new ArrayDeque<>();
      work(first, 1, steps, running, new ArrayList<>());
      byte[] bytes = first.snapshot();
      List<CmaEsOptimizer> others =
          List.of(
              CmaEsOptimizer.restore(bytes, reals(3)),
              CmaEsOptimizer.on(reals(3)).surrogate(true).seed(steps).restore(bytes));
      List<double[]> expected = new ArrayList<>();
      Deque<Long> before = new ArrayDeque<>(running);
      work(first, 2, 300, running, expected);
      for (CmaEsOptimizer other : others) {
        assertArrayEquals(bytes, other.snapshot(), steps + " steps");
        List<double[]> actual = new ArrayList<>();
        work(other, 2, 300, new ArrayDeque<>(before), actual);
        assertEquals(
            Arrays.deepToString(expected.toArray()), Arrays.deepToString(actual.toArray()));
        assertArrayEquals(first.snapshot(), other.snapshot());
      }
    }
    assertTrue(runs.size() >= 2, runs::toString);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    SearchSpace.Builder builder = SearchSpace.builder();
    builder.uniform("x", 0, 1);
    builder.categorical("kind", "a", "b");
    SearchSpace mixed = builder.build();
    Throwable e =
        assertThrows(
            IllegalArgumentException.class, () -> CmaEsOptimizer.on(mixed).surrogate(true).build());
    assertTrue(e.toString().contains("'kind' is discrete"), e::toString);
    assertThrows(
        IllegalArgumentException.class,
        () -> CmaEsOptimizer.on(reals(2)).surrogate(true).constraints(1).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> CmaEsOptimizer.on(reals(201)).surrogate(true).build());
    byte[] bytes = CmaEsOptimizer.on(reals(2)).surrogate(true).build().snapshot();
    assertThrows(IllegalArgumentException.class, () -> CmaEsOptimizer.on(reals(2)).restore(bytes));
  }
}
