package dev.hone.math.cma;

import dev.hone.math.random.NormalQuantile;
import dev.hone.math.special.SpecialFunctions;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a strategy moving on coordinates that are rounded before evaluation: the probability of
 * leaving the plateau of the mean never falls below a margin.
 *
 * <p>Source: Hamano, Saito, Nomura and Shirakawa, CMA-ES with Margin: Lower-Bounding Marginal
 * Probability for Mixed-Integer Black-Box Optimization (2022), section 4.
 */
final class IntegerMargin {
  private final double[] @Nullable [] thresholds;
  private final double alpha;
  private final double edgeQuantile;

  /**
   * Takes for each coordinate where its plateaus meet, ascending, or null for a continuous one.
   *
   * @param alpha the margin, 1/(nλ) in the source
   */
  IntegerMargin(double[] @Nullable [] thresholds, double alpha) {
    this.thresholds = thresholds;
    this.alpha = alpha;
    edgeQuantile = -NormalQuantile.inverseNormal(alpha);
  }

  boolean isDiscrete(int coordinate) {
    return thresholds[coordinate] != null;
  }

  /**
   * Corrects mean and scale of every discrete coordinate.
   *
   * @param mean in the engine's coordinates, which times the scale are those of the thresholds
   * @param scale changed together with the mean
   */
  void correct(CmaEngine engine, double sigma, double[] mean, double[] scale) {
    for (int j = 0; j < mean.length; j++) {
      double[] plateaus = thresholds[j];
      if (plateaus != null && plateaus.length > 0) {
        double deviation = sigma * engine.standardDeviation(j);
        if (deviation > 0 && deviation < Double.MAX_VALUE) {
          correct(plateaus, j, deviation, mean, scale);
        }
      }
    }
  }

  private void correct(double[] plateaus, int j, double deviation, double[] mean, double[] scale) {
    double m = mean[j] * scale[j];
    int found = Arrays.binarySearch(plateaus, m);
    // x ≤ threshold rounds down: a mean on a threshold belongs to the plateau below.
    int above = found >= 0 ? found : -found - 1;
    double spread = deviation * scale[j];
    if (above == 0) {
      double nearest = plateaus[0];
      mean[j] = Math.max(m, nearest - spread * edgeQuantile) / scale[j];
    } else if (above == plateaus.length) {
      double nearest = plateaus[plateaus.length - 1];
      mean[j] = Math.min(m, nearest + spread * edgeQuantile) / scale[j];
    } else {
      between(plateaus[above - 1], plateaus[above], j, deviation, mean, scale);
    }
  }

  private void between(
      double low, double high, int j, double deviation, double[] mean, double[] scale) {
    double m = mean[j] * scale[j];
    double spread = deviation * scale[j];
    double below = cdf((low - m) / spread);
    double beyond = cdf((m - high) / spread);
    double inside = 1 - below - beyond;
    if (below >= alpha / 2 && beyond >= alpha / 2) {
      return;
    }
    double p = Math.max(below, alpha / 2);
    double q = Math.max(beyond, alpha / 2);
    double excess = (1 - p - q - inside) / (p + q + inside - 1.5 * alpha);
    p += excess * (p - alpha / 2);
    q += excess * (q - alpha / 2);
    double toLow = -NormalQuantile.inverseNormal(p);
    double toHigh = -NormalQuantile.inverseNormal(q);
    if (!(toLow + toHigh > 0)) {
      return;
    }
    double newSpread = (high - low) / (toLow + toHigh);
    double newMean = low + toLow * newSpread;
    scale[j] = newSpread / deviation;
    mean[j] = newMean / scale[j];
  }

  /** Φ(x). */
  private static double cdf(double x) {
    return SpecialFunctions.exp(SpecialFunctions.logNdtr(x));
  }
}
