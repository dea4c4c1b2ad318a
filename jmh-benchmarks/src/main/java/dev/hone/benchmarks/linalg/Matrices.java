package dev.hone.benchmarks.linalg;

import java.util.SplittableRandom;

/** The matrices that the benchmarks of linear algebra work on, row-major on the heap. */
final class Matrices {
  private Matrices() {}

  /** n×m numbers from −1 to 1; the same seed gives the same matrix. */
  static double[] random(int n, int m, long seed) {
    return new SplittableRandom(seed).doubles((long) n * m, -1, 1).toArray();
  }

  /** The covariance of a first-order autoregressive process: e^(−0.1·|i − j|). */
  static double[] autoregressive(int n) {
    double[] covariance = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        covariance[i * n + j] = Math.exp(-0.1 * Math.abs(i - j));
      }
    }
    return covariance;
  }

  /** The same matrix as rows. */
  static double[][] rows(int n, double[] matrix) {
    double[][] rows = new double[n][n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(matrix, i * n, rows[i], 0, n);
    }
    return rows;
  }

  /** Copies the upper triangle, row by row. */
  static void copyUpper(int n, double[] from, double[] to) {
    for (int i = 0; i < n; i++) {
      System.arraycopy(from, i * n + i, to, i * n + i, n - i);
    }
  }
}
