package dev.hone;

/** Whether small or large objective values are wanted. */
public enum Direction {
  /** The smaller the better; the default. */
  MINIMIZE,
  /** The larger the better. */
  MAXIMIZE;

  /**
   * The value as methods see it: they always minimise, so a value to maximise changes its sign.
   * Applied twice it gives the value back.
   */
  public double toMinimized(double value) {
    return this == MINIMIZE ? value : -value;
  }
}
