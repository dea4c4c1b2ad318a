package dev.hone.examples.hypergradient;

/** Least squares with penalties: one solve. */
public final class RidgeRegression extends PenalizedModel {

  /** A model of digits. */
  public RidgeRegression(SplitDigits data) {
    super(data);
  }

  /** The loss is quadratic: one step of Newton's leads to its minimum, and H is the same there. */
  @Override
  double[] train(double[] penalties) {
    return newtonStep(new double[data().weights()], penalties);
  }

  @Override
  double loss(double target, double score) {
    return 0.5 * (score - target) * (score - target);
  }

  @Override
  double slope(double target, double score) {
    return score - target;
  }

  @Override
  double curvature(double target, double score) {
    return 1;
  }
}
