package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import dev.hone.math.internal.TridiagonalQl;
import jdk.incubator.vector.DoubleVector;

/**
 * Applies the rotations of a QL sweep along rows.
 *
 * <p>A strip of columns is taken through the whole sweep before the next: the row that two
 * rotations share stays in registers, so that each element is read and written once.
 */
final class EigenRowRotations implements TridiagonalQl.Rows {
  private static final int L = SPECIES.length();

  private double[] z = {};
  private int offset;
  private int ld;
  private int columns;

  /**
   * Chooses the rows to rotate.
   *
   * @param offset of row 0
   * @param columns rounded up to whole vectors: what lies behind them must be zero
   */
  void bind(double[] z, int offset, int ld, int columns) {
    this.z = z;
    this.offset = offset;
    this.ld = ld;
    this.columns = columns;
  }

  @Override
  public void rotate(int first, int last, double[] rotations) {
    int j = 0;
    for (; j <= columns - 3 * L; j += 4 * L) {
      rotateFour(first, last, rotations, z, offset + j, ld);
    }
    for (; j < columns; j += L) {
      rotateOne(first, last, rotations, z, offset + j, ld);
    }
  }

  private static void rotateFour(
      int first, int last, double[] rotations, double[] z, int offset, int ld) {
    int y = offset + last * ld;
    DoubleVector y0 = DoubleVector.fromArray(SPECIES, z, y);
    DoubleVector y1 = DoubleVector.fromArray(SPECIES, z, y + L);
    DoubleVector y2 = DoubleVector.fromArray(SPECIES, z, y + 2 * L);
    DoubleVector y3 = DoubleVector.fromArray(SPECIES, z, y + 3 * L);
    for (int i = last - 1; i >= first; i--) {
      DoubleVector c = DoubleVector.broadcast(SPECIES, rotations[2 * i]);
      DoubleVector s = DoubleVector.broadcast(SPECIES, rotations[2 * i + 1]);
      int x = y - ld;
      DoubleVector x0 = DoubleVector.fromArray(SPECIES, z, x);
      DoubleVector x1 = DoubleVector.fromArray(SPECIES, z, x + L);
      DoubleVector x2 = DoubleVector.fromArray(SPECIES, z, x + 2 * L);
      DoubleVector x3 = DoubleVector.fromArray(SPECIES, z, x + 3 * L);
      s.fma(x0, c.mul(y0)).intoArray(z, y);
      s.fma(x1, c.mul(y1)).intoArray(z, y + L);
      s.fma(x2, c.mul(y2)).intoArray(z, y + 2 * L);
      s.fma(x3, c.mul(y3)).intoArray(z, y + 3 * L);
      y0 = c.mul(x0).sub(s.mul(y0));
      y1 = c.mul(x1).sub(s.mul(y1));
      y2 = c.mul(x2).sub(s.mul(y2));
      y3 = c.mul(x3).sub(s.mul(y3));
      y = x;
    }
    y0.intoArray(z, y);
    y1.intoArray(z, y + L);
    y2.intoArray(z, y + 2 * L);
    y3.intoArray(z, y + 3 * L);
  }

  private static void rotateOne(
      int first, int last, double[] rotations, double[] z, int offset, int ld) {
    int y = offset + last * ld;
    DoubleVector y0 = DoubleVector.fromArray(SPECIES, z, y);
    for (int i = last - 1; i >= first; i--) {
      DoubleVector c = DoubleVector.broadcast(SPECIES, rotations[2 * i]);
      DoubleVector s = DoubleVector.broadcast(SPECIES, rotations[2 * i + 1]);
      int x = y - ld;
      DoubleVector x0 = DoubleVector.fromArray(SPECIES, z, x);
      s.fma(x0, c.mul(y0)).intoArray(z, y);
      y0 = c.mul(x0).sub(s.mul(y0));
      y = x;
    }
    y0.intoArray(z, y);
  }
}
