package dev.hone.gpu;

import dev.hone.math.Backend;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What {@link DeviceCheck} times: a job gives its numbers on either backend.
 *
 * @param name with its size
 * @param prepare makes what is run on a backend
 * @param tolerance largest difference of the backends' numbers, relative to the largest of them
 * @param floor milliseconds that an H200 takes at least
 * @param goal what it is to reach
 * @param threshold which setting of {@code AUTO} it is a test of, or null
 * @param rescore what the CPU makes of the GPU's numbers where it does not do the job as well: what
 *     they have to be; or null
 */
record DeviceCheckJob(
    String name,
    Function<Backend, Prepared> prepare,
    double tolerance,
    double floor,
    Goal goal,
    @Nullable Threshold threshold,
    @Nullable UnaryOperator<double[]> rescore) {

  /** A job of both backends that is to reach nothing. */
  DeviceCheckJob(String name, Function<Backend, Prepared> prepare, double tolerance, double floor) {
    this(name, prepare, tolerance, floor, Goal.NONE, /* threshold= */ null, /* rescore= */ null);
  }

  /**
   * What a job is to reach on one H200 beside 16 cores of a CPU.
   *
   * @param mostMs milliseconds on the GPU, ∞ for any
   * @param leastRatio how many times faster than the CPU, 0 for any
   */
  record Goal(double mostMs, double leastRatio) {
    static final Goal NONE = new Goal(Double.POSITIVE_INFINITY, 0);

    /** Whether there is one. */
    boolean isSet() {
      return mostMs < Double.POSITIVE_INFINITY || leastRatio > 0;
    }

    /** Whether it was reached; a ratio to a CPU that was not measured is not looked at. */
    boolean isMet(double gpuMs, double cpuMs) {
      return gpuMs <= mostMs && (Double.isNaN(cpuMs) || cpuMs >= leastRatio * gpuMs);
    }
  }

  /**
   * From which size on work is the GPU's.
   *
   * @param property the system property that says it
   * @param size of the job
   */
  record Threshold(String property, int size) {}

  /** The same job, as one of those that tell from where on the GPU is faster. */
  DeviceCheckJob decides(String property, int size) {
    Threshold decided = new Threshold(property, size);
    return new DeviceCheckJob(name, prepare, tolerance, floor, goal, decided, rescore);
  }

  /** The same job, which is to take so many times its floor at most. */
  DeviceCheckJob within(double floors) {
    return with(new Goal(floors * floor, goal.leastRatio()));
  }

  /** The same job, which is to take so many milliseconds at most. */
  DeviceCheckJob withinMs(double milliseconds) {
    return with(new Goal(milliseconds, goal.leastRatio()));
  }

  /** The same job, which is to be so many times faster than on the CPU. */
  DeviceCheckJob faster(double ratio) {
    return with(new Goal(goal.mostMs(), ratio));
  }

  private DeviceCheckJob with(Goal other) {
    return new DeviceCheckJob(name, prepare, tolerance, floor, other, threshold, rescore);
  }

  /** The same job, which the CPU does not do: it only looks at what the GPU has found. */
  DeviceCheckJob rescoredBy(UnaryOperator<double[]> other) {
    return new DeviceCheckJob(name, prepare, tolerance, floor, goal, threshold, other);
  }

  /**
   * An engine with its data.
   *
   * @param closing frees it
   * @param results does the job; returns its numbers, valid until the next time
   */
  record Prepared(Runnable closing, Supplier<double[]> results) implements AutoCloseable {

    /** Does the job; returns its numbers, valid until the next time. */
    double[] run() {
      return results.get();
    }

    @Override
    public void close() {
      closing.run();
    }
  }
}
