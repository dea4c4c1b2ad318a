package dev.hone.gpu;

import dev.hone.math.cma.CmaEngine;
import dev.hone.math.random.CounterRandom;

/**
 * The search distribution of a CMA-ES on a GPU whose samples can stay there, for an objective that
 * is evaluated on the same device: {@code Engines.cma(Backend.GPU, …)} gives one. Of large
 * populations the way to the Java heap takes longer than everything else together.
 *
 * <pre>{@code
 * try (var engine = (DeviceCmaEngine) Engines.cma(Backend.GPU, p)) {
 *   engine.reset(mean, null);
 *   for (long generation = 0; generation < generations; generation++) {
 *     long points = engine.sampleOnDevice(random, sigma);
 *     int[] order = evaluateAndRank(points); // kernels of yours: only λ values come back
 *     double length = engine.update(order.length, order, sigma, generation);
 *     double longer = length / p.expectedNorm() - 1;
 *     sigma *= Math.exp(Math.min(1, p.stepPathDecay() / p.damping() * longer));
 *     engine.decompose(generation + 1);
 *   }
 * }
 * }</pre>
 *
 * <p>Addresses are of the primary context of the device that {@code hone.gpu.device} says, which
 * CUDA's runtime and all libraries on it use. Takes λn doubles of device memory beside what a
 * {@link CmaEngine} on the GPU takes, from the first samples that stay on. Not safe for use from
 * several threads at once.
 *
 * <p>Source: Hansen, The CMA Evolution Strategy: A Tutorial (2016), eq. 44 for the step size.
 */
public interface DeviceCmaEngine extends CmaEngine {

  /**
   * Draws the samples of a generation as {@link #sample} does, with the same numbers, and leaves
   * them on the device; λn² flops. All work on them is done when this returns: any stream may read
   * them, and write there too. What {@link #replace} puts in a sample's place is not seen there.
   *
   * @param random moves on by one number
   * @param sigma step size
   * @return the address of λ×n doubles, row-major, a sample to a row; valid until the next call, or
   *     until the engine is closed
   * @throws GpuException if the device fails, or has no room for them
   */
  long sampleOnDevice(CounterRandom random, double sigma);

  /**
   * Copies some of the samples that {@link #sampleOnDevice} has left on the device.
   *
   * @param from the first row
   * @param count how many rows
   * @param out receives count×n numbers, row-major
   * @throws IllegalArgumentException if there are no such rows, or out is too short
   * @throws IllegalStateException if no samples were left there
   */
  void points(int from, int count, double[] out);
}
