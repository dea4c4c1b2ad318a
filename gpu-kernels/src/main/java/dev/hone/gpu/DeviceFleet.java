package dev.hone.gpu;

import dev.hone.gpu.GpuDevice.Session;
import dev.hone.math.acquisition.LogExpectedImprovement;
import dev.hone.math.gp.GpModel;
import org.jspecify.annotations.Nullable;

/**
 * The fleet kernels: what a list of small processes is on the device, and the launches. Data and
 * states of all members stand one behind the other, each with room for as many observations as the
 * largest. Only for the owner thread.
 */
final class DeviceFleet implements AutoCloseable {
  /** Numbers that describe a process, and a job of candidates, as in fleet.cu. */
  private static final int DESCRIPTOR = 4;

  private static final int JOB = 5;

  /**
   * Doubles of shared memory that a block has where the largest process has no room there: what
   * leaves room for four blocks, for the others.
   */
  private static final int SHARED = (47 << 10) / Double.BYTES;

  /** Blocks of a launch for each multiprocessor, which has room for few more at a time. */
  private static final int BLOCKS_EACH = 8;

  /** What the work areas of all blocks of a launch take at most. */
  private static final long WORK_BYTES = 256L << 20;

  private static final double SMALLEST_JITTER = 1e-8;
  private static final int JITTERS = 7;

  private final Session session;
  private final int function;
  private final int dimension;
  private final int numeric;
  private final DeviceBuffer order;
  private final int members;
  private final int mostBlocks;
  private int capacity;
  private @Nullable DeviceBuffer data;
  private @Nullable DeviceBuffer states;

  DeviceFleet(GpModel model, int members, int multiprocessors, Session session) {
    this.session = session;
    this.function = DeviceCovariance.code(model);
    this.dimension = model.dimension();
    this.numeric = DeviceCovariance.numeric(model);
    this.members = members;
    this.mostBlocks = BLOCKS_EACH * Math.max(1, multiprocessors);
    this.order = session.memory().doubles(dimension);
    try {
      session.transfers().upload(DeviceCovariance.order(model), order);
    } catch (RuntimeException e) {
      order.close();
      throw e;
    }
  }

  /** Doubles of a packed triangle of n rows. */
  private static long packed(int n) {
    return (long) n * (n + 1) / 2;
  }

  /** Doubles of the data of a member: its points, then its targets. */
  static long dataStride(int capacity, int dimension) {
    return (long) capacity * (dimension + 1);
  }

  /** Doubles of the state of a member: a factor and z, α, scaled points. */
  private static long stateStride(int capacity, int dimension) {
    return packed(capacity + 1) + (long) capacity * (dimension + 1);
  }

  private long stateStride() {
    return stateStride(capacity, dimension);
  }

  /** Makes room for n observations of every member; what is there of data and states is lost. */
  void reserve(int n) {
    releaseSlabs();
    try {
      data = session.memory().doubles(members * dataStride(n, dimension));
      states = session.memory().doubles(members * stateStride(n, dimension));
      capacity = n;
    } catch (RuntimeException e) {
      releaseSlabs();
      throw e;
    }
  }

  private void releaseSlabs() {
    capacity = 0;
    if (data != null) {
      data.close();
      data = null;
    }
    if (states != null) {
      states.close();
      states = null;
    }
  }

  int capacity() {
    return capacity;
  }

  /** Brings the data of members up, which stand in {@code slab} as on the device. */
  void upload(double[] slab, int member, int count) {
    long stride = dataStride(capacity, dimension);
    int from = Math.toIntExact(member * stride);
    session.transfers().upload(slab, from, Math.toIntExact(count * stride), slabs(data), from);
  }

  private static DeviceBuffer slabs(@Nullable DeviceBuffer buffer) {
    if (buffer == null) {
      throw new IllegalStateException("no room was reserved");
    }
    return buffer;
  }

