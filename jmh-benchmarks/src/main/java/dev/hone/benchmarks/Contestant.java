package dev.hone.benchmarks;

import java.util.function.Supplier;

/** One implementation, set up to do one job again and again. */
public interface Contestant {

  /** Does the job once: what is timed. */
  void run();

  /** What the last run left, as a new or live array; for tests, never timed. */
  double[] result();

  /** A job and where it leaves what. */
  static Contestant of(Runnable job, Supplier<double[]> result) {
    return new Contestant() {
      @Override
      public void run() {
        job.run();
      }

      @Override
      public double[] result() {
        return result.get();
      }
    };
  }
}
