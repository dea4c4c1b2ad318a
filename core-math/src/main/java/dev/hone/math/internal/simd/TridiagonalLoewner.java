package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/**
 * The eigenvectors of diag(d) + ρ·zzᵀ from its computed eigenvalues λ.
 *
 * <p>The λ are the exact eigenvalues of diag(d) + ρ·ẑẑᵀ for a ẑ next to z, by Löwner's formula ẑᵢ²
 * ∝ (λᵢ − dᵢ)·Π (λⱼ − dᵢ)/(dⱼ − dᵢ) over j ≠ i. The eigenvectors of that matrix, ẑᵢ/(dᵢ − λ), are
 * orthogonal to working precision however close the λ are; those of z would not be.
 *
 * <p>Source: Gu and Eisenstat, A stable and efficient algorithm for the rank-one modification of
 * the symmetric eigenproblem (1994).
 */
final class TridiagonalLoewner {
  private static final int L = SPECIES.length();

  private double[] poles = {};
  private double[] weights = {};

  /**
   * Computes ẑ; O(k²).
   *
   * @param secular solved
   * @param slots component of the eigenvectors that belongs to each pole
   */
  void prepare(int k, TridiagonalSecular secular, int[] slots) {
    int padded = Blocking.roundUp(k, L);
    if (poles.length < padded) {
      poles = new double[padded];
      weights = new double[padded];
    }
    for (int j = 0; j < k; j++) {
      poles[slots[j]] = secular.poles()[j];
    }
    Arrays.fill(poles, k, padded, Double.POSITIVE_INFINITY);
    Arrays.fill(weights, 0, padded, 1);
    for (int j = 0; j < k; j++) {
      double pole = secular.poles()[j];
      double origin = secular.origin()[j];
      double shift = secular.shift()[j];
      double own = weights[slots[j]];
      multiply(k, pole, origin, shift);
      weights[slots[j]] = own * Math.abs(pole - origin - shift);
    }
    for (int j = 0; j < k; j++) {
      int slot = slots[j];
      weights[slot] = Math.copySign(Math.sqrt(weights[slot]), secular.z()[j]);
    }
    Arrays.fill(weights, k, padded, 0);
  }

  /** Multiplies each weight by (d − λ)/(d − pole): a positive number, but for d = pole. */
  private void multiply(int k, double pole, double origin, double shift) {
    for (int i = 0; i < k; i += L) {
      DoubleVector d = DoubleVector.fromArray(SPECIES, poles, i);
      DoubleVector distance = d.sub(origin).sub(shift);
      DoubleVector ratio = distance.div(d.sub(pole));
      DoubleVector.fromArray(SPECIES, weights, i).mul(ratio).intoArray(weights, i);
    }
  }

  /** Writes the unit eigenvector of the eigenvalue origin + shift; O(k). */
  void eigenvector(int k, double origin, double shift, double[] u, int offset) {
    DoubleVector sum = DoubleVector.zero(SPECIES);
    for (int i = 0; i < k; i += L) {
      DoubleVector distance = DoubleVector.fromArray(SPECIES, poles, i).sub(origin).sub(shift);
      DoubleVector x = DoubleVector.fromArray(SPECIES, weights, i).div(distance);
      x.intoArray(u, offset + i);
      sum = x.fma(x, sum);
    }
    double scale = 1 / Math.sqrt(SimdVectors.sumOfLanes(sum));
    for (int i = 0; i < k; i += L) {
      DoubleVector.fromArray(SPECIES, u, offset + i).mul(scale).intoArray(u, offset + i);
    }
  }
}
