package dev.hone.gpu;

import dev.hone.math.Backend;
import dev.hone.math.BackendFailureException;
import dev.hone.math.linalg.NumericalException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Runs jobs on the GPU and on the CPU, compares what they give, and holds their times against
 * floors and goals: a line of a table and a record for each.
 */
final class DeviceCheckTimes {
  private static final double MILLISECOND = 1e6;
  private static final double SECOND = 1e9;

  private final DeviceReport report;
  private final Consumer<String> lines;
  private final double seconds;
  private final long start = System.nanoTime();
  private final Map<String, Double> onGpu = new HashMap<>();
  private boolean wrong;

  /** Of each setting the least size from which on the GPU was faster. */
  private final SortedMap<String, Integer> thresholds = new TreeMap<>();

  /** The settings that a job was a test of. */
  private final SortedSet<String> looked = new TreeSet<>();

  /**
   * Starts the clock.
   *
   * @param report receives each measurement
   * @param lines receives what a person is to read
   * @param seconds after which no other job is begun
   */
  DeviceCheckTimes(DeviceReport report, Consumer<String> lines, double seconds) {
    this.report = report;
    this.lines = lines;
    this.seconds = seconds;
  }

  /** Whether a result was not the CPU's. */
  boolean isWrong() {
    return wrong;
  }

  /** What a job took on the GPU, or NaN if it was not run. */
  double onGpu(String job) {
    return onGpu.getOrDefault(job, Double.NaN);
  }

  /** Seconds that are left. */
  double left() {
    return seconds - (System.nanoTime() - start) / SECOND;
  }

  /** Prints what the columns are. */
  void header() {
    lines.accept("");
    lines.accept(
        String.format(
            Locale.ROOT,
            "%-48s %10s %10s %8s %10s %8s %10s %9s %s",
            "job",
            "GPU ms",
            "CPU ms",
            "ratio",
            "floor ms",
            "over it",
            "most ms",
            "least rat",
            "goal"));
  }

  /** Does a job, if there is time. */
  void run(DeviceCheckJob job) {
    if (left() < DeviceCheckPlan.seconds(job, Runtime.getRuntime().availableProcessors())) {
      lines.accept(job.name() + ": left out, the time is over");
      report.add(
          String.format(Locale.ROOT, "{\"skipped\": \"%s\", \"reason\": \"time\"}", job.name()));
      return;
    }
    try {
      measure(job);
    } catch (BackendFailureException | NumericalException e) {
      wrong = true;
      lines.accept("WRONG: " + job.name() + " failed: " + e.getMessage());
      report.add(
          String.format(
              Locale.ROOT,
              "{\"check\": \"%s\", \"error\": %s, \"right\": false}",
              job.name(),
              DeviceReport.quoted(String.valueOf(e.getMessage()))));
    }
  }

  private void measure(DeviceCheckJob job) {
    double[] actual;
    double gpu;
    try (DeviceCheckJob.Prepared prepared = job.prepare().apply(Backend.GPU)) {
      actual = prepared.run().clone();
      gpu = shortest(prepared);
    }
    UnaryOperator<double[]> rescore = job.rescore();
    double[] expected;
    double cpu;
    if (rescore != null) {
      expected = rescore.apply(actual);
      cpu = Double.NaN;
    } else {
      try (DeviceCheckJob.Prepared prepared = job.prepare().apply(Backend.AUTO)) {
        long before = System.nanoTime();
        expected = prepared.run().clone();
        double first = (System.nanoTime() - before) / MILLISECOND;
        // The first time compiles as well, which seconds hide.
        cpu = first > DeviceCheckPlan.PATIENCE * 1000 ? first : shortest(prepared);
      }
    }
    onGpu.put(job.name(), gpu);
    agree(job.name(), expected, actual, job.tolerance());
    report(job, gpu, cpu);
    DeviceCheckJob.Threshold threshold = job.threshold();
    if (threshold != null) {
      looked.add(threshold.property());
      // Faster at this size and at all that were tried above it.
      thresholds.compute(
          threshold.property(),
          (property, from) -> gpu >= cpu ? null : from == null ? threshold.size() : from);
    }
  }

