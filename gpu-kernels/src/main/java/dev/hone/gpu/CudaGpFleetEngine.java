package dev.hone.gpu;

import static dev.hone.math.gp.GpArguments.checkLength;
import static dev.hone.math.gp.GpArguments.checkRange;
import static dev.hone.math.gp.GpArguments.checkRows;

import dev.hone.gpu.GpuDevice.Task;
import dev.hone.gpu.GpuDevice.Work;
import dev.hone.math.gp.GpArguments;
import dev.hone.math.gp.GpFleetEngine;
import dev.hone.math.gp.GpModel;
import java.lang.ref.Cleaner;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Many small Gaussian processes on a GPU, a block of threads for each: keeps what it was told on
 * the Java heap as well, checks arguments and state, and has the owner thread of the device do the
 * work.
 *
 * <p>On the device every member has room for the n of the largest: n²/2 + 2nd doubles each. When
 * that grows, the data go up again, and what was conditioned is conditioned again.
 */
final class CudaGpFleetEngine implements GpFleetEngine {
  /** Most members at a time: what fills the largest device some times over. */
  private static final int MOST_MEMBERS = 2048;

  private static final int GRANULARITY = 8;
  private static final Cleaner CLEANER = Cleaner.create();

  private final GpuDevice device;
  private final GpModel model;
  private final GpArguments arguments;
  private final int length;
  private final int numeric;
  private final int[] order;
  private final Resources resources;
  private final Cleaner.Cleanable cleanable;
  private final int[] sizes;

  /** Data of all members as they are on the device, with room for {@link #capacity} each. */
  private double[] slab = {};

  private int capacity;

  /** Members whose data on the device are not these. */
  private final BitSet changed = new BitSet();

  /** Members that are conditioned, at their row of {@link #thetas}, and what that took. */
  private final BitSet conditioned = new BitSet();

  private final double[] thetas;
  private final double[] jitters;

  /** Those of them whose state is not on the device any more. */
  private final BitSet lost = new BitSet();

  /** What an engine holds on the device; released by itself when the engine is forgotten. */
  private static final class Resources implements Runnable {
    private final GpuDevice device;
    final DeviceFleet fleet;

    Resources(GpuDevice device, DeviceFleet fleet) {
      this.device = device;
      this.fleet = fleet;
    }

    @Override
    public void run() {
      device.later(session -> fleet.close());
      GpuDevice.release(device);
    }
  }

  /** An engine without data; takes the device over, to release it in the end. */
  CudaGpFleetEngine(GpuDevice device, GpModel model, int wanted) {
    this.device = device;
    this.model = model;
    this.arguments = new GpArguments(model);
    this.length = model.hyperparameterCount();
    this.numeric = DeviceCovariance.numeric(model);
    this.order = DeviceCovariance.order(model);
    int members = Math.min(wanted, MOST_MEMBERS);
    this.sizes = new int[members];
    this.thetas = new double[members * length];
    this.jitters = new double[members];
    this.resources =
        device.call(
            session ->
                new Resources(
                    device,
                    new DeviceFleet(
                        model, members, device.description().multiprocessors(), session)));
    this.cleanable = CLEANER.register(this, resources);
  }

  @Override
  public String name() {
    return "gpu";
  }

  @Override
  public GpModel model() {
    return model;
  }

  @Override
  public int members() {
    return sizes.length;
  }

  @Override
  public int size(int member) {
    checkRange("member", member, members() - 1);
    return sizes[member];
  }

  @Override
  public void setData(int member, int n, double[] x, double[] y) {
    checkRange("member", member, members() - 1);
    arguments.checkData(n, x, y);
    int d = model.dimension();
    if (n > capacity) {
      grow(n);
    }
    int at = at(member);
    System.arraycopy(x, 0, slab, at, n * d);
    System.arraycopy(y, 0, slab, at + capacity * d, n);
    sizes[member] = n;
    changed.set(member);
    conditioned.clear(member);
    lost.clear(member);
  }

  /** Where the data of a member begin. */
  private int at(int member) {
    return (int) (member * DeviceFleet.dataStride(capacity, model.dimension()));
  }

  private void grow(int n) {
    int d = model.dimension();
    int wanted = Math.ceilDiv(Math.max(n, capacity + capacity / 4), GRANULARITY) * GRANULARITY;
    long stride = DeviceFleet.dataStride(wanted, d);
    if (stride * members() > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException(
          "n = " + n + ": expected fewer observations for " + members() + " members");
    }
    double[] grown = new double[Math.toIntExact(stride * members())];
    for (int member = 0; member < members(); member++) {
      int to = (int) (member * stride);
      System.arraycopy(slab, at(member), grown, to, sizes[member] * d);
      System.arraycopy(slab, at(member) + capacity * d, grown, to + wanted * d, sizes[member]);
    }
    slab = grown;
    capacity = wanted;
  }

  @Override
  public void logMarginalLikelihoods(
      int count, int[] members, double[] thetas, double[] values, double[] gradients) {
    GpArguments.checkMembers(count, members, members());
    arguments.checkThetas(count, thetas);
    checkLength("values", count, values);
    checkLength("gradients", (long) count * length, gradients);
    if (count == 0) {
      return;
    }
    double[] parameters = parameters(count, thetas);
    double[] results =
        computed(
            session ->
                resources.fleet.likelihoods(count, members, listed(count, members), parameters));
    for (int i = 0; i < count; i++) {
      values[i] = results[i * (length + 1)];
      System.arraycopy(results, i * (length + 1) + 1, gradients, i * length, length);
    }
  }

