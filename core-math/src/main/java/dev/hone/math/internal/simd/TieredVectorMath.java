package dev.hone.math.internal.simd;

import dev.hone.math.internal.KernelSets;
import dev.hone.math.special.VectorMath;

/** The special functions: one call of the scalar function each while cold, then on vectors. */
final class TieredVectorMath implements VectorMath {
  private static final VectorMath PLAIN = KernelSets.scalar().vectorMath();

  /** Floating-point operations of one call, roughly. */
  private static final int OPERATIONS = 50;

  private final String name = "simd-" + SimdWidth.BITS;

  /** Made when first used, so that a cold call loads no vector classes. */
  private static final class Vectors {
    static final SimdVectorMath MATH = new SimdVectorMath();

    private Vectors() {}
  }

  /** The vector functions, cold or not. */
  static VectorMath vectors() {
    return Vectors.MATH;
  }

  private static boolean hot(KernelGroup group, int n) {
    return group.isHot((long) OPERATIONS * n);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void exp(int n, double[] x, int xOffset, double[] y, int yOffset) {
    if (hot(KernelGroup.EXP, n)) {
      Vectors.MATH.exp(n, x, xOffset, y, yOffset);
    } else {
      PLAIN.exp(n, x, xOffset, y, yOffset);
    }
  }

  @Override
  public void log(int n, double[] x, int xOffset, double[] y, int yOffset) {
    if (hot(KernelGroup.LOG, n)) {
      Vectors.MATH.log(n, x, xOffset, y, yOffset);
    } else {
      PLAIN.log(n, x, xOffset, y, yOffset);
    }
  }

  @Override
  public void sin(int n, double[] x, int xOffset, double[] y, int yOffset) {
    if (hot(KernelGroup.TRIGONOMETRY, n)) {
      Vectors.MATH.sin(n, x, xOffset, y, yOffset);
    } else {
      PLAIN.sin(n, x, xOffset, y, yOffset);
    }
  }

  @Override
  public void cos(int n, double[] x, int xOffset, double[] y, int yOffset) {
    if (hot(KernelGroup.TRIGONOMETRY, n)) {
      Vectors.MATH.cos(n, x, xOffset, y, yOffset);
    } else {
      PLAIN.cos(n, x, xOffset, y, yOffset);
    }
  }

  @Override
  public void erfcx(int n, double[] x, int xOffset, double[] y, int yOffset) {
    if (hot(KernelGroup.ERFCX, n)) {
      Vectors.MATH.erfcx(n, x, xOffset, y, yOffset);
    } else {
      PLAIN.erfcx(n, x, xOffset, y, yOffset);
    }
  }

  @Override
  public void logNdtr(int n, double[] x, int xOffset, double[] y, int yOffset) {
    if (hot(KernelGroup.LOG_NDTR, n)) {
      Vectors.MATH.logNdtr(n, x, xOffset, y, yOffset);
    } else {
      PLAIN.logNdtr(n, x, xOffset, y, yOffset);
    }
  }

  @Override
  public void logH(int n, double[] x, int xOffset, double[] y, int yOffset) {
    if (hot(KernelGroup.LOG_H, n)) {
      Vectors.MATH.logH(n, x, xOffset, y, yOffset);
    } else {
      PLAIN.logH(n, x, xOffset, y, yOffset);
    }
  }

  @Override
  public void logHDerivative(int n, double[] x, int xOffset, double[] y, int yOffset) {
    if (hot(KernelGroup.LOG_H_DERIVATIVE, n)) {
      Vectors.MATH.logHDerivative(n, x, xOffset, y, yOffset);
    } else {
      PLAIN.logHDerivative(n, x, xOffset, y, yOffset);
    }
  }
}
