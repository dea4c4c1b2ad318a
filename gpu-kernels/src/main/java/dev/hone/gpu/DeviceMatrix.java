package dev.hone.gpu;

import static dev.hone.gpu.Launcher.TILE;
import static dev.hone.gpu.Launcher.blocks;
import static dev.hone.gpu.Launcher.tiles;

import dev.hone.gpu.GpuDevice.Session;
import org.jspecify.annotations.Nullable;

/**
 * Dense linear algebra on the device: factors, solves and inverses of symmetric matrices, stored
 * column-major with their lower triangle. A factor comes with the inverses of its 64×64 diagonal
 * blocks, one behind the other, and every solve is made of products; or {@link CudaLibraries} do
 * it, where they are asked for. Addresses are in bytes, leading dimensions in doubles. Only for the
 * owner thread.
 */
final class DeviceMatrix {
  private final Launcher launcher;
  private final @Nullable CudaLibraries libraries;

  DeviceMatrix(Session session) {
    this.launcher = session.launcher();
    this.libraries = session.libraries();
  }

  /** The libraries, if work of so many multiplications is theirs. */
  private @Nullable CudaLibraries libraries(int m, int n, int k) {
    return libraries != null && libraries.take(m, n, k) ? libraries : null;
  }

  /** Whether all that is done to n×n matrices is launches of our own, which can be recorded. */
  boolean onlyLaunches(int n) {
    return libraries(n, n, n) == null;
  }

  /** Leading dimension of n rows: whole cache lines. */
  static int leadingDimension(int n) {
    return Math.max(16, Math.ceilDiv(n, 16) * 16);
  }

  /** Doubles of the inverses of the diagonal blocks of n rows. */
  static long inverses(int n) {
    return (long) tiles(Math.max(n, 1)) * TILE * TILE;
  }

  /** The address of element (i, j). */
  static long at(long matrix, int ld, int i, int j) {
    return matrix + ((long) j * ld + i) * Double.BYTES;
  }

  /** The address of the inverse of the diagonal block that begins in row k. */
  static long inverse(long inverses, int k) {
    return inverses + (long) k * TILE * Double.BYTES;
  }

  /** C ← αABᵀ (+ C), the lower triangle only if asked for. C is neither A nor B. */
  void gemmNt(
      int m,
      int n,
      int k,
      double alpha,
      long a,
      int lda,
      long b,
      int ldb,
      boolean add,
      long c,
      int ldc,
      boolean lower) {
    CudaLibraries by = libraries(m, n, k);
    if (by == null || (lower && a != b)) {
      ownNt(m, n, k, alpha, a, lda, b, ldb, add, c, ldc, lower);
    } else if (lower) {
      by.blas().syrk(false, n, k, alpha, a, lda, add, c, ldc);
    } else {
      by.blas().gemm(false, true, m, n, k, alpha, a, lda, b, ldb, add, c, ldc);
    }
  }

  /** The same with our kernel, by tiles; C may be A if it has one column of them. */
  private void ownNt(
      int m,
      int n,
      int k,
      double alpha,
      long a,
      int lda,
      long b,
      int ldb,
      boolean add,
      long c,
      int ldc,
      boolean lower) {
    launcher.of(Kernel.GEMM_NT).arg(m).arg(n).arg(k).arg(alpha).arg(a).arg(lda).arg(b).arg(ldb);
    launcher.arg(add).arg(c).arg(ldc).arg(lower).run(tiles(m), tiles(n));
  }

  /** C ← αAB (+ C). C is neither A nor B. */
  void gemmNn(
      int m,
      int n,
      int k,
      double alpha,
      long a,
      int lda,
      long b,
      int ldb,
      boolean add,
      long c,
      int ldc) {
    CudaLibraries by = libraries(m, n, k);
    if (by == null) {
      ownNn(m, n, k, alpha, a, lda, b, ldb, add, c, ldc);
    } else {
      by.blas().gemm(false, false, m, n, k, alpha, a, lda, b, ldb, add, c, ldc);
    }
  }

