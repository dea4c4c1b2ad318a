package dev.hone.math.internal.calibration;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a native library can do in the place of the CPU's own kernels, by its name in BLAS. */
public enum Routine {
  /** Product of two matrices. */
  GEMM,
  /** Product of a matrix and its transpose. */
  SYRK,
  /** Triangular solve for many right-hand sides. */
  TRSM,
  /** Cholesky factor. */
  POTRF,
  /** Inverse from the Cholesky factor. */
  POTRI,
  /** Symmetric eigenproblem. */
  SYEVD;

  /** The routine that a calibration file spells so. */
  static Optional<Routine> named(String name) {
    return Arrays.stream(values()).filter(routine -> routine.toString().equals(name)).findFirst();
  }

  /** The name as a calibration file spells it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
