package dev.hone.examples.hypergradient;

/** Logistic regression with penalties: Newton's method to the limit of precision. */
public final class LogisticRegression extends PenalizedModel {
  private static final int MOST_STEPS = 100;
  private static final double CONVERGED = 1e-9;
  private static final double SHORTEST = 1e-6;

  /** A model of digits. */
  public LogisticRegression(SplitDigits data) {
    super(data);
  }

  @Override
  double[] train(double[] penalties) {
    double[] w = new double[data().weights()];
    for (int i = 0; i < MOST_STEPS; i++) {
      double[] step = newtonStep(w, penalties);
      double longest = 0;
      for (double part : step) {
        longest = Math.max(longest, Math.abs(part));
      }
      if (longest < CONVERGED) {
        return w;
      }
      w = walk(w, step, penalties);
    }
    throw new IllegalStateException("no minimum after " + MOST_STEPS + " steps");
  }

  /** Goes the step, or as much of it as makes the loss smaller. */
  private double[] walk(double[] w, double[] step, double[] penalties) {
    double before = trainingLoss(w, penalties);
    for (double length = 1; ; length *= 0.5) {
      double[] moved = w.clone();
      for (int k = 0; k < w.length; k++) {
        moved[k] = Math.fma(length, step[k], w[k]);
      }
      if (length < SHORTEST || trainingLoss(moved, penalties) <= before + 1e-14) {
        return moved;
      }
    }
  }

  /** ln(1 + e^(−t·s)), without overflow. */
  @Override
  double loss(double target, double score) {
    double margin = target * score;
    return Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
  }

  @Override
  double slope(double target, double score) {
    return -target * probability(-target * score);
  }

  @Override
  double curvature(double target, double score) {
    return probability(score) * probability(-score);
  }

  private static double probability(double score) {
    return 1 / (1 + Math.exp(-score));
  }
}
