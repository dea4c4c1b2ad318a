package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class LearningRatesTest {
  private static final int N = 10;

  private static CmaEsBuilder builder(double at, boolean adapt) {
    double[] start = new double[N];
    Arrays.fill(start, at);
    return CmaEs.builder(start, 2).seed(5).adaptLearningRates(adapt);
  }

  private static double sphere(double[] x, int from) {
    double sum = 0;
    for (int j = from; j < from + N; j++) {
      sum += x[j] * x[j];
    }
    return sum;
  }

  private static double rastrigin(double[] x, int from) {
    double sum = 0;
    for (int j = from; j < from + N; j++) {
      sum += 10 - 10 * Math.cos(2 * Math.PI * x[j]) + x[j] * x[j];
    }
    return sum;
  }

  @Test
  void sphereWithoutNoiseIsStillSolved() {
    CmaEs es = builder(3, true).target(1e-10).maxEvaluations(20_000).build();
    double[] values = new double[es.populationSize()];
    while (es.stop().isEmpty()) {
      double[] points = es.ask();
      Arrays.setAll(values, i -> sphere(points, i * N));
      es.tell(values);
    }
    assertEquals(Optional.of(CmaStop.TARGET), es.stop(), () -> "at " + es.bestValue());
  }

  /** Under noise of a constant size, the mean comes nearer where the rates fall. */
  @Test
  void meanComesNearerUnderNoise() {
    double[] distance = new double[2];
    for (int adapt = 0; adapt < 2; adapt++) {
      for (int seed = 0; seed < 5; seed++) {
        SplittableRandom random = new SplittableRandom(seed);
        CmaEs es = builder(3, adapt == 1).seed(seed).build();
        double[] values = new double[es.populationSize()];
        for (int g = 0; g < 3000; g++) {
          double[] points = es.ask();
          Arrays.setAll(values, i -> sphere(points, i * N) + random.nextGaussian());
          es.tell(values);
        }
        distance[adapt] += sphere(es.mean(), 0) / 5;
      }
    }
    assertTrue(distance[1] < 0.1 * distance[0], distance[1] + " against " + distance[0]);
  }

  @Test
  void rastriginIsSolvedWithTheDefaultPopulation() {
    int[] solved = new int[2];
    for (int adapt = 0; adapt < 2; adapt++) {
      for (int seed = 0; seed < 1; seed++) {
        CmaEs es = builder(3, adapt == 1).seed(seed).target(1e-8).maxEvaluations(1_000_000).build();
        double[] values = new double[es.populationSize()];
        while (es.stop().isEmpty()) {
          double[] points = es.ask();
          Arrays.setAll(values, i -> rastrigin(points, i * N));
          es.tell(values);
        }
        solved[adapt] += es.stop().equals(Optional.of(CmaStop.TARGET)) ? 1 : 0;
      }
    }
    assertTrue(solved[0] == 0 && solved[1] == 1, Arrays.toString(solved));
  }

  @Test
  void restoredSnapshotContinuesBitForBit() {
    CmaEs es = builder(3, true).build();
    SplittableRandom random = new SplittableRandom(2);
    double[] values = new double[es.populationSize()];
    CmaEs restored = es;
    for (int g = 0; g < 60; g++) {
      if (g == 30) {
        restored = CmaEs.restore(es.snapshot(), Backend.configured());
      }
      Arrays.setAll(values, i -> random.nextDouble());
      es.ask();
      es.tell(values);
      if (restored != es) {
        restored.ask();
        restored.tell(values);
      }
    }
    assertArrayEquals(es.ask(), restored.ask());
  }

  @Test
  void modelsWithoutAMatrixAreRejected() {
    assertThrows(
        IllegalArgumentException.class,
        () -> builder(3, true).model(CovarianceModel.SEPARABLE).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> builder(3, true).decomposeIn(ForkJoinPool.commonPool()).build());
  }
}
