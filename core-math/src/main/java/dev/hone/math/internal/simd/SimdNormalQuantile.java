package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;
import static jdk.incubator.vector.DoubleVector.broadcast;

import dev.hone.math.random.NormalQuantile;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Vector twin of {@link NormalQuantile}, with its coefficients and its bits. Centre and shoulder
 * are both computed and one is chosen; a vector with a lane in the tail, one of 10¹⁰, is left to
 * the scalar function.
 */
final class SimdNormalQuantile {
  private static final int LANES = SPECIES.length();
  private static final double CENTRE = 0.425;
  private static final double CENTRE_SQUARED = 0.180625;
  private static final double SHOULDER_START = 1.6;
  private static final double TAIL_START = 5;

  private SimdNormalQuantile() {}

  /**
   * z[i] ← Φ⁻¹(z[i]).
   *
   * @param scratch at least n elements
   */
  static void apply(int n, double[] z, int offset, double[] scratch) {
    int bound = SPECIES.loopBound(n);
    smallerTails(bound, z, offset, scratch);
    SimdLogarithm.log(bound, scratch, 0, scratch, 0);
    roots(bound, scratch);
    shoulders(bound, scratch, z, offset);
    for (int i = bound; i < n; i++) {
      z[offset + i] = NormalQuantile.inverseNormal(z[offset + i]);
    }
  }

  private static void smallerTails(int bound, double[] p, int offset, double[] out) {
    for (int i = 0; i < bound; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, p, offset + i);
      v.min(broadcast(SPECIES, 1).sub(v)).intoArray(out, i);
    }
  }

  private static void roots(int bound, double[] logs) {
    for (int i = 0; i < bound; i += LANES) {
      DoubleVector.fromArray(SPECIES, logs, i).neg().sqrt().intoArray(logs, i);
    }
  }

  private static void shoulders(int bound, double[] roots, double[] z, int offset) {
    for (int i = 0; i < bound; i += LANES) {
      DoubleVector q = DoubleVector.fromArray(SPECIES, z, offset + i).sub(0.5);
      DoubleVector root = DoubleVector.fromArray(SPECIES, roots, i);
      VectorMask<Double> outer = q.abs().compare(VectorOperators.GT, CENTRE);
      if (root.compare(VectorOperators.GT, TAIL_START).and(outer).anyTrue()) {
        scalar(z, offset + i);
        continue;
      }
      DoubleVector r = root.sub(SHOULDER_START);
      DoubleVector top = broadcast(SPECIES, 0.0007745450142783414);
      top = top.fma(r, broadcast(SPECIES, 0.022723844989269184));
      top = top.fma(r, broadcast(SPECIES, 0.2417807251774506));
      top = top.fma(r, broadcast(SPECIES, 1.2704582524523684));
      top = top.fma(r, broadcast(SPECIES, 3.6478483247632045));
      top = top.fma(r, broadcast(SPECIES, 5.769497221460691));
      top = top.fma(r, broadcast(SPECIES, 4.630337846156546));
      top = top.fma(r, broadcast(SPECIES, 1.4234371107496835));
      DoubleVector bottom = broadcast(SPECIES, 1.0507500716444169e-09);
      bottom = bottom.fma(r, broadcast(SPECIES, 0.0005475938084995345));
      bottom = bottom.fma(r, broadcast(SPECIES, 0.015198666563616457));
      bottom = bottom.fma(r, broadcast(SPECIES, 0.14810397642748008));
      bottom = bottom.fma(r, broadcast(SPECIES, 0.6897673349851));
      bottom = bottom.fma(r, broadcast(SPECIES, 1.6763848301838038));
      bottom = bottom.fma(r, broadcast(SPECIES, 2.053191626637759));
      bottom = bottom.fma(r, broadcast(SPECIES, 1));
      DoubleVector c = broadcast(SPECIES, CENTRE_SQUARED).sub(q.mul(q));
      DoubleVector over = broadcast(SPECIES, 2509.0809287301227);
      over = over.fma(c, broadcast(SPECIES, 33430.57558358813));
      over = over.fma(c, broadcast(SPECIES, 67265.7709270087));
      over = over.fma(c, broadcast(SPECIES, 45921.95393154987));
      over = over.fma(c, broadcast(SPECIES, 13731.69376550946));
      over = over.fma(c, broadcast(SPECIES, 1971.5909503065513));
      over = over.fma(c, broadcast(SPECIES, 133.14166789178438));
      over = over.fma(c, broadcast(SPECIES, 3.3871328727963665));
      DoubleVector under = broadcast(SPECIES, 5226.495278852854);
      under = under.fma(c, broadcast(SPECIES, 28729.085735721943));
      under = under.fma(c, broadcast(SPECIES, 39307.89580009271));
      under = under.fma(c, broadcast(SPECIES, 21213.794301586597));
      under = under.fma(c, broadcast(SPECIES, 5394.196021424751));
      under = under.fma(c, broadcast(SPECIES, 687.1870074920579));
      under = under.fma(c, broadcast(SPECIES, 42.31333070160091));
      under = under.fma(c, broadcast(SPECIES, 1));
      // One division for both formulas: only the quotient of the chosen one is wanted.
      DoubleVector quotient = over.blend(top, outer).div(under.blend(bottom, outer));
      DoubleVector signed = quotient.mul(broadcast(SPECIES, 1).blend(-1, q.lt(0)));
      q.mul(quotient).blend(signed, outer).intoArray(z, offset + i);
    }
  }

  private static void scalar(double[] z, int offset) {
    for (int i = offset; i < offset + LANES; i++) {
      z[i] = NormalQuantile.inverseNormal(z[i]);
    }
  }
}
