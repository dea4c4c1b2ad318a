package dev.hone.gpu;

import dev.hone.gpu.GpuDevice.Session;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpModel;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * How long the parts of a likelihood take, each by itself, and products of matrices in all their
 * forms: what {@link DeviceCheck} prints so that a job that misses its goal can be looked into
 * without another run.
 */
final class DeviceCheckKernels {
  /** As many at a time: a launch takes the driver as long as some kernels take the device. */
  private static final int REPEATED = 10;

  private static final int DIMENSION = 20;

  private final DeviceReport report;
  private final Consumer<String> lines;

  /**
   * Prepares it.
   *
   * @param report receives each measurement
   * @param lines receives what a person is to read
   */
  DeviceCheckKernels(DeviceReport report, Consumer<String> lines) {
    this.report = report;
    this.lines = lines;
  }

  /** Measures all. */
  void run(boolean small) {
    lines.accept("");
    lines.accept(String.format(Locale.ROOT, "%-42s %10s %10s", "part", "ms", "TFLOP/s"));
    GpuDevice device = GpuDevice.acquire();
    try {
      for (int n : small ? new int[] {70} : new int[] {1024, 4096, 8192}) {
        device.run(session -> products(session, n));
      }
      for (int n : small ? new int[] {70} : new int[] {500, 2000, 5000, 10_000}) {
        device.run(session -> likelihood(session, n));
      }
    } finally {
      GpuDevice.release(device);
    }
  }

  /** n×n products of all forms, with the tiles that are chosen for them. */
  private void products(Session session, int n) {
    int ld = DeviceMatrix.leadingDimension(n);
    try (Scratch scratch = new Scratch(session.memory())) {
      long a = filled(scratch.doubles((long) n * ld), session);
      long b = filled(scratch.doubles((long) n * ld), session);
      long c = scratch.doubles((long) n * ld).address();
      DeviceProduct product = new DeviceProduct(session.launcher());
      double whole = 2.0 * n * n * n;
      String name = "product, n=" + n + ", ";
      time(session, name + "A B", whole, () -> product.of(n, n, n).a(a, ld).b(b, ld).into(c, ld));
      time(
          session,
          name + "A B'",
          whole,
          () -> product.of(n, n, n).a(a, ld).bTransposed(b, ld).into(c, ld));
      time(
          session,
          name + "A' B",
          whole,
          () -> product.of(n, n, n).aTransposed(a, ld).b(b, ld).into(c, ld));
      time(
          session,
          name + "A' B'",
          whole,
          () -> product.of(n, n, n).aTransposed(a, ld).bTransposed(b, ld).into(c, ld));
      time(
          session,
          name + "L B'",
          whole / 2,
          () -> product.of(n, n, n).a(a, ld).aLower().bTransposed(b, ld).into(c, ld));
      time(
          session,
          name + "C - A A', of depth 256, lower",
          (double) n * n * Math.min(256, n),
          () ->
              product
                  .of(n, n, Math.min(256, n))
                  .a(a, ld)
                  .bTransposed(a, ld)
                  .scale(-1)
                  .add()
                  .lower()
                  .into(c, ld));
    }
  }

  private static long filled(DeviceBuffer buffer, Session session) {
    double[] values = new double[(int) (buffer.bytes / Double.BYTES)];
    CounterRandom.of(9, 0).fillUniform(values, 0, values.length);
    session.transfers().upload(values, 0, values.length, buffer, 0);
    return buffer.address();
  }

  private void likelihood(Session session, int n) {
    GpModel model = GpModel.numeric(CovarianceFunction.MATERN_52, DIMENSION);
    double[] theta = new double[DIMENSION + 2];
    Arrays.fill(theta, 0, DIMENSION, Math.log(0.5 * Math.sqrt(DIMENSION)));
    theta[DIMENSION + 1] = Math.log(0.01);
    int ld = DeviceMatrix.leadingDimension(n + 1);
    try (Scratch scratch = new Scratch(session.memory());
        DeviceCovariance covariance = new DeviceCovariance(model, session)) {
      covariance.set(theta, session);
      long rows = filled(scratch.doubles((long) DIMENSION * ld), session);
      long matrix = scratch.doubles((long) n * ld).address();
      long factor = scratch.doubles((long) n * ld).address();
      long inverse = scratch.doubles((long) n * ld).address();
      long inverses = scratch.doubles(DeviceMatrix.inverses(n)).address();
      long vector = filled(scratch.doubles(n), session);
      long solved = scratch.doubles(n).address();
      long partials = scratch.doubles(covariance.partials(n)).address();
      long slopes = scratch.doubles(DIMENSION).address();
      DeviceBuffer info = scratch.doubles(1);
      session.transfers().clear(info, 0, 1);
      DeviceMatrix la = new DeviceMatrix(session);
      Launcher launcher = session.launcher();
      String name = "n=" + n + ": ";
      double cube = (double) n * n * n;
      double each = 0.5 * n * n * (3.0 * DIMENSION + 40);
      time(
          session,
          name + "covariance",
          each,
          () -> covariance.triangle(n, rows, ld, true, 0, matrix, ld, launcher));
      Runnable copy =
          () -> {
            launcher.of(Kernel.COPY_TRIANGLE).arg(n).arg(matrix).arg(ld).arg(factor).arg(ld);
            launcher.arg(false).run(n);
          };
      time(session, name + "copy of the covariance", 0, copy);
      time(
          session,
          name + "factor, after such a copy",
          cube / 3,
          () -> {
            copy.run();
            la.factor(n, factor, ld, inverses, info);
          });
      time(
          session,
          name + "inverse of the factor",
          cube / 3,
          () -> la.invertFactor(n, factor, ld, inverses, inverse, ld));
      time(session, name + "its square", cube / 3, () -> la.square(n, inverse, ld, matrix, ld));
      time(
          session,
          name + "gradient",
          2 * each,
          () ->
              covariance.likelihoodGradient(
                  n, rows, ld, vector, matrix, ld, partials, slopes, launcher));
      time(
          session,
          name + "solution for a vector",
          (double) n * n,
          () -> la.forwardVector(n, factor, ld, inverses, vector, solved));
    }
  }

  /** The mean time of launches that follow one another. */
  private void time(Session session, String name, double flops, Runnable launches) {
    launches.run();
    session.transfers().synchronize();
    long before = System.nanoTime();
    for (int i = 0; i < REPEATED; i++) {
      launches.run();
    }
    session.transfers().synchronize();
    double ms = (System.nanoTime() - before) / 1e6 / REPEATED;
    double rate = flops / ms / 1e9;
    lines.accept(String.format(Locale.ROOT, "%-42s %10.4f %10.3f", name, ms, rate));
    report.add(
        String.format(
            Locale.ROOT, "{\"part\": \"%s\", \"ms\": %.5f, \"tflops\": %.4f}", name, ms, rate));
  }
}
