package dev.hone.gpu;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpEngine;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Checks the GPU engine of this machine against the CPU's, then times both: see the script {@code
 * device-check}. Prints a table, writes a JSON file, and exits with 1 if a result is wrong, with 2
 * if there is no GPU.
 */
public final class DeviceCheck {
  /** Largest difference that counts as agreement, relative to the largest value. */
  private static final double TOLERANCE = 1e-8;

  private static final double MILLISECOND = 1e6;

  /** Takes a share of the time limit at most. */
  private static final long PER_JOB = 20_000_000_000L;

  private final DeviceReport report;
  private boolean failed;

  /** The least number of observations of which the GPU was faster; 0 if there was none. */
  private int from;

  private DeviceCheck(DeviceReport report) {
    this.report = report;
  }

  /**
   * Runs it.
   *
   * @param arguments the JSON file to write; and {@code small} for sizes that any machine can do
   */
  public static void main(String[] arguments) {
    if (arguments.length < 1) {
      throw new IllegalArgumentException("arguments: expected a file to write, and perhaps small");
    }
    boolean small = arguments.length > 1 && arguments[1].equals("small");
    System.exit(check(Path.of(arguments[0]), small));
  }

  /** Returns the exit status: 0, or 1 if a result is wrong, or 2 if there is no GPU. */
  static int check(Path file, boolean small) {
    CudaProbe probe = GpuDevice.probe();
    System.out.print(DeviceInfo.describe(probe));
    return new DeviceCheck(new DeviceReport(file, probe)).run(small);
  }

  private int run(boolean small) {
    // Our own kernels first; libraries are compared with them in the end.
    String libraries = System.setProperty(CudaLibraries.PROPERTY, "off");
    try {
      correctness(small);
      for (DeviceCheckBatches.Job job : batches(true)) {
        compare(job);
      }
      System.out.println();
      System.out.printf(
          Locale.ROOT,
          "%-42s %10s %10s %8s %10s %8s%n",
          "job",
          "GPU ms",
          "CPU ms",
          "ratio",
          "floor ms",
          "over it");
      timings(small);
      for (DeviceCheckBatches.Job job : batches(small)) {
        time(job);
      }
      if (from > 0) {
        System.out.printf(
            Locale.ROOT,
            "%nThe GPU fits faster from n=%d on: -Dhone.gpu.from=%d has AUTO take it.%n",
            from,
            from);
      }
      DeviceCheckSwitches switches =
          new DeviceCheckSwitches(report, System.out::println, libraries);
      switches.run(small);
      failed |= switches.areDiffering();
    } catch (BackendUnavailableException e) {
      System.out.println(e.getMessage());
      return 2;
    } finally {
      DeviceCheckSwitches.restore(CudaLibraries.PROPERTY, libraries);
    }
    return failed ? 1 : 0;
  }

  private void correctness(boolean small) {
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
    double[] point = Arrays.copyOf(x, d);
    gpu.append(point, 0.1);
    cpu.append(point, 0.1);
    agree(
        name + " appended",
        results(cpu, e -> posterior(e, m, x)),
        results(gpu, e -> posterior(e, m, x)));
  }

  private static List<DeviceCheckBatches.Job> batches(boolean small) {
    return small
        ? List.of(
            DeviceCheckBatches.fleet(5, 20, 3, 30),
            DeviceCheckBatches.fleet(3, 110, 2, 5),
            DeviceCheckBatches.search(300, 40, 3),
            DeviceCheckBatches.paths(9, 80, 30, 3),
            DeviceCheckBatches.generation(30, 20))
        : List.of(
            DeviceCheckBatches.fleet(1000, 64, 8, 500),
            DeviceCheckBatches.fleet(10_000, 64, 8, 100),
            DeviceCheckBatches.search(1_000_000, 1000, 20),
            DeviceCheckBatches.search(40_000, 5000, 20),
            DeviceCheckBatches.paths(64, 20_000, 1000, 20),
            DeviceCheckBatches.paths(64, 20_000, 5000, 20),
            DeviceCheckBatches.generation(1000, 10_000),
            DeviceCheckBatches.generation(2000, 4000));
  }

  private void compare(DeviceCheckBatches.Job job) {
    double[][] results = new double[2][];
    Backend[] backends = {Backend.AUTO, Backend.GPU};
    for (int i = 0; i < 2; i++) {
      try (DeviceCheckBatches.Prepared prepared = job.prepare().apply(backends[i])) {
        results[i] = prepared.run().clone();
      }
    }
    agree(job.name(), results[0], results[1], job.tolerance());
  }

