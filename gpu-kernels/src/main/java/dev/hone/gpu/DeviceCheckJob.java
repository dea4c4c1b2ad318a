package dev.hone.gpu;

import dev.hone.math.Backend;
import java.util.function.Function;
import java.util.function.Supplier;
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
 * @param cpuToo whether the CPU does it as well; else it only says what the results have to be
 */
record DeviceCheckJob(
    String name,
    Function<Backend, Prepared> prepare,
    double tolerance,
    double floor,
    Goal goal,
    @Nullable Threshold threshold,
    boolean cpuToo) {

  /** A job of both backends that is to reach nothing. */
  DeviceCheckJob(String name, Function<Backend, Prepared> prepare, double tolerance, double floor) {
    this(name, prepare, tolerance, floor, Goal.NONE, /* threshold= */ null, /* cpuToo= */ true);
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
    return new DeviceCheckJob(name, prepare, tolerance, floor, goal, decided, cpuToo);
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
    return new DeviceCheckJob(name, prepare, tolerance, floor, other, threshold, cpuToo);
  }

  /** The same job, of which the CPU does no more than {@link Prepared#expected}. */
  DeviceCheckJob onGpuAlone() {
    return new DeviceCheckJob(
        name, prepare, tolerance, floor, goal, threshold, /* cpuToo= */ false);
  }

  /** An engine with its data. */
  interface Prepared extends AutoCloseable {
    /** Does the job; returns its numbers, valid until the next time. */
    double[] run();

    /**
     * What the CPU says that the last results have to be, for less than what the job takes.
     *
     * @throws UnsupportedOperationException if it cannot
     */
    default double[] expected() {
      throw new UnsupportedOperationException("the CPU has to do the whole job");
    }

    @Override
    void close();
  }

  /** A prepared job of which the CPU can say nothing without doing it. */
  static Prepared of(Runnable close, Supplier<double[]> run) {
    return new Prepared() {
      @Override
      public double[] run() {
        return run.get();
      }

      @Override
      public void close() {
        close.run();
      }
    };
  }

  /** A prepared job of which the CPU can. */
  static Prepared of(Runnable close, Supplier<double[]> run, Supplier<double[]> expected) {
    return new Prepared() {
      @Override
      public double[] run() {
        return run.get();
      }

      @Override
      public double[] expected() {
        return expected.get();
      }

      @Override
      public void close() {
        close.run();
      }
    };
  }
}
