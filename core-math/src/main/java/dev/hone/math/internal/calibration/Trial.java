package dev.hone.math.internal.calibration;

import dev.hone.math.eigen.SymmetricEigen;
import dev.hone.math.linalg.LinearAlgebra;
import java.util.SplittableRandom;

/** One routine of one size, set up to be run again and again. */
final class Trial {
  private Trial() {}

  /** A run of a routine on square matrices of order n, by an implementation. */
  static Runnable of(Routine routine, int n, LinearAlgebra la) {
    return switch (routine) {
      case GEMM -> {
        double[] a = random(n, 1);
        double[] b = random(n, 2);
        double[] c = new double[n * n];
        yield () -> la.gemmTn(n, n, n, 1, a, 0, n, b, 0, n, c, 0, n);
      }
      case SYRK -> {
        double[] a = random(n, 1);
        double[] c = new double[n * n];
        yield () -> la.syrkTn(n, n, 1, a, 0, n, c, 0, n);
      }
      case TRSM -> {
        double[] u = factor(n, la);
        double[] b = random(n, 2);
        double[] x = new double[n * n];
        yield () -> {
          System.arraycopy(b, 0, x, 0, n * n);
          la.solveUpperTransposed(n, n, u, 0, n, x, 0, n);
        };
      }
      case POTRF -> {
        double[] a = autoregressive(n);
        double[] u = new double[n * n];
        yield () -> {
          System.arraycopy(a, 0, u, 0, n * n);
          if (la.cholesky(n, u, 0, n) >= 0) {
            throw new IllegalStateException(la.name() + " found a matrix not positive definite");
          }
        };
      }
      case POTRI -> {
        double[] u = factor(n, la);
        double[] inverse = new double[n * n];
        yield () -> la.inverseFromCholesky(n, u, 0, n, inverse, 0, n);
      }
      case SYEVD -> {
        double[] a = symmetric(n);
        SymmetricEigen eigen = new SymmetricEigen(la);
        yield () -> eigen.decompose(n, a, 0, n);
      }
    };
  }

  private static double[] random(int n, long seed) {
    return new SplittableRandom(seed).doubles((long) n * n, -1, 1).toArray();
  }

  private static double[] symmetric(int n) {
    double[] a = random(n, 1);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[i * n + j] = a[j * n + i];
      }
    }
    return a;
  }

  /** The covariance matrix of a first-order autoregressive process: well conditioned at any n. */
  private static double[] autoregressive(int n) {
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i * n + j] = Math.scalb(1.0, -Math.min(Math.abs(i - j), 200));
      }
    }
    return a;
  }

  private static double[] factor(int n, LinearAlgebra la) {
    double[] a = autoregressive(n);
    if (la.cholesky(n, a, 0, n) >= 0) {
      throw new IllegalStateException(la.name() + " found a matrix not positive definite");
    }
    return a;
  }
}
