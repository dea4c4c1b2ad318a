package dev.hone.math.internal.fallback;

import dev.hone.math.Backend;
import java.lang.System.Logger.Level;

/**
 * Whether {@link Backend#AUTO} takes the GPU. From how many observations on that pays is a matter
 * of the machine: nothing is assumed, the system property {@value #PROPERTY} says it. After the GPU
 * has failed once, it is left alone until the JVM ends.
 */
public final class GpuChoice {
  /** Observations from which {@link Backend#AUTO} takes the GPU; without it, it never does. */
  public static final String PROPERTY = "hone.gpu.from";

  private static volatile boolean failed;

  private GpuChoice() {}

  /**
   * The least number of observations that go to the GPU; {@link Integer#MAX_VALUE} if none do.
   *
   * @throws IllegalArgumentException if the property is not a number from 0 on
   */
  public static int threshold() {
    String setting = System.getProperty(PROPERTY);
    if (setting == null || failed) {
      return Integer.MAX_VALUE;
    }
    try {
      int value = Integer.parseInt(setting);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // Named below.
    }
    throw new IllegalArgumentException(
        "-D" + PROPERTY + "=" + setting + ": expected a number of observations, 0 or more");
  }

  /** Says once why the CPU goes on, and leaves the GPU alone from now on. */
  static void giveUp(RuntimeException cause) {
    synchronized (GpuChoice.class) {
      if (failed) {
        return;
      }
      failed = true;
    }
    System.getLogger("dev.hone")
        .log(Level.WARNING, "the CPU goes on in the place of the GPU: " + cause.getMessage());
  }

  /** Forgets that the GPU failed. */
  public static void reset() {
    failed = false;
  }
}
