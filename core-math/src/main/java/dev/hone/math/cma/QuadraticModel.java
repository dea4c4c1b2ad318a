package dev.hone.math.cma;

import dev.hone.math.linalg.LinearAlgebra;
import java.util.Arrays;

/**
 * A polynomial of degree two through points and their values, by weighted least squares: linear,
 * with squares, or with all products, as far as there are points enough. O(m·p²) time for m points
 * and p coefficients, at most (n+1)(n+2)/2.
 *
 * <p>Points are first centred at the best one and brought to unit variance: along the coordinates,
 * or for a full model in all directions, without which a narrow valley could not be told from a
 * line.
 *
 * <p>Source: Hansen, A Global Surrogate Assisted CMA-ES (2019), for degrees and weights.
 */
final class QuadraticModel {
  /** Points for each coefficient before a model is used. */
  private static final double LEAST_POINTS = 1.1;

  /** The weight of the best point; that of the worst is 1. */
  private static final double LARGEST_WEIGHT = 20;

  private static final double RIDGE = 0x1p-44;

  /** What of the coordinates is multiplied with each other. */
  enum Degree {
    LINEAR,
    DIAGONAL,
    FULL
  }

  private final int n;
  private final LinearAlgebra la;
  private final double[] centre;
  private final double[] deviations;

  /** Upper triangle of a root of the variance of the points. */
  private final double[] root;

  private final double[] z;
  private final double[] gradient;
  private final double[] hessian;
  private double constant;
  private Degree degree = Degree.LINEAR;
  private boolean whitened;
  private double[] design = {};
  private double[] gram = {};
  private double[] coefficients = {};

  QuadraticModel(int dimension, LinearAlgebra linearAlgebra) {
    n = dimension;
    la = linearAlgebra;
    centre = new double[n];
    deviations = new double[n];
    root = new double[n * n];
    z = new double[n];
    gradient = new double[n];
    hessian = new double[n * n];
  }

  /** How many coefficients a model of a degree has. */
  static int size(Degree degree, int n) {
    return switch (degree) {
      case LINEAR -> n + 1;
      case DIAGONAL -> 2 * n + 1;
      case FULL -> (n + 1) * (n + 2) / 2;
    };
  }

  /** Whether so many points are enough for a model of a degree. */
  static boolean suffices(int points, Degree degree, int n) {
    return points >= LEAST_POINTS * size(degree, n);
  }

  /**
   * Fits the model of the highest degree that the points suffice for.
   *
   * @param points m×n, row-major
   * @param values m finite numbers
   * @param order indices of the points, best first
   * @return false if there are too few of them, or they lie in a plane
   */
  boolean fit(double[] points, double[] values, int[] order, int m) {
    if (!suffices(m, Degree.LINEAR, n)) {
      return false;
    }
    degree =
        suffices(m, Degree.FULL, n)
            ? Degree.FULL
            : suffices(m, Degree.DIAGONAL, n) ? Degree.DIAGONAL : Degree.LINEAR;
    System.arraycopy(points, order[0] * n, centre, 0, n);
    if (!scale(points, order, m)) {
      return false;
    }
    int p = size(degree, n);
    if (design.length < m * p) {
      design = new double[m * p];
    }
    if (gram.length < p * p) {
      gram = new double[p * p];
      coefficients = new double[p];
    }
    double offset = values[order[0]];
    for (int i = 0; i < m; i++) {
      features(points, order[i] * n, design, i * p);
      double weight = Math.sqrt(LARGEST_WEIGHT + (1 - LARGEST_WEIGHT) * i / Math.max(1, m - 1));
      for (int k = 0; k < p; k++) {
        design[i * p + k] *= weight;
      }
    }
    if (!solve(values, order, m, p, offset)) {
      return false;
    }
    take(offset);
    return true;
  }

