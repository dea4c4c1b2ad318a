package dev.hone.benchmarks.report;

import dev.hone.benchmarks.Comparison;
import dev.hone.benchmarks.optimizer.WholeStudyBenchmark;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * One benchmark at one size by some implementations, which JMH runs one after the other: what is
 * compared is measured within a minute or so.
 *
 * @param benchmark the full name of the method
 * @param parameters the values of each parameter
 */
record Run(String benchmark, Map<String, List<String>> parameters) {
  /** Compiled ahead of time: a moment suffices to fill its caches. */
  private static final Set<String> NEEDS_NO_WARM_UP = Set.of(Comparison.OPENBLAS, Comparison.GCC);

  private static final int WARM_UPS = 5;

  /** Whole suggestions run through so much code that it takes C2 some ten seconds to compile it. */
  private static final TimeValue WARM_UP_OF_OPTIMIZERS = TimeValue.seconds(2);

  /** A hundredth of the operations, which the tail is of, has to be some. */
  private static final TimeValue MEASUREMENT_OF_OPTIMIZERS = TimeValue.milliseconds(500);

  private static final List<String> SLOW = List.of(Comparison.HIPPARCHUS);
  private static final int SLOW_FROM = 500;

  private static final String OPTIMIZERS = WholeStudyBenchmark.class.getPackageName();

  /** What JMH is to be told. */
  Options options(Effort effort) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchmark) + "$")
            .jvmArgsPrepend("-Dhone.threads=" + threads())
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .shouldDoGC(true);
    effort.applyTo(options);
    if (effort == Effort.TARGETS) {
      options.warmupIterations(needsWarmUp() ? WARM_UPS : 1);
      if (isSlow()) {
        options.forks(2).warmupIterations(1).measurementIterations(1);
      }
      if (benchmark.startsWith(OPTIMIZERS)) {
        options.warmupTime(WARM_UP_OF_OPTIMIZERS).measurementTime(MEASUREMENT_OF_OPTIMIZERS);
      }
    }
    parameters.forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
    return options.build();
  }

  private String threads() {
    return parameters.getOrDefault("threads", List.of("1")).getFirst();
  }

  private boolean needsWarmUp() {
    return !NEEDS_NO_WARM_UP.containsAll(parameters.getOrDefault("implementation", List.of("")));
  }

  /**
   * Takes half a minute for one operation, and is so far behind that a second of them settles it.
   */
  private boolean isSlow() {
    return parameters.getOrDefault("implementation", List.of()).equals(SLOW)
        && Integer.parseInt(parameters.getOrDefault("n", List.of("0")).getFirst()) >= SLOW_FROM;
  }

  /** The job and its parameters, for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(Score.job(benchmark));
    parameters.forEach(
        (name, values) ->
            text.append(' ').append(name).append('=').append(String.join(",", values)));
    return text.toString();
  }
}
