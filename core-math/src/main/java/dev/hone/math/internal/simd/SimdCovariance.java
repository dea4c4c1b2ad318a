package dev.hone.math.internal.simd;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.internal.CovarianceKernels;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The covariance passes on the Vector API.
 *
 * <p>Each lane repeats the operations of {@code ScalarCovariance} in the same order. Rows are
 * multiples of {@link #BLOCK}, and so of every vector length: there are no tails.
 */
final class SimdCovariance implements CovarianceKernels {
  private static final VectorSpecies<Double> SPECIES = SimdSpecies.SPECIES;
  private static final int LANES = SPECIES.length();

  @Override
  public void squaredDistances(
      int d,
      double[] p,
      int pOffset,
      int ldp,
      int n,
      double[] x,
      int xOffset,
      int ldx,
      double[] r2,
      int r2Offset) {
    int j = 0;
    // Four sums at once hide the latency of the fma and share each broadcast.
    for (; j + 4 * LANES <= n; j += 4 * LANES) {
      DoubleVector sum0 = DoubleVector.zero(SPECIES);
      DoubleVector sum1 = sum0;
      DoubleVector sum2 = sum0;
      DoubleVector sum3 = sum0;
      for (int k = 0, at = xOffset + j; k < d; k++, at += ldx) {
        DoubleVector pk = DoubleVector.broadcast(SPECIES, p[pOffset + k * ldp]);
        DoubleVector u0 = DoubleVector.fromArray(SPECIES, x, at).sub(pk);
        DoubleVector u1 = DoubleVector.fromArray(SPECIES, x, at + LANES).sub(pk);
        DoubleVector u2 = DoubleVector.fromArray(SPECIES, x, at + 2 * LANES).sub(pk);
        DoubleVector u3 = DoubleVector.fromArray(SPECIES, x, at + 3 * LANES).sub(pk);
        sum0 = u0.fma(u0, sum0);
        sum1 = u1.fma(u1, sum1);
        sum2 = u2.fma(u2, sum2);
        sum3 = u3.fma(u3, sum3);
      }
      sum0.intoArray(r2, r2Offset + j);
      sum1.intoArray(r2, r2Offset + j + LANES);
      sum2.intoArray(r2, r2Offset + j + 2 * LANES);
      sum3.intoArray(r2, r2Offset + j + 3 * LANES);
    }
    for (; j < n; j += LANES) {
      DoubleVector sum = DoubleVector.zero(SPECIES);
      for (int k = 0, at = xOffset + j; k < d; k++, at += ldx) {
        DoubleVector u = DoubleVector.fromArray(SPECIES, x, at).sub(p[pOffset + k * ldp]);
        sum = u.fma(u, sum);
      }
      sum.intoArray(r2, r2Offset + j);
    }
  }

  @Override
  public void squaredDistancesOfTwo(
      int d,
      double[] p,
      int pOffset,
      int ldp,
      int n,
      double[] x,
      int xOffset,
      int ldx,
      double[] r2,
      int r2Offset,
      int ldr) {
    int j = 0;
    for (; j + 4 * LANES <= n; j += 4 * LANES) {
      DoubleVector a0 = DoubleVector.zero(SPECIES);
      DoubleVector a1 = a0;
      DoubleVector a2 = a0;
      DoubleVector a3 = a0;
      DoubleVector b0 = a0;
      DoubleVector b1 = a0;
      DoubleVector b2 = a0;
      DoubleVector b3 = a0;
      for (int k = 0, at = xOffset + j, from = pOffset; k < d; k++, at += ldx, from += ldp) {
        DoubleVector pa = DoubleVector.broadcast(SPECIES, p[from]);
        DoubleVector pb = DoubleVector.broadcast(SPECIES, p[from + 1]);
        DoubleVector v = DoubleVector.fromArray(SPECIES, x, at);
        DoubleVector u = v.sub(pa);
        a0 = u.fma(u, a0);
        u = v.sub(pb);
        b0 = u.fma(u, b0);
        v = DoubleVector.fromArray(SPECIES, x, at + LANES);
        u = v.sub(pa);
        a1 = u.fma(u, a1);
        u = v.sub(pb);
        b1 = u.fma(u, b1);
        v = DoubleVector.fromArray(SPECIES, x, at + 2 * LANES);
        u = v.sub(pa);
        a2 = u.fma(u, a2);
        u = v.sub(pb);
        b2 = u.fma(u, b2);
        v = DoubleVector.fromArray(SPECIES, x, at + 3 * LANES);
        u = v.sub(pa);
        a3 = u.fma(u, a3);
        u = v.sub(pb);
        b3 = u.fma(u, b3);
      }
      int a = r2Offset + j;
      a0.intoArray(r2, a);
      a1.intoArray(r2, a + LANES);
      a2.intoArray(r2, a + 2 * LANES);
      a3.intoArray(r2, a + 3 * LANES);
      int b = a + ldr;
      b0.intoArray(r2, b);
      b1.intoArray(r2, b + LANES);
      b2.intoArray(r2, b + 2 * LANES);
      b3.intoArray(r2, b + 3 * LANES);
    }
    for (; j < n; j += LANES) {
      DoubleVector a = DoubleVector.zero(SPECIES);
      DoubleVector b = a;
      for (int k = 0, at = xOffset + j, from = pOffset; k < d; k++, at += ldx, from += ldp) {
        DoubleVector v = DoubleVector.fromArray(SPECIES, x, at);
        DoubleVector u = v.sub(p[from]);
        a = u.fma(u, a);
        u = v.sub(p[from + 1]);
        b = u.fma(u, b);
      }
      a.intoArray(r2, r2Offset + j);
      b.intoArray(r2, r2Offset + ldr + j);
    }
  }

  @Override
  public void addMismatches(
      double weight, double code, int n, double[] x, int xOffset, double[] r2, int r2Offset) {
    DoubleVector weights = DoubleVector.broadcast(SPECIES, weight);
    for (int j = 0; j < n; j += LANES) {
      var differs = DoubleVector.fromArray(SPECIES, x, xOffset + j).compare(NE, code);
      DoubleVector.fromArray(SPECIES, r2, r2Offset + j)
          .add(weights, differs)
          .intoArray(r2, r2Offset + j);
    }
  }

  @Override
  public void exponents(
      CovarianceFunction function,
      int n,
      double[] r2,
      int r2Offset,
      double[] exponent,
      int offset) {
    switch (function) {
      case MATERN_52 -> maternExponents(5, n, r2, r2Offset, exponent, offset);
      case MATERN_32 -> maternExponents(3, n, r2, r2Offset, exponent, offset);
      case MATERN_12 -> maternExponents(1, n, r2, r2Offset, exponent, offset);
      case RBF -> {
        for (int j = 0; j < n; j += LANES) {
          DoubleVector.fromArray(SPECIES, r2, r2Offset + j)
              .mul(-0.5)
              .intoArray(exponent, offset + j);
        }
      }
    }
  }

  private static void maternExponents(
      double factor, int n, double[] r2, int r2Offset, double[] exponent, int offset) {
    for (int j = 0; j < n; j += LANES) {
      DoubleVector q = DoubleVector.fromArray(SPECIES, r2, r2Offset + j).mul(factor).sqrt();
      q.intoArray(r2, r2Offset + j);
      q.neg().intoArray(exponent, offset + j);
    }
  }

  @Override
  public void covariances(
      CovarianceFunction function,
      double outputScale,
      int n,
      double[] q,
      int qOffset,
      double[] exponential,
      int offset) {
    switch (function) {
      case MATERN_52 -> matern52(outputScale, n, q, qOffset, exponential, offset);
      case MATERN_32 -> matern32(outputScale, n, q, qOffset, exponential, offset);
      case MATERN_12 -> matern12(outputScale, n, q, qOffset, exponential, offset);
      case RBF -> rbf(outputScale, n, q, qOffset, exponential, offset);
    }
  }

  private static void matern52(double s2, int n, double[] k, int kOffset, double[] g, int gOffset) {
    for (int j = 0; j < n; j += LANES) {
      DoubleVector q = DoubleVector.fromArray(SPECIES, k, kOffset + j);
      DoubleVector e = DoubleVector.fromArray(SPECIES, g, gOffset + j).mul(s2);
      DoubleVector linear = q.add(1);
      e.mul(linear).mul(5.0 / 3.0).intoArray(g, gOffset + j);
      q.mul(1.0 / 3.0).fma(q, linear).mul(e).intoArray(k, kOffset + j);
    }
  }

  private static void matern32(double s2, int n, double[] k, int kOffset, double[] g, int gOffset) {
    for (int j = 0; j < n; j += LANES) {
      DoubleVector e = DoubleVector.fromArray(SPECIES, g, gOffset + j).mul(s2);
      e.mul(3).intoArray(g, gOffset + j);
      DoubleVector.fromArray(SPECIES, k, kOffset + j).add(1).mul(e).intoArray(k, kOffset + j);
    }
  }

  private static void matern12(double s2, int n, double[] k, int kOffset, double[] g, int gOffset) {
    DoubleVector zero = DoubleVector.zero(SPECIES);
    for (int j = 0; j < n; j += LANES) {
      DoubleVector q = DoubleVector.fromArray(SPECIES, k, kOffset + j);
      DoubleVector e = DoubleVector.fromArray(SPECIES, g, gOffset + j).mul(s2);
      zero.blend(e.div(q), q.compare(GT, 0)).intoArray(g, gOffset + j);
      e.intoArray(k, kOffset + j);
    }
  }

  private static void rbf(double s2, int n, double[] k, int kOffset, double[] g, int gOffset) {
    for (int j = 0; j < n; j += LANES) {
      DoubleVector e = DoubleVector.fromArray(SPECIES, g, gOffset + j).mul(s2);
      e.intoArray(g, gOffset + j);
      e.intoArray(k, kOffset + j);
    }
  }

  @Override
  public void likelihoodWeights(
      int n,
      double alphaI,
      double[] alpha,
      int alphaOffset,
      double[] inverse,
      int inverseOffset,
      double[] g,
      int gOffset,
      double[] w,
      int wOffset) {
    DoubleVector scale = DoubleVector.broadcast(SPECIES, alphaI);
    for (int j = 0; j < n; j += LANES) {
      DoubleVector k = DoubleVector.fromArray(SPECIES, inverse, inverseOffset + j);
      DoubleVector.fromArray(SPECIES, alpha, alphaOffset + j)
          .fma(scale, k.neg())
          .mul(DoubleVector.fromArray(SPECIES, g, gOffset + j))
          .intoArray(w, wOffset + j);
    }
  }

  @Override
  public void addWeightedSquares(
      int d,
      double[] p,
      int pOffset,
      int ldp,
      int n,
      double[] x,
      int xOffset,
      int ldx,
      double[] w,
      int wOffset,
      double[] sums,
      int sumsOffset) {
    SimdWeightedSquares.add(d, p, pOffset, ldp, n, x, xOffset, ldx, w, wOffset, sums, sumsOffset);
  }

  @Override
  public void addWeightedMismatches(
      double code,
      int n,
      double[] x,
      int xOffset,
      double[] w,
      int wOffset,
      double[] sums,
      int sumsOffset) {
    for (int lane = 0; lane < BLOCK; lane += LANES) {
      DoubleVector sum = DoubleVector.fromArray(SPECIES, sums, sumsOffset + lane);
      for (int j = lane; j < n; j += BLOCK) {
        var differs = DoubleVector.fromArray(SPECIES, x, xOffset + j).compare(NE, code);
        sum = sum.add(DoubleVector.fromArray(SPECIES, w, wOffset + j), differs);
      }
      sum.intoArray(sums, sumsOffset + lane);
    }
  }

  @Override
  public void subtractSquares(int n, double[] v, int vOffset, double[] y) {
    for (int j = 0; j < n; j += LANES) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, v, vOffset + j);
      u.neg().fma(u, DoubleVector.fromArray(SPECIES, y, j)).intoArray(y, j);
    }
  }

  @Override
  public void acquisitionWeights(
      int n,
      double alphaI,
      double[] byMean,
      double[] beta,
      double[] byVariance,
      int offset,
      double[] g,
      int rowOffset) {
    DoubleVector scale = DoubleVector.broadcast(SPECIES, alphaI);
    for (int j = 0; j < n; j += LANES) {
      DoubleVector variancePart =
          DoubleVector.fromArray(SPECIES, beta, rowOffset + j)
              .mul(DoubleVector.fromArray(SPECIES, byVariance, offset + j));
      DoubleVector.fromArray(SPECIES, byMean, offset + j)
          .fma(scale, variancePart)
          .mul(DoubleVector.fromArray(SPECIES, g, rowOffset + j))
          .intoArray(g, rowOffset + j);
    }
  }

  @Override
  public void addWeightedDifferences(
      int d,
      double[] p,
      int pOffset,
      int ldp,
      int n,
      double[] x,
      int xOffset,
      int ldx,
      double[] w,
      int wOffset,
      double[] y) {
    for (int k = 0; k < d; k++) {
      DoubleVector pk = DoubleVector.broadcast(SPECIES, p[pOffset + k * ldp]);
      int row = xOffset + k * ldx;
      for (int j = 0; j < n; j += LANES) {
        DoubleVector.fromArray(SPECIES, x, row + j)
            .sub(pk)
            .fma(
                DoubleVector.fromArray(SPECIES, w, wOffset + j),
                DoubleVector.fromArray(SPECIES, y, row + j))
            .intoArray(y, row + j);
      }
    }
  }
}