  @Override
  public void condition(int count, int[] members, double[] thetas) {
    GpArguments.checkMembers(count, members, members());
    arguments.checkThetas(count, thetas);
    if (count == 0) {
      return;
    }
    for (int i = 0; i < count; i++) {
      conditioned.clear(members[i]);
      lost.clear(members[i]);
      System.arraycopy(thetas, i * length, this.thetas, members[i] * length, length);
    }
    double[] parameters = parameters(count, thetas);
    double[] added =
        computed(
            session ->
                resources.fleet.condition(count, members, listed(count, members), parameters));
    for (int i = 0; i < count; i++) {
      jitters[members[i]] = added[i];
      conditioned.set(members[i], !Double.isNaN(added[i]));
    }
  }

  @Override
  public boolean isConditioned(int member) {
    checkRange("member", member, members() - 1);
    return conditioned.get(member);
  }

  @Override
  public void fittedMeans(int count, int[] members, double[][] means) {
    checkConditioned(count, members);
    checkRows("means", count, means.length);
    for (int i = 0; i < count; i++) {
      checkLength("means[" + i + "]", sizes[members[i]], means[i]);
    }
    vectors(count, members, true, means);
    for (int i = 0; i < count; i++) {
      int member = members[i];
      double diagonal = Math.exp(thetas[member * length + length - 1]) + jitters[member];
      int targets = at(member) + capacity * model.dimension();
      for (int k = 0; k < sizes[member]; k++) {
        means[i][k] = Math.fma(-diagonal, means[i][k], slab[targets + k]);
      }
    }
  }

  @Override
  public void innovations(int count, int[] members, double[][] z) {
    checkConditioned(count, members);
    checkRows("z", count, z.length);
    for (int i = 0; i < count; i++) {
      checkLength("z[" + i + "]", sizes[members[i]], z[i]);
    }
    vectors(count, members, false, z);
  }

  private void vectors(int count, int[] members, boolean alpha, double[][] targets) {
    if (count > 0) {
      onDevice(
          session ->
              resources.fleet.vectors(count, members, listed(count, members), alpha, targets));
    }
  }

  @Override
  public void logExpectedImprovement(
      int count,
      int[] members,
      int[] sizes,
      double[][] x,
      double[] best,
      double[][] values,
      double @Nullable [][] gradients) {
    checkConditioned(count, members);
    arguments.checkAcquisition(count, sizes, x, best, values, gradients);
    int d = model.dimension();
    int total = 0;
    for (int i = 0; i < count; i++) {
      total = Math.addExact(total, sizes[i]);
    }
    double[] all = new double[Math.multiplyExact(total, d)];
    double[] value = new double[total];
    double[] gradient = gradients == null ? null : new double[total * d];
    double[] theta = new double[count * length];
    int at = 0;
    for (int i = 0; i < count; i++) {
      System.arraycopy(x[i], 0, all, at * d, sizes[i] * d);
      System.arraycopy(thetas, members[i] * length, theta, i * length, length);
      at += sizes[i];
    }
    double[] parameters = parameters(count, theta);
    onDevice(
        session ->
            resources.fleet.improvements(
                count,
                /* listed= */ members,
                /* sizes= */ listed(count, members),
                parameters,
                /* candidates= */ sizes,
                all,
                best,
                value,
                gradient));
    at = 0;
    for (int i = 0; i < count; i++) {
      System.arraycopy(value, at, values[i], 0, sizes[i]);
      if (gradients != null && gradient != null) {
        System.arraycopy(gradient, at * d, gradients[i], 0, sizes[i] * d);
      }
      at += sizes[i];
    }
  }

  @Override
  public void close() {
    conditioned.clear();
    cleanable.clean();
  }

  /** Observations of the members of a list. */
  private int[] listed(int count, int[] members) {
    int[] listed = new int[count];
    Arrays.setAll(listed, i -> sizes[members[i]]);
    return listed;
  }

  /** For each θ the scales and weights of its rows, its output scale and its noise. */
  private double[] parameters(int count, double[] thetas) {
    int d = model.dimension();
    int width = 2 * d + 2;
    double[] parameters = new double[count * width];
    for (int i = 0; i < count; i++) {
      int at = i * width;
      DeviceCovariance.parameters(
          thetas, i * length, order, numeric, parameters, at, parameters, at + d);
      parameters[at + 2 * d] = Math.exp(thetas[i * length + d]);
      parameters[at + 2 * d + 1] = Math.exp(thetas[i * length + d + 1]);
    }
    return parameters;
  }

  /** Does work once all data are on the device. */
  private <T> T computed(Work<T> work) {
    return device.call(
        session -> {
          upload();
          return work.run(session);
        });
  }

  /** Does work once all states are on the device as well. */
  private void onDevice(Task task) {
    device.run(
        session -> {
          upload();
          conditionAgain();
          task.run(session);
        });
  }

  private void upload() {
    DeviceFleet fleet = resources.fleet;
    if (fleet.capacity() != capacity) {
      lost.or(conditioned);
      changed.set(0, members());
      fleet.reserve(capacity);
    }
    for (int from = changed.nextSetBit(0); from >= 0; from = changed.nextSetBit(from)) {
      int to = changed.nextClearBit(from);
      fleet.upload(slab, from, to - from);
      changed.clear(from, to);
    }
  }

  private void conditionAgain() {
    int count = lost.cardinality();
    if (count == 0) {
      return;
    }
    int[] members = lost.stream().toArray();
    double[] theta = new double[count * length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(thetas, members[i] * length, theta, i * length, length);
    }
    resources.fleet.condition(count, members, listed(count, members), parameters(count, theta));
    lost.clear();
  }

  private void checkConditioned(int count, int[] members) {
    GpArguments.checkMembers(count, members, members());
    for (int i = 0; i < count; i++) {
      if (!conditioned.get(members[i])) {
        throw new IllegalStateException(
            "members[" + i + "] = " + members[i] + ": condition must succeed before this call");
      }
    }
  }
}
