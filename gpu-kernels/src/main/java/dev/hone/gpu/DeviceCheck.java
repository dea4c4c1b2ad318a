package dev.hone.gpu;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpEngine;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Checks the GPU engine of this machine against the CPU's, then times both: see the script {@code
 * device-check}. Prints a table, writes a JSON file, and exits with 1 if a result is wrong, with 2
 * if there is no GPU.
 */
public final class DeviceCheck {
  /** Largest difference that counts as agreement, relative to the largest value. */
  private static final double TOLERANCE = 1e-8;

  /** System property: what compute-sanitizer said, as {@code memcheck=0 racecheck=0}. */
  static final String SANITIZER = "hone.check.sanitizer";

  private final DeviceReport report;
  private final DeviceCheckTimes times;
  private final boolean small;
  private final boolean neighbours;

  private DeviceCheck(DeviceReport report, boolean small, boolean neighbours) {
    this.report = report;
    this.small = small;
    this.neighbours = neighbours;
    this.times = new DeviceCheckTimes(report, System.out::println, DeviceCheckPlan.SECONDS);
  }

  /**
   * Runs it.
   *
   * @param arguments the JSON file to write; and {@code small} for sizes that any machine can do,
   *     or {@code sanitized} for these without other processes
   */
  public static void main(String[] arguments) {
    if (arguments.length < 1) {
      throw new IllegalArgumentException("arguments: expected a file to write, and perhaps small");
    }
    String size = arguments.length > 1 ? arguments[1] : "full";
    switch (size) {
      case "full", "small", "sanitized" -> System.exit(check(Path.of(arguments[0]), size));
      default ->
          throw new IllegalArgumentException(
              "arguments: " + size + ": expected small, sanitized or full");
    }
  }

  /** Returns the exit status: 0, or 1 if a result is wrong, or 2 if there is no GPU. */
  static int check(Path file, String size) {
    CudaProbe probe = GpuDevice.probe();
    System.out.print(DeviceInfo.describe(probe));
    DeviceReport report = new DeviceReport(file, probe);
    boolean clean = sanitizer(report);
    boolean small = !size.equals("full");
    int status = new DeviceCheck(report, small, !size.equals("sanitized")).run();
    return status == 0 && !clean ? 1 : status;
  }

  /** What {@code timeout} ends with: the tool had no time to find anything, which is said. */
  private static final int TIMEOUT = 124;

  /** Notes what the script has found with NVIDIA's tools: a name and an exit status for each. */
  private static boolean sanitizer(DeviceReport report) {
    boolean clean = true;
    for (String tool : System.getProperty(SANITIZER, "").split(" ", -1)) {
      int equals = tool.indexOf('=');
      if (equals > 0) {
        int status = Integer.parseInt(tool.substring(equals + 1));
        clean &= status == 0 || status == TIMEOUT;
        report.add(
            String.format(
                Locale.ROOT,
                "{\"sanitizer\": \"%s\", \"status\": %d}",
                tool.substring(0, equals),
                status));
      }
    }
    return clean;
  }

  private int run() {
    // Our own kernels first; libraries are compared with them in the end.
    String libraries = System.setProperty(CudaLibraries.PROPERTY, "off");
    boolean differing;
    try {
      correctness("on");
      correctness("always");
      times.header();
      for (DeviceCheckJob job : DeviceCheckPlan.jobs(small)) {
        times.run(job);
      }
      times.thresholds();
      if (!small) {
        times.calibrate();
      }
      new DeviceCheckKernels(report, System.out::println).run(small);
      DeviceCheckSwitches switches =
          new DeviceCheckSwitches(report, System.out::println, libraries);
      switches.run(small);
      differing = switches.areDiffering();
      if (neighbours) {
        neighbours();
      }
    } catch (BackendUnavailableException e) {
      System.out.println(e.getMessage());
      return 2;
    } finally {
      DeviceCheckSwitches.restore(CudaLibraries.PROPERTY, libraries);
    }
    return differing || times.isWrong() ? 1 : 0;
  }

  /** What else may be on the machine: a trainer, and other libraries. */
  private void neighbours() {
    DeviceCheckPeers peers = new DeviceCheckPeers(report, System.out::println, small);
    new DeviceCheckGuest(report, System.out::println, small).run(peers);
    peers.run(times);
  }

  /**
   * Holds engines of all covariance functions against the CPU's.
   *
   * @param wide for which products there are wide tiles: sizes that are soon done would have none
   */
  private void correctness(String wide) {
    String before = System.setProperty(Launcher.WIDE_PROPERTY, wide);
    try {
      // Kept open, as some seconds of opening it for each engine would be lost.
      GpuDevice device = GpuDevice.acquire();
      try {
        correctness();
      } finally {
        GpuDevice.release(device);
      }
    } finally {
      DeviceCheckSwitches.restore(Launcher.WIDE_PROPERTY, before);
    }
  }

