package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.hone.math.internal.MixtureKernels;
import jdk.incubator.vector.DoubleVector;

/** The passes of a mixture on the Vector API. */
final class SimdMixture implements MixtureKernels {
  private static final int LANES = SPECIES.length();

  @Override
  public void subtractSquares(
      int points,
      int d,
      double[] x,
      int xOffset,
      int n,
      double[] scale,
      double[] shift,
      int offset,
      double[] e) {
    for (int j = 0; j < n; j += LANES) {
      int block = offset + j / BLOCK * BLOCK * d + j % BLOCK;
      subtractSquaresAt(j, d, x, xOffset, n, scale, shift, block, e);
    }
  }

  /** One vector of components: two loads serve sixteen multiplications. */
  private static void subtractSquaresAt(
      int j,
      int d,
      double[] x,
      int xOffset,
      int n,
      double[] scale,
      double[] shift,
      int offset,
      double[] e) {
    DoubleVector sum0 = DoubleVector.zero(SPECIES);
    DoubleVector sum1 = sum0;
    DoubleVector sum2 = sum0;
    DoubleVector sum3 = sum0;
    DoubleVector sum4 = sum0;
    DoubleVector sum5 = sum0;
    DoubleVector sum6 = sum0;
    DoubleVector sum7 = sum0;
    for (int k = 0; k < d; k++) {
      DoubleVector s = DoubleVector.fromArray(SPECIES, scale, offset + k * BLOCK);
      DoubleVector t = DoubleVector.fromArray(SPECIES, shift, offset + k * BLOCK);
      int p = xOffset + k;
      DoubleVector z0 = DoubleVector.broadcast(SPECIES, x[p]).fma(s, t);
      sum0 = z0.fma(z0, sum0);
      DoubleVector z1 = DoubleVector.broadcast(SPECIES, x[p + d]).fma(s, t);
      sum1 = z1.fma(z1, sum1);
      DoubleVector z2 = DoubleVector.broadcast(SPECIES, x[p + 2 * d]).fma(s, t);
      sum2 = z2.fma(z2, sum2);
      DoubleVector z3 = DoubleVector.broadcast(SPECIES, x[p + 3 * d]).fma(s, t);
      sum3 = z3.fma(z3, sum3);
      DoubleVector z4 = DoubleVector.broadcast(SPECIES, x[p + 4 * d]).fma(s, t);
      sum4 = z4.fma(z4, sum4);
      DoubleVector z5 = DoubleVector.broadcast(SPECIES, x[p + 5 * d]).fma(s, t);
      sum5 = z5.fma(z5, sum5);
      DoubleVector z6 = DoubleVector.broadcast(SPECIES, x[p + 6 * d]).fma(s, t);
      sum6 = z6.fma(z6, sum6);
      DoubleVector z7 = DoubleVector.broadcast(SPECIES, x[p + 7 * d]).fma(s, t);
      sum7 = z7.fma(z7, sum7);
    }
    DoubleVector half = DoubleVector.broadcast(SPECIES, -0.5);
    half.fma(sum0, DoubleVector.fromArray(SPECIES, e, j)).max(FLOOR).intoArray(e, j);
    half.fma(sum1, DoubleVector.fromArray(SPECIES, e, n + j)).max(FLOOR).intoArray(e, n + j);
    half.fma(sum2, DoubleVector.fromArray(SPECIES, e, 2 * n + j))
        .max(FLOOR)
        .intoArray(e, 2 * n + j);
    half.fma(sum3, DoubleVector.fromArray(SPECIES, e, 3 * n + j))
        .max(FLOOR)
        .intoArray(e, 3 * n + j);
    half.fma(sum4, DoubleVector.fromArray(SPECIES, e, 4 * n + j))
        .max(FLOOR)
        .intoArray(e, 4 * n + j);
    half.fma(sum5, DoubleVector.fromArray(SPECIES, e, 5 * n + j))
        .max(FLOOR)
        .intoArray(e, 5 * n + j);
    half.fma(sum6, DoubleVector.fromArray(SPECIES, e, 6 * n + j))
        .max(FLOOR)
        .intoArray(e, 6 * n + j);
    half.fma(sum7, DoubleVector.fromArray(SPECIES, e, 7 * n + j))
        .max(FLOOR)
        .intoArray(e, 7 * n + j);
  }