  /** Says from which sizes on the GPU was faster, as the settings of {@code AUTO}. */
  void thresholds() {
    if (!thresholds.isEmpty()) {
      lines.accept("");
    }
    thresholds.forEach(
        (property, from) -> {
          lines.accept(
              "The GPU is faster from "
                  + from
                  + " on: -D"
                  + property
                  + "="
                  + from
                  + " has AUTO take it.");
          report.add(
              String.format(Locale.ROOT, "{\"setting\": \"%s\", \"from\": %d}", property, from));
        });
  }

  /** Writes them as a calibration file, which {@code AUTO} goes by where it is named. */
  void calibrate() {
    if (looked.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder("# the GPU beside ");
    text.append(Runtime.getRuntime().availableProcessors())
        .append(" processors, by device-check\nformat = 1\n");
    for (String property : looked) {
      Integer from = thresholds.get(property);
      text.append(property).append(" = ").append(from == null ? "never" : from).append('\n');
    }
    Path file = report.writeBeside(".calibration.txt", text.toString());
    lines.accept("-Dhone.calibration=" + file + " has AUTO go by that.");
  }

  private void report(DeviceCheckJob job, double gpu, double cpu) {
    DeviceCheckJob.Goal goal = job.goal();
    boolean met = goal.isMet(gpu, cpu);
    lines.accept(
        String.format(
            Locale.ROOT,
            "%-48s %10.3f %10s %8s %10.3f %8.1f %10s %9s %s",
            job.name(),
            gpu,
            text(cpu, "%.3f", "-"),
            text(cpu / gpu, "%.2f", "-"),
            job.floor(),
            gpu / job.floor(),
            text(goal.mostMs(), "%.3f", "-"),
            goal.leastRatio() > 0 ? text(goal.leastRatio(), "%.1f", "-") : "-",
            goal.isSet() ? (met ? "met" : "MISSED") : ""));
    String ratio = goal.leastRatio() > 0 ? text(goal.leastRatio(), "%.4g", "null") : "null";
    report.add(
        String.format(
            Locale.ROOT,
            "{\"job\": \"%s\", \"gpuMs\": %.4f, \"cpuMs\": %s, \"floorMs\": %.4f, \"mostMs\": %s,"
                + " \"leastRatio\": %s, \"met\": %s}",
            job.name(),
            gpu,
            text(cpu, "%.4f", "null"),
            job.floor(),
            text(goal.mostMs(), "%.4f", "null"),
            ratio,
            goal.isSet() ? (met ? "\"yes\"" : "\"no\"") : "null"));
  }

  private static String text(double number, String format, String none) {
    return Double.isFinite(number) ? String.format(Locale.ROOT, format, number) : none;
  }

  /** Notes whether two results are the same but for rounding. */
  void agree(String name, double[] expected, double[] actual, double tolerance) {
    double difference = difference(expected, actual);
    boolean right = difference <= tolerance;
    wrong |= !right;
    if (!right) {
      lines.accept(
          String.format(Locale.ROOT, "WRONG: %s, by %.3g of the largest", name, difference));
    }
    report.add(
        String.format(
            Locale.ROOT,
            "{\"check\": \"%s\", \"difference\": \"%.3g\", \"right\": %b}",
            name,
            difference,
            right));
  }

  /** The milliseconds of the shortest of five runs, or fewer if they are long. */
  static double shortest(DeviceCheckJob.Prepared prepared) {
    double best = Double.POSITIVE_INFINITY;
    long start = System.nanoTime();
    for (int i = 0;
        i < DeviceCheckPlan.RUNS && System.nanoTime() - start < DeviceCheckPlan.PATIENCE * SECOND;
        i++) {
      long before = System.nanoTime();
      prepared.run();
      best = Math.min(best, (double) (System.nanoTime() - before));
    }
    return best / MILLISECOND;
  }

  /**
   * The largest difference, relative to the largest finite number, or to 1; ∞ if one has more of
   * them. Equal infinities differ by nothing, a NaN on either side by NaN.
   */
  static double difference(double[] expected, double[] actual) {
    if (expected.length != actual.length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 1;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      double magnitude = Math.abs(expected[i]);
      largest = magnitude <= Double.MAX_VALUE ? Math.max(largest, magnitude) : largest;
      if (expected[i] != actual[i]) {
        // A NaN stays.
        difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
      }
    }
    return difference / largest;
  }
}
