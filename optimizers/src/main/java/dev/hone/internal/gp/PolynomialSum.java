package dev.hone.internal.gp;

import dev.hone.math.Engines;
import dev.hone.math.linalg.CholeskyFactor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sum of polynomials of one coordinate each, fitted to told values by ridge regression: what the
 * objective is as far as each parameter acts on its own. Where that is most of it, the lowest point
 * is known without a search, and far from all trials.
 *
 * <p>Polynomials are Legendre's, of variance 1 over the cube; a coefficient costs twice as much as
 * one of a degree less. How much they cost is chosen by what the values would be predicted as, were
 * each left out of the fit, which takes no further fits. Values count as told, since compressed
 * ones of a sum are no sum.
 *
 * <p>O(np² + p³) for n values and p = d·degree + 1 coefficients. Immutable.
 *
 * <p>Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2009), sections
 * 3.4 and 7.10; Golub, Heath and Wahba, Generalized Cross-Validation (1979), for the error of a
 * value left out.
 */
final class PolynomialSum {
  private static final double[] RIDGES = {0.1, 1, 10};

  /** The constant costs this share of a coefficient. */
  private static final double CONSTANT = 0.1;

  /** Places along a coordinate that are looked at, and the step at which the search ends. */
  private static final int GRID = 128;

  private static final double FINEST = 1e-6;

  private final int dimension;
  private final int degree;

  /** What the values were centred by and divided by. */
  private final double centre;

  private final double scale;

  private double[] coefficients = {};
  private double explained = Double.NEGATIVE_INFINITY;

  private PolynomialSum(int dimension, int degree, double centre, double scale) {
    this.dimension = dimension;
    this.degree = degree;
    this.centre = centre;
    this.scale = scale;
  }

  /**
   * Fits a sum.
   *
   * @param points n points of the unit cube, at least two
   * @param told their values, finite
   * @param degree of the polynomials, 1 or more
   * @return null if all values are equal, or differ by more than there are numbers for
   */
  static @Nullable PolynomialSum fit(List<double[]> points, double[] told, int degree) {
    int n = told.length;
    double centre = 0;
    for (double value : told) {
      centre += value / n;
    }
    double[] values = new double[n];
    double largest = 0;
    for (int i = 0; i < n; i++) {
      values[i] = told[i] - centre;
      largest = Math.max(largest, Math.abs(values[i]));
    }
    if (!(largest >= Double.MIN_NORMAL && largest <= Double.MAX_VALUE)) {
      return null;
    }
    for (int i = 0; i < n; i++) {
      values[i] /= largest;
    }
    PolynomialSum sum = new PolynomialSum(points.getFirst().length, degree, centre, largest);
    sum.fit(points, values);
    return sum;
  }

  private void fit(List<double[]> points, double[] values) {
    int n = values.length;
    int p = 1 + dimension * degree;
    // A row for each coefficient and a column for each value.
    double[] features = new double[p * n];
    double[] powers = new double[degree];
    for (int i = 0; i < n; i++) {
      double[] point = points.get(i);
      features[i] = 1;
      for (int k = 0; k < dimension; k++) {
        polynomials(point[k], powers);
        for (int j = 0; j < degree; j++) {
          features[(1 + k * degree + j) * n + i] = powers[j];
        }
      }
    }
    double[] gram = new double[p * p];
    double[] moments = new double[p];
    for (int q = 0; q < p; q++) {
      for (int r = q; r < p; r++) {
        gram[q * p + r] = dot(features, q * n, features, r * n, n);
      }
      moments[q] = dot(features, q * n, values, 0, n);
    }
    for (double ridge : RIDGES) {
      solve(ridge, features, gram, moments, values);
    }
  }

  /** Keeps the coefficients at a ridge if they predict better than those so far. */
  private void solve(
      double ridge, double[] features, double[] gram, double[] moments, double[] values) {
    int n = values.length;
    int p = moments.length;
    double[] matrix = gram.clone();
    for (int q = 0; q < p; q++) {
      // Twice as much for each degree; not Math.pow, whose bits depend on the JIT.
      double cost = q == 0 ? CONSTANT : Math.scalb(1.0, (q - 1) % degree - 1);
      matrix[q * p + q] += ridge * cost;
    }
    CholeskyFactor factor = new CholeskyFactor(Engines.cpuLinearAlgebra());
    factor.factor(p, matrix, 0, p);
    double[] solution = moments.clone();
    factor.solve(solution);
    double[] whitened = features.clone();
    factor.solveTransposed(n, whitened, 0, n);
    double errors = 0;
    double squares = 0;
    double share = n / (n - 1.0);
    for (int i = 0; i < n; i++) {
      double leverage = 0;
      double predicted = 0;
      for (int q = 0; q < p; q++) {
        leverage = Math.fma(whitened[q * n + i], whitened[q * n + i], leverage);
        predicted = Math.fma(solution[q], features[q * n + i], predicted);
      }
      double leftOut = (values[i] - predicted) / Math.max(Double.MIN_NORMAL, 1 - leverage);
      errors += leftOut * leftOut;
      // As far from the average of the others.
      squares += share * values[i] * share * values[i];
    }
    double explainedNow = 1 - errors / squares;
    if (explainedNow > explained) {
      explained = explainedNow;
      coefficients = solution;
    }
  }

  private static double dot(double[] a, int aOffset, double[] b, int bOffset, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum = Math.fma(a[aOffset + i], b[bOffset + i], sum);
    }
    return sum;
  }

  /** Legendre's polynomials of degree 1 and up on [0, 1], of mean square 1. */
  private static void polynomials(double x, double[] out) {
    double u = 2 * x - 1;
    double before = 1;
    double last = u;
    for (int j = 1; j <= out.length; j++) {
      out[j - 1] = Math.sqrt(2 * j + 1) * last;
      double next = ((2 * j + 1) * u * last - j * before) / (j + 1);
      before = last;
      last = next;
    }
  }

  /**
   * The share of the values' variance that the sum predicts of values left out; 1 if it predicts
   * them exactly, less than 0 if their average is the better prediction.
   */
  double explained() {
    return explained;
  }

  /** The value of the sum at a point of the cube. */
  double value(double[] point) {
    double[] powers = new double[degree];
    double sum = coefficients[0];
    for (int k = 0; k < dimension; k++) {
      sum += term(k, point[k], powers);
    }
    return centre + scale * sum;
  }

  /** The point of the cube where the sum is lowest. */
  double[] lowest() {
    double[] point = new double[dimension];
    double[] powers = new double[degree];
    for (int k = 0; k < dimension; k++) {
      double lowest = Double.POSITIVE_INFINITY;
      for (int i = 0; i <= GRID; i++) {
        double x = (double) i / GRID;
        double there = term(k, x, powers);
        if (there < lowest) {
          lowest = there;
          point[k] = x;
        }
      }
      for (double step = 0.5 / GRID; step > FINEST; step /= 2) {
        double from = point[k];
        for (double move : new double[] {-step, step}) {
          double x = Math.clamp(from + move, 0, 1);
          double there = term(k, x, powers);
          if (there < lowest) {
            lowest = there;
            point[k] = x;
          }
        }
      }
    }
    return point;
  }

  private double term(int k, double x, double[] powers) {
    polynomials(x, powers);
    return dot(coefficients, 1 + k * degree, powers, 0, degree);
  }
}