  @Override
  public void subtractProducts(
      int points,
      int d,
      double[] x,
      int xOffset,
      double[] own,
      int ownOffset,
      int n,
      double[] shift,
      int offset,
      double[] base,
      int baseOffset,
      int baseStride,
      double[] e) {
    // Of two vectors, where a block has them, half of the points fill the registers.
    boolean two = 2 * LANES <= BLOCK;
    for (int j = 0; j < n; j += two ? 2 * LANES : LANES) {
      int block = offset + j / BLOCK * BLOCK * d + j % BLOCK;
      int from = baseOffset + j;
      if (two) {
        for (int c = 0; c < points; c += TOGETHER / 2) {
          ofTwo(
              d,
              x,
              xOffset + c * d,
              own,
              ownOffset + c,
              n,
              shift,
              block,
              base,
              from + c * baseStride,
              baseStride,
              e,
              c * n + j);
        }
      } else {
        ofOne(d, x, xOffset, own, ownOffset, n, shift, block, base, from, baseStride, e, j);
      }
    }
  }

  /** Two vectors of components and four points: six loads serve eight multiplications. */
  private static void ofTwo(
      int d,
      double[] x,
      int xOffset,
      double[] own,
      int ownOffset,
      int n,
      double[] shift,
      int offset,
      double[] base,
      int from,
      int stride,
      double[] e,
      int to) {
    DoubleVector sum0 = DoubleVector.zero(SPECIES);
    DoubleVector sum1 = sum0;
    DoubleVector sum2 = sum0;
    DoubleVector sum3 = sum0;
    DoubleVector sum4 = sum0;
    DoubleVector sum5 = sum0;
    DoubleVector sum6 = sum0;
    DoubleVector sum7 = sum0;
    for (int k = 0; k < d; k++) {
      DoubleVector s = DoubleVector.fromArray(SPECIES, shift, offset + k * BLOCK);
      DoubleVector t = DoubleVector.fromArray(SPECIES, shift, offset + k * BLOCK + LANES);
      int p = xOffset + k;
      DoubleVector x0 = DoubleVector.broadcast(SPECIES, x[p]);
      sum0 = x0.fma(s, sum0);
      sum1 = x0.fma(t, sum1);
      DoubleVector x1 = DoubleVector.broadcast(SPECIES, x[p + d]);
      sum2 = x1.fma(s, sum2);
      sum3 = x1.fma(t, sum3);
      DoubleVector x2 = DoubleVector.broadcast(SPECIES, x[p + 2 * d]);
      sum4 = x2.fma(s, sum4);
      sum5 = x2.fma(t, sum5);
      DoubleVector x3 = DoubleVector.broadcast(SPECIES, x[p + 3 * d]);
      sum6 = x3.fma(s, sum6);
      sum7 = x3.fma(t, sum7);
    }
    // Written out: calls of a method that takes a vector are not all inlined, and the rest box it.
    DoubleVector floor = DoubleVector.broadcast(SPECIES, FLOOR);
    DoubleVector own0 = DoubleVector.broadcast(SPECIES, own[ownOffset]);
    DoubleVector base0 = DoubleVector.fromArray(SPECIES, base, from);
    base0.sub(own0).sub(sum0).max(floor).intoArray(e, to);
    DoubleVector base1 = DoubleVector.fromArray(SPECIES, base, from + LANES);
    base1.sub(own0).sub(sum1).max(floor).intoArray(e, to + LANES);
    DoubleVector own1 = DoubleVector.broadcast(SPECIES, own[ownOffset + 1]);
    DoubleVector base2 = DoubleVector.fromArray(SPECIES, base, from + stride);
    base2.sub(own1).sub(sum2).max(floor).intoArray(e, to + n);
    DoubleVector base3 = DoubleVector.fromArray(SPECIES, base, from + stride + LANES);
    base3.sub(own1).sub(sum3).max(floor).intoArray(e, to + n + LANES);
    DoubleVector own2 = DoubleVector.broadcast(SPECIES, own[ownOffset + 2]);
    DoubleVector base4 = DoubleVector.fromArray(SPECIES, base, from + 2 * stride);
    base4.sub(own2).sub(sum4).max(floor).intoArray(e, to + 2 * n);
    DoubleVector base5 = DoubleVector.fromArray(SPECIES, base, from + 2 * stride + LANES);
    base5.sub(own2).sub(sum5).max(floor).intoArray(e, to + 2 * n + LANES);
    DoubleVector own3 = DoubleVector.broadcast(SPECIES, own[ownOffset + 3]);
    DoubleVector base6 = DoubleVector.fromArray(SPECIES, base, from + 3 * stride);
    base6.sub(own3).sub(sum6).max(floor).intoArray(e, to + 3 * n);
    DoubleVector base7 = DoubleVector.fromArray(SPECIES, base, from + 3 * stride + LANES);
    base7.sub(own3).sub(sum7).max(floor).intoArray(e, to + 3 * n + LANES);
  }

