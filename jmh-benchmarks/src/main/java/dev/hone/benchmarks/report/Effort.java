package dev.hone.benchmarks.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * How much time a run of the benchmarks may take, and with it how far its figures can be trusted.
 */
enum Effort {
  /** Shows that every benchmark runs; the figures mean nothing. */
  SMOKE {
    @Override
    void applyTo(ChainedOptionsBuilder options) {
      options
          .forks(1)
          .warmupIterations(0)
          .measurementIterations(1)
          .measurementTime(TimeValue.milliseconds(20))
          .verbosity(VerboseMode.SILENT)
          .param("n", "33")
          .param("trials", "33")
          .param("d", "10");
    }
  },
  /** A few minutes for everything: right to within some ten percent on a quiet machine. */
  QUICK {
    @Override
    void applyTo(ChainedOptionsBuilder options) {
      options
          .forks(1)
          .warmupIterations(5)
          .warmupTime(TimeValue.milliseconds(300))
          .measurementIterations(10)
          .measurementTime(TimeValue.milliseconds(100))
          .param("n", "100", "500")
          .param("d", "20");
    }
  },
  /** All sizes and forks as the benchmarks declare them: for figures to publish. */
  FULL {
    @Override
    void applyTo(ChainedOptionsBuilder options) {}
  };

  /** Overrides what the benchmarks declare. */
  abstract void applyTo(ChainedOptionsBuilder options);

  /** The effort that the command line spells so. */
  static Optional<Effort> named(String name) {
    return Arrays.stream(values()).filter(effort -> effort.toString().equals(name)).findFirst();
  }

  /** The name as the command line spells it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
