package dev.hone.math.linalg;

/**
 * Plane rotations that bring a factor U up to date with A ± xxᵀ, row by row, so that all passes are
 * over contiguous elements.
 *
 * <p>Source: Golub and Van Loan, Matrix Computations (4th ed.), section 6.5.4; for the downdate
 * Saunders (1972) as in Dongarra et al., LINPACK Users' Guide (1979), chapter 10.
 */
final class FactorRotations {

  private FactorRotations() {}

  /**
   * UᵀU ← UᵀU + xxᵀ; O(n²).
   *
   * @param u n×n, its upper triangle is changed
   * @param x n elements from {@code xOffset}; overwritten
   */
  static void update(int n, double[] u, int offset, int ld, double[] x, int xOffset) {
    for (int i = 0; i < n; i++) {
      int row = offset + i * ld;
      double pivot = StrictMath.hypot(u[row + i], x[xOffset + i]);
      double c = u[row + i] / pivot;
      double s = x[xOffset + i] / pivot;
      u[row + i] = pivot;
      for (int j = i + 1; j < n; j++) {
        double above = u[row + j];
        double below = x[xOffset + j];
        u[row + j] = Math.fma(c, above, s * below);
        x[xOffset + j] = Math.fma(c, below, -s * above);
      }
    }
  }

  /**
   * UᵀU ← UᵀU − xxᵀ; O(n²). Cannot fail.
   *
   * @param u n×n, its upper triangle is changed
   * @param p U⁻ᵀx, n elements
   * @param rho √(1 − pᵀp), more than 0
   * @param v scratch of n elements
   */
  static void downdate(int n, double[] u, int ld, double[] p, double rho, double[] v) {
    double length = rho;
    for (int i = n - 1; i >= 0; i--) {
      int row = i * ld;
      double longer = StrictMath.hypot(length, p[i]);
      double c = length / longer;
      double s = p[i] / longer;
      length = longer;
      v[i] = s * u[row + i];
      u[row + i] *= c;
      for (int j = i + 1; j < n; j++) {
        double above = u[row + j];
        double below = v[j];
        u[row + j] = Math.fma(c, above, -s * below);
        v[j] = Math.fma(c, below, s * above);
      }
    }
  }
}
