package dev.hone.gpu;

import dev.hone.math.Backend;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What suggestions cost a trainer on the same GPU: its steps a second alone, while Hone suggests
 * without a pause, while it suggests once a second, and alone again.
 */
final class DeviceCheckGuest {
  /** A trainer may be slower by so many percent. */
  private static final double MOST_PERCENT = 10;

  private static final double SECOND = 1e9;

  private final DeviceReport report;
  private final Consumer<String> lines;
  private final boolean small;

  DeviceCheckGuest(DeviceReport report, Consumer<String> lines, boolean small) {
    this.report = report;
    this.lines = lines;
    this.small = small;
  }

  /** Beside PyTorch if a script is given and it can train; else beside likelihoods. */
  void run(DeviceCheckPeers peers) {
    lines.accept("");
    DeviceCheckTrainer torch = peers.trainer();
    String name = torch == null ? "likelihoods in another process" : "torch";
    try (DeviceCheckTrainer trainer = torch == null ? own() : torch) {
      if (trainer == null) {
        lines.accept("nothing could be trained alongside: its slowdown was not measured");
        report.add("{\"skipped\": \"trainer alongside\", \"reason\": \"no trainer\"}");
        return;
      }
      measure(name, trainer);
    } catch (UncheckedIOException e) {
      lines.accept("the trainer ended: its slowdown was not measured");
      report.add("{\"skipped\": \"trainer alongside\", \"reason\": \"the trainer ended\"}");
    }
  }

  private @Nullable DeviceCheckTrainer own() {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.add("--enable-native-access=ALL-UNNAMED");
    for (String property : List.of(GpuDevice.LIBRARY, GpuDevice.ORDINAL)) {
      String value = System.getProperty(property);
      if (value != null) {
        command.add("-D" + property + "=" + value);
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(DeviceCheckTrainer.class.getName(), small ? "small" : "full"));
    return DeviceCheckTrainer.start(command, 60, lines);
  }

  private void measure(String name, DeviceCheckTrainer trainer) {
    double window = small ? 0.2 : 4;
    DeviceCheckJob job =
        small
            ? DeviceCheckSuggestions.batch(1, 20, 20, 3)
            : DeviceCheckSuggestions.batch(1, 1024, 2000, 20);
    try (DeviceCheckJob.Prepared hone = job.prepare().apply(Backend.GPU)) {
      hone.run();
      double before = alone(trainer, window);
      Pace busy = beside(trainer, hone, window, 0);
      Pace paced = beside(trainer, hone, window, small ? 0.1 : 1);
      double after = alone(trainer, window);
      double alone = (before + after) / 2;
      // How far its own pace varies: less than that says nothing.
      double drift = 100 * Math.abs(before - after) / alone;
      report(name, job.name(), "without a pause", busy, alone, drift);
      report(name, job.name(), "once a second", paced, alone, drift);
    }
  }

  private static double alone(DeviceCheckTrainer trainer, double seconds) {
    DeviceCheckTrainer.Mark start = trainer.mark();
    LockSupport.parkNanos((long) (seconds * SECOND));
    return trainer.mark().rateSince(start);
  }

  /**
   * What was done side by side.
   *
   * @param rate steps of the trainer a second
   * @param runs suggestions meanwhile
   */
  private record Pace(double rate, int runs) {}

  private static Pace beside(
      DeviceCheckTrainer trainer, DeviceCheckJob.Prepared hone, double seconds, double interval) {
    DeviceCheckTrainer.Mark first = trainer.mark();
    long start = System.nanoTime();
    int runs = 0;
    while (System.nanoTime() - start < seconds * SECOND) {
      hone.run();
      runs++;
      long next = start + (long) (runs * interval * SECOND);
      LockSupport.parkNanos(next - System.nanoTime());
    }
    return new Pace(trainer.mark().rateSince(first), runs);
  }

  private void report(
      String trainer, String job, String pace, Pace beside, double alone, double drift) {
    double slowdown = 100 * (1 - beside.rate() / alone);
    boolean met = slowdown <= MOST_PERCENT;
    lines.accept(
        String.format(
            Locale.ROOT,
            "%s beside %s %s (%d times): %.1f %% slower (of itself it varies by %.1f %%), at most"
                + " %.0f %%: %s",
            trainer,
            job,
            pace,
            beside.runs(),
            slowdown,
            drift,
            MOST_PERCENT,
            met ? "met" : "MISSED"));
    report.add(
        String.format(
            Locale.ROOT,
            "{\"trainer\": \"%s\", \"beside\": \"%s\", \"pace\": \"%s\", \"runs\": %d,"
                + " \"stepsPerSecond\": %.3f, \"aloneStepsPerSecond\": %.3f,"
                + " \"slowdownPercent\": %.2f, \"driftPercent\": %.2f, \"mostPercent\": %.0f,"
                + " \"met\": \"%s\"}",
            trainer,
            job,
            pace,
            beside.runs(),
            beside.rate(),
            alone,
            slowdown,
            drift,
            MOST_PERCENT,
            met ? "yes" : "no"));
  }
}
