package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.random.CounterRandom;
import org.junit.jupiter.api.Test;

/**
 * Panels within panels of a factor and of solutions, of which smaller tests have no more than two.
 */
class DeviceMatrixTest {
  /** A panel of the largest size, and what is not a whole one of any. */
  private static final int N = 1024 + 256 + 64 + 3;

  private static final int D = 2;
  private static final int M = 5;

  @Test
  void threeLevelsGiveWhatTheCpuGives() {
    StandIn.install();
    double[] x = new double[N * D];
    double[] y = new double[N];
    double[] candidates = new double[M * D];
    CounterRandom random = CounterRandom.of(31, 0);
    random.fillUniform(x, 0, x.length);
    random.fillGaussian(y, 0, N);
    random.fillUniform(candidates, 0, candidates.length);
    double[] theta = {-1, -0.5, 0, -3};
    GpModel model = GpModel.numeric(CovarianceFunction.MATERN_52, D);
    try (GpEngine gpu = Engines.gp(Backend.GPU, model);
        GpEngine cpu = Engines.gp(Backend.AUTO, model)) {
      double[][] results = new double[2][];
      for (int i = 0; i < 2; i++) {
        GpEngine engine = i == 0 ? gpu : cpu;
        engine.setData(N, x, y);
        double likelihood = engine.logMarginalLikelihood(theta, /* gradient= */ null);
        engine.condition(theta);
        double[] value = new double[M];
        double[] gradient = new double[M * D];
        engine.logExpectedImprovement(M, candidates, -1, value, gradient);
        results[i] = new double[1 + M + M * D];
        results[i][0] = likelihood;
        System.arraycopy(value, 0, results[i], 1, M);
        System.arraycopy(gradient, 0, results[i], 1 + M, M * D);
      }
      for (int e = 0; e < results[1].length; e++) {
        double expected = results[1][e];
        assertEquals(expected, results[0][e], 1e-9 * (1 + Math.abs(expected)), "number " + e);
      }
    }
  }
}
