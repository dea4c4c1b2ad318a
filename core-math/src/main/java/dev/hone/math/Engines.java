package dev.hone.math;

import dev.hone.math.cma.CmaEngine;
import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpFleetEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.internal.CpuGpEngines;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.internal.KernelSets;
import dev.hone.math.internal.calibration.CalibratedLinearAlgebra;
import dev.hone.math.internal.calibration.CalibrationFiles;
import dev.hone.math.internal.calibration.GpuChoice;
import dev.hone.math.internal.calibration.Thresholds;
import dev.hone.math.internal.cma.CpuCmaEngines;
import dev.hone.math.internal.fallback.FallbackCmaEngine;
import dev.hone.math.internal.fallback.FallbackGpEngine;
import dev.hone.math.internal.fallback.FallbackGpFleetEngine;
import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.special.VectorMath;
import dev.hone.math.spi.CmaEngineProvider;
import dev.hone.math.spi.GpEngineProvider;
import dev.hone.math.spi.GpFleetEngineProvider;
import dev.hone.math.spi.LinearAlgebraProvider;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one place where a backend is chosen.
 *
 * <p>Modules on the class path that offer a backend are found by {@link ServiceLoader}. Forcing a
 * backend that cannot be had throws {@link BackendUnavailableException}; with {@link Backend#AUTO}
 * it is passed over.
 *
 * <p>{@code AUTO} takes the Vector API where the JVM has it, else plain loops. If {@code
 * hone-native} is on the class path, it takes over the routines from those sizes on at which it was
 * measured to be faster; it is loaded when the first of them is called, and if that fails, one log
 * line says so and the CPU's own kernels go on. The sizes come from a file that is shipped, over
 * which a user's own is put: {@link Calibrate} writes it, {@code -Dhone.calibration=file} names it,
 * {@code -Dhone.calibration=shipped} leaves it out. With the same file, the same input gives the
 * same bits.
 *
 * <p>A Gaussian process of {@code AUTO} goes to the GPU from so many observations on as {@code
 * -Dhone.gpu.from=n} says, a fleet of them from {@code -Dhone.gpu.fleet.from} members on, a CMA-ES
 * with a Cholesky factor from {@code -Dhone.gpu.cma.from} dimensions on; where no property says so,
 * as the calibration file has it, and none without. From where on that pays is for {@code
 * device-check} of hone-gpu-kernels to measure, which writes such a file. If the GPU cannot be had
 * or fails, one log line says so, and the CPU goes on with what was told until the JVM ends. A
 * CMA-ES of more than 11,000 dimensions stays on the CPU, after one log line: too much would have
 * to be kept for that. {@link Backend#GPU} has it computed on the GPU, or fails.
 */
public final class Engines {
  private static volatile @Nullable LinearAlgebra auto;

  private Engines() {}

  /** The linear algebra of the {@linkplain Backend#configured configured} backend. */
  public static LinearAlgebra linearAlgebra() {
    return linearAlgebra(Backend.configured());
  }

  /**
   * The linear algebra of a backend. {@link Backend#GPU} has none of its own: its engines hold
   * whole jobs, and what is left over runs as {@link Backend#AUTO}.
   *
   * @throws BackendUnavailableException if {@code backend} is forced and missing
   */
  public static LinearAlgebra linearAlgebra(Backend backend) {
    return switch (backend) {
      case SCALAR -> KernelSets.scalar().linearAlgebra();
      case SIMD -> KernelSets.simd().linearAlgebra();
      case NATIVE -> nativeLinearAlgebra();
      case AUTO, GPU -> autoLinearAlgebra();
    };
  }

  /**
   * The linear algebra of the CPU's own kernels: on the Vector API where the JVM has it, else in
   * plain loops. What a library of another module leaves small sizes to.
   */
  public static LinearAlgebra cpuLinearAlgebra() {
    return KernelSets.best().linearAlgebra();
  }

  /**
   * Elementwise functions of a backend; those of the CPU for backends that have none of their own.
   *
   * @throws BackendUnavailableException if {@code backend} is {@link Backend#SIMD} and missing
   */
  public static VectorMath vectorMath(Backend backend) {
    return switch (backend) {
      case SCALAR -> KernelSets.scalar().vectorMath();
      case SIMD -> KernelSets.simd().vectorMath();
      case AUTO, NATIVE, GPU -> KernelSets.best().vectorMath();
    };
  }

  /** A Gaussian-process engine of the {@linkplain Backend#configured configured} backend. */
  public static GpEngine gp(GpModel model) {
    return gp(Backend.configured(), model);
  }

  /**
   * A Gaussian-process engine of a backend, without data.
   *
   * @throws BackendUnavailableException if {@code backend} is forced and missing
   */
  public static GpEngine gp(Backend backend, GpModel model) {
    return switch (backend) {
      case SCALAR -> CpuGpEngines.create(model, KernelSets.scalar());
      case SIMD -> CpuGpEngines.create(model, KernelSets.simd());
      case NATIVE -> CpuGpEngines.create(model, KernelSets.best(), nativeLinearAlgebra());
      case GPU -> gpuEngine(model);
      case AUTO -> autoEngine(model);
    };
  }

  /**
   * An engine for many small Gaussian processes of one model, without data. It has room for as many
   * of them as it works on best at a time, see {@link GpFleetEngine#members}.
   *
   * @param backend which one
   * @param model the model of all members
   * @param members how many there are to work on, at least 1
   * @throws IllegalArgumentException if {@code members} is less than 1
   * @throws BackendUnavailableException if {@code backend} is forced and missing
   */
  public static GpFleetEngine gpFleet(Backend backend, GpModel model, int members) {
    if (members < 1) {
      throw new IllegalArgumentException("members = " + members + ": expected at least 1");
    }
    return switch (backend) {
      case SCALAR -> CpuGpEngines.createFleet(model, members, KernelSets.scalar());
      case SIMD -> CpuGpEngines.createFleet(model, members, KernelSets.simd());
      case NATIVE ->
          CpuGpEngines.createFleet(model, members, KernelSets.best(), nativeLinearAlgebra());
      case GPU -> gpuFleetEngine(model, members);
      case AUTO -> autoFleetEngine(model, members);
    };
  }

  /**
   * A CMA-ES engine of a backend, to be {@linkplain CmaEngine#reset reset} before use.
   *
   * @throws BackendUnavailableException if {@code backend} is forced and missing
   */
  public static CmaEngine cma(Backend backend, StrategyParameters parameters) {
    return switch (backend) {
      case SCALAR -> CpuCmaEngines.create(parameters, KernelSets.scalar());
      case SIMD -> CpuCmaEngines.create(parameters, KernelSets.simd());
      case NATIVE -> CpuCmaEngines.create(parameters, KernelSets.best(), nativeLinearAlgebra());
      case GPU -> gpuCmaEngine(parameters);
      case AUTO -> autoCmaEngine(parameters);
    };
  }

  /**
   * Makes the JIT compile the vector kernels now, and returns when it has: after some three seconds
   * of CPU time, at once if it was done before.
   *
   * <p>Nobody needs to call this. Until they are compiled, vector kernels are a hundred times
   * slower than plain loops, and plain loops with the same bits take their place; once those have
   * had some tens of milliseconds of work to do, a daemon thread sees to the compilation. A caller
   * to whom the latency of the first calls matters can have it done before them, though. What the
   * JIT makes of the code around the kernels is not affected. Takes some seconds of CPU time; after
   * twenty by the clock it returns, and a daemon thread goes on.
   *
   * <p>The system property {@code hone.warmup} says what happens without this call: {@code
   * background}, the default, is as described; {@code manual} starts no thread, and plain loops
   * stay in use; {@code off} uses the vector kernels from the first call on. Has no effect without
   * the Vector API. Safe to call from many threads.
   */
  public static void warmUp() {
    KernelSets.best().warmUp();
  }

  private static LinearAlgebra nativeLinearAlgebra() {
    return nativeProvider()
        .orElseThrow(
            () ->
                new BackendUnavailableException(
                    Backend.NATIVE,
                    "hone-native is not on the class path: add dev.hone:hone-native"))
        .linearAlgebra();
  }

  private static Optional<LinearAlgebraProvider> nativeProvider() {
    for (LinearAlgebraProvider provider : ServiceLoader.load(LinearAlgebraProvider.class)) {
      if (provider.backend() == Backend.NATIVE) {
        return Optional.of(provider);
      }
    }
    return Optional.empty();
  }

  /** Chooses once, so that a JVM keeps to its choice; after a file that will not do, again. */
  private static LinearAlgebra autoLinearAlgebra() {
    LinearAlgebra chosen = auto;
    if (chosen == null) {
      synchronized (Engines.class) {
        chosen = auto;
        if (chosen == null) {
          chosen = chooseLinearAlgebra();
          auto = chosen;
        }
      }
    }
    return chosen;
  }

  private static LinearAlgebra chooseLinearAlgebra() {
    KernelSet kernels = KernelSets.best();
    Thresholds thresholds = CalibrationFiles.configured(kernels.name());
    Optional<LinearAlgebraProvider> provider =
        thresholds.areNever() ? Optional.empty() : nativeProvider();
    return provider.isEmpty()
        ? kernels.linearAlgebra()
        : new CalibratedLinearAlgebra(kernels, provider.get()::linearAlgebra, thresholds);
  }

  private static GpEngine autoEngine(GpModel model) {
    Supplier<GpEngine> cpu =
        () -> CpuGpEngines.create(model, KernelSets.best(), autoLinearAlgebra());
    if (GpuChoice.GAUSSIAN_PROCESS.threshold() == Integer.MAX_VALUE) {
      return cpu.get();
    }
    Optional<GpEngineProvider> provider = gpuProvider();
    if (!provider.map(gpu -> gpu.supports(model)).orElse(GpuChoice.GAUSSIAN_PROCESS.isAsked())) {
      return cpu.get();
    }
    return new FallbackGpEngine(model, () -> gpuEngine(model), cpu);
  }

  private static GpEngine gpuEngine(GpModel model) {
    return gpuProvider()
        .orElseThrow(
            () ->
                new BackendUnavailableException(
                    Backend.GPU,
                    "hone-gpu-kernels is not on the class path: add dev.hone:hone-gpu-kernels"))
        .create(model);
  }

  private static Optional<GpEngineProvider> gpuProvider() {
    for (GpEngineProvider provider : ServiceLoader.load(GpEngineProvider.class)) {
      if (provider.backend() == Backend.GPU) {
        return Optional.of(provider);
      }
    }
    return Optional.empty();
  }

  /** By the setting alone: the room of an engine is to be the same after the GPU has failed. */
  private static GpFleetEngine autoFleetEngine(GpModel model, int members) {
    if (members >= GpuChoice.FLEET.wanted()
        && gpuFleetProvider()
            .map(provider -> provider.supports(model))
            .orElse(GpuChoice.FLEET.isAsked())) {
      return new FallbackGpFleetEngine(
          model,
          members,
          room -> gpuFleetEngine(model, room),
          room -> CpuGpEngines.createFleetOfRoom(model, room, KernelSets.best()));
    }
    return CpuGpEngines.createFleet(model, members, KernelSets.best());
  }

  private static GpFleetEngine gpuFleetEngine(GpModel model, int members) {
    return gpuFleetProvider()
        .orElseThrow(
            () ->
                new BackendUnavailableException(
                    Backend.GPU,
                    "no engine for fleets of Gaussian processes on a GPU is on the class path"))
        .create(model, members);
  }

  private static Optional<GpFleetEngineProvider> gpuFleetProvider() {
    for (GpFleetEngineProvider provider : ServiceLoader.load(GpFleetEngineProvider.class)) {
      if (provider.backend() == Backend.GPU) {
        return Optional.of(provider);
      }
    }
    return Optional.empty();
  }

  private static CmaEngine autoCmaEngine(StrategyParameters parameters) {
    Supplier<CmaEngine> cpu = () -> CpuCmaEngines.create(parameters, autoLinearAlgebra());
    boolean wanted =
        parameters.dimension() >= GpuChoice.EVOLUTION.threshold()
            && parameters.model() == CovarianceModel.CHOLESKY
            && gpuCmaProvider()
                .map(provider -> provider.supports(parameters))
                .orElse(GpuChoice.EVOLUTION.isAsked())
            && FallbackCmaEngine.supports(parameters);
    return wanted
        ? new FallbackCmaEngine(parameters, () -> gpuCmaEngine(parameters), cpu)
        : cpu.get();
  }

  private static CmaEngine gpuCmaEngine(StrategyParameters parameters) {
    return gpuCmaProvider()
        .orElseThrow(
            () ->
                new BackendUnavailableException(
                    Backend.GPU, "no CMA-ES engine for a GPU is on the class path"))
        .create(parameters);
  }

  private static Optional<CmaEngineProvider> gpuCmaProvider() {
    for (CmaEngineProvider provider : ServiceLoader.load(CmaEngineProvider.class)) {
      if (provider.backend() == Backend.GPU) {
        return Optional.of(provider);
      }
    }
    return Optional.empty();
  }
}
