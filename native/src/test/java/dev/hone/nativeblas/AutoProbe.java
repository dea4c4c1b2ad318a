package dev.hone.nativeblas;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.eigen.SymmetricEigen;
import dev.hone.math.linalg.LinearAlgebra;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Prints the name of a backend, and hashes of what it computes at two orders. */
final class AutoProbe {
  private AutoProbe() {}

  /**
   * Computes and prints.
   *
   * @param args the backend
   */
  public static void main(String[] args) {
    LinearAlgebra la = Engines.linearAlgebra(Backend.valueOf(args[0]));
    System.out.println(la.name() + " " + hash(la, 40) + " " + hash(la, 200));
  }

  private static int hash(LinearAlgebra la, int n) {
    double[] a = new SplittableRandom(n).doubles((long) n * n, -1, 1).toArray();
    double[] product = new double[n * n];
    la.gemmTn(n, n, n, 1, a, 0, n, a.clone(), 0, n, product, 0, n);
    for (int i = 0; i < n; i++) {
      product[i * n + i] += n;
    }
    int hash = Arrays.hashCode(product);
    if (la.cholesky(n, product, 0, n) >= 0) {
      throw new IllegalStateException("not positive definite");
    }
    hash = 31 * hash + Arrays.hashCode(product);
    la.solveUpperTransposed(n, n, product, 0, n, a, 0, n);
    hash = 31 * hash + Arrays.hashCode(a);
    la.inverseFromCholesky(n, product, 0, n, product, 0, n);
    for (int i = 0; i < n; i++) {
      // Below the diagonal is scratch.
      hash = 31 * hash + Arrays.hashCode(Arrays.copyOfRange(product, i * n + i, (i + 1) * n));
      Arrays.fill(product, i * n, i * n + i, 0);
    }
    la.syrkTn(n, n, 1, a, 0, n, product, 0, n);
    hash = 31 * hash + Arrays.hashCode(product);
    SymmetricEigen eigen = new SymmetricEigen(la);
    eigen.decompose(n, product, 0, n);
    return 31 * hash + Arrays.hashCode(Arrays.copyOf(eigen.eigenvalues(), n));
  }
}
