package dev.hone.math.internal.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.math.linalg.LinearAlgebra;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain twins that work while the JVM is cold have every bit of the vector kernels. */
@Tag("backend")
@Tag("vector-module")
class PlainTwinTest {
  private static final int OFFSET = 3;

  private SplittableRandom random = new SplittableRandom();

  /** A result of one routine of an implementation. */
  private interface Routine {
    double[] run(LinearAlgebra la);
  }

  @Test
  void tilesAndPanelsAreThoseOfTheVectorKernels() {
    assertEquals(Panels.R, PlainFactor.R);
    assertEquals(Panels.W, PlainFactor.W);
    assertEquals(SimdSpecies.SPECIES.length(), SimdWidth.LENGTH);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 2, 3, 5, 7, 8, 9, 12, 13, 15, 16, 17, 23, 31, 32, 33, 47, 63, 64, 65, 100, 207})
  void everyRoutineHasTheSameBits(int n) {
    random = new SplittableRandom(n);
    int ld = n + n % 3;
    for (int m : new int[] {1, 2, 3, 5, 16, 17, 37}) {
      String where = "n = " + n + ", m = " + m;
      products(where, n, m, ld);
      factors(where, n, m, ld);
    }
    double[] x = numbers(n + OFFSET);
    double[] y = numbers(n + OFFSET);
    same("dot " + n, la -> new double[] {la.dot(n, x, OFFSET, y, OFFSET)});
    same("axpy " + n, la -> changed(y, z -> la.axpy(n, -0.7, x, 0, z, OFFSET)));
  }

  /** Orders above every size at which the vector routines split a factor or a sum. */
  @ParameterizedTest
  @ValueSource(ints = {257, 519})
  void everyRoutineSplitsAtTheSamePlaces(int n) {
    random = new SplittableRandom(n);
    products("n = " + n, n, 19, n + 1);
    factors("n = " + n, n, 19, n + 1);
  }

  private void products(String where, int n, int m, int ld) {
    double[] a = numbers(OFFSET + n * ld);
    double[] b = numbers(OFFSET + n * m);
    double[] c = numbers(OFFSET + n * m);
    double[] s = numbers(OFFSET + n * ld);
    same(
        "gemm " + where,
        la -> changed(c, z -> la.gemmTn(n, m, n, -0.7, a, OFFSET, ld, b, 1, m, z, OFFSET, m)));
    same("syrk " + where, la -> changed(s, z -> la.syrkTn(n, m, 0.3, b, 0, n, z, OFFSET, ld)));
  }

  private void factors(String where, int n, int m, int ld) {
    double[] spd = positiveDefinite(n, ld);
    double[] u = spd.clone();
    TieredLinearAlgebra.vectors().cholesky(n, u, OFFSET, ld);
    double[] b = numbers(OFFSET + n * m);
    same(
        "cholesky " + where,
        la -> changed(spd, z -> assertEquals(-1, la.cholesky(n, z, OFFSET, ld))));
    same(
        "solveUpperTransposed " + where,
        la -> changed(b, z -> la.solveUpperTransposed(n, m, u, OFFSET, ld, z, OFFSET, m)));
    same(
        "solveUpper " + where,
        la -> changed(b, z -> la.solveUpper(n, m, u, OFFSET, ld, z, OFFSET, m)));
    same(
        "inverse " + where,
        la ->
            upper(
                n, ld, changed(spd, z -> la.inverseFromCholesky(n, u, OFFSET, ld, z, OFFSET, ld))));
  }

  @Test
  void aProductOfManyRowsIsSummedInTheSameBlocks() {
    int k = Blocking.PRODUCT + 41;
    double[] a = numbers(k * 9);
    double[] c = numbers(9 * 9);
    same("gemm", la -> changed(c, z -> la.gemmTn(9, 9, k, 1.1, a, 0, 9, a, 0, 9, z, 0, 9)));
    same("syrk", la -> changed(c, z -> la.syrkTn(9, k, 1.1, a, 0, 9, z, 0, 9)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 20, 39, 40})
  void aBadPivotIsFoundAtTheSamePlace(int pivot) {
    int n = 41;
    double[] spd = positiveDefinite(n, n);
    spd[OFFSET + pivot * (n + 1)] = -1;
    assertEquals(pivot, TieredLinearAlgebra.plain().cholesky(n, spd.clone(), OFFSET, n));
    assertEquals(pivot, TieredLinearAlgebra.vectors().cholesky(n, spd.clone(), OFFSET, n));
  }

  private static void same(String what, Routine routine) {
    assertArrayEquals(
        bits(routine.run(TieredLinearAlgebra.vectors())),
        bits(routine.run(TieredLinearAlgebra.plain())),
        what);
  }

  private static double[] changed(double[] x, java.util.function.Consumer<double[]> change) {
    double[] copy = x.clone();
    change.accept(copy);
    return copy;
  }

  /** The part of an inverse that means something. */
  private static double[] upper(int n, int ld, double[] a) {
    for (int i = 0; i < n; i++) {
      Arrays.fill(a, OFFSET + i * ld, OFFSET + i * ld + i, 0);
    }
    return a;
  }

  private double[] positiveDefinite(int n, int ld) {
    double[] a = numbers(OFFSET + n * ld);
    for (int i = 0; i < n; i++) {
      a[OFFSET + i * ld + i] = n + random.nextDouble();
    }
    return a;
  }

  private double[] numbers(int n) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextDouble() - 0.5;
    }
    return x;
  }

  private static long[] bits(double[] x) {
    return Arrays.stream(x).mapToLong(Double::doubleToRawLongBits).toArray();
  }
}
