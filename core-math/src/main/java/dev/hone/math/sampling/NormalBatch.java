package dev.hone.math.sampling;

import static dev.hone.math.linalg.Shapes.checkVector;

import dev.hone.math.Backend;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.internal.KernelSets;
import dev.hone.math.internal.NormalKernels;
import dev.hone.math.random.CounterRandom;

/**
 * Standard normal numbers, many at a time: those of {@link CounterRandom#nextGaussian}, bit for bit
 * on every backend, in a fraction of the time. Not safe for use from several threads at once.
 */
public final class NormalBatch {
  private final NormalKernels kernels;
  private double[] scratch = {};

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
}
