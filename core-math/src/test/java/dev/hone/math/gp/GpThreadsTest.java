package dev.hone.math.gp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.hone.math.Engines;
import dev.hone.math.Parallelism;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An engine large enough to share its work gives the same bits for any number of threads. */
class GpThreadsTest {
  private static final int D = 7;

  /**
   * Below and above the size from which the derivative factor is computed twice; candidates for one
   * block of them and a little more.
   */
  @ParameterizedTest
  @CsvSource({"703, 2", "703, 7", "1031, 2", "1031, 3"})
  void theSameBits(int n, int threads) {
    int before = Parallelism.threads();
    try {
      Parallelism.setThreads(1);
      double[] expected = everything(n);
      Parallelism.setThreads(threads);
      assertArrayEquals(expected, everything(n));
    } finally {
      Parallelism.setThreads(before);
    }
  }

  private static double[] everything(int n) {
    SplittableRandom random = new SplittableRandom(n);
    int m = 507;
    double[] x = random.doubles((long) n * D).toArray();
    double[] y = random.doubles(n, -1, 1).toArray();
    double[] theta = new double[D + 2];
    Arrays.fill(theta, 0, D, Math.log(0.7));
    theta[D + 1] = Math.log(1e-2);
    double[] gradient = new double[D + 2];
    double[] value = new double[m];
    double[] slope = new double[m * D];
    double likelihood;
    try (GpEngine engine = Engines.gp(GpModel.numeric(CovarianceFunction.MATERN_52, D))) {
      engine.setData(n, x, y);
      likelihood = engine.logMarginalLikelihood(theta, gradient);
      engine.condition(theta);
      double[] candidates = random.doubles((long) m * D).toArray();
      engine.logExpectedImprovement(m, candidates, -1, value, slope);
    }
    double[] all = new double[1 + gradient.length + value.length + slope.length];
    all[0] = likelihood;
    System.arraycopy(gradient, 0, all, 1, gradient.length);
    System.arraycopy(value, 0, all, 1 + gradient.length, value.length);
    System.arraycopy(slope, 0, all, 1 + gradient.length + value.length, slope.length);
    return all;
  }
}