  private long[] descriptors(int count, int[] listed, int[] sizes) {
    long[] descriptors = new long[count * DESCRIPTOR];
    for (int i = 0; i < count; i++) {
      descriptors[i * DESCRIPTOR] = sizes[i];
      descriptors[i * DESCRIPTOR + 1] = listed[i] * dataStride(capacity, dimension);
      descriptors[i * DESCRIPTOR + 2] = listed[i] * stateStride();
      descriptors[i * DESCRIPTOR + 3] = (long) i * (2 * dimension + 2);
    }
    return descriptors;
  }

  /** How a launch of a block for each process is laid out. */
  private final class Layout {
    final int blocks;
    final long stride;
    final int shared;
    final DeviceBuffer work;

    Layout(int count, int largest, Scratch scratch) {
      long arena = packed(largest + 1) + largest + 1 + (long) largest * dimension;
      boolean fits = arena * Double.BYTES <= session.launcher().fleetMemory();
      shared = fits ? (int) arena : SHARED;
      stride = fits ? 0 : arena;
      blocks = blocks(count, stride);
      work = scratch.doubles(blocks * stride);
    }
  }

  /** As many blocks as there are jobs, but no more than there is work area for. */
  private int blocks(int count, long stride) {
    long fitting = stride == 0 ? mostBlocks : WORK_BYTES / (stride * Double.BYTES);
    return Math.clamp(fitting, 1, Math.min(count, mostBlocks));
  }

