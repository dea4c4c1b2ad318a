package dev.hone.math.internal.scalar;

import dev.hone.math.internal.TridiagonalQl;
import dev.hone.math.linalg.SymmetricEigenSolver;
import java.util.Arrays;

/**
 * Householder's reduction to tridiagonal form and the implicit QL iteration, in plain loops; O(n³).
 *
 * <p>The last row is reduced first and eigenvectors are rows, so that reflectors and rotations run
 * along contiguous memory.
 *
 * <p>Source: Golub and Van Loan, Matrix Computations (4th ed.), algorithms 5.1.1 and 8.3.1 to
 * 8.3.3, from the other end.
 */
final class ScalarEigenSolver implements SymmetricEigenSolver {
  /**
   * A column of which the sum of squares is this small beside a norm of 1 is dropped: the square of
   * its inverse, which the update is scaled by, must not overflow.
   */
  private static final double NEGLIGIBLE_SQUARE = 0x1p-480;

  private final TridiagonalQl ql = new TridiagonalQl();
  private final Rows rows = new Rows();
  private double[] coupling = {};
  private double[] scale = {};
  private double[] work = {};

  @Override
  public void eigenvalues(int n, double[] a, int ld, double[] values) {
    reduce(n, a, ld, values);
    ql.solve(n, 0, values, coupling, (first, last, rotations) -> {});
    Arrays.sort(values, 0, n);
  }

  @Override
  public void decompose(
      int n, double[] a, int ld, double[] values, double[] vectors, int from, int to) {
    reduce(n, a, ld, values);
    accumulate(n, a, ld, vectors);
    rows.bind(n, vectors, ld);
    ql.solve(n, 0, values, coupling, rows);
    sort(n, values, vectors, ld);
    for (int i = from; i < to; i++) {
      System.arraycopy(vectors, i * ld, vectors, (i - from) * ld, n);
    }
  }

  /**
   * A ← T = QᵀAQ. Row r of A is left holding the reflector u of step r, H = I − scale·uuᵀ, in
   * columns 0 to r − 1.
   */
  private void reduce(int n, double[] a, int ld, double[] diagonal) {
    if (coupling.length < n) {
      coupling = new double[n];
      scale = new double[n];
      work = new double[n];
    }
    for (int r = n - 1; r >= 1; r--) {
      int row = r * ld;
      diagonal[r] = a[row + r];
      reflect(r, a, row);
      double h = scale[r];
      if (h == 0) {
        continue;
      }
      double uAu = 0;
      for (int i = 0; i < r; i++) {
        work[i] = h * dot(r, a, i * ld, a, row);
        uAu = Math.fma(a[row + i], work[i], uAu);
      }
      for (int i = 0; i < r; i++) {
        work[i] = Math.fma(-0.5 * h * uAu, a[row + i], work[i]);
      }
      for (int i = 0; i < r; i++) {
        double u = -a[row + i];
        double w = -work[i];
        for (int j = 0; j < r; j++) {
          a[i * ld + j] = Math.fma(u, work[j], Math.fma(w, a[row + j], a[i * ld + j]));
        }
      }
    }
    if (n > 0) {
      diagonal[0] = a[0];
    }
  }

  /** Replaces the first r elements of a row by the reflector that leaves only the last of them. */
  private void reflect(int r, double[] a, int row) {
    double last = a[row + r - 1];
    double square = dot(r - 1, a, row, a, row);
    if (square <= NEGLIGIBLE_SQUARE) {
      Arrays.fill(a, row, row + r, 0);
      coupling[r - 1] = last;
      scale[r] = 0;
      return;
    }
    double beta = -Math.copySign(Math.sqrt(Math.fma(last, last, square)), last);
    a[row + r - 1] = last - beta;
    coupling[r - 1] = beta;
    scale[r] = 1 / (beta * (beta - last));
  }

  /** V ← Qᵀ, the product of the reflectors from the smallest to the largest. */
  private void accumulate(int n, double[] a, int ld, double[] v) {
    for (int i = 0; i < n; i++) {
      Arrays.fill(v, i * ld, i * ld + n, 0);
      v[i * ld + i] = 1;
    }
    for (int r = 2; r < n; r++) {
      if (scale[r] == 0) {
        continue;
      }
      for (int i = 0; i < r; i++) {
        double t = -scale[r] * dot(r, v, i * ld, a, r * ld);
        for (int j = 0; j < r; j++) {
          v[i * ld + j] = Math.fma(t, a[r * ld + j], v[i * ld + j]);
        }
      }
    }
  }

  private static void sort(int n, double[] values, double[] v, int ld) {
    for (int i = 0; i < n - 1; i++) {
      int smallest = i;
      for (int k = i + 1; k < n; k++) {
        if (values[k] < values[smallest]) {
          smallest = k;
        }
      }
      if (smallest != i) {
        double value = values[i];
        values[i] = values[smallest];
        values[smallest] = value;
        for (int j = 0; j < n; j++) {
          double element = v[i * ld + j];
          v[i * ld + j] = v[smallest * ld + j];
          v[smallest * ld + j] = element;
        }
      }
    }
  }

  private static double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum = Math.fma(x[xOffset + i], y[yOffset + i], sum);
    }
    return sum;
  }

  /** The rows of V, n columns each. */
  private static final class Rows implements TridiagonalQl.Rows {
    private double[] v = {};
    private int n;
    private int ld;

    void bind(int n, double[] v, int ld) {
      this.n = n;
      this.v = v;
      this.ld = ld;
    }

    @Override
    public void rotate(int first, int last, double[] rotations) {
      for (int i = last - 1; i >= first; i--) {
        double c = rotations[2 * i];
        double s = rotations[2 * i + 1];
        int x = i * ld;
        int y = x + ld;
        for (int j = 0; j < n; j++) {
          double vx = v[x + j];
          double vy = v[y + j];
          v[x + j] = Math.fma(c, vx, -s * vy);
          v[y + j] = Math.fma(s, vx, c * vy);
        }
      }
    }
  }
}