  /** One vector of components and all points. */
  private static void ofOne(
      int d,
      double[] x,
      int xOffset,
      double[] own,
      int ownOffset,
      int n,
      double[] shift,
      int offset,
      double[] base,
      int from,
      int stride,
      double[] e,
      int to) {
    DoubleVector sum0 = DoubleVector.zero(SPECIES);
    DoubleVector sum1 = sum0;
    DoubleVector sum2 = sum0;
    DoubleVector sum3 = sum0;
    DoubleVector sum4 = sum0;
    DoubleVector sum5 = sum0;
    DoubleVector sum6 = sum0;
    DoubleVector sum7 = sum0;
    for (int k = 0; k < d; k++) {
      DoubleVector t = DoubleVector.fromArray(SPECIES, shift, offset + k * BLOCK);
      int p = xOffset + k;
      sum0 = DoubleVector.broadcast(SPECIES, x[p]).fma(t, sum0);
      sum1 = DoubleVector.broadcast(SPECIES, x[p + d]).fma(t, sum1);
      sum2 = DoubleVector.broadcast(SPECIES, x[p + 2 * d]).fma(t, sum2);
      sum3 = DoubleVector.broadcast(SPECIES, x[p + 3 * d]).fma(t, sum3);
      sum4 = DoubleVector.broadcast(SPECIES, x[p + 4 * d]).fma(t, sum4);
      sum5 = DoubleVector.broadcast(SPECIES, x[p + 5 * d]).fma(t, sum5);
      sum6 = DoubleVector.broadcast(SPECIES, x[p + 6 * d]).fma(t, sum6);
      sum7 = DoubleVector.broadcast(SPECIES, x[p + 7 * d]).fma(t, sum7);
    }
    DoubleVector floor = DoubleVector.broadcast(SPECIES, FLOOR);
    DoubleVector own0 = DoubleVector.broadcast(SPECIES, own[ownOffset]);
    DoubleVector base0 = DoubleVector.fromArray(SPECIES, base, from);
    base0.sub(own0).sub(sum0).max(floor).intoArray(e, to);
    DoubleVector own1 = DoubleVector.broadcast(SPECIES, own[ownOffset + 1]);
    DoubleVector base1 = DoubleVector.fromArray(SPECIES, base, from + stride);
    base1.sub(own1).sub(sum1).max(floor).intoArray(e, to + n);
    DoubleVector own2 = DoubleVector.broadcast(SPECIES, own[ownOffset + 2]);
    DoubleVector base2 = DoubleVector.fromArray(SPECIES, base, from + 2 * stride);
    base2.sub(own2).sub(sum2).max(floor).intoArray(e, to + 2 * n);
    DoubleVector own3 = DoubleVector.broadcast(SPECIES, own[ownOffset + 3]);
    DoubleVector base3 = DoubleVector.fromArray(SPECIES, base, from + 3 * stride);
    base3.sub(own3).sub(sum3).max(floor).intoArray(e, to + 3 * n);
    DoubleVector own4 = DoubleVector.broadcast(SPECIES, own[ownOffset + 4]);
    DoubleVector base4 = DoubleVector.fromArray(SPECIES, base, from + 4 * stride);
    base4.sub(own4).sub(sum4).max(floor).intoArray(e, to + 4 * n);
    DoubleVector own5 = DoubleVector.broadcast(SPECIES, own[ownOffset + 5]);
    DoubleVector base5 = DoubleVector.fromArray(SPECIES, base, from + 5 * stride);
    base5.sub(own5).sub(sum5).max(floor).intoArray(e, to + 5 * n);
    DoubleVector own6 = DoubleVector.broadcast(SPECIES, own[ownOffset + 6]);
    DoubleVector base6 = DoubleVector.fromArray(SPECIES, base, from + 6 * stride);
    base6.sub(own6).sub(sum6).max(floor).intoArray(e, to + 6 * n);
    DoubleVector own7 = DoubleVector.broadcast(SPECIES, own[ownOffset + 7]);
    DoubleVector base7 = DoubleVector.fromArray(SPECIES, base, from + 7 * stride);
    base7.sub(own7).sub(sum7).max(floor).intoArray(e, to + 7 * n);
  }

