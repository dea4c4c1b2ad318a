package dev.hone.gpu;

import static dev.hone.gpu.Launcher.TILE;
import static dev.hone.gpu.Launcher.blocks;

import dev.hone.gpu.GpuDevice.Session;
import dev.hone.math.gp.GpModel;
import dev.hone.math.linalg.NumericalException;
import org.jspecify.annotations.Nullable;

/**
 * The posterior at one θ on the device: the factor L of the training covariance, which grows and
 * shrinks a row at a time, and α = K⁻¹y. Only for the owner thread.
 *
 * <p>Source: Rasmussen and Williams (2006), algorithm 2.1.
 */
final class DevicePosterior implements AutoCloseable {
  /** Relative to the diagonal. */
  private static final double SMALLEST_JITTER = 1e-8;

  /** Each ten times the one before. */
  private static final int JITTERS = 7;

  final Session session;
  final DeviceCovariance covariance;
  final DeviceMatrix la;
  private final double[] theta;
  private final int dimension;
  private final DeviceBuffer scalars;
  private final FactorInverse inverse;
  private Storage storage;
  private int size;
  private double jitter;

  /** Of the observations those that have a target; the others are believed to be as expected. */
  private int told;

  private boolean solved;

  /** What grows with the observations. */
  private static final class Storage implements AutoCloseable {
    final int ld;
    int capacity;
    final Scratch buffers;

    /** Points, a coordinate per row. */
    final DeviceBuffer rows;

    final DeviceBuffer factor;
    final DeviceBuffer inverses;
    final DeviceBuffer z;
    final DeviceBuffer alpha;
    final DeviceBuffer work;

    Storage(int capacity, int dimension, DeviceMemory memory) {
      this.capacity = capacity;
      this.ld = DeviceMatrix.leadingDimension(capacity);
      this.buffers = new Scratch(memory);
      try {
        this.rows = buffers.doubles((long) dimension * ld);
        this.factor = buffers.doubles((long) capacity * ld);
        this.inverses = buffers.doubles(DeviceMatrix.inverses(capacity));
        this.z = buffers.doubles(capacity);
        this.alpha = buffers.doubles(capacity);
        this.work = buffers.doubles(capacity);
      } catch (RuntimeException e) {
        buffers.close();
        throw e;
      }
    }

    /** Leaves room for nothing. */
    @Override
    public void close() {
      capacity = 0;
      buffers.close();
    }
  }

  DevicePosterior(GpModel model, Session session) {
    this.session = session;
    this.la = new DeviceMatrix(session);
    this.inverse = new FactorInverse(session, la);
    this.dimension = model.dimension();
    this.theta = new double[model.hyperparameterCount()];
    Scratch taken = new Scratch(session.memory());
    DeviceCovariance made = null;
    try {
      this.scalars = taken.doubles(3);
      made = new DeviceCovariance(model, session);
      this.covariance = made;
      this.storage = new Storage(TILE, dimension, session.memory());
    } catch (RuntimeException e) {
      if (made != null) {
        made.close();
      }
      inverse.close();
      taken.close();
      throw e;
    }
  }

  int size() {
    return size;
  }

  int ld() {
    return storage.ld;
  }

  double jitter() {
    return jitter;
  }

  double[] theta() {
    return theta;
  }

  long rows() {
    return storage.rows.address();
  }

  long factor() {
    return storage.factor.address();
  }

  long inverses() {
    return storage.inverses.address();
  }

  /** α, once {@link #solve} was called. */
  long alpha() {
    return storage.alpha.address();
  }

  /**
   * Factors the covariance of n points with the smallest jitter that works.
   *
   * @param points row-major, on the device
   * @param known n variances known of the noise of single observations, or null if there are none
   */
  void condition(double[] theta, int n, DeviceBuffer points, double @Nullable [] known) {
    size = 0;
    inverse.forget();
    if (n > storage.capacity) {
      reserve(n);
    }
    System.arraycopy(theta, 0, this.theta, 0, theta.length);
    covariance.set(theta, session);
    Launcher launcher = session.launcher();
    covariance.layOut(n, points.address(), rows(), ld(), launcher);
    double noise = covariance.noiseVariance();
    double diagonal = covariance.priorVariance() + noise;
    jitter = 0;
    for (int attempt = 0; ; attempt++) {
      covariance.triangle(n, rows(), ld(), true, jitter, factor(), ld(), launcher);
      if (known != null) {
        session.transfers().upload(known, 0, n, storage.work, 0);
        la.addDiagonal(n, storage.work, factor(), ld());
      }
      session.transfers().clear(scalars, 0, 1);
      la.factor(n, factor(), ld(), inverses(), scalars);
      int failed = session.transfers().downloadInt(scalars);
      if (failed == 0) {
        break;
      }
      if (attempt == JITTERS) {
        throw new NumericalException(
            "the covariance of n = "
                + n
                + " points is not positive definite in row "
                + (failed - 1)
                + ", not even with a jitter of "
                + jitter
                + ": its condition is too high for any, or θ is out of range");
      }
      jitter = attempt == 0 ? SMALLEST_JITTER * diagonal : 10 * jitter;
    }
    size = n;
  }

  /** Lets go of the storage before taking more: both need not fit beside each other. */
  private void reserve(int n) {
    inverse.drop();
    storage.close();
    storage = new Storage(n, dimension, session.memory());
  }

  /** Takes note of how many observations have a target. */
  void setTargets(int count) {
    told = count;
    solved = false;
  }

