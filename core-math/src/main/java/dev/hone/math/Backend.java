package dev.hone.math;

import java.util.Locale;

/**
 * Where the heavy numerical work is done.
 *
 * <p>The default is {@link #AUTO}; the system property {@value #PROPERTY} or a builder option
 * forces another. A forced backend that is missing is an error ({@link
 * BackendUnavailableException}); an optional one that is missing costs one log line.
 */
public enum Backend {
  /** The fastest backend present, chosen per routine and size by measured thresholds. */
  AUTO,
  /** Plain Java loops: the readable oracle every other backend is tested against. */
  SCALAR,
  /** The Vector API; needs {@code --add-modules jdk.incubator.vector}. */
  SIMD,
  /** A native BLAS/LAPACK through {@code java.lang.foreign}; needs {@code hone-native}. */
  NATIVE,
  /** CUDA kernels; needs {@code hone-gpu-kernels} and an NVIDIA driver. */
  GPU;

  /** Name of the system property that forces a backend: {@code -Dhone.backend=simd}. */
  public static final String PROPERTY = "hone.backend";

  /**
   * The backend asked for by the system property {@value #PROPERTY}, or {@link #AUTO} without it.
   *
   * @throws IllegalArgumentException if the property holds anything but a backend's name
   */
  public static Backend configured() {
    String value = System.getProperty(PROPERTY, "auto");
    // Not valueOf, whose reflection makes up a class when it is first used: two milliseconds.
    for (Backend backend : values()) {
      if (backend.name().equalsIgnoreCase(value)) {
        return backend;
      }
    }
    throw new IllegalArgumentException(
        "-D" + PROPERTY + "=" + value + ": expected auto, scalar, simd, native or gpu");
  }

  /** The name as the system property spells it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
