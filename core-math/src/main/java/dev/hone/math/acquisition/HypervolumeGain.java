package dev.hone.math.acquisition;

import dev.hone.math.pareto.NonDominatedBoxes;
import dev.hone.math.special.SpecialFunctions;
import org.jspecify.annotations.Nullable;

/**
 * The logarithm of the expected gain in hypervolume of a point whose objectives are independent and
 * normal, and its derivatives.
 *
 * <p>In a box [l, u] the gain is a product over objectives of max(0, u − max(l, y)), with the
 * expectation σ·(h(zᵤ) − h(zₗ)), z = (· − μ)/σ and h as of Expected Improvement. All terms are
 * positive, and their sum is taken in logarithms: it neither underflows nor cancels.
 *
 * <p>Source: Yang, Emmerich, Deutz and Bäck, Efficient computation of expected hypervolume
 * improvement using box decomposition algorithms (2019), eq. 12.
 */
final class HypervolumeGain {
  /**
   * Below this difference of two log h its digits are lost, and the middle of the box is as good.
   */
  private static final double NARROW = 1e-5;

  private final NonDominatedBoxes boxes;
  private final int m;
  private final double[] terms;
  private final double[] termByMean;
  private final double[] termByDeviation;

  HypervolumeGain(NonDominatedBoxes boxes) {
    this.boxes = boxes;
    this.m = boxes.objectives();
    this.terms = new double[boxes.size()];
    this.termByMean = new double[boxes.size() * m];
    this.termByDeviation = new double[boxes.size() * m];
  }

  /**
   * Evaluates one point; O(m) for each box.
   *
   * @param mean m means
   * @param sigma m standard deviations, positive
   * @param byMean receives the derivatives by the means, or null if not wanted
   * @param byVariance receives the derivatives by the variances, or null if not wanted
   * @return the logarithm of the expected gain
   */
  double evaluate(
      double[] mean, double[] sigma, double @Nullable [] byMean, double @Nullable [] byVariance) {
    boolean differentiable = byMean != null;
    for (int box = 0; box < terms.length; box++) {
      terms[box] = 0;
      for (int j = 0; j < m; j++) {
        double upper = (boxes.upper(box, j) - mean[j]) / sigma[j];
        double lower = (boxes.lower(box, j) - mean[j]) / sigma[j];
        terms[box] +=
            SpecialFunctions.log(sigma[j])
                + side(lower, upper, sigma[j], box * m + j, differentiable);
      }
    }
    double total = NormalTails.logSumExp(terms.length, terms, 0);
    if (byMean != null && byVariance != null) {
      for (int j = 0; j < m; j++) {
        double sumByMean = 0;
        double sumByDeviation = 0;
        for (int box = 0; box < terms.length; box++) {
          double weight = SpecialFunctions.exp(terms[box] - total);
          sumByMean = Math.fma(weight, termByMean[box * m + j], sumByMean);
          sumByDeviation = Math.fma(weight, termByDeviation[box * m + j], sumByDeviation);
        }
        byMean[j] = sumByMean;
        byVariance[j] = sumByDeviation / (2 * sigma[j]);
      }
    }
    return total;
  }

  /** log(h(upper) − h(lower)), and the derivatives of it with log σ added by μ and σ. */
  private double side(double lower, double upper, double sigma, int at, boolean differentiable) {
    double high = SpecialFunctions.logH(upper);
    if (lower == Double.NEGATIVE_INFINITY) {
      if (differentiable) {
        double ratio = SpecialFunctions.logHDerivative(upper);
        termByMean[at] = -ratio / sigma;
        termByDeviation[at] = LogExpectedImprovement.densityRatio(upper, ratio) / sigma;
      }
      return high;
    }
    double low = SpecialFunctions.logH(lower);
    if (!(high - low > NARROW)) {
      double middle = lower + 0.5 * (upper - lower);
      if (differentiable) {
        double hazard = NormalTails.hazard(middle);
        termByMean[at] = -hazard / sigma;
        termByDeviation[at] = -hazard * middle / sigma;
      }
      return SpecialFunctions.logNdtr(middle) + SpecialFunctions.log(upper - lower);
    }
    double side = high + logOneMinusExp(low - high);
    if (differentiable) {
      double above = SpecialFunctions.logNdtr(upper) - side;
      double below = SpecialFunctions.logNdtr(lower) - side;
      termByMean[at] = -(SpecialFunctions.exp(above) - SpecialFunctions.exp(below)) / sigma;
      double densityAbove = SpecialFunctions.exp(NormalTails.logDensity(upper) - side);
      double densityBelow = SpecialFunctions.exp(NormalTails.logDensity(lower) - side);
      termByDeviation[at] = (densityAbove - densityBelow) / sigma;
    }
    return side;
  }

  /** log(1 − eᵗ) for t below 0. */
  private static double logOneMinusExp(double t) {
    return t > -Math.log(2) ? Math.log(-Math.expm1(t)) : Math.log1p(-Math.exp(t));
  }
}
