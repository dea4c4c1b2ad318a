package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.DoubleVector;

/**
 * Six rows by two vectors, for vectors of 256 bits on x86, which has sixteen registers.
 *
 * <p>Twelve accumulators, the two vectors of B and one broadcast are fifteen of them. Left alone
 * the JIT hoists all six broadcasts, spills, and runs at half the speed. A load-load fence after
 * each row keeps the next broadcast where it stands; x86 orders loads by itself, so the fence is no
 * instruction. (On ARM it would be one: there {@link GemmKernel4x2} has registers enough.)
 *
 * <p>It takes 2.2 instructions for each fused multiply-add, where four rows by two vectors take
 * 2.5. On a core of one's own that is 5 % faster, on one whose other hardware thread is busy, and
 * which so decodes half as many, 32 %.
 */
final class GemmKernel6x2 implements GemmKernel {
  private static final int L = SPECIES.length();

  @Override
  public int rows() {
    return 6;
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
    DoubleVector c40 = DoubleVector.zero(SPECIES);
    DoubleVector c41 = DoubleVector.zero(SPECIES);
    DoubleVector c50 = DoubleVector.zero(SPECIES);
    DoubleVector c51 = DoubleVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int i = aOffset + p * 6;
      int j = bOffset + p * 2 * L;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, j);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, j + L);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[i]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      VarHandle.loadLoadFence();
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[i + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      VarHandle.loadLoadFence();
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[i + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      VarHandle.loadLoadFence();
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[i + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      VarHandle.loadLoadFence();
      DoubleVector a4 = DoubleVector.broadcast(SPECIES, a[i + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      VarHandle.loadLoadFence();
      DoubleVector a5 = DoubleVector.broadcast(SPECIES, a[i + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      VarHandle.loadLoadFence();
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
    row += ldc;
    scale.fma(c40, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c41, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    row += ldc;
    scale.fma(c50, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c51, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
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
    DoubleVector c4 = DoubleVector.zero(SPECIES);
    DoubleVector c5 = DoubleVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int i = aOffset + p * 6;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bOffset + p * 2 * L);
      c0 = DoubleVector.broadcast(SPECIES, a[i]).fma(b0, c0);
      c1 = DoubleVector.broadcast(SPECIES, a[i + 1]).fma(b0, c1);
      c2 = DoubleVector.broadcast(SPECIES, a[i + 2]).fma(b0, c2);
      c3 = DoubleVector.broadcast(SPECIES, a[i + 3]).fma(b0, c3);
      c4 = DoubleVector.broadcast(SPECIES, a[i + 4]).fma(b0, c4);
      c5 = DoubleVector.broadcast(SPECIES, a[i + 5]).fma(b0, c5);
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
    row += ldc;
    scale.fma(c4, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    row += ldc;
    scale.fma(c5, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
  }
}
