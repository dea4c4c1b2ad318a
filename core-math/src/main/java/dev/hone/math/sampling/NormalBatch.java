package dev.hone.math.sampling;

import static dev.hone.math.linalg.Shapes.checkVector;

import dev.hone.math.Backend;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.internal.KernelSets;
import dev.hone.math.internal.NormalKernels;
import dev.hone.math.random.CounterRandom;

/**
 * Standard normal numbers, many at a time, bit for bit alike on every backend: those of {@link
 * CounterRandom#nextGaussian} in a fraction of the time, or, in a fraction of that again, those of
 * a key. Not safe for use from several threads at once.
 */
public final class NormalBatch {
  private final NormalKernels kernels;
  private double[] scratch = new double[NormalKernels.SCRATCH];

  /**
   * A batch on a backend.
   *
   * @param backend in plain loops if {@link Backend#SCALAR}, else with the fastest kernels of this
   *     JVM
   * @throws dev.hone.math.BackendUnavailableException if {@code backend} is {@link Backend#SIMD}
   *     and missing
   */
  public NormalBatch(Backend backend) {
    KernelSet set =
        switch (backend) {
          case SCALAR -> KernelSets.scalar();
          case SIMD -> KernelSets.simd();
          case AUTO, NATIVE, GPU -> KernelSets.best();
        };
    kernels = set.normals();
  }

  /**
   * Writes the next n numbers of a generator. Allocates only for a larger n than before.
   *
   * @throws IllegalArgumentException if they do not fit the array
   */
  public void fill(CounterRandom random, double[] out, int n) {
    checkVector("out", n, out, 0);
    if (scratch.length < n) {
      scratch = new double[n];
    }
    random.fillOpenUniform(out, 0, n);
    kernels.quantiles(n, out, 0, scratch);
  }

  /**
   * Writes the first n numbers of a key: Philox4×32-7 of counters from 0 on, in pairs by Box and
   * Muller (1958), which vectors do as they are. Keys are to be drawn at random, 64 bits each.
   *
   * @throws IllegalArgumentException if they do not fit the array
   */
  public void fill(long key, double[] out, int n) {
    checkVector("out", n, out, 0);
    kernels.ofKey(key, n, out, 0, scratch);
  }
}
