package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CmaRestartsTest {
  private static final int N = 4;

  private static CmaRestarts restarts(RestartPolicy policy, List<CmaRestarts.Run> told) {
    return new CmaRestarts(
        policy,
        0,
        2,
        17,
        CmaRestartsTest::anywhere,
        (run, start, sigma) -> CmaEs.builder(start, sigma),
        told::add);
  }

  private static double[] anywhere(int run, CounterRandom random) {
    double[] x = new double[N];
    Arrays.setAll(x, j -> 10 * random.nextDouble() - 5);
    return x;
  }

  private static double rastrigin(double[] x, int from) {
    double sum = 0;
    for (int j = from; j < from + N; j++) {
      sum += 10 - 10 * Math.cos(2 * Math.PI * x[j]) + x[j] * x[j];
    }
    return sum;
  }

  private static void run(CmaRestarts es, long evaluations) {
    while (es.evaluations() < evaluations) {
      double[] points = es.ask();
      double[] values = new double[es.current().populationSize()];
      Arrays.setAll(values, i -> rastrigin(points, i * N));
      es.tell(values);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IPOP", "BIPOP"})
  void restartsFindWhatOneRunMisses(RestartPolicy policy) {
    List<CmaRestarts.Run> told = new ArrayList<>();
    CmaRestarts es = restarts(policy, told);
    run(es, 60_000);
    assertTrue(es.bestValue() < 1e-8, told::toString);
    assertEquals(es.bestValue(), rastrigin(es.best(), 0));
    assertEquals(told, es.runs());
    assertTrue(told.size() > 3);
    assertTrue(told.getFirst().bestValue() > es.bestValue(), "the first run is not enough");
    long sum = told.stream().mapToLong(CmaRestarts.Run::evaluations).sum();
    assertEquals(sum + es.current().evaluations(), es.evaluations());
    es.close();
  }

  @Test
  void bipopGivesBothRegimesTheSameBudget() {
    List<CmaRestarts.Run> told = new ArrayList<>();
    run(restarts(RestartPolicy.BIPOP, told), 300_000);
    long small = 0;
    long large = 0;
    long last = 0;
    int lambda = told.getFirst().populationSize();
    for (CmaRestarts.Run run : told.subList(1, told.size())) {
      if (run.small()) {
        assertTrue(lambda >= 8 * told.getFirst().populationSize(), told::toString);
        small += run.evaluations();
        assertTrue(run.sigma() <= 2 && run.sigma() >= 0.02, run::toString);
      } else {
        large += run.evaluations();
        lambda *= 2;
        assertEquals(lambda, run.populationSize());
        assertEquals(2, run.sigma());
      }
      last = Math.max(last, run.evaluations());
    }
    assertTrue(Math.abs(small - large) <= last, small + " and " + large + ": " + told);
  }

  @Test
  void sameSeedGivesTheSameRuns() {
    CmaRestarts first = restarts(RestartPolicy.BIPOP, new ArrayList<>());
    CmaRestarts second = restarts(RestartPolicy.BIPOP, new ArrayList<>());
    run(first, 20_000);
    run(second, 20_000);
    assertEquals(first.runs(), second.runs());
    assertArrayEquals(first.ask(), second.ask());
  }

  @ParameterizedTest
  @EnumSource(RestartPolicy.class)
  void restoredSnapshotContinuesBitForBit(RestartPolicy policy) {
    for (int evaluations : new int[] {0, 100, 3000, 20_000}) {
      CmaRestarts es = restarts(policy, new ArrayList<>());
      run(es, evaluations);
      es.ask();
      byte[] bytes = es.snapshot();
      List<CmaRestarts.Run> told = new ArrayList<>();
      CmaRestarts restored =
          CmaRestarts.restore(
              bytes,
              Backend.configured(),
              null,
              CmaRestartsTest::anywhere,
              (run, start, sigma) -> CmaEs.builder(start, sigma),
              told::add);
      assertArrayEquals(bytes, restored.snapshot());
      int before = es.runs().size();
      run(es, evaluations + 15_000L);
      run(restored, evaluations + 15_000L);
      assertEquals(es.runs(), restored.runs());
      assertEquals(es.runs().subList(before, es.runs().size()), told);
      assertEquals(es.bestValue(), restored.bestValue());
      assertArrayEquals(es.best(), restored.best());
      assertArrayEquals(es.ask(), restored.ask());
    }
  }

  @Test
  void warmStartTakesMeanAndShapeFromTheBest() {
    double[] points = new double[200];
    double[] values = new double[100];
    for (int i = 0; i < 100; i++) {
      points[2 * i] = i / 100.0;
      points[2 * i + 1] = 0.5;
      values[i] = i == 0 ? Double.NaN : i;
    }
    WarmStart warm = new WarmStart(2, points, values, 1);
    // The best tenth of 99 values: 1 to 9, of variance 60/9.
    assertArrayEquals(new double[] {0.05, 0.5}, warm.mean(), 1e-12);
    double first = 0.01 + 60.0 / 9 / 1e4;
    double second = 0.01;
    double trace = (first + second) / 2;
    assertEquals(Math.sqrt(trace), warm.sigma(), 1e-12);
    assertArrayEquals(new double[] {first / trace, 0, 0, second / trace}, warm.covariance(), 1e-12);
  }

  /** As on the flank of a sharp ridge. */
  @Test
  void stepsThatShrinkToNothingMakeLaterRunsMoreCautious() {
    List<CmaRestarts.Run> told = new ArrayList<>();
    StopTolerances early = new StopTolerances(0.05, 0, 0, 1e3, 1e20, 1e14, 100, false);
    CmaRestarts es =
        new CmaRestarts(
            RestartPolicy.SAME,
            0,
            2,
            17,
            CmaRestartsTest::anywhere,
            (run, start, sigma) -> CmaEs.builder(start, sigma).tolerances(early),
            told::add);
    double damping = es.current().parameters().damping();
    while (told.isEmpty()) {
      run(es, es.evaluations() + 1);
    }
    assertEquals(CmaStop.TOL_X, told.getFirst().reason());
    assertEquals(1.5 * damping, es.current().parameters().damping());
    CmaRestarts restored =
        CmaRestarts.restore(
            es.snapshot(),
            Backend.configured(),
            null,
            CmaRestartsTest::anywhere,
            (run, start, sigma) -> CmaEs.builder(start, sigma).tolerances(early),
            told::add);
    assertArrayEquals(es.snapshot(), restored.snapshot());
    for (CmaRestarts each : List.of(es, restored)) {
      run(each, each.evaluations() + 2000);
      assertEquals(1.5 * damping, each.current().parameters().damping());
    }
    assertThrows(
        IllegalArgumentException.class, () -> CmaEs.builder(new double[1], 1).stepDamping(0));
  }
}
