package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("backend")
class CmaEsTest {

  private static double sphere(double[] x) {
    return Arrays.stream(x).map(v -> v * v).sum();
  }

  private static double ellipsoid(double[] x) {
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      sum += Math.pow(1e4, (double) j / Math.max(1, x.length - 1)) * x[j] * x[j];
    }
    return sum;
  }

  private static double[] start(int n, double value) {
    double[] x = new double[n];
    Arrays.fill(x, value);
    return x;
  }

  /** One generation. */
  private static void step(CmaEs es, ToDoubleFunction<double[]> f) {
    es.tell(values(es, f));
  }

  private static double[] values(CmaEs es, ToDoubleFunction<double[]> f) {
    double[] points = es.ask();
    double[] values = new double[es.populationSize()];
    for (int i = 0; i < values.length; i++) {
      int from = i * es.dimension();
      values[i] = f.applyAsDouble(Arrays.copyOfRange(points, from, from + es.dimension()));
    }
    return values;
  }

  private static CmaEs run(CmaEsBuilder builder, ToDoubleFunction<double[]> f) {
    CmaEs es = builder.build();
    while (es.stop().isEmpty()) {
      step(es, f);
    }
    return es;
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO,1",
    "AUTO,2",
    "AUTO,7",
    "AUTO,20",
    "EIGEN,7",
    "EIGEN,20",
    "SEPARABLE,7",
    "SEPARABLE,33",
    "VKD,1",
    "VKD,7",
    "VKD,33",
    "LIMITED_MEMORY,7",
    "LIMITED_MEMORY,33"
  })
  void sphereIsSolvedByEveryModel(CovarianceModel model, int n) {
    CmaEs es =
        run(
            CmaEs.builder(start(n, 3), 1).seed(4).model(model).target(1e-10).maxEvaluations(60_000),
            CmaEsTest::sphere);
    assertEquals(Optional.of(CmaStop.TARGET), es.stop(), () -> "at " + es.bestValue());
    assertTrue(es.bestValue() <= 1e-10);
    assertEquals(es.bestValue(), sphere(es.best()));
  }

  @ParameterizedTest
  @EnumSource(names = {"CHOLESKY", "EIGEN", "SEPARABLE", "VKD"})
  void covarianceLearnsTheScalesOfAnEllipsoid(CovarianceModel model) {
    CmaEs es =
        run(
            CmaEs.builder(start(10, 3), 1).seed(1).model(model).target(1e-9).maxEvaluations(20_000),
            CmaEsTest::ellipsoid);
    assertEquals(Optional.of(CmaStop.TARGET), es.stop());
    assertTrue(es.evaluations() < 6000, () -> es.evaluations() + " evaluations");
    assertTrue(es.standardDeviation(0) > 10 * es.standardDeviation(9), es::engineName);
  }

  @ParameterizedTest
  @EnumSource(names = {"CHOLESKY", "EIGEN", "SEPARABLE", "VKD", "LIMITED_MEMORY"})
  void sameSeedAndValuesGiveTheSameBits(CovarianceModel model) {
    CmaEs first = CmaEs.builder(start(12, 1), 0.5).seed(9).model(model).build();
    CmaEs second = CmaEs.builder(start(12, 1), 0.5).seed(9).model(model).build();
    for (int g = 0; g < 60; g++) {
      step(first, CmaEsTest::ellipsoid);
      step(second, CmaEsTest::ellipsoid);
    }
    assertArrayEquals(first.ask(), second.ask());
    CmaEs other = CmaEs.builder(start(12, 1), 0.5).seed(10).model(model).build();
    assertFalse(Arrays.equals(other.ask(), second.ask()));
  }

  @ParameterizedTest
  @EnumSource(names = {"CHOLESKY", "EIGEN", "SEPARABLE", "VKD", "LIMITED_MEMORY"})
  void restoredSnapshotContinuesBitForBit(CovarianceModel model) {
    CmaEsBuilder builder =
        CmaEs.builder(start(9, 1), 0.5)
            .seed(9)
            .model(model)
            .populationSize(11)
            .scales(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9})
            .bounds(start(9, -8), start(9, 6));
    if (model.isFull()) {
      builder.thresholds(3, -1.5, -0.5, 0.5, 1.5);
    }
    CmaEs es = builder.build();
    for (int g = 0; g < 37; g++) {
      step(es, CmaEsTest::ellipsoid);
    }
    double[] asked = es.ask().clone();
    CmaEs restored = CmaEs.restore(es.snapshot(), Backend.configured());
    double[] told = new SplittableRandom(3).doubles(11).toArray();
    es.tell(told);
    restored.tell(told);
    for (int g = 0; g < 40; g++) {
      assertArrayEquals(es.ask(), restored.ask(), "generation " + g);
      step(es, CmaEsTest::ellipsoid);
      step(restored, CmaEsTest::ellipsoid);
    }
    assertEquals(es.bestValue(), restored.bestValue());
    assertEquals(es.stop(), restored.stop());
    assertArrayEquals(es.snapshot(), restored.snapshot());
    assertEquals(9 * 11, asked.length);
  }

  @ParameterizedTest
  @EnumSource(names = {"CHOLESKY", "EIGEN"})
  void threadsOfTheBackgroundDoNotChangeTheBits(CovarianceModel model) {
    CmaEsBuilder builder = CmaEs.builder(start(30, 1), 0.5).seed(2).model(model);
    Executor slow =
        task ->
            Thread.ofVirtual()
                .start(
                    () -> {
                      LockSupport.parkNanos(200_000);
                      task.run();
                    });
    Executor full =
        task -> {
          throw new RejectedExecutionException("full");
        };
    Executor never = task -> {};
    CmaEs inline = builder.decomposeIn(Runnable::run).build();
    List<CmaEs> others =
        new ArrayList<>(
            List.of(
                builder.decomposeIn(ForkJoinPool.commonPool()).build(),
                builder.decomposeIn(slow).build(),
                builder.decomposeIn(full).build(),
                builder.decomposeIn(never).build()));
    others.add(CmaEs.restore(others.getFirst().snapshot(), Backend.configured()));
    for (int g = 0; g < 120; g++) {
      double[] values = values(inline, CmaEsTest::ellipsoid);
      inline.tell(values);
      for (CmaEs es : others) {
        es.ask();
        es.tell(values);
      }
      if (g == 77) {
        others.add(CmaEs.restore(others.getFirst().snapshot(), Backend.configured()));
      }
    }
    double[] expected = inline.ask();
    for (CmaEs es : others) {
      assertArrayEquals(expected, es.ask(), "executor " + others.indexOf(es));
    }
  }

  @Test
  void decompositionsAreGivenAwayByAskAndNotByTell() {
    AtomicInteger given = new AtomicInteger();
    CmaEs es =
        CmaEs.builder(start(30, 1), 0.5)
            .seed(2)
            .decomposeIn(
                task -> {
                  given.incrementAndGet();
                  task.run();
                })
            .build();
    for (int g = 0; g < 60; g++) {
      double[] values = values(es, CmaEsTest::ellipsoid);
      int before = given.get();
      es.tell(values);
      assertEquals(before, given.get(), "generation " + g);
    }
    assertTrue(given.get() > 5, "given away: " + given);
  }

  @Test
  void decompositionInTheBackgroundCostsFewEvaluations() {
    CmaEsBuilder builder =
        CmaEs.builder(start(20, 3), 1).seed(1).target(1e-9).maxEvaluations(40_000);
    long own = run(builder, CmaEsTest::ellipsoid).evaluations();
    CmaEs late = run(builder.decomposeIn(ForkJoinPool.commonPool()), CmaEsTest::ellipsoid);
    assertEquals(Optional.of(CmaStop.TARGET), late.stop());
    assertTrue(late.evaluations() < 1.2 * own, late.evaluations() + " against " + own);
  }

  @Test
  void snapshotFromElsewhereIsRefused() {
    byte[] good = CmaEs.builder(start(3, 1), 1).build().snapshot();
    byte[] damaged = good.clone();
    damaged[good.length / 2] ^= 4;
    byte[] otherVersion = good.clone();
    otherVersion[11]++;
    byte[] otherMark = good.clone();
    otherMark[0]++;
    for (byte[] bad : new byte[][] {damaged, otherVersion, otherMark, new byte[5], {}}) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> CmaEs.restore(bad, Backend.configured()));
      assertTrue(e.toString().contains("snapshot refused"), e::toString);
    }
  }

  @Test
  void pointsNeverLeaveTheirBoundsAndABoundIsReached() {
    int n = 6;
    double[] low = {-1, 0, 1 - 1e-12, -1e300, -4, Double.NEGATIVE_INFINITY};
    double[] high = {1, 1e-12, 1, 1e300, Double.POSITIVE_INFINITY, 2};
    double[] middle = {0.5, 5e-13, 1 - 5e-13, 0, 0, 0};
    double[] scales = {1, 1e-12, 1e-12, 1e299, 1, 1};
    CmaEs es = CmaEs.builder(middle, 0.5).scales(scales).bounds(low, high).seed(2).build();
    for (int g = 0; g < 300; g++) {
      step(
          es,
          x -> {
            for (int j = 0; j < n; j++) {
              assertTrue(x[j] >= low[j] && x[j] <= high[j], "coordinate " + j);
            }
            return x[0] + x[1] * 1e12 + x[2] * 1e12 + x[3] / 1e300 + x[4] - x[5];
          });
    }
    double[] best = es.best();
    for (int j : new int[] {0, 1, 3}) {
      double width = high[j] - low[j];
      assertTrue(best[j] - low[j] < 1e-4 * width, j + ": " + best[j]);
    }
    assertEquals(-4, best[4], 1e-4);
    assertEquals(2, best[5], 1e-4);
  }

  @Test
  void lostEvaluationsCostOnlyThemselves() {
    SplittableRandom random = new SplittableRandom(5);
    CmaEs es =
        run(
            CmaEs.builder(start(8, 3), 1).seed(1).target(1e-9).maxEvaluations(20_000),
            x -> random.nextInt(3) == 0 ? Double.NaN : ellipsoid(x));
    assertEquals(Optional.of(CmaStop.TARGET), es.stop(), () -> "at " + es.bestValue());
  }

  @Test
  void foreignPointsAreTakenUp() {
    CmaEs es = CmaEs.builder(start(10, 30), 1).seed(1).build();
    double[] points = es.ask().clone();
    Arrays.fill(points, 0, 10, 0.0);
    double[] values = new double[es.populationSize()];
    for (int i = 0; i < values.length; i++) {
      values[i] = sphere(Arrays.copyOfRange(points, i * 10, i * 10 + 10));
    }
    double before = sphere(es.mean());
    es.tell(points, values);
    assertEquals(0, es.bestValue());
    assertArrayEquals(new double[10], es.best());
    assertTrue(sphere(es.mean()) < before);
    assertTrue(Math.sqrt(before) - Math.sqrt(sphere(es.mean())) < 6, "a step of a likely length");
    double[] far = es.ask().clone();
    far[0] = 1e200;
    far[11] = -1e308;
    es.tell(far, values);
    assertTrue(Double.isFinite(sphere(es.mean())), () -> Arrays.toString(es.mean()));
  }

  @Test
  void ownPointsToldAsForeignOnesAreRecognised() {
    CmaEs first = CmaEs.builder(start(7, 1), 1).seed(1).build();
    CmaEs second = CmaEs.builder(start(7, 1), 1).seed(1).build();
    for (int g = 0; g < 20; g++) {
      double[] values = values(first, CmaEsTest::ellipsoid);
      first.tell(values);
      second.tell(second.ask().clone(), values);
    }
    assertArrayEquals(first.ask(), second.ask());
  }

  @Test
  void flatFunctionStopsTheRun() {
    assertEquals(
        Optional.of(CmaStop.FLAT_FITNESS), run(CmaEs.builder(start(5, 1), 1), x -> 3).stop());
  }

  @Test
  void budgetsStopTheRun() {
    CmaEs byEvaluations = run(CmaEs.builder(start(5, 1), 1).maxEvaluations(100), CmaEsTest::sphere);
    assertEquals(Optional.of(CmaStop.MAX_EVALUATIONS), byEvaluations.stop());
    assertTrue(byEvaluations.evaluations() >= 100 && byEvaluations.evaluations() < 110);
    CmaEs byGenerations = run(CmaEs.builder(start(5, 1), 1).maxGenerations(7), CmaEsTest::sphere);
    assertEquals(Optional.of(CmaStop.MAX_GENERATIONS), byGenerations.stop());
    assertEquals(7, byGenerations.generation());
  }

  @Test
  void runWithoutTargetEndsByItself() {
    for (int n : new int[] {1, 2, 5, 20}) {
      CmaEs es = run(CmaEs.builder(start(n, 3), 1).seed(n), CmaEsTest::ellipsoid);
      assertTrue(es.bestValue() < 1e-9, () -> es.stop() + " at " + es.bestValue());
      assertTrue(es.evaluations() < 60_000);
    }
    CmaEs linear = run(CmaEs.builder(start(5, 0), 1).seed(3), x -> x[0]);
    assertEquals(Optional.of(CmaStop.TOL_FAC_UP_X), linear.stop());
  }

  @Test
  void illConditionedFunctionEndsWithoutNaN() {
    CmaEs es =
        run(
            CmaEs.builder(start(6, 1), 1).seed(3).maxEvaluations(100_000),
            x -> {
              double sum = 0;
              for (int j = 0; j < x.length; j++) {
                sum += Math.pow(1e20, j / 5.0) * x[j] * x[j];
              }
              return sum;
            });
    assertTrue(es.stop().isPresent());
    assertTrue(Double.isFinite(es.conditionNumber()) && es.conditionNumber() > 1e10);
  }

  @Test
  void whatTheCallerDoesWrongIsNamed() {
    assertNamed("sigma = 0.0", () -> CmaEs.builder(start(2, 0), 0));
    assertNamed("sigma = NaN", () -> CmaEs.builder(start(2, 0), Double.NaN));
    assertNamed("start has length 0", () -> CmaEs.builder(start(0, 0), 1));
    assertNamed("populationSize = 1", () -> CmaEs.builder(start(2, 0), 1).populationSize(1));
    assertNamed(
        "start[0] = 2.0",
        () -> CmaEs.builder(start(2, 2), 1).bounds(start(2, 0), start(2, 1)).build());
    assertNamed("start[0] = NaN", () -> CmaEs.builder(start(2, Double.NaN), 1).build());
    assertNamed("bounds", () -> CmaEs.builder(start(2, 2), 1).bounds(start(2, 1), start(2, 1)));
    assertNamed("lower", () -> CmaEs.builder(start(2, 2), 1).bounds(start(3, 1), start(2, 1)));
    assertNamed("scales[1] = 0.0", () -> CmaEs.builder(start(2, 2), 1).scales(new double[] {1, 0}));
    assertNamed("thresholds", () -> CmaEs.builder(start(2, 2), 1).thresholds(0, 2, 1));
    CmaEs es = CmaEs.builder(start(2, 0), 1).bounds(start(2, -1), start(2, 1)).build();
    assertThrows(IllegalStateException.class, () -> es.tell(new double[es.populationSize()]));
    es.ask();
    assertNamed("values has length 3", () -> es.tell(new double[3]));
    assertNamed("points and values", () -> es.tell(new double[3], new double[1]));
    assertNamed(
        "point 0 has coordinate 1 = 7.0", () -> es.tell(new double[] {0, 7}, new double[1]));
    es.tell(new double[] {0, 0.5}, new double[1]);
    assertEquals(1, es.evaluations());
  }

  private static void assertNamed(String what, Runnable call) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call::run);
    assertTrue(e.toString().contains(what), e::toString);
  }
}
