package dev.hone.math.internal.calibration;

import java.util.Arrays;
import java.util.Optional;

/** What a GPU can do in the place of the CPU, and what says from how much of it on. */
public enum GpuWork {
  /** One Gaussian process, by its observations. */
  GAUSSIAN_PROCESS("hone.gpu.from", "observations"),

  /** A fleet of Gaussian processes, by its members. */
  FLEET("hone.gpu.fleet.from", "members"),

  /** CMA-ES with a Cholesky factor, by its dimension. */
  EVOLUTION("hone.gpu.cma.from", "dimensions");

  private final String property;
  private final String unit;

  GpuWork(String property, String unit) {
    this.property = property;
    this.unit = unit;
  }

  /** The system property that says from how many on, and the name in a calibration file. */
  public String property() {
    return property;
  }

  /** What is counted. */
  public String unit() {
    return unit;
  }

  static Optional<GpuWork> named(String property) {
    return Arrays.stream(values()).filter(work -> work.property.equals(property)).findFirst();
  }
}
