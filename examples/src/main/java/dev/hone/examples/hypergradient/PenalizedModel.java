package dev.hone.examples.hypergradient;

import dev.hone.math.Engines;
import dev.hone.math.linalg.CholeskyFactor;

/**
 * A linear model with a quadratic penalty on each group of weights, trained to its minimum, and the
 * gradient of its validation loss by the penalties.
 *
 * <p>At the minimum of the training loss the gradient g(w, λ) by the weights is 0. So the weights
 * follow the penalties as dw/dλ = −H⁻¹ ∂g/∂λ, with the Hessian H, and the validation loss L as dL/dλ
 * = −(H⁻¹∇L)ᵀ ∂g/∂λ: one solve more than training (Bengio, Gradient-Based Optimization of
 * Hyperparameters, 2000).
 */
public abstract class PenalizedModel {
  private final SplitDigits data;
  private final CholeskyFactor hessian = new CholeskyFactor(Engines.linearAlgebra());

  /**
   * What a setting of penalties is worth.
   *
   * @param loss mean over the validation half
   * @param gradient of the loss by the penalties
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Validation(double loss, double[] gradient) {}

  PenalizedModel(SplitDigits data) {
    this.data = data;
  }

  /** The digits. */
  final SplitDigits data() {
    return data;
  }

  /**
   * The weights at the minimum of the penalised training loss; the last {@link #newtonStep} is made
   * where they have arrived, so that the Hessian is that of the minimum.
   */
  abstract double[] train(double[] penalties);

  /** Loss of one example, by its target and what the model says: t and xᵀw. */
  abstract double loss(double target, double score);

  /** Its derivative by the score. */
  abstract double slope(double target, double score);

  /** How the loss bends: its second derivative by the score. */
  abstract double curvature(double target, double score);

  /** Trains and validates. */
  public final Validation validate(double[] penalties) {
    double[] w = train(penalties);
    double[] adjoint = new double[w.length];
    double loss = 0;
    int m = data.validation().length;
    for (int i = 0; i < m; i++) {
      double[] x = data.validation()[i];
      double target = data.validationTargets()[i];
      double score = dot(x, w);
      loss += loss(target, score) / m;
      addTo(adjoint, x, slope(target, score) / m);
    }
    hessian.solve(adjoint);
    double[] gradient = new double[penalties.length];
    for (int k = 0; k < w.length; k++) {
      int penalty = SplitDigits.penaltyOf(k);
      if (penalty >= 0) {
        gradient[penalty] -= adjoint[k] * w[k];
      }
    }
    return new Validation(loss, gradient);
  }

  /** Newton's step −H⁻¹g of the penalised training loss; leaves H factored. */
  final double[] newtonStep(double[] w, double[] penalties) {
    int d = w.length;
    double[] h = new double[d * d];
    double[] step = new double[d];
    int n = data.training().length;
    for (int i = 0; i < n; i++) {
      double[] x = data.training()[i];
      double target = data.trainingTargets()[i];
      double score = dot(x, w);
      addTo(step, x, -slope(target, score) / n);
      double curvature = curvature(target, score) / n;
      for (int a = 0; a < d; a++) {
        if (x[a] != 0) {
          for (int b = a; b < d; b++) {
            h[a * d + b] += curvature * x[a] * x[b];
          }
        }
      }
    }
    for (int k = 0; k < d; k++) {
      int penalty = SplitDigits.penaltyOf(k);
      if (penalty >= 0) {
        h[k * d + k] += penalties[penalty];
        step[k] -= penalties[penalty] * w[k];
      }
    }
    hessian.factor(d, h, 0, d);
    hessian.solve(step);
    return step;
  }

  /** The penalised training loss. */
  final double trainingLoss(double[] w, double[] penalties) {
    double loss = 0;
    int n = data.training().length;
    for (int i = 0; i < n; i++) {
      loss += loss(data.trainingTargets()[i], dot(data.training()[i], w)) / n;
    }
    for (int k = 0; k < w.length; k++) {
      int penalty = SplitDigits.penaltyOf(k);
      loss += penalty < 0 ? 0 : 0.5 * penalties[penalty] * w[k] * w[k];
    }
    return loss;
  }

  private static double dot(double[] x, double[] w) {
    double sum = 0;
    for (int k = 0; k < w.length; k++) {
      sum = Math.fma(x[k], w[k], sum);
    }
    return sum;
  }

  private static void addTo(double[] sum, double[] x, double factor) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] = Math.fma(factor, x[k], sum[k]);
    }
  }
}
