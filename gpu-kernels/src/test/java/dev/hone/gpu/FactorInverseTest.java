package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches that go by the inverse of a posterior's factor, against the CPU's substitutions. */
class FactorInverseTest {
  /** More than a piece, and not a whole one. */
  private static final int N = 530;

  private static final int D = 2;
  private static final int M = 40;
  private static final GpModel MODEL = GpModel.numeric(CovarianceFunction.MATERN_52, D);

  private final double[] x = new double[(N + 40) * D];
  private final double[] y = new double[N + 40];
  private final double[] candidates = new double[M * D];
  private StandIn standIn = StandIn.install();

  @BeforeEach
  void begin() {
    standIn = StandIn.install();
    CounterRandom random = CounterRandom.of(17, 0);
    random.fillUniform(x, 0, x.length);
    random.fillGaussian(y, 0, y.length);
    random.fillUniform(candidates, 0, candidates.length);
  }

  @AfterEach
  void nothingIsLeft() {
    System.clearProperty(DeviceMemory.PROPERTY);
    standIn.assertNothingHeld();
    StandIn.install();
  }

  /** Points of an almost exact model, next to which variances are small. */
  private void nextToObservations() {
    for (int j = 0; j < M; j++) {
      for (int k = 0; k < D; k++) {
        candidates[j * D + k] = x[j * D + k] + 1e-3 * (j + 1);
      }
    }
  }

  private double[] evaluated(GpEngine engine) {
    double[] results = new double[M + M * D];
    double[] gradient = new double[M * D];
    engine.logExpectedImprovement(M, candidates, -1, results, gradient);
    System.arraycopy(gradient, 0, results, M, M * D);
    return results;
  }

  private static void close(double[] expected, double[] actual, double tolerance) {
    for (int e = 0; e < expected.length; e++) {
      double bound = tolerance * (1 + Math.abs(expected[e]));
      assertEquals(expected[e], actual[e], bound, "number " + e);
    }
  }

  /** Of a smooth model all but without noise, where errors grow: without refinement sixfold. */
  @ParameterizedTest
  @CsvSource({"-9, -1", "-14, -1", "-20, -1", "-20, 0.5"})
  void variancesAreAsGoodAsThoseOfSubstitutions(double noise, double scale) {
    nextToObservations();
    double[] theta = {scale, scale, 0, noise};
    GpModel model = GpModel.numeric(CovarianceFunction.RBF, D);
    double[] mean = new double[M];
    double[] expected = new double[M];
    double[] substituted = new double[M];
    double[] actual = new double[M];
    double[] gradient = new double[M * D];
    try (GpEngine gpu = Engines.gp(Backend.GPU, model);
        GpEngine scalar = Engines.gp(Backend.SCALAR, model)) {
      for (GpEngine engine : new GpEngine[] {gpu, scalar}) {
        engine.setData(N, x, y);
        engine.condition(theta);
      }
      scalar.posterior(M, candidates, mean, expected);
      gpu.posterior(M, candidates, mean, substituted);
      gpu.posterior(M, candidates, mean, actual, gradient.clone(), gradient);
    }
    double bound = 3 * Math.max(difference(expected, substituted), Math.ulp(1.0));
    double difference = difference(expected, actual);
    assertTrue(difference <= bound, () -> difference + " on average, expected " + bound);
  }

  /** On average: the largest is more a matter of luck. */
  private static double difference(double[] expected, double[] actual) {
    double sum = 0;
    for (int e = 0; e < expected.length; e++) {
      sum += Math.abs(expected[e] - actual[e]);
    }
    return sum / expected.length;
  }

  @Test
  void itGrowsAndShrinksWithTheFactor() {
    double[] theta = {-1, -0.5, 0, -3};
    try (GpEngine gpu = Engines.gp(Backend.GPU, MODEL);
        GpEngine cpu = Engines.gp(Backend.AUTO, MODEL)) {
      for (GpEngine engine : new GpEngine[] {gpu, cpu}) {
        engine.setData(N, x, y);
        engine.condition(theta);
        evaluated(engine);
      }
      for (int added = 0; added < 40; added++) {
        double[] point = Arrays.copyOfRange(x, (N + added) * D, (N + added + 1) * D);
        gpu.append(point, y[N + added]);
        cpu.append(point, y[N + added]);
        if (added % 13 == 0 || added == 39) {
          close(evaluated(cpu), evaluated(gpu), 1e-9);
        }
      }
      gpu.truncate(N - 30);
      cpu.truncate(N - 30);
      close(evaluated(cpu), evaluated(gpu), 1e-9);
      double[] point = Arrays.copyOfRange(x, N * D, (N + 1) * D);
      gpu.append(point, 0.5);
      cpu.append(point, 0.5);
      close(evaluated(cpu), evaluated(gpu), 1e-9);
      theta[0] = 0;
      gpu.condition(theta);
      cpu.condition(theta);
      close(evaluated(cpu), evaluated(gpu), 1e-9);
    }
  }

  @Test
  void theSameCallsGiveTheSameBits() {
    double[] theta = {-1, -0.5, 0, -3};
    try (GpEngine gpu = Engines.gp(Backend.GPU, MODEL)) {
      gpu.setData(N, x, y);
      gpu.condition(theta);
      double[] first = evaluated(gpu);
      assertArrayEquals(first, evaluated(gpu));
      gpu.condition(theta);
      assertArrayEquals(first, evaluated(gpu));
    }
  }

  /** Room for the factor and a tile, but for no inverse; and for one that others need then. */
  @ParameterizedTest
  @ValueSource(strings = {"5m", "9m", "12m"})
  void whereItHasNoRoomTheFactorDoes(String memory) {
    System.setProperty(DeviceMemory.PROPERTY, memory);
    double[] theta = {-1, -0.5, 0, -3};
    try (GpEngine gpu = Engines.gp(Backend.GPU, MODEL);
        GpEngine cpu = Engines.gp(Backend.AUTO, MODEL)) {
      for (GpEngine engine : new GpEngine[] {gpu, cpu}) {
        engine.setData(N, x, y);
        engine.condition(theta);
      }
      close(evaluated(cpu), evaluated(gpu), 1e-9);
      // Takes matrices of its own, for which the inverse makes room.
      double[] gradient = new double[D + 2];
      if (memory.equals("12m")) {
        double expected = cpu.logMarginalLikelihood(theta, gradient);
        double actual = gpu.logMarginalLikelihood(theta, gradient);
        assertEquals(expected, actual, 1e-9 * Math.abs(expected));
      }
      close(evaluated(cpu), evaluated(gpu), 1e-9);
      assertTrue(gpu.size() == N);
    }
  }
}