  int told() {
    return told;
  }

  /**
   * Adds a point behind the others.
   *
   * @param points all n + 1 points, row-major, on the device
   * @param noise the variance of its noise, all told
   * @throws NumericalException if it all but repeats another; nothing has changed then
   */
  void append(DeviceBuffer points, double noise) {
    int n = size;
    if (n == storage.capacity) {
      grow(points);
    }
    Launcher launcher = session.launcher();
    int ld = ld();
    long row = rows() + (long) n * Double.BYTES;
    covariance.layOut(1, points.at((long) n * dimension), row, ld, launcher);
    covariance.cross(n, 1, rows(), ld, row, ld, storage.work.address(), ld, launcher);
    la.forwardVector(n, factor(), ld, inverses(), storage.work.address(), storage.z.address());
    solved = false;
    launcher.of(Kernel.FACTOR_SUMS).arg(n).arg(factor()).arg(ld).arg(storage.z).arg(scalars).run(1);
    double whole = covariance.priorVariance() + noise + jitter;
    // What is left after cancellation must stand above the rounding error of the dot product.
    double unsafe = (n + 1) * Math.ulp(1.0) * whole;
    launcher.of(Kernel.APPEND_ROW).arg(n).arg(factor()).arg(ld).arg(storage.z).arg(whole);
    launcher.arg(unsafe).arg(scalars).arg(scalars.at(2)).run(Math.max(1, blocks(n)));
    int block = n / TILE * TILE;
    double[] pivot = new double[1];
    session.transfers().download(scalars, 2, pivot, 0, 1);
    if (!(pivot[0] > unsafe && pivot[0] < Double.POSITIVE_INFINITY)) {
      throw new NumericalException(
          "row "
              + n
              + " cannot be appended: it leaves a pivot of "
              + pivot[0]
              + ", expected more than "
              + unsafe
              + "; the row all but repeats earlier ones or is not finite");
    }
    long corner = DeviceMatrix.at(factor(), ld, block, block);
    la.invertDiagonal(n + 1 - block, corner, ld, DeviceMatrix.inverse(inverses(), block));
    inverse.append(n, storage.factor, ld, storage.z, storage.work);
    size = n + 1;
  }

  private void grow(DeviceBuffer points) {
    inverse.drop();
    Storage old = storage;
    Storage grown = new Storage(size + size / 8 + 8, dimension, session.memory());
    Launcher launcher = session.launcher();
    covariance.layOut(size, points.address(), grown.rows.address(), grown.ld, launcher);
    launcher.of(Kernel.COPY_TRIANGLE).arg(size).arg(old.factor).arg(old.ld).arg(grown.factor);
    launcher.arg(grown.ld).arg(false).run(size);
    session.transfers().copy(old.inverses, 0, grown.inverses, 0, DeviceMatrix.inverses(size));
    storage = grown;
    old.close();
    solved = false;
  }

  /** Keeps the first n observations. */
  void truncate(int n) {
    size = n;
    told = Math.min(told, n);
    solved = false;
  }

  /**
   * Solves for z and α, unless that was done.
   *
   * @param y the targets; behind those told receives what the others are believed to be
   */
  void solve(double[] y) {
    if (solved) {
      return;
    }
    Transfers transfers = session.transfers();
    transfers.upload(y, 0, told, storage.work, 0);
    la.forwardVector(told, factor(), ld(), inverses(), storage.work.address(), storage.z.address());
    transfers.copy(storage.z, 0, storage.work, 0, told);
    la.backwardVector(told, factor(), ld(), inverses(), storage.work.address(), alpha());
    int believed = size - told;
    if (believed > 0) {
      transfers.clear(storage.z, told, believed);
      transfers.clear(storage.alpha, told, believed);
      Launcher launcher = session.launcher();
      launcher.of(Kernel.FACTOR_ROWS).arg(told).arg(size).arg(told).arg(factor()).arg(ld());
      launcher.arg(storage.z).arg(storage.work).run(Math.ceilDiv(believed, 8));
      transfers.download(storage.work, told, y, told, believed);
    }
    solved = true;
  }

  /**
   * B ← L⁻¹B for m columns.
   *
   * @param again whether more such solutions are to be expected, for which the inverse of the
   *     factor is worth its while if columns are few
   */
  void forward(boolean again, int m, long b, int ldb) {
    if (again && hasInverse(m)) {
      inverse.solve(/* transposed= */ false, size, m, factor(), ld(), b, ldb);
    } else {
      la.forward(size, m, factor(), ld(), inverses(), b, ldb);
    }
  }

  /** B ← L⁻ᵀB, likewise. */
  void backward(boolean again, int m, long b, int ldb) {
    if (again && hasInverse(m)) {
      inverse.solve(/* transposed= */ true, size, m, factor(), ld(), b, ldb);
    } else {
      la.backward(size, m, factor(), ld(), inverses(), b, ldb);
    }
  }

  private boolean hasInverse(int m) {
    return inverse.prepare(size, m, storage.capacity, factor(), ld(), inverses());
  }

  /** Copies z = L⁻¹y, solved. */
  void innovations(double[] z) {
    session.transfers().download(storage.z, 0, z, 0, size);
  }

  /** Copies α, solved. */
  void copyAlpha(double[] target) {
    session.transfers().download(storage.alpha, 0, target, 0, size);
  }

  @Override
  public void close() {
    inverse.close();
    storage.close();
    covariance.close();
    scalars.close();
  }
}
