package dev.hone.gpu;

import static dev.hone.gpu.Launcher.blocks;

import dev.hone.gpu.GpuDevice.Session;
import org.jspecify.annotations.Nullable;

/**
 * The search distribution of a CMA-ES on the device: the covariance C and its factor, C = LLᵀ, the
 * samples of a generation, and what moves them. Only for the owner thread.
 */
final class DeviceCma implements AutoCloseable {
  /** Steps that one product takes at a time. */
  private static final int PANEL = 2048;

  /** The largest second dimension of a grid. */
  private static final int MOST_ROWS = 65535;

  private final Session session;
  private final DeviceMatrix la;
  private final Scratch buffers;
  private final int n;
  private final int lambda;
  private final int ld;
  private final DeviceBuffer covariance;
  private final DeviceBuffer factor;
  private final DeviceBuffer inverses;
  private final DeviceBuffer white;
  private final DeviceBuffer steps;
  private final DeviceBuffer column;
  private final DeviceBuffer solved;
  private final DeviceBuffer info;

  // What an update needs is there from the start: it must not stop half way for want of memory.
  private final DeviceBuffer panel;
  private final DeviceBuffer rows;
  private final DeviceBuffer weights;

  /** Points that stay on the device, from the first ones on. */
  private @Nullable DeviceBuffer points;

  DeviceCma(int n, int lambda, Session session) {
    this.session = session;
    this.la = new DeviceMatrix(session);
    this.n = n;
    this.lambda = lambda;
    this.ld = DeviceMatrix.leadingDimension(n);
    this.buffers = new Scratch(session.memory());
    try {
      covariance = buffers.doubles((long) n * ld);
      factor = buffers.doubles((long) n * ld);
      inverses = buffers.doubles(DeviceMatrix.inverses(n));
      white = buffers.doubles((long) n * lambda);
      steps = buffers.doubles((long) ld * lambda);
      column = buffers.doubles(Math.max(n, lambda));
      solved = buffers.doubles(n);
      info = buffers.doubles(1);
      int width = Math.min(lambda, PANEL);
      panel = buffers.doubles((long) width * ld);
      rows = buffers.doubles(width);
      weights = buffers.doubles(width);
    } catch (RuntimeException e) {
      buffers.close();
      throw e;
    }
  }

  /** Takes the upper triangle of a row-major covariance, or the identity. */
  void setCovariance(double @Nullable [] upper) {
    double[] row = new double[n];
    for (int i = 0; i < n; i++) {
      if (upper == null) {
        row[0] = 1;
        session.transfers().upload(row, 0, n - i, covariance, (long) i * ld + i);
      } else {
        session.transfers().upload(upper, i * n + i, n - i, covariance, (long) i * ld + i);
      }
    }
  }

