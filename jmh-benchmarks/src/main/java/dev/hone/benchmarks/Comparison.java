package dev.hone.benchmarks;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.Engines;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What every benchmark has in common: several implementations of one job, measured in one run.
 *
 * <p>Five forks, because the JIT compiles vector loops in one of several ways and keeps to it for
 * the life of a JVM: iterations alone would not show that spread. A fixed heap keeps its growth out
 * of the measurement.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 5,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      "-Xms1g",
      "-Xmx1g"
    })
public abstract class Comparison {

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
