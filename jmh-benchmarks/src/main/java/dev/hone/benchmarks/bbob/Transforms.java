package dev.hone.benchmarks.bbob;

import dev.hone.math.random.CounterRandom;
import java.util.stream.IntStream;

/** The building blocks of the functions: RR-6829, section 0.2. */
final class Transforms {
  private static final int LARGEST_BLOCK = 40;

  private Transforms() {}

  /** T_osz of one number: oscillation in the logarithm of its magnitude. */
  static double oscillate(double x) {
    if (x == 0) {
      return 0;
    }
    double log = Math.log(Math.abs(x));
    double c1 = x > 0 ? 10 : 5.5;
    double c2 = x > 0 ? 7.9 : 3.1;
    return Math.signum(x) * Math.exp(log + 0.049 * (Math.sin(c1 * log) + Math.sin(c2 * log)));
  }

  /** T_osz in place. */
  static void oscillate(double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = oscillate(x[i]);
    }
  }

  /** T_asy^β in place: breaks the symmetry of positive and negative coordinates. */
  static void skew(double beta, double[] x) {
    for (int i = 0; i < x.length; i++) {
      if (x[i] > 0) {
        x[i] = Math.pow(x[i], 1 + beta * position(i, x.length) * Math.sqrt(x[i]));
      }
    }
  }

  /** Λ^α in place: the diagonal matrix α^(½·(i−1)/(D−1)). */
  static void condition(double alpha, double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= Math.pow(alpha, 0.5 * position(i, x.length));
    }
  }

  /** (i−1)/(D−1) of the i-th coordinate, here counted from 0; 0 in one dimension. */
  static double position(int i, int dimension) {
    return dimension == 1 ? 0 : (double) i / (dimension - 1);
  }

  /** f_pen: squares of what is outside of [−5, 5]. */
  static double penalty(double[] x) {
    double sum = 0;
    for (double value : x) {
      double out = Math.max(0, Math.abs(value) - 5);
      sum += out * out;
    }
    return sum;
  }

  /**
   * A random orthogonal matrix, row by row. Above {@value #LARGEST_BLOCK} dimensions it is made of
   * blocks along the diagonal, with rows and columns permuted, as in the large-scale functions of
   * Elhara, Varelas, Nguyen, Tusar, Brockhoff, Hansen and Auger, COCO: The Large Scale Black-Box
   * Optimization Benchmarking Test Suite (2019).
   */
  static double[][] rotation(int dimension, CounterRandom random) {
    double[][] rows = new double[dimension][dimension];
    int[] rowOrder = IntStream.range(0, dimension).toArray();
    int[] columnOrder = rowOrder.clone();
    if (dimension > LARGEST_BLOCK) {
      random.shuffle(rowOrder);
      random.shuffle(columnOrder);
    }
    for (int from = 0; from < dimension; from += LARGEST_BLOCK) {
      double[][] block = fullRotation(Math.min(LARGEST_BLOCK, dimension - from), random);
      for (int i = 0; i < block.length; i++) {
        for (int j = 0; j < block.length; j++) {
          rows[rowOrder[from + i]][columnOrder[from + j]] = block[i][j];
        }
      }
    }
    return rows;
  }

  /** Normal numbers, orthonormalised. */
  private static double[][] fullRotation(int dimension, CounterRandom random) {
    double[][] rows = new double[dimension][dimension];
    for (int i = 0; i < dimension; i++) {
      random.fillGaussian(rows[i], 0, dimension);
      // Twice, for what rounding leaves of the others.
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          double along = dot(rows[i], rows[j]);
          for (int k = 0; k < dimension; k++) {
            rows[i][k] -= along * rows[j][k];
          }
        }
        double length = Math.sqrt(dot(rows[i], rows[i]));
        for (int k = 0; k < dimension; k++) {
          rows[i][k] /= length;
        }
      }
    }
    return rows;
  }

  /** The product of a matrix and a vector, in a new array. */
  static double[] product(double[][] matrix, double[] x) {
    double[] y = new double[matrix.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = dot(matrix[i], x);
    }
    return y;
  }

  static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum = Math.fma(x[i], y[i], sum);
    }
    return sum;
  }
}
