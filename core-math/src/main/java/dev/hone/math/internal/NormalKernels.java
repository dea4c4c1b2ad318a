package dev.hone.math.internal;

/**
 * Standard normal numbers by the array, from counters or from uniform numbers.
 *
 * <p>Every implementation returns the same bits. No allocation; safe to use from many threads.
 * Arguments are not checked beyond the bounds of their arrays.
 */
public interface NormalKernels {
  /** Elements that {@link #ofKey} needs beside its result. */
  int SCRATCH = 512;

  /**
   * z[i] ← the i-th number of a key, as {@link dev.hone.math.internal.special.CounterNormals}.
   *
   * @param scratch at least {@value #SCRATCH} elements
   */
  void ofKey(long key, int n, double[] z, int offset, double[] scratch);

  /**
   * z[i] ← Φ⁻¹(z[i]), as {@link dev.hone.math.random.NormalQuantile}.
   *
   * @param z n probabilities in (0, 1) at {@code offset}
   * @param scratch at least n elements
   */
  void quantiles(int n, double[] z, int offset, double[] scratch);
}
