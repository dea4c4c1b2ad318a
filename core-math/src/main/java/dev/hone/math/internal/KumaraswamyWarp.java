package dev.hone.math.internal;

import dev.hone.math.gp.GpModel;
import dev.hone.math.special.SpecialFunctions;

/**
 * The input warping of a model at one θ: w = 1 − (1 − tᵃ)ᵇ along each warped dimension, where t is
 * x moved off the ends of the unit interval, t = ε + (1 − 2ε)x, since slopes are infinite there. It
 * is constant outside the interval.
 *
 * <p>1 − tᵃ and 1 − (1 − tᵃ)ᵇ are taken through expm1 and log1p, or both would lose their digits
 * near an end.
 */
final class KumaraswamyWarp {
  private static final double MARGIN = 1e-7;

  private final int dimension;
  private final int index;
  private final int[] warped;
  private final double[] a;
  private final double[] b;

  /** The coordinate t last looked at, with its logarithm, tᵃ and ln(1 − tᵃ). */
  private double t;

  private double logT;
  private double power;
  private double logRest;

  KumaraswamyWarp(GpModel model) {
    this.dimension = model.dimension();
    this.index = model.warpIndex();
    this.warped = model.warped().stream().mapToInt(Integer::intValue).toArray();
    this.a = new double[warped.length];
    this.b = new double[warped.length];
  }

  /** Whether no dimension is warped. */
  boolean isIdentity() {
    return warped.length == 0;
  }

  /** Takes the concentrations from θ. */
  void set(double[] theta) {
    for (int w = 0; w < warped.length; w++) {
      a[w] = SpecialFunctions.exp(theta[index + 2 * w]);
      b[w] = SpecialFunctions.exp(theta[index + 2 * w + 1]);
    }
  }

  /** Writes m warped points of d coordinates. */
  void warp(int m, double[] x, int xOffset, double[] out, int outOffset) {
    System.arraycopy(x, xOffset, out, outOffset, m * dimension);
    for (int w = 0; w < warped.length; w++) {
      int at = outOffset + warped[w];
      for (int j = 0; j < m; j++) {
        look(out[at + j * dimension], w);
        out[at + j * dimension] = -StrictMath.expm1(b[w] * logRest);
      }
    }
  }

  /** Turns m gradients by warped coordinates into gradients by the points {@code x} themselves. */
  void pullBack(int m, double[] x, int xOffset, double[] gradient, int offset) {
    for (int w = 0; w < warped.length; w++) {
      for (int j = 0; j < m; j++) {
        double coordinate = x[xOffset + j * dimension + warped[w]];
        int at = offset + j * dimension + warped[w];
        if (coordinate >= 0 && coordinate <= 1) {
          look(coordinate, w);
          double slope = a[w] * b[w] * power / t * restPower(w);
          gradient[at] *= slope * (1 - 2 * MARGIN);
        } else {
          gradient[at] = 0;
        }
      }
    }
  }

  /**
   * Writes the gradient by the logarithms of the concentrations into their places in θ.
   *
   * @param x n points as they are
   * @param byWarped the n×d derivatives by warped coordinates
   */
  void concentrationGradient(int n, double[] x, double[] byWarped, double[] gradient) {
    for (int w = 0; w < warped.length; w++) {
      double byA = 0;
      double byB = 0;
      for (int i = 0; i < n; i++) {
        int at = i * dimension + warped[w];
        look(x[at], w);
        double outer = b[w] * restPower(w);
        byA += byWarped[at] * outer * a[w] * power * logT;
        byB -= byWarped[at] * b[w] * logRest * SpecialFunctions.exp(b[w] * logRest);
      }
      gradient[index + 2 * w] = byA;
      gradient[index + 2 * w + 1] = byB;
    }
  }

  private void look(double x, int w) {
    t = Math.fma(1 - 2 * MARGIN, Math.clamp(x, 0, 1), MARGIN);
    logT = SpecialFunctions.log(t);
    power = SpecialFunctions.exp(a[w] * logT);
    logRest =
        power < 0.5
            ? StrictMath.log1p(-power)
            : SpecialFunctions.log(-StrictMath.expm1(a[w] * logT));
  }

  /** (1 − tᵃ)^(b − 1). */
  private double restPower(int w) {
    return SpecialFunctions.exp((b[w] - 1) * logRest);
  }
}
