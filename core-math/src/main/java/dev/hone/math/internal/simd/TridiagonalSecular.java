package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import dev.hone.math.linalg.NumericalException;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The eigenvalues of diag(d) + ρ·zzᵀ: the roots of the secular equation f(λ) = 1/ρ + Σ zᵢ²/(dᵢ −
 * λ), one between each two poles and one behind the last.
 *
 * <p>A root is kept as its distance from the nearer pole, so that differences from all poles have
 * full relative accuracy, on which the orthogonality of the eigenvectors rests. Each step solves
 * the equation whose two poles beside the root are exact and in which the poles of either side
 * match value and slope. It falls back to bisecting an interval whose ends have one sign; in
 * logarithms, as a root may stand a relative 1e-30 from its pole.
 *
 * <p>Source: Li, Solving secular equations stably and efficiently (LAPACK Working Note 89), the
 * "middle way"; the first bracket and the bisection are our own.
 */
final class TridiagonalSecular {
  private static final double EPSILON = 0x1p-53;

  /**
   * Relative size of a step whose successor, by quadratic convergence, would be lost in rounding.
   */
  private static final double LAST_STEP = 0x1p-28;

  /** Steps after which every other one bisects: then the bracket alone ends the iteration. */
  private static final int PATIENCE = 20;

  private static final int MAX_STEPS = 200;
  private static final int L = SPECIES.length();

  private double[] poles = {};
  private double[] z = {};
  private double[] origin = {};
  private double[] shift = {};
  private int k;
  private double inverseRho;

  /**
   * The sums over the poles left and right of the root at the last evaluation, and their slopes.
   */
  private double psi;

  private double phi;
  private double psiSlope;
  private double phiSlope;

  /**
   * Makes room for k poles, to be written to {@link #poles} and {@link #z}.
   *
   * @param k at least 1
   */
  void reserve(int k) {
    int padded = Blocking.roundUp(k, L);
    if (poles.length < padded) {
      poles = new double[padded];
      z = new double[padded];
      origin = new double[padded];
      shift = new double[padded];
    }
    this.k = k;
  }

  /** The poles d, strictly ascending. */
  double[] poles() {
    return poles;
  }

  /** The elements of z, none of them 0. */
  double[] z() {
    return z;
  }

  /** The pole that root j is measured from. */
  double[] origin() {
    return origin;
  }

  /** Root j is {@code origin[j] + shift[j]}. */
  double[] shift() {
    return shift;
  }

  /**
   * Finds all roots; O(k²).
   *
   * @param rho positive
   * @throws NumericalException if a root is not found, which no input is known to cause
   */
  void solve(double rho) {
    int padded = Blocking.roundUp(k, L);
    Arrays.fill(poles, k, padded, Double.POSITIVE_INFINITY);
    Arrays.fill(z, k, padded, 0);
    inverseRho = 1 / rho;
    for (int j = 0; j < k - 1; j++) {
      solveBetweenPoles(j);
    }
    solveBehindPoles(rho);
  }

  private void solveBetweenPoles(int j) {
    double gap = poles[j + 1] - poles[j];
    double half = 0.5 * gap;
    evaluate(poles[j], half);
    double middle = inverseRho + psi + phi;
    double left = z[j] * z[j];
    double right = z[j + 1] * z[j + 1];
    // What all other terms add up to in the middle grows with λ. Held fast it gives a first guess,
    // and a bound on how near to its pole the root can stand, halved against rounding.
    double others = middle + (left - right) / half;
    if (middle >= 0) {
      double nearest = 0.5 * left / (middle + left / half);
      double guess = smallRoot(others, Math.fma(gap, others, left + right), gap * left);
      iterate(j, poles[j], nearest, half, guess);
    } else {
      double nearest = 0.5 * right / (right / half - middle);
      double guess = smallRoot(-others, Math.fma(gap, -others, left + right), gap * right);
      iterate(j, poles[j + 1], -half, -nearest, -guess);
    }
  }

  private void solveBehindPoles(double rho) {
    int j = k - 1;
    double own = rho * z[j] * z[j];
    if (k == 1) {
      origin[0] = poles[0];
      shift[0] = own;
      return;
    }
    double all = 0;
    for (int i = 0; i < k; i++) {
      all = Math.fma(rho * z[i], z[i], all);
    }
    // The root stands between own and all; widened against rounding.
    iterate(j, poles[j], 0.5 * own, 2 * all, Math.sqrt(own) * Math.sqrt(all));
  }

