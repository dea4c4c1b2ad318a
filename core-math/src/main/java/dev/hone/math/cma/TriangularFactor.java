package dev.hone.math.cma;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A covariance matrix C = UᵀU by its factor, changed by one direction at a time: O(n²) for
 * everything, without allocation.
 */
final class TriangularFactor {
  /** The covariance is brought back to the scale of 1 when it has left it this far behind. */
  private static final double FAR_SCALE = 1e50;

  private final int n;

  /** Upper triangle, row-major. */
  private final double[] u;

  private final double[] sum;

  TriangularFactor(int n) {
    this.n = n;
    u = new double[n * n];
    sum = new double[n];
  }

  /** The identity. */
  void reset() {
    Arrays.fill(u, 0);
    for (int i = 0; i < n; i++) {
      u[i * n + i] = 1;
    }
  }

  void copyFrom(TriangularFactor other) {
    System.arraycopy(other.u, 0, u, 0, u.length);
  }

  /** √Cⱼⱼ. */
  double deviation(int coordinate) {
    double variance = 0;
    for (int k = 0; k <= coordinate; k++) {
      double element = u[k * n + coordinate];
      variance = Math.fma(element, element, variance);
    }
    return Math.sqrt(variance);
  }

  /** Writes Uᵀz. */
  void multiply(double[] z, double[] product) {
    Arrays.fill(product, 0);
    for (int k = 0; k < n; k++) {
      for (int j = k; j < n; j++) {
        product[j] = Math.fma(z[k], u[k * n + j], product[j]);
      }
    }
  }

  /** Writes the solution of Uᵀz = step. */
  void solve(double[] step, double[] z) {
    System.arraycopy(step, 0, z, 0, n);
    for (int k = 0; k < n; k++) {
      z[k] /= u[k * n + k];
      for (int j = k + 1; j < n; j++) {
        z[j] = Math.fma(-z[k], u[k * n + j], z[j]);
      }
    }
  }

  /** C ← keep²·C + vvᵀ, by rotations of the rows; v is used up. */
  void update(double keep, double[] v) {
    for (int k = 0; k < n; k++) {
      int row = k * n;
      double pivot = keep * u[row + k];
      double length = Math.sqrt(Math.fma(pivot, pivot, v[k] * v[k]));
      double cosine = pivot / length;
      double sine = v[k] / length;
      for (int j = k; j < n; j++) {
        double old = keep * u[row + j];
        u[row + j] = Math.fma(cosine, old, sine * v[j]);
        v[j] = Math.fma(cosine, v[j], -sine * old);
      }
    }
  }

  /**
   * C ← keep²·Uᵀ(I − share·zzᵀ)U, where the bracket is RᵀR with r_kk² = t_k/t_(k−1) and r_kj =
   * −p_k·p_j/√(t_k·t_(k−1)), p = √share·z, t_k = 1 − p_0² − … − p_k².
   *
   * @param share such that share·‖z‖² is safely below 1
   */
  void downdate(double keep, double[] z, double share) {
    double root = Math.sqrt(share);
    double rest = 1;
    for (int k = 0; k < n; k++) {
      rest -= share * z[k] * z[k];
    }
    Arrays.fill(sum, 0);
    for (int k = n - 1; k >= 0; k--) {
      double p = root * z[k];
      double before = Math.fma(p, p, rest);
      double diagonal = keep * Math.sqrt(rest / before);
      double off = keep * p / Math.sqrt(rest * before);
      int row = k * n;
      for (int j = k; j < n; j++) {
        double old = u[row + j];
        u[row + j] = Math.fma(diagonal, old, -off * sum[j]);
        sum[j] = Math.fma(p, old, sum[j]);
      }
      rest = before;
    }
  }

  /**
   * Brings the factor back to a scale of 1 if it is far from it, and off zero.
   *
   * @return by what it was divided
   */
  double keepInScale() {
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, u[i * n + i]);
    }
    double divisor = 1;
    if (largest > FAR_SCALE || largest < 1 / FAR_SCALE) {
      divisor = largest;
      for (int i = 0; i < u.length; i++) {
        u[i] /= divisor;
      }
    }
    double smallest = 0x1p-500;
    for (int i = 0; i < n; i++) {
      u[i * n + i] = Math.max(u[i * n + i], smallest);
    }
    return divisor;
  }

  void save(DataOutput out) throws IOException {
    CmaSnapshot.writeDoubles(out, u);
  }

  void load(DataInput in) throws IOException {
    CmaSnapshot.readDoubles(in, u);
  }
}
