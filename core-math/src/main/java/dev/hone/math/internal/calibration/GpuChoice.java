package dev.hone.math.internal.calibration;

import dev.hone.math.Backend;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether {@link Backend#AUTO} takes the GPU. From where on that pays is a matter of the machine:
 * nothing is assumed, a system property says it for each kind of work, or a calibration file. After
 * the GPU has failed once, it is left alone until the JVM ends.
 */
public enum GpuChoice {
  /** One Gaussian process, by its observations. */
  GAUSSIAN_PROCESS("hone.gpu.from", "observations"),

  /** A fleet of Gaussian processes, by its members. */
  FLEET("hone.gpu.fleet.from", "members"),

  /** CMA-ES with a Cholesky factor, by its dimension. */
  EVOLUTION("hone.gpu.cma.from", "dimensions");

  private static volatile boolean failed;

  /** Of which {@link #passOver} has said why. */
  private static final Set<GpuChoice> PASSED_OVER = ConcurrentHashMap.newKeySet();

  private final String property;
  private final String unit;

  GpuChoice(String property, String unit) {
    this.property = property;
    this.unit = unit;
  }

  /** What a calibration file calls so, which is the property's name. */
  static Optional<GpuChoice> named(String name) {
    return Arrays.stream(values()).filter(choice -> choice.property.equals(name)).findFirst();
  }

  /** The system property that says from how many on. */
  public String property() {
    return property;
  }

  /** Whether the property is set. What a file says is said of the machine, not asked of it. */
  public boolean isAsked() {
    return System.getProperty(property) != null;
  }

  /**
   * The least number that is the GPU's by the property, or, where that is not set, by the
   * calibration in force, whatever became of the GPU; {@link Integer#MAX_VALUE} without either.
   *
   * @throws IllegalArgumentException if the property is not a number from 0 on, or a calibration
   *     that was named cannot be read
   */
  public int wanted() {
    String setting = System.getProperty(property);
    if (setting == null) {
      return CalibrationFiles.gpuFrom(this);
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
        "-D" + property + "=" + setting + ": expected a number of " + unit + ", 0 or more");
  }

  /**
   * As {@link #wanted}, but {@link Integer#MAX_VALUE} once the GPU has failed.
   *
   * @throws IllegalArgumentException as there
   */
  public int threshold() {
    return failed ? Integer.MAX_VALUE : wanted();
  }

  /** Says once why the CPU goes on, and leaves the GPU alone from now on. */
  public static void giveUp(RuntimeException cause) {
    synchronized (GpuChoice.class) {
      if (failed) {
        return;
      }
      failed = true;
    }
    System.getLogger("dev.hone")
        .log(Level.WARNING, "the CPU goes on in the place of the GPU: " + cause.getMessage());
  }

  /** Says once why work that is the GPU's by the setting stays on the CPU. */
  public void passOver(String reason) {
    if (PASSED_OVER.add(this)) {
      System.getLogger("dev.hone")
          .log(
              Level.WARNING,
              "on the CPU in spite of " + (isAsked() ? "-D" : "") + property + ": " + reason);
    }
  }

  /** Forgets that the GPU failed, and what was said. */
  public static void reset() {
    failed = false;
    PASSED_OVER.clear();
  }
}