  /** Writes the covariance, both triangles. */
  void covariance(double[] out) {
    for (int i = 0; i < n; i++) {
      session.transfers().download(covariance, (long) i * ld + i, out, i * n + i, n - i);
    }
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        out[j * n + i] = out[i * n + j];
      }
    }
  }

  /** Writes the variances. */
  void variances(double[] out) {
    diagonal(covariance, out);
  }

  /** Writes the diagonal of the factor. */
  void pivots(double[] out) {
    diagonal(factor, out);
  }

  private void diagonal(DeviceBuffer matrix, double[] out) {
    Launcher launcher = session.launcher();
    launcher.of(Kernel.DIAGONAL).arg(n).arg(matrix).arg(ld).arg(solved).run(blocks(n));
    session.transfers().download(solved, 0, out, 0, n);
  }

  /** Adds to all variances. */
  void shift(double amount) {
    Launcher launcher = session.launcher();
    launcher.of(Kernel.SHIFT_DIAGONAL).arg(n).arg(amount).arg(false).arg(covariance).arg(ld);
    launcher.run(blocks(n));
  }

  /** Factors the covariance; false, and nothing has changed, if it is not positive definite. */
  boolean factorize() {
    try (Scratch scratch = new Scratch(session.memory())) {
      DeviceBuffer work = scratch.doubles((long) n * ld);
      DeviceBuffer blocksOfWork = scratch.doubles(DeviceMatrix.inverses(n));
      Launcher launcher = session.launcher();
      launcher.of(Kernel.COPY_TRIANGLE).arg(n).arg(covariance).arg(ld).arg(work).arg(ld);
      launcher.arg(false).run(n);
      session.transfers().clear(info, 0, 1);
      la.factor(n, work.address(), ld, blocksOfWork.address(), info);
      if (session.transfers().downloadInt(info) != 0) {
        return false;
      }
      // Tiles along the diagonal are written as a whole: what is above has to be cleared.
      launcher.of(Kernel.COPY_TRIANGLE).arg(n).arg(work).arg(ld).arg(factor).arg(ld);
      launcher.arg(true).run(n);
      // Not those of the factorization, which differ in their last bits: these come of the factor
      // alone, so that one that was saved goes on with the same bits.
      la.invertDiagonal(n, factor.address(), ld, inverses.address());
      return true;
    }
  }

  /** Draws samples, λn normal numbers of a key, and writes their points. */
  void sample(long key, double[] mean, double sigma, double[] points) {
    try (Scratch scratch = new Scratch(session.memory())) {
      DeviceBuffer out = scratch.doubles((long) n * lambda);
      sample(key, mean, sigma, out);
      session.transfers().download(out, 0, points, 0, n * lambda);
    }
  }

  private void sample(long key, double[] mean, double sigma, DeviceBuffer out) {
    Launcher launcher = session.launcher();
    launcher.of(Kernel.NORMALS).arg((long) n * lambda).arg(key).arg(white);
    // A thread for each pair of numbers, eight pairs to a group of sixteen.
    long pairs = Math.ceilDiv((long) n * lambda, 16L) * 8;
    launcher.run((int) Math.ceilDiv(pairs, (long) Launcher.THREADS));
    long y = steps.address();
    long z = white.address();
    la.triangleNt(n, lambda, factor.address(), ld, z, lambda, y, ld);
    session.transfers().upload(mean, 0, n, column, 0);
    launcher.of(Kernel.TRANSLATE).arg(n).arg(lambda).arg(column).arg(sigma).arg(steps).arg(ld);
    launcher.arg(out).run(blocks(n), Math.min(lambda, MOST_ROWS));
  }

  /** The same, but the points stay where they are; returns their address, once they are there. */
  long sampleOnDevice(long key, double[] mean, double sigma) {
    DeviceBuffer out = points;
    if (out == null) {
      out = buffers.doubles((long) n * lambda);
      points = out;
    }
    sample(key, mean, sigma, out);
    session.transfers().synchronize();
    return out.address();
  }

  /** Copies some of the points that stayed. */
  void points(int from, int count, double[] out) {
    if (points == null) {
      throw new IllegalStateException("sampleOnDevice must be called before points is");
    }
    session.transfers().download(points, (long) from * n, out, 0, count * n);
  }

  /** Writes L⁻¹y. */
  void whiten(double[] step, double[] out) {
    session.transfers().upload(step, 0, n, column, 0);
    la.forwardVector(
        n, factor.address(), ld, inverses.address(), column.address(), solved.address());
    session.transfers().download(solved, 0, out, 0, n);
  }

  /** Puts a step, and what it is whitened, in the place of a sample. */
  void replace(int row, double[] step, double[] whitened) {
    session.transfers().upload(step, 0, n, steps, (long) row * ld);
    session.transfers().upload(whitened, 0, n, column, 0);
    Launcher launcher = session.launcher();
    launcher.of(Kernel.PUT_ROW).arg(n).arg(column).arg(lambda).arg(row).arg(white);
    launcher.run(blocks(n));
  }

  /**
   * Writes the weighted means of the whitened samples and of the steps: the latter is L times the
   * former.
   *
   * @param weights one for each sample, by its row
   */
  void means(double[] weights, double[] meanWhite, double[] meanStep) {
    Launcher launcher = session.launcher();
    session.transfers().upload(weights, 0, lambda, column, 0);
    launcher.of(Kernel.COLUMN_DOTS).arg(lambda).arg(white).arg(lambda).arg(false).arg(column);
    launcher.arg(solved).run(n);
    session.transfers().download(solved, 0, meanWhite, 0, n);
    launcher.of(Kernel.FACTOR_ROWS).arg(0).arg(n).arg(n).arg(factor).arg(ld).arg(solved);
    launcher.arg(column).run(Math.ceilDiv(n, 8));
    session.transfers().download(column, 0, meanStep, 0, n);
  }

  /** C ← decay·C. */
  void decay(double decay) {
    Launcher launcher = session.launcher();
    launcher.of(Kernel.SCALE_TRIANGLE).arg(n).arg(decay).arg(covariance).arg(ld).run(n);
  }

  /** C ← C + ppᵀ. */
  void addProduct(double[] p) {
    session.transfers().upload(p, 0, n, solved, 0);
    long v = solved.address();
    la.gemmNt(n, n, 1, 1, v, n, v, n, true, covariance.address(), ld, true);
  }

  /**
   * C ← C ± Σ rateᵣ yᵣyᵣᵀ.
   *
   * @param count of the first of {@code order}
   * @param rates positive numbers
   * @param negative whether they are taken away, each as of a step of length √n
   */
  void addSteps(int count, int[] order, double[] rates, boolean negative) {
    for (int from = 0; from < count; from += PANEL) {
      int part = Math.min(PANEL, count - from);
      int[] samples = new int[part];
      System.arraycopy(order, from, samples, 0, part);
      session.transfers().upload(samples, rows);
      session.transfers().upload(rates, from, part, weights, 0);
      Launcher launcher = session.launcher();
      launcher.of(Kernel.RANKED_STEPS).arg(n).arg(lambda).arg(rows).arg(weights).arg(negative);
      launcher.arg(steps).arg(ld).arg(white).arg(panel).arg(ld).run(part);
      long p = panel.address();
      double sign = negative ? -1 : 1;
      la.gemmNt(n, n, part, sign, p, ld, p, ld, true, covariance.address(), ld, true);
    }
  }

  /** Writes column j of L. */
  void axis(int j, double[] out) {
    session.transfers().download(factor, (long) j * ld, out, 0, n);
  }

  /**
   * Writes covariance and factor, upper triangles, row-major.
   *
   * @param ldo numbers from one of their rows to the next
   */
  void save(double[] covarianceOut, double[] factorOut, int ldo) {
    for (int j = 0; j < n; j++) {
      long at = (long) j * ld + j;
      session.transfers().download(covariance, at, covarianceOut, j * ldo + j, n - j);
      session.transfers().download(factor, at, factorOut, j * ldo + j, n - j);
    }
  }

  /** Takes what {@link #save} gave. */
  void restore(double[] covarianceRows, double[] factorRows, int ldr) {
    session.transfers().clear(factor, 0, (long) n * ld);
    for (int j = 0; j < n; j++) {
      long at = (long) j * ld + j;
      session.transfers().upload(covarianceRows, j * ldr + j, n - j, covariance, at);
      session.transfers().upload(factorRows, j * ldr + j, n - j, factor, at);
    }
    la.invertDiagonal(n, factor.address(), ld, inverses.address());
  }

  @Override
  public void close() {
    buffers.close();
  }
}
