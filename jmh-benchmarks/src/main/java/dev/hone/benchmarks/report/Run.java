package dev.hone.benchmarks.report;

import dev.hone.benchmarks.Comparison;
import dev.hone.benchmarks.cma.BackgroundTellBenchmark;
import dev.hone.benchmarks.cma.GenerationBenchmark;
import dev.hone.benchmarks.eigen.SymmetricEigenBenchmark;
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

  /**
   * C2 takes some seconds for them, in which vectors are objects and take a hundred times as long.
   */
  private static final List<String> MUCH_CODE =
      List.of(
          WholeStudyBenchmark.class.getPackageName(), GenerationBenchmark.class.getPackageName());

  /**
   * So does an eigensolver, whose vectors have no plain twins; large matrices leave it few calls to
   * be compiled in.
   */
  private static final String EIGENSOLVER = SymmetricEigenBenchmark.class.getPackageName();

  private static final int LARGE = 500;

  private static final TimeValue LONG_WARM_UP = TimeValue.milliseconds(1_500);

  /** A hundredth of the operations, which a tail is of, has to be some. */
  private static final TimeValue LONG_MEASUREMENT = TimeValue.milliseconds(500);

  /** For a benchmark whose operations stand milliseconds apart: all in one iteration. */
  private static final TimeValue ONE_MEASUREMENT = TimeValue.seconds(2);

  private static final String WITH_PAUSES = BackgroundTellBenchmark.class.getName();

  private static final int FEWER_FORKS = 3;

  private static final List<String> SLOW = List.of(Comparison.HIPPARCHUS);

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
      if (runsThroughMuchCode()) {
        options.forks(FEWER_FORKS).warmupTime(LONG_WARM_UP).measurementTime(LONG_MEASUREMENT);
      }
      if (benchmark.startsWith(WITH_PAUSES + ".")) {
        // The first operation of an iteration follows a collection, with cold caches: among some
        // hundred it would be the very hundredth that a tail is.
        options.measurementIterations(1).measurementTime(ONE_MEASUREMENT);
      }
      if (isSlow()) {
        options.forks(FEWER_FORKS).warmupIterations(1).measurementIterations(1);
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

  private boolean runsThroughMuchCode() {
    return MUCH_CODE.stream().anyMatch(this::isIn) || (isIn(EIGENSOLVER) && n() >= LARGE);
  }

  private boolean isIn(String packageName) {
    return benchmark.startsWith(packageName + ".");
  }

  private int n() {
    return Integer.parseInt(parameters.getOrDefault("n", List.of("0")).getFirst());
  }

  /**
   * Takes half a minute for one operation, and is so far behind that a second of them settles it.
   */
  private boolean isSlow() {
    return parameters.getOrDefault("implementation", List.of()).equals(SLOW) && n() >= LARGE;
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
