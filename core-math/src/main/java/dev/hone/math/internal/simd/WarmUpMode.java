package dev.hone.math.internal.simd;

/** When vector kernels are warmed up. */
enum WarmUpMode {
  /** By a thread in the background, once their plain twins have had enough to do; the default. */
  BACKGROUND,
  /** Only when a caller asks. */
  MANUAL,
  /** Never: they do all the work from the first call on. */
  OFF;

  /** Name of the system property that chooses. */
  static final String PROPERTY = "hone.warmup";

  /** What the system property says. */
  static final WarmUpMode CONFIGURED = configured();

  private static WarmUpMode configured() {
    String value = System.getProperty(PROPERTY, "background");
    // Not valueOf, whose reflection makes up a class when it is first used: two milliseconds.
    for (WarmUpMode mode : values()) {
      if (mode.name().equalsIgnoreCase(value)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "-D" + PROPERTY + "=" + value + ": expected background, manual or off");
  }
}
