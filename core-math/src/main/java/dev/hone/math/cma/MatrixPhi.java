package dev.hone.math.cma;

import java.util.Arrays;

/**
 * φ(X) = (eˣ − 1)/x of a square matrix, by halving until its Taylor series converges fast, and
 * φ(2X) = ½(e^X + I)φ(X). Allocates nothing; O(r³ log‖X‖).
 *
 * <p>Source: Hochbruck and Ostermann, Exponential Integrators (2010), section 4.1.
 */
final class MatrixPhi {
  private static final int MOST_HALVINGS = 30;
  private static final int MOST_TERMS = 30;

  private final double[] halved;
  private final double[] term;
  private final double[] next;
  private final double[] sum;

  /** For matrices up to an order. */
  MatrixPhi(int order) {
    halved = new double[order * order];
    term = new double[order * order];
    next = new double[order * order];
    sum = new double[order * order];
  }

  /**
   * Computes it.
   *
   * @param x r×r, kept as it is
   * @return r×r: an array of this object, valid until the next call
   */
  double[] of(double[] x, int r) {
    double norm = norm(x, r);
    int halvings = 0;
    while (norm > 0.5 && halvings < MOST_HALVINGS) {
      norm /= 2;
      halvings++;
    }
    double scale = Math.scalb(1.0, -halvings);
    for (int i = 0; i < r * r; i++) {
      halved[i] = scale * x[i];
    }
    taylor(r);
    for (int k = 0; k < halvings; k++) {
      doubleUp(r);
    }
    return sum;
  }

  /** Σ X^k/(k+1)!, until a term says nothing. */
  private void taylor(int r) {
    identity(sum, r);
    identity(term, r);
    for (int k = 1; k < MOST_TERMS; k++) {
      multiply(term, halved, next, r, r);
      for (int i = 0; i < r * r; i++) {
        term[i] = next[i] / (k + 1);
        sum[i] += term[i];
      }
      if (norm(term, r) < 0x1p-54) {
        return;
      }
    }
  }

  /** From φ(X) to φ(2X), and from X to 2X. */
  private void doubleUp(int r) {
    multiply(halved, sum, term, r, r);
    for (int i = 0; i < r; i++) {
      term[i * r + i] += 2;
    }
    multiply(term, sum, next, r, r);
    for (int i = 0; i < r * r; i++) {
      sum[i] = 0.5 * next[i];
      halved[i] *= 2;
    }
  }

  private static void identity(double[] a, int r) {
    Arrays.fill(a, 0, r * r, 0);
    for (int i = 0; i < r; i++) {
      a[i * r + i] = 1;
    }
  }

  /** The largest sum of a row. */
  private static double norm(double[] a, int r) {
    double largest = 0;
    for (int i = 0; i < r; i++) {
      double row = 0;
      for (int j = 0; j < r; j++) {
        row += Math.abs(a[i * r + j]);
      }
      largest = Math.max(largest, row);
    }
    return largest;
  }

  /** c ← ab for an m×r and an r×r matrix. */
  static void multiply(double[] a, double[] b, double[] c, int m, int r) {
    Arrays.fill(c, 0, m * r, 0);
    for (int i = 0; i < m; i++) {
      for (int k = 0; k < r; k++) {
        double factor = a[i * r + k];
        for (int j = 0; j < r; j++) {
          c[i * r + j] = Math.fma(factor, b[k * r + j], c[i * r + j]);
        }
      }
    }
  }
}
