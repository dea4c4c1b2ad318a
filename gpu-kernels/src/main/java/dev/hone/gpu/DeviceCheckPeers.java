package dev.hone.gpu;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Other libraries at the same jobs in the same run, where Python has them: a script prints what
 * each took and which job of ours it is like. Whatever becomes of them, nothing of ours depends on
 * it.
 */
final class DeviceCheckPeers {
  /** System property: the script, to be run by Python. */
  static final String SCRIPT = "hone.check.peers";

  private static final String PYTHON = "python3";
  private static final int SECONDS = 75;
  private static final int TRAINER_SECONDS = 60;

  /** How many times faster than BoTorch ours is to be. */
  private static final double LEAST_RATIO = 10;

  private static final Pattern RESULT = Pattern.compile("peer\t([^\t]+)\t([0-9.]+)\t([^\t]*)");

  private final DeviceReport report;
  private final Consumer<String> lines;
  private final @Nullable String script;
  private final boolean small;

  DeviceCheckPeers(DeviceReport report, Consumer<String> lines, boolean small) {
    this.report = report;
    this.lines = lines;
    this.small = small;
    this.script = System.getProperty(SCRIPT);
  }

  private List<String> command(String script, String what) {
    List<String> command = new ArrayList<>(List.of(PYTHON, script, what));
    if (small) {
      command.add("small");
    }
    return command;
  }

  /** A training loop of PyTorch, or null, after a line, where there is none. */
  @Nullable DeviceCheckTrainer trainer() {
    if (script == null) {
      lines.accept("Python was not found: no training loop of PyTorch");
      return null;
    }
    return DeviceCheckTrainer.start(command(script, "train"), TRAINER_SECONDS, lines);
  }

  /** Runs them all, and compares where one of them has done a job of ours. */
  void run(DeviceCheckTimes ours) {
    if (script == null) {
      lines.accept("Python was not found: no other libraries were timed");
      return;
    }
    lines.accept("");
    try {
      Process process =
          new ProcessBuilder(command(script, "peers")).redirectErrorStream(true).start();
      Thread.ofVirtual().start(() -> end(process));
      try (BufferedReader out = process.inputReader()) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          Matcher result = RESULT.matcher(line);
          if (result.matches()) {
            report(
                result.group(1), Double.parseDouble(result.group(2)), ours.onGpu(result.group(3)));
          } else {
            lines.accept(line);
          }
        }
      }
    } catch (IOException e) {
      lines.accept("other libraries: " + e.getMessage());
    }
  }

  private void end(Process process) {
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        lines.accept("the other libraries took more than " + SECONDS + " s: ended");
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void report(String peer, double milliseconds, double ours) {
    if (Double.isNaN(ours)) {
      lines.accept(String.format(Locale.ROOT, "%-48s %10.3f ms", peer, milliseconds));
      report.add(
          String.format(Locale.ROOT, "{\"peer\": \"%s\", \"ms\": %.4f}", peer, milliseconds));
      return;
    }
    double ratio = milliseconds / ours;
    boolean met = ratio >= LEAST_RATIO;
    lines.accept(
        String.format(
            Locale.ROOT,
            "%-48s %10.3f ms, ours %.3f ms: %.1f times as long, at least %.0f: %s",
            peer,
            milliseconds,
            ours,
            ratio,
            LEAST_RATIO,
            met ? "met" : "MISSED"));
    report.add(
        String.format(
            Locale.ROOT,
            "{\"peer\": \"%s\", \"ms\": %.4f, \"gpuMs\": %.4f, \"leastRatio\": %.0f,"
                + " \"met\": \"%s\"}",
            peer,
            milliseconds,
            ours,
            LEAST_RATIO,
            met ? "yes" : "no"));
  }
}
