package dev.hone.math.internal.fallback;

import dev.hone.math.BackendFailureException;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.gp.GpSamplePaths;
import dev.hone.math.internal.calibration.GpuChoice;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Paths that the GPU has drawn: when it fails, they are drawn again on the CPU, by the same seed
 * from the same observations, and thus are the same functions but for rounding.
 */
final class FallbackSamplePaths implements GpSamplePaths {
  private final Supplier<GpSamplePaths> cpu;
  private GpSamplePaths active;
  private boolean onGpu = true;

  FallbackSamplePaths(GpSamplePaths gpu, Supplier<GpSamplePaths> cpu) {
    this.active = gpu;
    this.cpu = cpu;
  }

  @Override
  public int count() {
    return active.count();
  }

  @Override
  public int dimension() {
    return active.dimension();
  }

  @Override
  public void evaluate(int m, double[] x, double[] values, double @Nullable [] gradients) {
    if (onGpu) {
      try {
        active.evaluate(m, x, values, gradients);
        return;
      } catch (BackendFailureException | BackendUnavailableException e) {
        GpuChoice.giveUp(e);
        active = cpu.get();
        onGpu = false;
      }
    }
    active.evaluate(m, x, values, gradients);
  }
}
