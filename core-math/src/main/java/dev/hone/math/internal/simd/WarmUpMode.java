package dev.hone.math.internal.simd;

import java.util.Locale;

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
    try {
      return valueOf(value.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "-D" + PROPERTY + "=" + value + ": expected background, manual or off", e);
    }
  }
}
