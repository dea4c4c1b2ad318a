package dev.hone.math.linalg;

import dev.hone.math.eigen.SymmetricEigen;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Runs every routine once and prints a hash of all result bits, for each implementation: the same
 * in every JVM, compiled or not.
 */
final class DeterminismProbe {
  private static final int[] ORDERS = {13, 45};

  /** Above the block sizes of triangular solves, with few right-hand sides to stay quick. */
  private static final int LARGE = 135;

  /** One for each way to decompose, QL and divide and conquer. */
  private static final int[] EIGEN_ORDERS = {20, 45};

  /** Reduced in blocks, on the way to eigenvalues alone to stay quick. */
  private static final int LARGE_EIGEN_ORDER = 114;

  private DeterminismProbe() {}

  public static void main(String[] args) {
    System.out.print(report());
  }

  static String report() {
    StringBuilder report = new StringBuilder();
    for (LinearAlgebra la : KernelSetArguments.implementations()) {
      report.append(la.name()).append(' ').append(Long.toHexString(bits(la))).append('\n');
    }
    return report.toString();
  }

  static long bits(LinearAlgebra la) {
    long bits = 1;
    for (int n : ORDERS) {
      bits = 31 * bits + bits(la, n, n);
    }
    bits = 31 * bits + bits(la, LARGE, 9);
    for (int n : EIGEN_ORDERS) {
      bits = 31 * bits + eigenBits(la, n, n);
    }
    return 31 * bits + eigenBits(la, LARGE_EIGEN_ORDER, 0);
  }

  private static long bits(LinearAlgebra la, int n, int m) {
    SplittableRandom random = new SplittableRandom(n);
    double[] a = new double[n * n];
    double[] b = new double[n * m];
    fill(a, random);
    fill(b, random);
    double[] spd = new double[n * n];
    for (int i = 0; i < n; i++) {
      spd[i * n + i] = 1;
    }
    double[] product = a.clone();
    la.gemmTn(n, m, n, -0.7, a, 0, n, b, 0, m, product, 0, n);
    la.syrkTn(n, m, 1, a, 0, n, spd, 0, n);
    long failed = la.cholesky(n, spd, 0, n);
    double[] inverse = new double[m * m];
    la.inverseFromCholesky(m, spd, 0, n, inverse, 0, m);
    clearLower(m, inverse);
    double[] x = Arrays.copyOf(a, n);
    la.solveUpperTransposed(n, m, spd, 0, n, a, 0, n);
    la.solveUpper(n, m, spd, 0, n, b, 0, m);
    la.solveUpperTransposed(n, 1, spd, 0, n, x, 0, 1);
    la.solveUpper(n, 1, spd, 0, n, x, 0, 1);
    la.axpy(n, la.dot(n, a, 0, b, 0), a, 0, x, 0);
    long bits = failed;
    for (double[] result : new double[][] {product, spd, inverse, a, b, x}) {
      bits = 31 * bits + Arrays.hashCode(result);
    }
    return bits;
  }

  private static long eigenBits(LinearAlgebra la, int n, int vectors) {
    double[] a = new double[n * n];
    fill(a, new SplittableRandom(n));
    SymmetricEigen eigen = new SymmetricEigen(la);
    eigen.decompose(n, a, 0, n, 0, vectors);
    long bits = Arrays.hashCode(Arrays.copyOf(eigen.eigenvalues(), n));
    for (int i = 0; i < vectors; i++) {
      int row = i * eigen.leadingDimension();
      bits = 31 * bits + Arrays.hashCode(Arrays.copyOfRange(eigen.eigenvectors(), row, row + n));
    }
    return bits;
  }

  private static void fill(double[] x, SplittableRandom random) {
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextDouble() - 0.5;
    }
  }

  private static void clearLower(int n, double[] a) {
    for (int i = 0; i < n; i++) {
      Arrays.fill(a, i * n, i * n + i, 0);
    }
  }
}
