package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.special.SpecialFunctions;
import org.junit.jupiter.api.Test;

class IntegerMarginTest {
  private static final double ALPHA = 0.01;
  private static final double[] PLATEAUS = {-0.5, 0.5, 1.5};
  private static final IntegerMargin MARGIN =
      new IntegerMargin(new double[][] {PLATEAUS, null}, ALPHA);

  /** Mean and scale after the correction of an engine whose C is the identity. */
  private static double[] corrected(double mean, double sigma) {
    StrategyParameters p = new StrategyParameters(CovarianceModel.CHOLESKY, 2, 6, true);
    double[] means = {mean, 3};
    double[] scales = {1, 1};
    try (CmaEngine engine = Engines.cma(Backend.SCALAR, p)) {
      engine.reset(means, null);
      MARGIN.correct(engine, sigma, means, scales);
    }
    assertEquals(3, means[1]);
    assertEquals(1, scales[1]);
    return new double[] {means[0] * scales[0], scales[0]};
  }

  private static double above(double threshold, double mean, double deviation) {
    return SpecialFunctions.exp(SpecialFunctions.logNdtr((mean - threshold) / deviation));
  }

  @Test
  void bothNeighboursStayWithinReachHoweverSmallTheStep() {
    for (double sigma : new double[] {0.1, 1e-3, 1e-9, 1e-200}) {
      for (double mean : new double[] {-0.4999, -0.3, 0, 0.2, 0.4999}) {
        double[] after = corrected(mean, sigma);
        double deviation = sigma * after[1];
        double up = above(0.5, after[0], deviation);
        double down = 1 - above(-0.5, after[0], deviation);
        String what = "mean " + mean + ", σ = " + sigma + ": " + down + ", " + up;
        assertTrue(up >= 0.49 * ALPHA && down >= 0.49 * ALPHA, what);
        assertTrue(after[0] >= -0.5 && after[0] <= 0.5, what);
      }
    }
  }

  @Test
  void meanBeyondTheLastThresholdComesBackIntoReach() {
    for (double sigma : new double[] {0.1, 1e-6}) {
      double[] high = corrected(30, sigma);
      assertEquals(ALPHA, 1 - above(1.5, high[0], sigma), 1e-6);
      double[] low = corrected(-30, sigma);
      assertEquals(ALPHA, above(-0.5, low[0], sigma), 1e-6);
      assertEquals(1, low[1]);
    }
  }

  @Test
  void wideDistributionIsLeftAsItIs() {
    double[] after = corrected(0.1, 1);
    assertEquals(0.1, after[0]);
    assertEquals(1, after[1]);
    double[] beyond = corrected(1.6, 0.5);
    assertEquals(1.6, beyond[0]);
  }
}
