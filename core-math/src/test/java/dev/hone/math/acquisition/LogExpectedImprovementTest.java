package dev.hone.math.acquisition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.internal.CpuGpEngines;
import dev.hone.math.internal.KernelSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("backend")
class LogExpectedImprovementTest {

  @Test
  void isTheLogarithmOfTheExpectedImprovement() {
    // μ = f* + 1, σ = 2: EI = 2·(φ(½) − ½·Φ(−½)), with φ(½) and Φ(−½) from tables.
    double expected = Math.log(2 * (0.3520653267642995 - 0.5 * 0.3085375387259869));
    assertEquals(expected, LogExpectedImprovement.value(3, 4, 2), 1e-14);
  }

  @Test
  void isTheGainWhereItIsCertain() {
    assertEquals(Math.log(100), LogExpectedImprovement.value(-100, 1e-4, 0), 1e-14);
    assertEquals(-1.0 / 100, LogExpectedImprovement.derivativeByMean(-100, 1e-4, 0), 1e-16);
    assertEquals(0, LogExpectedImprovement.derivativeByVariance(-100, 1e-4, 0));
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,4", "-3,0.5", "5,0.2", "40,1", "-8,1", "1000,0.01"})
  void derivativesAreThoseOfItsDifferences(double mean, double variance) {
    double step = 1e-4 * variance;
    double byMean = difference(mean, variance, step, 0) / (2 * step);
    double byVariance = difference(mean, variance, 0, step) / (2 * step);
    double actualByMean = LogExpectedImprovement.derivativeByMean(mean, variance, 0);
    double actualByVariance = LogExpectedImprovement.derivativeByVariance(mean, variance, 0);
    assertEquals(byMean, actualByMean, 1e-6 * Math.abs(byMean));
    assertEquals(byVariance, actualByVariance, 1e-6 * Math.abs(byVariance) + 1e-10);
  }

  private static double difference(double mean, double variance, double dm, double dv) {
    return LogExpectedImprovement.value(mean + dm, variance + dv, 0)
        - LogExpectedImprovement.value(mean - dm, variance - dv, 0);
  }

  @Test
  void densityRatioFollowsItsAsymptotics() {
    // φ/h = z² + 3 + O(z⁻²) for z → −∞ and φ/z for z → ∞.
    double farBelow = LogExpectedImprovement.derivativeByVariance(1e5, 1, 0);
    assertEquals((1e10 + 3) / 2, farBelow, 1e-14 * 1e10);
    double phi = Math.exp(-200) / Math.sqrt(2 * Math.PI);
    double above = LogExpectedImprovement.derivativeByVariance(-20, 1, 0);
    assertEquals(phi / 20 / 2, above, 1e-12 * phi);
  }

  @Test
  void aVarianceThatIsNotPositiveIsNamed() {
    assertThrows(IllegalArgumentException.class, () -> LogExpectedImprovement.value(0, 0, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> LogExpectedImprovement.derivativeByVariance(0, Double.NaN, 0));
  }

  @ParameterizedTest
  @MethodSource("dev.hone.math.gp.GpProblem#kernels")
  void isWhatTheEnginesComputeInBatches(KernelSet kernels) {
    GpEngine engine = CpuGpEngines.create(GpModel.numeric(CovarianceFunction.RBF, 1), kernels);
    double[] x = {0.1, 0.3, 0.7, 0.9};
    engine.setData(4, x, new double[] {0.3, -1, 2, 0.5});
    engine.condition(new double[] {-1.5, 0.2, -6});
    double[] candidates = {0, 0.1, 0.25, 0.3, 0.5, 0.7, 0.85, 1, 5};
    int m = candidates.length;
    double[] mean = new double[m];
    double[] variance = new double[m];
    engine.posterior(m, candidates, mean, variance);
    for (double best : new double[] {-1, -40, 3}) {
      double[] value = new double[m];
      engine.logExpectedImprovement(m, candidates, best, value, null);
      double[] expected = new double[m];
      for (int j = 0; j < m; j++) {
        expected[j] = LogExpectedImprovement.value(mean[j], variance[j], best);
      }
      assertArrayEquals(expected, value, "best " + best);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.hone.math.gp.GpProblem#kernels")
  void enginesHoldTheVarianceAtItsFloor(KernelSet kernels) {
    GpEngine engine = CpuGpEngines.create(GpModel.numeric(CovarianceFunction.RBF, 1), kernels);
    double[] x = {0.1, 0.3, 0.7, 0.9};
    engine.setData(4, x, new double[] {0.3, -1, 2, 0.5});
    engine.condition(new double[] {-1.5, 0.2, -40});
    double floor = LogExpectedImprovement.VARIANCE_FLOOR * Math.exp(0.2);
    double[] value = new double[4];
    double[] gradient = new double[4];
    engine.logExpectedImprovement(4, x, -1, value, gradient);
    double step = 1e-5;
    for (int j = 0; j < 4; j++) {
      double[] mean = new double[3];
      engine.posterior(3, new double[] {x[j] - step, x[j], x[j] + step}, mean, null);
      double expected = LogExpectedImprovement.value(mean[1], floor, -1);
      assertEquals(expected, value[j], 1e-8 * Math.abs(expected), "observation " + j);
      double slope = (mean[2] - mean[0]) / (2 * step);
      double byMean = LogExpectedImprovement.derivativeByMean(mean[1], floor, -1);
      assertEquals(byMean * slope, gradient[j], 1e-6 * Math.abs(gradient[j]), "observation " + j);
    }
  }
}