  /** The same with our kernel, by tiles; C may be B if it has one row of them. */
  private void ownNn(
      int m,
      int n,
      int k,
      double alpha,
      long a,
      int lda,
      long b,
      int ldb,
      boolean add,
      long c,
      int ldc) {
    launcher.of(Kernel.GEMM_NN).arg(m).arg(n).arg(k).arg(alpha).arg(a).arg(lda).arg(b).arg(ldb);
    launcher.arg(add).arg(c).arg(ldc).run(tiles(m), tiles(n));
  }

  /** C ← αAᵀB (+ C), the lower triangle only if asked for. C is neither A nor B. */
  void gemmTn(
      int m,
      int n,
      int k,
      double alpha,
      long a,
      int lda,
      long b,
      int ldb,
      boolean add,
      long c,
      int ldc,
      boolean lower) {
    CudaLibraries by = libraries(m, n, k);
    if (by == null || (lower && a != b)) {
      ownTn(m, n, k, alpha, a, lda, b, ldb, add, c, ldc, lower, false);
    } else if (lower) {
      by.blas().syrk(true, n, k, alpha, a, lda, add, c, ldc);
    } else {
      by.blas().gemm(true, false, m, n, k, alpha, a, lda, b, ldb, add, c, ldc);
    }
  }

  /** The same with our kernel, by tiles; C may be B if it has one row of them. */
  private void ownTn(
      int m,
      int n,
      int k,
      double alpha,
      long a,
      int lda,
      long b,
      int ldb,
      boolean add,
      long c,
      int ldc,
      boolean lower,
      boolean triangular) {
    launcher.of(Kernel.GEMM_TN).arg(m).arg(n).arg(k).arg(alpha).arg(a).arg(lda).arg(b).arg(ldb);
    launcher.arg(add).arg(c).arg(ldc).arg(lower).arg(triangular).run(tiles(m), tiles(n));
  }

  /**
   * A ← L with A = LLᵀ, n³/3 flops.
   *
   * @param info an int on the device, 0 before; receives 1 + the index of the first pivot that is
   *     not positive and finite, and is left alone if there is none
   */
  void factor(int n, long a, int lda, long inverses, DeviceBuffer info) {
    CudaLibraries by = libraries(n, n, n);
    if (by != null) {
      by.solver().potrf(n, a, lda, info);
      invertDiagonal(n, a, lda, inverses);
      return;
    }
    for (int k = 0; k < n; k += TILE) {
      int width = Math.min(TILE, n - k);
      long block = at(a, lda, k, k);
      long inverse = inverse(inverses, k);
      launcher.of(Kernel.CHOLESKY_DIAGONAL).arg(width).arg(block).arg(lda).arg(inverse);
      launcher.arg(info).arg(k).run(1);
      int rest = n - k - width;
      if (rest > 0) {
        long panel = at(a, lda, k + width, k);
        ownNt(rest, width, width, 1, panel, lda, inverse, TILE, false, panel, lda, false);
        long trailing = at(a, lda, k + width, k + width);
        ownNt(rest, rest, width, -1, panel, lda, panel, lda, true, trailing, lda, true);
      }
    }
  }

  /** Inverts the diagonal blocks of a factor. */
  void invertDiagonal(int n, long l, int ldl, long inverses) {
    launcher.of(Kernel.INVERT_DIAGONAL).arg(n).arg(l).arg(ldl).arg(inverses).run(tiles(n));
  }

  /** Aᵢᵢ ← Aᵢᵢ + amountsᵢ. */
  void addDiagonal(int n, DeviceBuffer amounts, long a, int lda) {
    launcher.of(Kernel.ADD_DIAGONAL).arg(n).arg(amounts).arg(a).arg(lda).run(blocks(n));
  }

