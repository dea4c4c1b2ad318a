package dev.hone.benchmarks;

import dev.hone.benchmarks.baseline.CompiledC;
import dev.hone.benchmarks.baseline.SmileLibrary;
import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.Engines;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.annotations.Param;

/**
 * A benchmark that measures several implementations of one job in one run.
 *
 * <p>Each has a parameter named {@code implementation} that lists the contestants: not every
 * library has every routine.
 */
public abstract class Comparison extends HoneBenchmark {

  /** The implementation whose speed is the subject, Hone on the Vector API; the others follow. */
  public static final String OURS = "simd";

  /** Hone where no backend is named: the one that it chooses for the size. */
  public static final String AUTO = "auto";

  /** Hone in plain loops. */
  public static final String SCALAR = "scalar";

  /** Hone on a native library, with the copies from and to the heap that it takes. */
  public static final String NATIVE = "native";

  /** Hone on a GPU, copies to and from it included. */
  public static final String GPU = "gpu";

  /** OpenBLAS called directly on off-heap matrices. */
  public static final String OPENBLAS = "openblas";

  /** The Efficient Java Matrix Library. */
  public static final String EJML = "ejml";

  /** The linear algebra of Hipparchus. */
  public static final String HIPPARCHUS = "hipparchus";

  /** The Gaussian process of Smile, which stands on OpenBLAS. */
  public static final String SMILE = "smile";

  /** C, compiled here with {@code gcc -O3 -march=native -ffast-math}. */
  public static final String GCC = "gcc";

  /** The contestants of a benchmark that can run here. */
  public static List<String> available(Class<? extends Comparison> benchmark) {
    try {
      Param contestants = benchmark.getField("implementation").getAnnotation(Param.class);
      return Arrays.stream(contestants.value()).filter(Comparison::isAvailable).toList();
    } catch (NoSuchFieldException e) {
      throw new IllegalArgumentException(benchmark + " has no field named implementation", e);
    }
  }

  /**
   * Whether an implementation can run here: not every machine has a native library, a GPU or gcc.
   */
  public static boolean isAvailable(String implementation) {
    return switch (implementation) {
      case NATIVE, OPENBLAS -> hasNativeLibrary();
      case SMILE -> hasNativeLibrary() && SmileLibrary.isAvailable();
      case GPU -> hasGpu();
      case GCC -> CompiledC.isAvailable();
      default -> true;
    };
  }

  /** The backend of Hone by its name as the system property spells it. */
  protected static Backend backend(String implementation) {
    return Backend.valueOf(implementation.toUpperCase(Locale.ROOT));
  }

  /**
   * Holds a parameter {@code threads} against what the JVM was started with. In a test, which has
   * no such option, everything goes.
   */
  protected static void checkThreads(int threads) {
    int configured = Integer.getInteger("hone.threads", threads);
    if (configured != threads) {
      throw new IllegalArgumentException(
          "threads = " + threads + ": expected -Dhone.threads = " + configured);
    }
  }

  private static boolean hasGpu() {
    try (GpEngine engine =
        Engines.gp(Backend.GPU, GpModel.numeric(CovarianceFunction.MATERN_52, 1))) {
      return engine.size() == 0;
    } catch (BackendUnavailableException noGpu) {
      return false;
    }
  }

  private static boolean hasNativeLibrary() {
    try {
      Engines.linearAlgebra(Backend.NATIVE);
      return true;
    } catch (BackendUnavailableException noNativeLibrary) {
      return false;
    }
  }
}
