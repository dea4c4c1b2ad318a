package dev.hone.gpu;

import dev.hone.math.Backend;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What {@link DeviceCheck} finds out about options whose gain is a matter of the machine: launches
 * that are recorded, and libraries in the place of kernels. Each job runs with and without.
 */
final class DeviceCheckSwitches {
  private final DeviceReport report;
  private final Consumer<String> lines;
  private final String libraries;
  private boolean differing;

  /**
   * Prepares it.
   *
   * @param report receives each measurement
   * @param lines receives what a person is to read
   * @param libraries where these are, as the property says it; those of the system if it is silent
   */
  DeviceCheckSwitches(DeviceReport report, Consumer<String> lines, @Nullable String libraries) {
    this.report = report;
    this.lines = lines;
    this.libraries = libraries == null || libraries.equals("off") ? "on" : libraries;
  }

  /** Whether an option changed results by more than rounding. */
  boolean areDiffering() {
    return differing;
  }

  /** Compares all. */
  void run(boolean small) {
    lines.accept("");
    lines.accept(
        String.format(Locale.ROOT, "%-42s %10s %10s %8s", "job", "with ms", "without", "ratio"));
    int[] fits = small ? new int[] {20} : new int[] {20, 50, 100, 200, 300, 500};
    for (int n : fits) {
      compare("graphs", DeviceCheckBatches.likelihood(n, 10), Recorder.PROPERTY, "on", "off");
    }
    int[] wide = small ? new int[] {70} : new int[] {500, 1000, 2000, 5000, 10_000};
    for (int n : wide) {
      compare(
          "wide tiles", DeviceCheckBatches.likelihood(n, 20), Launcher.WIDE_PROPERTY, "on", "off");
    }
    libraries(small);
  }

  /** From how few rows on libraries win, if there are any. */
  private void libraries(boolean small) {
    if (!present(libraries)) {
      lines.accept("cuBLAS and cuSOLVER were not found: not compared");
      return;
    }
    String before = System.getProperty(CudaLibraries.FROM);
    System.setProperty(CudaLibraries.FROM, "1");
    try {
      int from = 0;
      int[] sizes = small ? new int[] {70} : new int[] {256, 512, 1000, 2000, 5000, 10_000};
      for (int n : sizes) {
        boolean won =
            compare(
                "libraries",
                DeviceCheckBatches.likelihood(n, 20),
                CudaLibraries.PROPERTY,
                libraries,
                "off");
        from = won ? (from == 0 ? n : from) : 0;
      }
      List<DeviceCheckJob> others =
          small
              ? List.of(
                  DeviceCheckBatches.search(300, 40, 3), DeviceCheckBatches.generation(30, 20))
              : List.of(
                  DeviceCheckBatches.search(40_000, 5000, 20),
                  DeviceCheckBatches.generation(1000, 10_000),
                  DeviceCheckBatches.generation(2000, 4000));
      for (DeviceCheckJob job : others) {
        compare("libraries", job, CudaLibraries.PROPERTY, libraries, "off");
      }
      lines.accept(
          from == 0
              ? "Libraries were not faster for the largest likelihood: leave them off."
              : "Libraries win from n=" + from + " on: -Dhone.gpu.libraries.from=" + from);
    } finally {
      restore(CudaLibraries.FROM, before);
    }
  }

  private static boolean present(String setting) {
    String before = System.getProperty(CudaLibraries.PROPERTY);
    System.setProperty(CudaLibraries.PROPERTY, setting);
    try {
      GpuDevice device = GpuDevice.acquire();
      try {
        return device.call(session -> session.libraries() != null);
      } finally {
        GpuDevice.release(device);
      }
    } finally {
      restore(CudaLibraries.PROPERTY, before);
    }
  }

  /** Times a job in both settings of a property; returns whether the first was faster. */
  private boolean compare(
      String option, DeviceCheckJob job, String property, String with, String without) {
    double[] times = new double[2];
    double[][] results = new double[2][];
    String before = System.getProperty(property);
    try {
      for (int i = 0; i < 2; i++) {
        System.setProperty(property, i == 0 ? with : without);
        // Opened anew for each, as nobody else uses the device: that is when settings are read.
        try (DeviceCheckJob.Prepared prepared = job.prepare().apply(Backend.GPU)) {
          results[i] = prepared.run().clone();
          times[i] = DeviceCheckTimes.shortest(prepared);
        }
      }
    } finally {
      restore(property, before);
    }
    lines.accept(
        String.format(
            Locale.ROOT,
            "%-42s %10.3f %10.3f %8.2f",
            option + ": " + job.name(),
            times[0],
            times[1],
            times[1] / times[0]));
    boolean right = DeviceCheckTimes.difference(results[1], results[0]) <= job.tolerance();
    if (!right) {
      differing = true;
      lines.accept("WRONG: " + job.name() + " with and without " + option);
    }
    report.add(
        String.format(
            Locale.ROOT,
            "{\"option\": \"%s\", \"job\": \"%s\", \"withMs\": %.4f, \"withoutMs\": %.4f,"
                + " \"right\": %b}",
            option,
            job.name(),
            times[0],
            times[1],
            right));
    return times[0] < times[1];
  }

  /** Sets a property to what it was. */
  static void restore(String property, @Nullable String before) {
    if (before == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, before);
    }
  }
}
