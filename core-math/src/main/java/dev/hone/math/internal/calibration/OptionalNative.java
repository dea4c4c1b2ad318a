package dev.hone.math.internal.calibration;

import dev.hone.math.BackendUnavailableException;
import dev.hone.math.linalg.LinearAlgebra;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A native library that is loaded when it is first needed, and replaced by the CPU's own kernels,
 * with one log line, if that fails. Thread-safe.
 */
final class OptionalNative {
  private final Supplier<LinearAlgebra> loader;
  private final LinearAlgebra cpu;
  private volatile @Nullable LinearAlgebra loaded;

  OptionalNative(Supplier<LinearAlgebra> loader, LinearAlgebra cpu) {
    this.loader = loader;
    this.cpu = cpu;
  }

  /** The library, or what stands in for it. */
  LinearAlgebra get() {
    LinearAlgebra algebra = loaded;
    return algebra == null ? load() : algebra;
  }

  private synchronized LinearAlgebra load() {
    LinearAlgebra algebra = loaded;
    if (algebra == null) {
      algebra = loadOrFallBack();
      loaded = algebra;
    }
    return algebra;
  }

  private LinearAlgebra loadOrFallBack() {
    try {
      return loader.get();
    } catch (BackendUnavailableException | LinkageError | IllegalCallerException e) {
      // The last is thrown where the JVM was told to deny native access.
      System.getLogger("dev.hone")
          .log(Level.WARNING, "going on on " + cpu.name() + ", without a native library: " + e);
      return cpu;
    }
  }
}
