package dev.hone.benchmarks;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.Engines;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.annotations.Param;

/** A benchmark that measures several implementations of one job in one run. */
public abstract class Comparison extends HoneBenchmark {

  /** The implementation whose speed is the subject; all others are baselines. */
  public static final String OURS = "simd";

  private static final String SCALAR = "scalar";
  private static final String NATIVE = "native";

  /** The baseline on the Efficient Java Matrix Library. */
  public static final String EJML = "ejml";

  /** A backend as the system property spells it, or {@value #EJML}. */
  @Param({OURS, SCALAR, NATIVE, EJML})
  public String implementation = OURS;

  /** The implementations that can run here: a native library is not to be had on every platform. */
  public static List<String> availableImplementations() {
    try {
      Engines.linearAlgebra(Backend.NATIVE);
    } catch (BackendUnavailableException noNativeLibrary) {
      return List.of(OURS, SCALAR, EJML);
    }
    return List.of(OURS, SCALAR, NATIVE, EJML);
  }

  /** Whether the job is to be done by the outside library rather than by Hone. */
  protected final boolean isEjml() {
    return implementation.equals(EJML);
  }

  /** The backend of Hone that is to do the job. */
  protected final Backend backend() {
    return Backend.valueOf(implementation.toUpperCase(Locale.ROOT));
  }
}