  private boolean scale(double[] points, int[] order, int m) {
    Arrays.fill(root, 0);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        z[j] = points[order[i] * n + j] - centre[j];
      }
      for (int j = 0; j < n; j++) {
        for (int k = j; k < n; k++) {
          root[j * n + k] = Math.fma(z[j], z[k] / m, root[j * n + k]);
        }
      }
    }
    for (int j = 0; j < n; j++) {
      deviations[j] = Math.sqrt(root[j * n + j]);
      if (!(deviations[j] > Double.MIN_NORMAL && deviations[j] < 1e150)) {
        return false;
      }
    }
    for (int j = 0; j < n; j++) {
      for (int k = j; k < n; k++) {
        root[j * n + k] /= deviations[j] * deviations[k];
      }
    }
    whitened = degree == Degree.FULL && la.cholesky(n, root, 0, n) < 0;
    return true;
  }

  /** z ← the point in the coordinates of the model. */
  private void transform(double[] x, int from) {
    for (int j = 0; j < n; j++) {
      z[j] = (x[from + j] - centre[j]) / deviations[j];
    }
    if (whitened) {
      la.solveUpperTransposed(n, 1, root, 0, n, z, 0, 1);
    }
  }

  private void features(double[] x, int from, double[] out, int offset) {
    transform(x, from);
    int at = offset;
    out[at++] = 1;
    for (int j = 0; j < n; j++) {
      out[at++] = z[j];
    }
    if (degree != Degree.LINEAR) {
      for (int j = 0; j < n; j++) {
        out[at++] = 0.5 * z[j] * z[j];
      }
    }
    if (degree == Degree.FULL) {
      for (int j = 0; j < n; j++) {
        for (int k = j + 1; k < n; k++) {
          out[at++] = z[j] * z[k];
        }
      }
    }
  }

  /** Normal equations; the residuals are solved for again, which halves the lost digits. */
  private boolean solve(double[] values, int[] order, int m, int p, double offset) {
    Arrays.fill(gram, 0, p * p, 0);
    la.syrkTn(p, m, 1, design, 0, p, gram, 0, p);
    double trace = 0;
    for (int k = 0; k < p; k++) {
      trace += gram[k * p + k];
    }
    if (!(trace <= Double.MAX_VALUE)) {
      return false;
    }
    for (int k = 0; k < p; k++) {
      gram[k * p + k] += RIDGE * trace / p;
    }
    if (la.cholesky(p, gram, 0, p) >= 0) {
      return false;
    }
    Arrays.fill(coefficients, 0, p, 0);
    double[] change = new double[p];
    for (int pass = 0; pass < 3; pass++) {
      Arrays.fill(change, 0);
      for (int i = 0; i < m; i++) {
        double residual =
            design[i * p] * (values[order[i]] - offset) - la.dot(p, design, i * p, coefficients, 0);
        la.axpy(p, residual, design, i * p, change, 0);
      }
      la.solveUpperTransposed(p, 1, gram, 0, p, change, 0, 1);
      la.solveUpper(p, 1, gram, 0, p, change, 0, 1);
      la.axpy(p, 1, change, 0, coefficients, 0);
    }
    for (int k = 0; k < p; k++) {
      if (!(Math.abs(coefficients[k]) <= Double.MAX_VALUE)) {
        return false;
      }
    }
    return true;
  }

  private void take(double offset) {
    int at = 0;
    constant = coefficients[at++] + offset;
    for (int j = 0; j < n; j++) {
      gradient[j] = coefficients[at++];
    }
    Arrays.fill(hessian, 0);
    if (degree != Degree.LINEAR) {
      for (int j = 0; j < n; j++) {
        hessian[j * n + j] = coefficients[at++];
      }
    }
    if (degree == Degree.FULL) {
      for (int j = 0; j < n; j++) {
        for (int k = j + 1; k < n; k++) {
          hessian[j * n + k] = coefficients[at++];
          hessian[k * n + j] = hessian[j * n + k];
        }
      }
    }
  }

  Degree degree() {
    return degree;
  }

  /** The value of the polynomial. */
  double value(double[] x, int from) {
    transform(x, from);
    double sum = constant;
    for (int j = 0; j < n; j++) {
      double slope = Math.fma(0.5, la.dot(n, hessian, j * n, z, 0), gradient[j]);
      sum = Math.fma(slope, z[j], sum);
    }
    return sum;
  }

  /** Writes where the polynomial is smallest; false if it is not convex. */
  boolean minimizer(double[] out) {
    if (degree == Degree.LINEAR) {
      return false;
    }
    double[] factor = hessian.clone();
    if (la.cholesky(n, factor, 0, n) >= 0) {
      return false;
    }
    for (int j = 0; j < n; j++) {
      z[j] = -gradient[j];
    }
    la.solveUpperTransposed(n, 1, factor, 0, n, z, 0, 1);
    la.solveUpper(n, 1, factor, 0, n, z, 0, 1);
    for (int j = 0; j < n; j++) {
      double x = z[j];
      if (whitened) {
        x = 0;
        for (int k = 0; k <= j; k++) {
          x = Math.fma(root[k * n + j], z[k], x);
        }
      }
      out[j] = Math.fma(x, deviations[j], centre[j]);
    }
    return true;
  }

  /**
   * Writes directions along which the polynomial is a sum of functions of one variable each, with
   * direction j leaving the coordinates before j alone: the columns of a lower triangular matrix of
   * unit diagonal.
   *
   * @return false if it is not convex
   */
  boolean conjugateDirections(double[] columns) {
    if (degree != Degree.FULL) {
      return false;
    }
    // H = F⁻¹·hessian·F⁻ᵀ with x − c = Fᵀ… ; its inverse, Fᵀ·hessian⁻¹·F, is what is factored.
    double[] factor = hessian.clone();
    if (la.cholesky(n, factor, 0, n) >= 0) {
      return false;
    }
    double[] inverse = new double[n * n];
    double[] e = new double[n];
    for (int j = 0; j < n; j++) {
      for (int k = 0; k < n; k++) {
        // Column j of the map from z to x, transposed: x_j = Σ root[k][j]·deviation_j·z_k.
        e[k] = deviations[j] * (whitened ? (k <= j ? root[k * n + j] : 0) : k == j ? 1 : 0);
      }
      la.solveUpperTransposed(n, 1, factor, 0, n, e, 0, 1);
      System.arraycopy(e, 0, inverse, j * n, n);
    }
    double[] covariance = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        covariance[i * n + j] = la.dot(n, inverse, i * n, inverse, j * n);
      }
    }
    if (la.cholesky(n, covariance, 0, n) >= 0) {
      return false;
    }
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        columns[i * n + j] = i < j ? 0 : covariance[j * n + i] / covariance[j * n + j];
      }
    }
    return true;
  }
}
