package dev.hone.math.internal;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.internal.scalar.ScalarKernels;
import dev.hone.math.linalg.LinearAlgebra;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/** Chooses, once, between the scalar kernels and their Vector API twins. */
public final class KernelSets {
  private static final String SIMD_CLASS = "dev.hone.math.internal.simd.SimdKernels";
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final KernelSet SCALAR = new ScalarKernels();

  private KernelSets() {}

  /** The scalar kernels. */
  public static KernelSet scalar() {
    return SCALAR;
  }

  /**
   * The Vector API kernels.
   *
   * @throws BackendUnavailableException if the JVM runs without the Vector API
   */
  public static KernelSet simd() {
    KernelSet simd = Simd.INSTANCE;
    if (simd == null) {
      throw new BackendUnavailableException(
          Backend.SIMD, "the JVM was started without --add-modules " + VECTOR_MODULE);
    }
    return simd;
  }

  /** The Vector API kernels where the JVM has them, else the scalar ones. */
  public static KernelSet best() {
    KernelSet simd = Simd.INSTANCE;
    return simd == null ? SCALAR : simd;
  }

  /** The kernels beside a linear algebra: the scalar ones beside the scalar one, else the best. */
  public static KernelSet beside(LinearAlgebra la) {
    return la.equals(SCALAR.linearAlgebra()) ? SCALAR : best();
  }

  /** Loaded on first use, so that a forced scalar backend never touches or mentions the module. */
  private static final class Simd {
    static final @Nullable KernelSet INSTANCE = load();

    private static @Nullable KernelSet load() {
      if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
        Logger logger = System.getLogger("dev.hone");
        logger.log(
            Level.INFO,
            "running on plain Java loops; start the JVM with --add-modules "
                + VECTOR_MODULE
                + " to use the Vector API");
        return null;
      }
      try {
        return Class.forName(SIMD_CLASS)
            .asSubclass(KernelSet.class)
            .getDeclaredConstructor()
            .newInstance();
      } catch (InvocationTargetException e) {
        throw new IllegalStateException(SIMD_CLASS + " failed to start", e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("this build of Hone lacks " + SIMD_CLASS, e);
      }
    }
  }
}
