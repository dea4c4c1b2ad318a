package dev.hone.internal.gp;

/**
 * When hyperparameters are fitted again: after every told trial as long as there are few, later
 * when their number has grown by a share, and at once after a surprise.
 *
 * <p>In between, new trials only make the factor longer, in O(n²) each.
 *
 * @param growth share of the trials fitted to, by which their number grows before the next fit; 0
 *     to fit after every trial
 * @param surprise a new value this many predictive standard deviations from its prediction calls
 *     for a fit
 */
public record RefitSchedule(double growth, double surprise) {

  /** Every trial up to 40, every fifth at 100; three standard deviations. */
  public static final RefitSchedule DEFAULT = new RefitSchedule(0.05, 3);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if {@code growth} is negative or not finite, or {@code
   *     surprise} is not positive
   */
  public RefitSchedule {
    if (!(growth >= 0 && growth < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("refitGrowth = " + growth + ": expected 0 or more");
    }
    if (!(surprise > 0)) {
      throw new IllegalArgumentException("surprise = " + surprise + ": expected more than 0");
    }
  }

  /** Whether n told trials are so many more than were fitted to that it is time. */
  boolean isDue(int fitted, int n) {
    return n - fitted >= Math.max(1, (int) (growth * fitted));
  }

  /** Whether one of the innovations from {@code from} on is a surprise. */
  boolean isSurprised(double[] innovations, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!(Math.abs(innovations[i]) <= surprise)) {
        return true;
      }
    }
    return false;
  }
}
