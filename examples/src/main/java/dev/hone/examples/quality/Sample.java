package dev.hone.examples.quality;

import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** Values of several seeds, and what they say of the one behind them. Immutable. */
public final class Sample {
  private static final int RESAMPLES = 2000;
  private static final double TAIL = 0.025;

  private final double[] ascending;

  /**
   * A sample.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public Sample(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("values.length = 0: expected at least 1");
    }
    ascending = values.clone();
    Arrays.sort(ascending);
  }

  /** How many values there are. */
  public int size() {
    return ascending.length;
  }

  /** The median; of an even number the mean of the middle two. */
  public double median() {
    return medianOf(ascending);
  }

  /** The mean. */
  public double mean() {
    return meanOf(ascending);
  }

  /** The largest value. */
  public double worst() {
    return ascending[ascending.length - 1];
  }

  /** The 95 % bootstrap interval of the median, by percentiles; the same at every call. */
  public Interval medianInterval() {
    return bootstrap(
        resample -> {
          Arrays.sort(resample);
          return medianOf(resample);
        });
  }

  /** The 95 % bootstrap interval of the mean, by percentiles; the same at every call. */
  public Interval meanInterval() {
    return bootstrap(Sample::meanOf);
  }

  private Interval bootstrap(ToDoubleFunction<double[]> statistic) {
    int n = ascending.length;
    double[] resample = new double[n];
    double[] statistics = new double[RESAMPLES];
    CounterRandom random = CounterRandom.of(1, 0);
    for (int b = 0; b < RESAMPLES; b++) {
      for (int i = 0; i < n; i++) {
        resample[i] = ascending[random.nextInt(n)];
      }
      statistics[b] = statistic.applyAsDouble(resample);
    }
    Arrays.sort(statistics);
    return new Interval(
        statistics[(int) (TAIL * RESAMPLES)], statistics[(int) ((1 - TAIL) * RESAMPLES) - 1]);
  }

  private static double medianOf(double[] sorted) {
    int n = sorted.length;
    return 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
  }

  private static double meanOf(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /**
   * A range.
   *
   * @param low its lower end
   * @param high its upper end
   */
  public record Interval(double low, double high) {}
}