  private static int largest(int count, int[] sizes) {
    int largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, sizes[i]);
    }
    return largest;
  }

  private DeviceBuffer uploaded(Scratch scratch, long[] values) {
    DeviceBuffer buffer = scratch.doubles(values.length);
    session.transfers().upload(values, values.length, buffer);
    return buffer;
  }

  private DeviceBuffer uploaded(Scratch scratch, double[] values, int count) {
    DeviceBuffer buffer = scratch.doubles(count);
    session.transfers().upload(values, 0, count, buffer, 0);
    return buffer;
  }

  /**
   * Likelihoods of pairs of a member and hyperparameters.
   *
   * @param sizes observations of each
   * @param parameters a row of 2d + 2 for each
   * @return a row of d + 3 for each: value, derivatives
   */
  double[] likelihoods(int count, int[] listed, int[] sizes, double[] parameters) {
    int width = dimension + 3;
    double[] results = new double[count * width];
    try (Scratch scratch = new Scratch(session.memory())) {
      Layout layout = new Layout(count, largest(count, sizes), scratch);
      DeviceBuffer described = uploaded(scratch, descriptors(count, listed, sizes));
      DeviceBuffer by = uploaded(scratch, parameters, count * (2 * dimension + 2));
      DeviceBuffer out = scratch.doubles((long) count * width);
      Launcher launcher = session.launcher();
      launcher.of(Kernel.FLEET_LIKELIHOOD).arg(count).arg(function).arg(numeric).arg(dimension);
      launcher.arg(order).arg(described).arg(slabs(data)).arg((long) capacity * dimension).arg(by);
      launcher.arg(layout.work).arg(layout.stride).arg(layout.shared).arg(out);
      launcher.run(layout.blocks, 1, layout.shared * Double.BYTES);
      session.transfers().download(out, 0, results, 0, results.length);
    }
    return results;
  }

  /** Conditions members; returns what was added to each diagonal, or NaN where nothing helped. */
  double[] condition(int count, int[] listed, int[] sizes, double[] parameters) {
    double[] jitters = new double[count];
    try (Scratch scratch = new Scratch(session.memory())) {
      Layout layout = new Layout(count, largest(count, sizes), scratch);
      DeviceBuffer described = uploaded(scratch, descriptors(count, listed, sizes));
      DeviceBuffer by = uploaded(scratch, parameters, count * (2 * dimension + 2));
      DeviceBuffer out = scratch.doubles(count);
      Launcher launcher = session.launcher();
      launcher.of(Kernel.FLEET_CONDITION).arg(count).arg(function).arg(numeric).arg(dimension);
      launcher.arg(order).arg(described).arg(slabs(data)).arg((long) capacity * dimension).arg(by);
      launcher.arg(JITTERS).arg(SMALLEST_JITTER).arg(layout.work).arg(layout.stride);
      launcher.arg(layout.shared).arg(slabs(states)).arg(out);
      launcher.run(layout.blocks, 1, layout.shared * Double.BYTES);
      session.transfers().download(out, 0, jitters, 0, count);
    }
    return jitters;
  }

  /** Copies z = L⁻¹y of conditioned members, or α = K⁻¹y, a row for each. */
  void vectors(int count, int[] listed, int[] sizes, boolean alpha, double[][] rows) {
    int ld = Math.max(1, largest(count, sizes));
    double[] all = new double[Math.multiplyExact(count, ld)];
    try (Scratch scratch = new Scratch(session.memory())) {
      DeviceBuffer described = uploaded(scratch, descriptors(count, listed, sizes));
      DeviceBuffer out = scratch.doubles(all.length);
      Launcher launcher = session.launcher();
      launcher.of(Kernel.FLEET_VECTORS).arg(described).arg(slabs(states)).arg(alpha).arg(ld);
      launcher.arg(out).run(count);
      session.transfers().download(out, 0, all, 0, all.length);
    }
    for (int i = 0; i < count; i++) {
      System.arraycopy(all, i * ld, rows[i], 0, sizes[i]);
    }
  }

  /**
   * Log Expected Improvement at candidates of members, those of the first behind each other, then
   * those of the next.
   *
   * @param candidates how many each has
   * @param x all of them, row-major
   * @param value receives one for each
   * @param gradient receives d for each, or null
   */
  void improvements(
      int count,
      int[] listed,
      int[] sizes,
      double[] parameters,
      int[] candidates,
      double[] x,
      double[] best,
      double[] value,
      double @Nullable [] gradient) {
    int jobs = 0;
    for (int i = 0; i < count; i++) {
      jobs += Math.ceilDiv(candidates[i], Launcher.THREADS);
    }
    if (jobs == 0) {
      return;
    }
    long[] described = new long[jobs * JOB];
    double[] bests = new double[jobs];
    int at = 0;
    int job = 0;
    for (int i = 0; i < count; i++) {
      for (int from = 0; from < candidates[i]; from += Launcher.THREADS) {
        described[job * JOB] = sizes[i];
        described[job * JOB + 1] = listed[i] * stateStride();
        described[job * JOB + 2] = (long) i * (2 * dimension + 2);
        described[job * JOB + 3] = (long) at + from;
        described[job * JOB + 4] = Math.min(Launcher.THREADS, candidates[i] - from);
        bests[job++] = best[i];
      }
      at += candidates[i];
    }
    try (Scratch scratch = new Scratch(session.memory())) {
      long stride = (long) (largest(count, sizes) + dimension) * Launcher.THREADS;
      int blocks = blocks(jobs, stride);
      DeviceBuffer work = scratch.doubles(blocks * stride);
      DeviceBuffer jobBuffer = uploaded(scratch, described);
      DeviceBuffer by = uploaded(scratch, parameters, count * (2 * dimension + 2));
      DeviceBuffer points = uploaded(scratch, x, at * dimension);
      DeviceBuffer bestBuffer = uploaded(scratch, bests, jobs);
      DeviceBuffer values = scratch.doubles(at);
      DeviceBuffer gradients = gradient == null ? null : scratch.doubles((long) at * dimension);
      Launcher launcher = session.launcher();
      launcher.of(Kernel.FLEET_IMPROVEMENT).arg(jobs).arg(function).arg(numeric).arg(dimension);
      launcher.arg(order).arg(jobBuffer).arg(slabs(states)).arg(by).arg(points).arg(bestBuffer);
      launcher.arg(LogExpectedImprovement.VARIANCE_FLOOR).arg(work).arg(stride).arg(values);
      launcher.arg(gradients == null ? 0 : gradients.address()).run(blocks);
      session.transfers().download(values, 0, value, 0, at);
      if (gradients != null && gradient != null) {
        session.transfers().download(gradients, 0, gradient, 0, at * dimension);
      }
    }
  }

  @Override
  public void close() {
    releaseSlabs();
    order.close();
  }
}