  /** B ← L⁻¹B for m columns, n²m flops. */
  void forward(int n, int m, long l, int ldl, long inverses, long b, int ldb) {
    CudaLibraries by = libraries(n, n, m);
    if (by != null) {
      by.blas().trsm(false, n, m, l, ldl, b, ldb);
      return;
    }
    for (int k = 0; k < n; k += TILE) {
      int width = Math.min(TILE, n - k);
      long rows = at(b, ldb, k, 0);
      ownNn(width, m, width, 1, inverse(inverses, k), TILE, rows, ldb, false, rows, ldb);
      int rest = n - k - width;
      if (rest > 0) {
        long panel = at(l, ldl, k + width, k);
        long below = at(b, ldb, k + width, 0);
        ownNn(rest, m, width, -1, panel, ldl, rows, ldb, true, below, ldb);
      }
    }
  }

  /** B ← L⁻ᵀB for m columns, n²m flops. */
  void backward(int n, int m, long l, int ldl, long inverses, long b, int ldb) {
    CudaLibraries by = libraries(n, n, m);
    if (by != null) {
      by.blas().trsm(true, n, m, l, ldl, b, ldb);
      return;
    }
    for (int k = (tiles(n) - 1) * TILE; k >= 0; k -= TILE) {
      int width = Math.min(TILE, n - k);
      long rows = at(b, ldb, k, 0);
      long inverse = inverse(inverses, k);
      ownTn(width, m, width, 1, inverse, TILE, rows, ldb, false, rows, ldb, false, false);
      if (k > 0) {
        long panel = at(l, ldl, k, 0);
        ownTn(k, m, width, -1, panel, ldl, rows, ldb, true, b, ldb, false, false);
      }
    }
  }

  /** z ← L⁻¹y for one column; y is overwritten. */
  void forwardVector(int n, long l, int ldl, long inverses, long y, long z) {
    for (int k = 0; k < n; k += TILE) {
      int rest = Math.max(0, n - k - TILE);
      launcher.of(Kernel.FORWARD_STEP).arg(n).arg(k).arg(l).arg(ldl).arg(inverses).arg(y).arg(z);
      launcher.run(Math.max(1, blocks(rest)));
    }
  }

  /** a ← L⁻ᵀz for one column; z is overwritten. */
  void backwardVector(int n, long l, int ldl, long inverses, long z, long a) {
    for (int k = (tiles(n) - 1) * TILE; k >= 0; k -= TILE) {
      launcher.of(Kernel.BACKWARD_STEP).arg(n).arg(k).arg(l).arg(ldl).arg(inverses).arg(z).arg(a);
      launcher.run(Math.max(1, k / TILE));
    }
  }

  /**
   * Lower triangle of (LLᵀ)⁻¹, 2n³/3 flops.
   *
   * @param work n×n, may receive L⁻¹
   * @param out n×n; may be L
   */
  void inverse(int n, long l, int ldl, long inverses, long work, int ldw, long out, int ldo) {
    CudaLibraries by = libraries(n, n, n);
    if (by != null) {
      if (out != l) {
        launcher.of(Kernel.COPY_TRIANGLE).arg(n).arg(l).arg(ldl).arg(out).arg(ldo).arg(false);
        launcher.run(n);
      }
      by.solver().potri(n, out, ldo);
      return;
    }
    launcher.of(Kernel.SPREAD_INVERSES).arg(n).arg(inverses).arg(work).arg(ldw).run(n);
    for (int k = 0; k < n; k += TILE) {
      int width = Math.min(TILE, n - k);
      long rows = at(work, ldw, k, 0);
      if (k > 0) {
        ownNn(width, k, width, 1, inverse(inverses, k), TILE, rows, ldw, false, rows, ldw);
      }
      int rest = n - k - width;
      if (rest > 0) {
        long panel = at(l, ldl, k + width, k);
        long below = at(work, ldw, k + width, 0);
        ownNn(rest, k + width, width, -1, panel, ldl, rows, ldw, true, below, ldw);
      }
    }
    ownTn(n, n, n, 1, work, ldw, work, ldw, false, out, ldo, true, true);
  }
}