  private void correctness() {
    int[] sizes = small ? new int[] {1, 65} : new int[] {1, 2, 63, 64, 65, 500, 1000, 2049};
    for (CovarianceFunction covariance : CovarianceFunction.values()) {
      for (int n : sizes) {
        DeviceCheckProblem problem = DeviceCheckProblem.of(covariance, 1 + n % 13, n, n % 2 == 1);
        try (GpEngine gpu = problem.engine(Backend.GPU);
            GpEngine cpu = problem.engine(Backend.AUTO)) {
          compare(problem, covariance + " n=" + n, gpu, cpu);
        }
      }
    }
  }

  private void compare(DeviceCheckProblem problem, String name, GpEngine gpu, GpEngine cpu) {
    int m = 100;
    double[] x = problem.candidates(m);
    int d = problem.model().dimension();
    agree(
        name + " likelihood",
        results(cpu, e -> likelihood(problem, e)),
        results(gpu, e -> likelihood(problem, e)));
    // Recorded, the second time; and not with what it was told the first.
    double[] other = problem.theta().clone();
    other[0] += 0.1;
    other[other.length - 1] -= 0.3;
    DeviceCheckProblem moved =
        new DeviceCheckProblem(problem.model(), problem.n(), problem.x(), problem.y(), other);
    agree(
        name + " likelihood again",
        results(cpu, e -> likelihood(moved, e)),
        results(gpu, e -> likelihood(moved, e)));
    gpu.condition(problem.theta());
    cpu.condition(problem.theta());
    agree(
        name + " sample paths",
        results(cpu, e -> paths(e, m, d, x)),
        results(gpu, e -> paths(e, m, d, x)));
    agree(
        name + " posterior",
        results(cpu, e -> posterior(e, m, x)),
        results(gpu, e -> posterior(e, m, x)));
    agree(
        name + " LogEI",
        results(cpu, e -> improvement(e, m, d, x)),
        results(gpu, e -> improvement(e, m, d, x)));
    few(name, cpu, gpu, d, x);
    double[] point = Arrays.copyOf(x, d);
    gpu.append(point, 0.1);
    cpu.append(point, 0.1);
    agree(
        name + " appended",
        results(cpu, e -> posterior(e, m, x)),
        results(gpu, e -> posterior(e, m, x)));
    few(name + " appended", cpu, gpu, d, x);
  }

  /** Of as few candidates as a search has at a time. */
  private void few(String name, GpEngine cpu, GpEngine gpu, int d, double[] x) {
    int m = 40;
    agree(
        name + " LogEI of few",
        results(cpu, e -> improvement(e, m, d, x)),
        results(gpu, e -> improvement(e, m, d, x)));
  }

  private interface Job {
    double[] run(GpEngine engine);
  }

  private static double[] results(GpEngine engine, Job job) {
    return job.run(engine);
  }

  private static double[] likelihood(DeviceCheckProblem problem, GpEngine engine) {
    double[] gradient = new double[problem.theta().length];
    double value = engine.logMarginalLikelihood(problem.theta(), gradient);
    double[] results = Arrays.copyOf(gradient, gradient.length + 1);
    results[gradient.length] = value;
    return results;
  }

  private static double[] posterior(GpEngine engine, int m, double[] x) {
    double[] mean = new double[m];
    double[] variance = new double[m];
    engine.posterior(m, x, mean, variance);
    double[] results = Arrays.copyOf(mean, 2 * m);
    System.arraycopy(variance, 0, results, m, m);
    return results;
  }

  private static double[] paths(GpEngine engine, int m, int d, double[] x) {
    int count = 9;
    double[] value = new double[count * m];
    double[] gradient = new double[count * m * d];
    engine.samplePaths(count, 5).evaluate(m, x, value, gradient);
    double[] results = Arrays.copyOf(value, value.length + gradient.length);
    System.arraycopy(gradient, 0, results, value.length, gradient.length);
    return results;
  }

  private static double[] improvement(GpEngine engine, int m, int d, double[] x) {
    double[] value = new double[m];
    double[] gradient = new double[m * d];
    engine.logExpectedImprovement(m, x, -1, value, gradient);
    double[] results = Arrays.copyOf(value, m + m * d);
    System.arraycopy(gradient, 0, results, m, m * d);
    return results;
  }

  private void agree(String name, double[] expected, double[] actual) {
    times.agree(name, expected, actual, TOLERANCE);
  }
}
