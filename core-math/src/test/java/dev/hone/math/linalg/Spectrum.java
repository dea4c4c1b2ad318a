package dev.hone.math.linalg;

import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;

/** Symmetric matrices with spectra that have broken eigensolvers before. */
enum Spectrum {
  RANDOM {
    @Override
    GuardedMatrix matrix(int n, RandomGenerator random) {
      GuardedMatrix a = new GuardedMatrix(n, n, 3);
      for (int i = 0; i < n; i++) {
        for (int j = i; j < n; j++) {
          a.set(i, j, 2 * random.nextDouble() - 1);
        }
      }
      return a;
    }
  },
  IDENTITY {
    @Override
    GuardedMatrix matrix(int n, RandomGenerator random) {
      return fromEigenvalues(n, random, i -> 1);
    }
  },
  ZERO {
    @Override
    GuardedMatrix matrix(int n, RandomGenerator random) {
      return fromEigenvalues(n, random, i -> 0);
    }
  },
  /** One eigenvalue is n, and what is left after its reflector is rounding of rounding. */
  ONES {
    @Override
    GuardedMatrix matrix(int n, RandomGenerator random) {
      GuardedMatrix a = new GuardedMatrix(n, n, 3);
      for (int i = 0; i < n; i++) {
        for (int j = i; j < n; j++) {
          a.set(i, j, 1);
        }
      }
      return a;
    }
  },
  CLUSTERED {
    @Override
    GuardedMatrix matrix(int n, RandomGenerator random) {
      return fromEigenvalues(n, random, i -> i % 3 + 1e-12 * i / n);
    }
  },
  GRADED {
    @Override
    GuardedMatrix matrix(int n, RandomGenerator random) {
      return fromEigenvalues(n, random, i -> Math.pow(10, -15.0 * i / Math.max(1, n - 1)));
    }
  },
  ARITHMETIC {
    @Override
    GuardedMatrix matrix(int n, RandomGenerator random) {
      return fromEigenvalues(n, random, i -> i - n / 3.0);
    }
  },
  ONE_BIG_GAP {
    @Override
    GuardedMatrix matrix(int n, RandomGenerator random) {
      return fromEigenvalues(n, random, i -> i < n / 2 ? 1e-8 * i : 1 + 1e-8 * i);
    }
  },
  RANK_ONE {
    @Override
    GuardedMatrix matrix(int n, RandomGenerator random) {
      return fromEigenvalues(n, random, i -> i == 0 ? 1 : 0);
    }
  },
  /** Wilkinson's W₂₁⁺, whose eigenvalues come in all but equal pairs, many times over. */
  GLUED_WILKINSON {
    @Override
    GuardedMatrix matrix(int n, RandomGenerator random) {
      GuardedMatrix a = zeros(n);
      for (int i = 0; i < n; i++) {
        a.set(i, i, Math.abs(i % 21 - 10));
        if (i + 1 < n) {
          a.set(i, i + 1, i % 21 == 20 ? 1e-10 : 1);
        }
      }
      return a;
    }
  },
  /** Beside the diagonal nothing but elements whose squares underflow. */
  ALL_BUT_DIAGONAL {
    @Override
    GuardedMatrix matrix(int n, RandomGenerator random) {
      GuardedMatrix a = zeros(n);
      for (int i = 0; i < n; i++) {
        for (int j = i; j < n; j++) {
          a.set(i, j, i == j ? i % 5 : Math.scalb(random.nextDouble(), -525));
        }
      }
      return a;
    }
  };

  /** Reflections that mix the eigenvectors. */
  private static final int REFLECTIONS = 4;

  /** The upper triangle of a matrix of order n; guards below. */
  GuardedMatrix matrix(int n, long seed) {
    return matrix(n, new SplittableRandom(seed));
  }

  abstract GuardedMatrix matrix(int n, RandomGenerator random);

  private static GuardedMatrix fromEigenvalues(
      int n, RandomGenerator random, IntToDoubleFunction eigenvalue) {
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i][i] = eigenvalue.applyAsDouble(i);
    }
    for (int r = 0; r < REFLECTIONS; r++) {
      reflect(a, random);
    }
    GuardedMatrix upper = new GuardedMatrix(n, n, 3);
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        upper.set(i, j, a[i][j]);
      }
    }
    return upper;
  }

  /** A ← HAH with a random Householder reflection H = I − h·uuᵀ. */
  private static void reflect(double[][] a, RandomGenerator random) {
    int n = a.length;
    double[] u = new double[n];
    double square = 0;
    for (int i = 0; i < n; i++) {
      u[i] = random.nextDouble() - 0.5;
      square += u[i] * u[i];
    }
    double h = 2 / square;
    double[] w = new double[n];
    double uAu = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        w[i] += h * a[i][j] * u[j];
      }
      uAu += u[i] * w[i];
    }
    for (int i = 0; i < n; i++) {
      w[i] -= 0.5 * h * uAu * u[i];
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] -= u[i] * w[j] + w[i] * u[j];
      }
    }
  }

  private static GuardedMatrix zeros(int n) {
    GuardedMatrix a = new GuardedMatrix(n, n, 3);
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        a.set(i, j, 0);
      }
    }
    return a;
  }
}
