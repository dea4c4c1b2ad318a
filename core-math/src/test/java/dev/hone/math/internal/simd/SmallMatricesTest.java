package dev.hone.math.internal.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.math.internal.KernelSets;
import dev.hone.math.linalg.LinearAlgebra;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four elements at a time have the bits of one after the other. */
class SmallMatricesTest {
  private static final int OFFSET = 2;

  private final LinearAlgebra scalar = KernelSets.scalar().linearAlgebra();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13})
  void productsAreThoseOfTheScalarBackend(int n) {
    SplittableRandom random = new SplittableRandom(n);
    int ld = n + 3;
    for (int k = 0; k <= 9; k++) {
      double[] a = numbers(random, OFFSET + Math.max(k, n) * ld);
      double[] b = numbers(random, OFFSET + Math.max(k, n) * ld);
      double[] expected = numbers(random, OFFSET + n * ld);
      double[] actual = expected.clone();
      scalar.gemmTn(n, n, k, -0.7, a, OFFSET, ld, b, OFFSET, ld, expected, OFFSET, ld);
      SmallMatrices.multiplyAdd(n, n, k, -0.7, a, OFFSET, ld, b, OFFSET, ld, actual, OFFSET, ld);
      assertArrayEquals(expected, actual, "product, k = " + k);
      scalar.syrkTn(n, k, 0.3, a, OFFSET, ld, expected, OFFSET, ld);
      SmallMatrices.rankUpdate(n, k, 0.3, a, OFFSET, ld, actual, OFFSET, ld);
      assertArrayEquals(expected, actual, "update, k = " + k);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13})
  void factorsAreThoseOfTheScalarBackend(int n) {
    SplittableRandom random = new SplittableRandom(n);
    int ld = n + 3;
    double[] root = numbers(random, OFFSET + n * ld);
    double[] expected = new double[OFFSET + n * ld];
    scalar.syrkTn(n, n, 1, root, OFFSET, ld, expected, OFFSET, ld);
    double[] actual = expected.clone();
    assertEquals(-1, scalar.cholesky(n, expected, OFFSET, ld));
    assertEquals(-1, SmallMatrices.cholesky(n, actual, OFFSET, ld));
    assertArrayEquals(expected, actual);
    for (int broken = 0; broken < n; broken++) {
      double[] indefinite = new double[OFFSET + n * ld];
      scalar.syrkTn(n, n, 1, root, OFFSET, ld, indefinite, OFFSET, ld);
      indefinite[OFFSET + broken * ld + broken] = broken % 2 == 0 ? -1 : Double.NaN;
      assertEquals(broken, SmallMatrices.cholesky(n, indefinite, OFFSET, ld));
    }
  }

  private static double[] numbers(SplittableRandom random, int count) {
    return random.doubles(count, -1, 1).toArray();
  }
}