  @Override
  public void subtractMismatches(
      double penalty, double code, int n, double[] codes, int offset, double[] e, int eOffset) {
    DoubleVector penalties = DoubleVector.broadcast(SPECIES, penalty);
    for (int j = 0; j < n; j += LANES) {
      var differs = DoubleVector.fromArray(SPECIES, codes, offset + j).compare(NE, code);
      DoubleVector.fromArray(SPECIES, e, eOffset + j)
          .sub(penalties, differs)
          .intoArray(e, eOffset + j);
    }
  }

  @Override
  public void addWeighted(
      int points, int n, double[] w, int wOffset, double[] e, double[] sums, int sumsOffset) {
    int fours = points & -4;
    for (int lane = 0; lane < BLOCK; lane += LANES) {
      for (int c = 0; c < fours; c += 4) {
        addFour(lane, n, w, wOffset, e, c * n, sums, sumsOffset + c * BLOCK + lane);
      }
      for (int c = fours; c < points; c++) {
        addOne(lane, n, w, wOffset, e, c * n, sums, sumsOffset + c * BLOCK + lane);
      }
    }
  }

  /** Some lanes of four points: no sum waits for another. */
  private static void addFour(
      int lane,
      int n,
      double[] w,
      int wOffset,
      double[] e,
      int eOffset,
      double[] sums,
      int sumsOffset) {
    DoubleVector sum0 = DoubleVector.fromArray(SPECIES, sums, sumsOffset);
    DoubleVector sum1 = DoubleVector.fromArray(SPECIES, sums, sumsOffset + BLOCK);
    DoubleVector sum2 = DoubleVector.fromArray(SPECIES, sums, sumsOffset + 2 * BLOCK);
    DoubleVector sum3 = DoubleVector.fromArray(SPECIES, sums, sumsOffset + 3 * BLOCK);
    for (int j = lane; j < n; j += BLOCK) {
      DoubleVector weights = DoubleVector.fromArray(SPECIES, w, wOffset + j);
      int p = eOffset + j;
      sum0 = weights.fma(DoubleVector.fromArray(SPECIES, e, p), sum0);
      sum1 = weights.fma(DoubleVector.fromArray(SPECIES, e, p + n), sum1);
      sum2 = weights.fma(DoubleVector.fromArray(SPECIES, e, p + 2 * n), sum2);
      sum3 = weights.fma(DoubleVector.fromArray(SPECIES, e, p + 3 * n), sum3);
    }
    sum0.intoArray(sums, sumsOffset);
    sum1.intoArray(sums, sumsOffset + BLOCK);
    sum2.intoArray(sums, sumsOffset + 2 * BLOCK);
    sum3.intoArray(sums, sumsOffset + 3 * BLOCK);
  }

  private static void addOne(
      int lane,
      int n,
      double[] w,
      int wOffset,
      double[] e,
      int eOffset,
      double[] sums,
      int sumsOffset) {
    DoubleVector sum = DoubleVector.fromArray(SPECIES, sums, sumsOffset);
    for (int j = lane; j < n; j += BLOCK) {
      sum =
          DoubleVector.fromArray(SPECIES, w, wOffset + j)
              .fma(DoubleVector.fromArray(SPECIES, e, eOffset + j), sum);
    }
    sum.intoArray(sums, sumsOffset);
  }
}