  /** The smaller positive root of c·x² − a·x + b = 0; any nonsense is caught by the bracket. */
  private static double smallRoot(double c, double a, double b) {
    double discriminant = Math.fma(a, a, -4 * b * c);
    return 2 * b / (a + Math.sqrt(Math.max(0, discriminant)));
  }

  /**
   * Finds the root of f between {@code low} and {@code high}, distances from {@code pole} of one
   * sign.
   */
  private void iterate(int j, double pole, double low, double high, double guess) {
    double tau = low < guess && guess < high ? guess : bisect(low, high);
    for (int step = 0; step < MAX_STEPS; step++) {
      evaluate(pole, tau);
      double f = inverseRho + psi + phi;
      double slope = psiSlope + phiSlope;
      double noise = Math.fma(Math.abs(tau), slope, Math.fma(8, phi - psi, inverseRho));
      if (Math.abs(f) <= EPSILON * noise) {
        accept(j, pole, tau);
        return;
      }
      if (f < 0) {
        low = tau;
      } else {
        high = tau;
      }
      double left = poles[j] - pole - tau;
      double right = j + 1 < k ? poles[j + 1] - pole - tau : Double.POSITIVE_INFINITY;
      double eta = rationalStep(f, left, right);
      double next = tau + eta;
      boolean trusted = low < next && next < high && (step < PATIENCE || step % 2 == 0);
      if (!trusted) {
        next = bisect(low, high);
        if (next <= low || next >= high) {
          accept(j, pole, tau);
          return;
        }
      }
      double distance = Math.min(Math.abs(left - eta), Math.abs(right - eta));
      tau = next;
      if (trusted && Math.abs(eta) <= LAST_STEP * distance) {
        accept(j, pole, tau);
        return;
      }
    }
    throw new NumericalException(
        "root " + j + " of a secular equation with k = " + k + " poles was not found");
  }

  private void accept(int j, double pole, double tau) {
    origin[j] = pole;
    shift[j] = tau;
  }

  /** Li's middle way; without a right pole, where the last root has none. */
  private double rationalStep(double f, double left, double right) {
    if (right == Double.POSITIVE_INFINITY) {
      return left + psiSlope * left * left / (f - left * psiSlope);
    }
    double c = f - left * psiSlope - right * phiSlope;
    double a = (left + right) * f - left * right * (psiSlope + phiSlope);
    double b = left * right * f;
    double root = Math.sqrt(Math.max(0, Math.fma(a, a, -4 * b * c)));
    return a > 0 ? 2 * b / (a + root) : (a - root) / (2 * c);
  }

  private static double bisect(double low, double high) {
    return Math.copySign(Math.sqrt(Math.abs(low)) * Math.sqrt(Math.abs(high)), high);
  }

  private void evaluate(double pole, double tau) {
    DoubleVector from = DoubleVector.broadcast(SPECIES, pole);
    DoubleVector step = DoubleVector.broadcast(SPECIES, tau);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector left = zero;
    DoubleVector right = zero;
    DoubleVector leftSlope = zero;
    DoubleVector rightSlope = zero;
    for (int i = 0; i < k; i += L) {
      DoubleVector distance = DoubleVector.fromArray(SPECIES, poles, i).sub(from).sub(step);
      DoubleVector zi = DoubleVector.fromArray(SPECIES, z, i);
      DoubleVector ratio = zi.div(distance);
      DoubleVector term = zi.mul(ratio);
      DoubleVector square = ratio.mul(ratio);
      VectorMask<Double> isLeft = distance.compare(VectorOperators.LT, zero);
      left = left.add(zero.blend(term, isLeft));
      right = right.add(term.blend(zero, isLeft));
      leftSlope = leftSlope.add(zero.blend(square, isLeft));
      rightSlope = rightSlope.add(square.blend(zero, isLeft));
    }
    psi = SimdVectors.sumOfLanes(left);
    phi = SimdVectors.sumOfLanes(right);
    psiSlope = SimdVectors.sumOfLanes(leftSlope);
    phiSlope = SimdVectors.sumOfLanes(rightSlope);
  }
}
