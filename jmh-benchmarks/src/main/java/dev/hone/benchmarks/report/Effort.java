package dev.hone.benchmarks.report;

import java.util.Arrays;
import java.util.List;
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
  SMOKE("33", "10") {
    @Override
    void applyTo(ChainedOptionsBuilder options) {
      options
          .forks(1)
          .warmupIterations(0)
          .measurementIterations(1)
          .measurementTime(TimeValue.milliseconds(20))
          .verbosity(VerboseMode.SILENT);
    }
  },
  /** A quarter of an hour for everything: right to within some ten percent on a quiet machine. */
  QUICK("100,500", "20") {
    @Override
    void applyTo(ChainedOptionsBuilder options) {
      options
          .forks(1)
          .warmupIterations(5)
          .warmupTime(TimeValue.milliseconds(300))
          .measurementIterations(10)
          .measurementTime(TimeValue.milliseconds(100));
    }
  },
  /**
   * The sizes of {@link Targets}, five short forks each or three longer ones: an hour and a half
   * for all.
   */
  TARGETS("", "") {
    @Override
    void applyTo(ChainedOptionsBuilder options) {
      options
          .forks(5)
          .warmupTime(TimeValue.milliseconds(400))
          .measurementIterations(4)
          .measurementTime(TimeValue.milliseconds(200))
          .verbosity(VerboseMode.SILENT);
    }
  },
  /** All sizes and forks as the benchmarks declare them: for figures to publish. */
  FULL("", "") {
    @Override
    void applyTo(ChainedOptionsBuilder options) {}
  };

  /** Values of n, apart by commas; none stands for those that a benchmark declares. */
  private final String sizes;

  private final String dimensions;

  Effort(String sizes, String dimensions) {
    this.sizes = sizes;
    this.dimensions = dimensions;
  }

  /** Overrides what the benchmarks declare, other than sizes. */
  abstract void applyTo(ChainedOptionsBuilder options);

  /** The values to run with of a parameter that declares some. */
  List<String> values(String parameter, List<String> declared) {
    String ours =
        switch (parameter) {
          case "n" -> sizes;
          case "trials" -> this == SMOKE ? sizes : "";
          case "d" -> dimensions;
          default -> "";
        };
    return ours.isEmpty() ? declared : List.of(ours.split(",", -1));
  }

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