  private void time(DeviceCheckBatches.Job job) {
    double[] shortest = new double[2];
    Backend[] backends = {Backend.GPU, Backend.AUTO};
    for (int i = 0; i < 2; i++) {
      try (DeviceCheckBatches.Prepared prepared = job.prepare().apply(backends[i])) {
        shortest[i] = shortest(prepared);
      }
    }
    print(job.name(), shortest[0], shortest[1], job.floor());
    record(job.name(), 0, shortest[0], shortest[1], job.floor());
  }

  /** The milliseconds of the shortest of five runs, or fewer if they are long. */
  static double shortest(DeviceCheckBatches.Prepared prepared) {
    double best = Double.POSITIVE_INFINITY;
    long start = System.nanoTime();
    for (int i = 0; i < 5 && System.nanoTime() - start < PER_JOB; i++) {
      long before = System.nanoTime();
      prepared.run();
      best = Math.min(best, (double) (System.nanoTime() - before));
    }
    return best / MILLISECOND;
  }

  private static void print(String name, double gpu, double cpu, double floor) {
    System.out.printf(
        Locale.ROOT,
        "%-42s %10.3f %10.3f %8.2f %10.3f %8.1f%n",
        name,
        gpu,
        cpu,
        cpu / gpu,
        floor,
        gpu / floor);
  }

  private void record(String job, int n, double gpu, double cpu, double floor) {
    report.add(
        String.format(
            Locale.ROOT,
            "{\"job\": \"%s\", \"n\": %d, \"gpuMs\": %.4f, \"cpuMs\": %.4f, \"floorMs\": %.4f}",
            job,
            n,
            gpu,
            cpu,
            floor));
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
    agree(name, expected, actual, TOLERANCE);
  }

  private void agree(String name, double[] expected, double[] actual, double tolerance) {
    double difference = difference(expected, actual);
    boolean right = difference <= tolerance;
    failed |= !right;
    if (!right) {
      System.out.printf(Locale.ROOT, "WRONG: %s, by %.3g of the largest%n", name, difference);
    }
    report.add(
        String.format(
            Locale.ROOT,
            "{\"check\": \"%s\", \"difference\": \"%.3g\", \"right\": %b}",
            name,
            difference,
            right));
  }

  /** The largest difference, relative to the largest number, or to 1. */
  static double difference(double[] expected, double[] actual) {
    double largest = 1;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      double distance = Math.abs(expected[i] - actual[i]);
      // A NaN on either side is a difference too.
      difference = distance <= difference ? difference : distance;
    }
    return difference / largest;
  }

  private void timings(boolean small) {
    int[] sizes = small ? new int[] {40} : new int[] {200, 500, 1000, 2000, 5000, 10000};
    for (int n : sizes) {
      DeviceCheckProblem problem =
          DeviceCheckProblem.of(CovarianceFunction.MATERN_52, 20, n, false);
      // So many that the CPU, which takes n² operations for each, has them in seconds.
      int m = small ? 64 : n > 2000 ? 20_000 : 100_000;
      double[] x = problem.candidates(m);
      double[] value = new double[m];
      double[] gradient = new double[22];
      time(
          "likelihood + gradient",
          problem,
          DeviceFloors.likelihood(n),
          engine -> {
            long start = System.nanoTime();
            engine.logMarginalLikelihood(problem.theta(), gradient);
            return System.nanoTime() - start;
          });
      time(
          "LogEI of " + m,
          problem,
          DeviceFloors.improvement(m, n, 20),
          engine -> {
            engine.condition(problem.theta());
            long start = System.nanoTime();
            engine.logExpectedImprovement(m, x, -1, value, null);
            return System.nanoTime() - start;
          });
    }
  }

  /** Times a job on both backends: the shortest of five runs, or fewer if they are long. */
  private void time(
      String job, DeviceCheckProblem problem, double floor, ToDoubleFunction<GpEngine> run) {
    double gpu = shortest(Backend.GPU, problem, run);
    double cpu = shortest(Backend.AUTO, problem, run);
    String name = job + ", n=" + problem.n();
    print(name, gpu, cpu, floor);
    record(job, problem.n(), gpu, cpu, floor);
    if (job.startsWith("likelihood") && from == 0 && gpu < cpu) {
      from = problem.n();
    }
  }

  private static double shortest(
      Backend backend, DeviceCheckProblem problem, ToDoubleFunction<GpEngine> run) {
    try (GpEngine engine = problem.engine(backend)) {
      double best = Double.POSITIVE_INFINITY;
      long start = System.nanoTime();
      for (int i = 0; i < 5 && System.nanoTime() - start < PER_JOB; i++) {
        best = Math.min(best, run.applyAsDouble(engine));
      }
      return best / MILLISECOND;
    }
  }
}
