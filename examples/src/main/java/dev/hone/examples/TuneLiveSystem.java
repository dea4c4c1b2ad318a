package dev.hone.examples;

import dev.hone.Configuration;
import dev.hone.GpOptimizer;
import dev.hone.Optimizer;
import dev.hone.Trial;
import dev.hone.examples.cli.Commands;
import dev.hone.examples.cli.Progress;
import dev.hone.examples.live.TransferKnobs;
import dev.hone.examples.live.TransferLoop;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Turns the knobs of a system while it runs: buffer size, level and strategy of a loop that
 * compresses records and sends them over a link. A window of milliseconds is one measurement, as
 * noisy as such measurements are, and the next settings must be there within two milliseconds.
 *
 * <pre>{@code
 * mvn -q -pl examples -am compile exec:exec -Dhone.example=TuneLiveSystem
 * }</pre>
 */
@Command(
    name = "TuneLiveSystem",
    showDefaultValues = true,
    description = "Tunes a running loop, each suggestion within a deadline.")
public final class TuneLiveSystem implements Callable<Integer> {
  private static final int COMPARISONS = 15;
  private static final double NANOS_PER_MILLI = 1e6;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--windows", description = "How many settings to try.")
  private int windows = 150;

  @Option(names = "--window-ms", description = "For how long each of them runs.")
  private int windowMillis = 20;

  @Option(names = "--deadline-ms", description = "How long a suggestion may take.")
  private int deadlineMillis = 2;

  @Option(names = "--link", description = "Megabytes a second that the link carries.")
  private double link = 20;

  @Option(names = "--seed", description = "Seed of all random choices.")
  private long seed = 1;

  @Option(names = "--quiet", description = "Show no progress.")
  private boolean quiet;

  /** Runs the example and exits: 0, or 2 for wrong arguments. */
  public static void main(String[] args) {
    System.exit(Commands.of(new TuneLiveSystem()).execute(args));
  }

  @Override
  public Integer call() {
    checkPositive("--windows", windows);
    checkPositive("--window-ms", windowMillis);
    checkPositive("--deadline-ms", deadlineMillis);
    checkPositive("--link", link);
    TransferKnobs knobs = new TransferKnobs();
    double[] askMillis = new double[windows];
    try (TransferLoop loop = new TransferLoop(knobs, 1e6 * link);
        GpOptimizer optimizer = GpOptimizer.on(knobs.space()).seed(seed).build();
        Progress progress =
            quiet ? Progress.none() : Progress.of("Live", windows, spec.commandLine().getOut())) {
      // A service does this while it starts: the first suggestions are then as quick as later ones.
      optimizer.warmUp();
      tune(loop, optimizer, progress, askMillis);
      report(loop, knobs.defaults(), optimizer.best().configuration(), askMillis);
    }
    return 0;
  }

  private void tune(TransferLoop loop, Optimizer optimizer, Progress progress, double[] askMillis) {
    Duration deadline = Duration.ofMillis(deadlineMillis);
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < windows; i++) {
      long asked = System.nanoTime();
      Trial trial = optimizer.ask(deadline);
      askMillis[i] = (System.nanoTime() - asked) / NANOS_PER_MILLI;
      double cost = loop.run(trial.configuration(), windowNanos());
      optimizer.tell(trial, cost);
      boolean improved = cost < best;
      best = Math.min(best, cost);
      progress.step(
          String.format(Locale.ROOT, "%.1f MB/s  %s", 1 / best, trial.configuration()), improved);
    }
  }

  /** Both settings in turns, so that what disturbs the machine disturbs both. */
  private void report(
      TransferLoop loop, Configuration defaults, Configuration tuned, double[] askMillis) {
    double[] before = new double[COMPARISONS];
    double[] after = new double[COMPARISONS];
    for (int i = 0; i < COMPARISONS; i++) {
      before[i] = loop.run(defaults, windowNanos());
      after[i] = loop.run(tuned, windowNanos());
    }
    Arrays.sort(askMillis);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        """

        defaults   %6.1f MB/s  %s
        tuned      %6.1f MB/s  %s
        A suggestion took %.2f ms in the median, %.2f ms at the 99th percentile, %.2f ms at most \
        (deadline %d ms).
        """,
        1 / median(before),
        defaults,
        1 / median(after),
        tuned,
        quantile(askMillis, 0.5),
        quantile(askMillis, 0.99),
        quantile(askMillis, 1),
        deadlineMillis);
    out.flush();
  }

  private long windowNanos() {
    return Duration.ofMillis(windowMillis).toNanos();
  }

  private static double median(double[] values) {
    double[] ascending = values.clone();
    Arrays.sort(ascending);
    return quantile(ascending, 0.5);
  }

  private static double quantile(double[] ascending, double q) {
    return ascending[Math.max(0, (int) Math.ceil(q * ascending.length) - 1)];
  }

  private void checkPositive(String option, double value) {
    if (!(value > 0)) {
      throw new ParameterException(
          spec.commandLine(), option + " = " + value + ": expected above 0");
    }
  }
}
