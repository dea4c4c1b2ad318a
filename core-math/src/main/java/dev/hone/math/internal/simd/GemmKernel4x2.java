package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * Four rows by two vectors, for vectors of 128 bits, and of 256 where loads may be reordered.
 *
 * <p>Eight accumulators hide the latency of two FMA pipes, and with the two vectors of B and a
 * broadcast they stay within sixteen registers. Four rows by three vectors would not: the JIT
 * hoists the broadcasts above the loads, spills, and runs at half the speed.
 *
 * <p>Down a column before the next one: two products in a row then share no broadcast, and the loop
 * comes 7 % closer to the peak than by rows (an AVX2 core, operands in its first-level cache).
 */
final class GemmKernel4x2 implements GemmKernel {
  private static final int L = SPECIES.length();

  @Override
  public int rows() {
    return 4;
  }

  @Override
  public int columns() {
    return 2 * L;
  }

  @Override
  public void multiplyAdd(
      int k,
      double alpha,
      double[] a,
      int aOffset,
      double[] b,
      int bOffset,
      double[] c,
      int cOffset,
      int ldc) {
    DoubleVector c00 = DoubleVector.zero(SPECIES);
    DoubleVector c01 = DoubleVector.zero(SPECIES);
    DoubleVector c10 = DoubleVector.zero(SPECIES);
    DoubleVector c11 = DoubleVector.zero(SPECIES);
    DoubleVector c20 = DoubleVector.zero(SPECIES);
    DoubleVector c21 = DoubleVector.zero(SPECIES);
    DoubleVector c30 = DoubleVector.zero(SPECIES);
    DoubleVector c31 = DoubleVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int i = aOffset + p * 4;
      int j = bOffset + p * 2 * L;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, j);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[i]);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[i + 1]);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[i + 2]);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[i + 3]);
      c00 = a0.fma(b0, c00);
      c10 = a1.fma(b0, c10);
      c20 = a2.fma(b0, c20);
      c30 = a3.fma(b0, c30);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, j + L);
      c01 = a0.fma(b1, c01);
      c11 = a1.fma(b1, c11);
      c21 = a2.fma(b1, c21);
      c31 = a3.fma(b1, c31);
    }
    DoubleVector scale = DoubleVector.broadcast(SPECIES, alpha);
    int row = cOffset;
    scale.fma(c00, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c01, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    row += ldc;
    scale.fma(c10, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c11, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    row += ldc;
    scale.fma(c20, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c21, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    row += ldc;
    scale.fma(c30, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c31, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
  }

  @Override
  public void multiplyAddVector(
      int k,
      double alpha,
      double[] a,
      int aOffset,
      double[] b,
      int bOffset,
      double[] c,
      int cOffset,
      int ldc) {
    DoubleVector c0 = DoubleVector.zero(SPECIES);
    DoubleVector c1 = DoubleVector.zero(SPECIES);
    DoubleVector c2 = DoubleVector.zero(SPECIES);
    DoubleVector c3 = DoubleVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int i = aOffset + p * 4;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bOffset + p * 2 * L);
      c0 = DoubleVector.broadcast(SPECIES, a[i]).fma(b0, c0);
      c1 = DoubleVector.broadcast(SPECIES, a[i + 1]).fma(b0, c1);
      c2 = DoubleVector.broadcast(SPECIES, a[i + 2]).fma(b0, c2);
      c3 = DoubleVector.broadcast(SPECIES, a[i + 3]).fma(b0, c3);
    }
    DoubleVector scale = DoubleVector.broadcast(SPECIES, alpha);
    int row = cOffset;
    scale.fma(c0, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    row += ldc;
    scale.fma(c1, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    row += ldc;
    scale.fma(c2, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    row += ldc;
    scale.fma(c3, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
  }
}
