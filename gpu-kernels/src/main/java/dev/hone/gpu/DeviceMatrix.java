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
  /**
   * How many columns of a factor, or rows of a solution, are finished before what is behind them is
   * updated, panels within panels: a product of depth k reads and writes C once for k
   * multiplications of each element, and a device does 60 in the time that takes.
   */
  private static final int[] PANELS = {1024, 256, TILE};

  private final Launcher launcher;
  private final DeviceProduct product;
  private final @Nullable CudaLibraries libraries;

  DeviceMatrix(Session session) {
    this.launcher = session.launcher();
    this.product = new DeviceProduct(launcher);
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
      own(product.of(m, n, k).a(a, lda).bTransposed(b, ldb), alpha, add, lower).into(c, ldc);
    } else if (lower) {
      by.blas().syrk(false, n, k, alpha, a, lda, add, c, ldc);
    } else {
      by.blas().gemm(false, true, m, n, k, alpha, a, lda, b, ldb, add, c, ldc);
    }
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
      own(product.of(m, n, k).a(a, lda).b(b, ldb), alpha, add, false).into(c, ldc);
    } else {
      by.blas().gemm(false, false, m, n, k, alpha, a, lda, b, ldb, add, c, ldc);
    }
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
      own(product.of(m, n, k).aTransposed(a, lda).b(b, ldb), alpha, add, lower).into(c, ldc);
    } else if (lower) {
      by.blas().syrk(true, n, k, alpha, a, lda, add, c, ldc);
    } else {
      by.blas().gemm(true, false, m, n, k, alpha, a, lda, b, ldb, add, c, ldc);
    }
  }

  private static DeviceProduct own(DeviceProduct of, double alpha, boolean add, boolean lower) {
    of.scale(alpha);
    if (add) {
      of.add();
    }
    if (lower) {
      of.lower();
    }
    return of;
  }

  /** C ← LBᵀ, half as much work as a product: L n×n, of which only the lower triangle is read. */
  void triangleNt(int n, int m, long l, int ldl, long b, int ldb, long c, int ldc) {
    product.of(n, m, n).a(l, ldl).aLower().bTransposed(b, ldb).into(c, ldc);
  }

  /**
   * A ← L with A = LLᵀ, n³/3 flops.
   *
   * @param info an int on the device, 0 before; receives 1 + the index of the first pivot that is
   *     not positive and finite, and is left alone if there is none
   */
  void factor(int n, long a, int lda, long inverses, DeviceBuffer info) {
    CudaLibraries by = libraries(n, n, n);
    if (by == null) {
      factor(0, n, n, a, lda, inverses, info);
    } else {
      by.solver().potrf(n, a, lda, info);
      invertDiagonal(n, a, lda, inverses);
    }
  }

  /**
   * The same, and z ← L⁻¹y, which our own factor gives along the way: yᵀ is a row below A.
   *
   * @param lda more than n
   * @param y n, overwritten
   */
  void factorAndSolve(
      int n, long a, int lda, long inverses, DeviceBuffer info, DeviceBuffer y, DeviceBuffer z) {
    if (libraries(n, n, n) != null) {
      factor(n, a, lda, inverses, info);
      forwardVector(n, a, lda, inverses, y.address(), z.address());
      return;
    }
    launcher.of(Kernel.PUT_ROW).arg(n).arg(y).arg(lda).arg(n).arg(a).run(blocks(n));
    factor(0, n, n + 1, a, lda, inverses, info);
    launcher.of(Kernel.TAKE_ROW).arg(n).arg(a).arg(lda).arg(n).arg(z).run(blocks(n));
  }

  /** Factors the columns from first to end, which are up to date; those of all rows below too. */
  private void factor(
      int first, int end, int rows, long a, int lda, long inverses, DeviceBuffer info) {
    int size = panel(end - first);
    if (size == 0) {
      long inverse = inverse(inverses, first);
      int width = end - first;
      launcher.of(Kernel.CHOLESKY_DIAGONAL).arg(width).arg(at(a, lda, first, first)).arg(lda);
      launcher.arg(inverse).arg(info).arg(first).run(1);
      long below = at(a, lda, end, first);
      product.of(rows - end, width, width).a(below, lda).bTransposed(inverse, TILE).bUpper();
      product.into(below, lda);
      return;
    }
    for (int k = first; k < end; k += size) {
      int next = Math.min(k + size, end);
      factor(k, next, rows, a, lda, inverses, info);
      long below = at(a, lda, next, k);
      product.of(rows - next, end - next, next - k).a(below, lda).bTransposed(below, lda);
      product.scale(-1).add().lower().into(at(a, lda, next, next), lda);
    }
  }

  /** Of what size the panels of so many columns are; 0 if they are one. */
  private static int panel(int columns) {
    for (int size : PANELS) {
      if (size < columns) {
        return size;
      }
    }
    return 0;
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
    forward(0, n, m, l, ldl, inverses, b, ldb);
  }

  /** Solves for the rows from first to end, which are up to date. */
  private void forward(int first, int end, int m, long l, int ldl, long inverses, long b, int ldb) {
    int size = panel(end - first);
    if (size == 0) {
      long rows = at(b, ldb, first, 0);
      product.of(end - first, m, end - first).a(inverse(inverses, first), TILE).aLower();
      product.b(rows, ldb).into(rows, ldb);
      return;
    }
    for (int k = first; k < end; k += size) {
      int next = Math.min(k + size, end);
      forward(k, next, m, l, ldl, inverses, b, ldb);
      product.of(end - next, m, next - k).a(at(l, ldl, next, k), ldl).b(at(b, ldb, k, 0), ldb);
      product.scale(-1).add().into(at(b, ldb, next, 0), ldb);
    }
  }

  /** B ← L⁻ᵀB for m columns, n²m flops. */
  void backward(int n, int m, long l, int ldl, long inverses, long b, int ldb) {
    CudaLibraries by = libraries(n, n, m);
    if (by != null) {
      by.blas().trsm(true, n, m, l, ldl, b, ldb);
      return;
    }
    backward(0, n, m, l, ldl, inverses, b, ldb);
  }

  /** Solves for the rows from first to end, which are up to date. */
  private void backward(
      int first, int end, int m, long l, int ldl, long inverses, long b, int ldb) {
    int size = panel(end - first);
    if (size == 0) {
      long rows = at(b, ldb, first, 0);
      product.of(end - first, m, end - first).aTransposed(inverse(inverses, first), TILE).aUpper();
      product.b(rows, ldb).into(rows, ldb);
      return;
    }
    int last = (end - first - 1) / size * size + first;
    for (int k = last; k >= first; k -= size) {
      int next = Math.min(k + size, end);
      backward(k, next, m, l, ldl, inverses, b, ldb);
      product.of(k - first, m, next - k).aTransposed(at(l, ldl, k, first), ldl);
      product.b(at(b, ldb, k, 0), ldb).scale(-1).add().into(at(b, ldb, first, 0), ldb);
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
    if (by == null) {
      invertFactor(n, l, ldl, inverses, work, ldw);
      square(n, work, ldw, out, ldo);
      return;
    }
    if (out != l) {
      launcher.of(Kernel.COPY_TRIANGLE).arg(n).arg(l).arg(ldl).arg(out).arg(ldo).arg(false);
      launcher.run(n);
    }
    by.solver().potri(n, out, ldo);
  }

  /**
   * The same in the place of L, and a ← L⁻ᵀz, which is a product with L⁻¹ where that is at hand.
   *
   * @param work n×n of the leading dimension of L, may receive L⁻¹
   * @param z n, overwritten
   */
  void inverseAndSolve(
      int n, long l, int ldl, long inverses, long work, DeviceBuffer z, DeviceBuffer a) {
    if (libraries(n, n, n) != null) {
      backwardVector(n, l, ldl, inverses, z.address(), a.address());
      inverse(n, l, ldl, inverses, work, ldl, l, ldl);
      return;
    }
    invertFactor(n, l, ldl, inverses, work, ldl);
    launcher.of(Kernel.COLUMN_DOTS).arg(n).arg(work).arg(ldl).arg(true).arg(z).arg(a).run(n);
    square(n, work, ldl, l, ldl);
  }

  /** The lower triangle of WᵀW, W lower. */
  void square(int n, long w, int ldw, long out, int ldo) {
    product.of(n, n, n).aTransposed(w, ldw).aUpper().b(w, ldw).bLower().lower().into(out, ldo);
  }

  /**
   * W ← L⁻¹, n³/3 flops, from the inverses of the diagonal blocks on: of two neighbours A and C
   * with B below A and beside C, that of both has −C⁻¹BA⁻¹ there. All pairs of blocks of a size are
   * inverted at once, so that there are two launches for each doubling of it, or four where the
   * last pair is a smaller one. Above its diagonal W has what is no part of it.
   */
  void invertFactor(int n, long l, int ldl, long inverses, long w, int ldw) {
    launcher.of(Kernel.SPREAD_INVERSES).arg(n).arg(inverses).arg(w).arg(ldw).run(n);
    for (int size = TILE; size < n; size *= 2) {
      int pairs = n / (2 * size);
      join(0, size, size, pairs, l, ldl, w, ldw);
      int first = pairs * 2 * size;
      join(first, size, Math.max(0, n - first - size), 1, l, ldl, w, ldw);
    }
  }

  /** Joins pairs of inverted blocks, of size and rest rows, the first of which is at a row. */
  private void join(int first, int size, int rest, int pairs, long l, int ldl, long w, int ldw) {
    long inL = 2L * size * (ldl + 1);
    long inW = 2L * size * (ldw + 1);
    int second = first + size;
    // (BA⁻¹)ᵀ stands above C⁻¹, where W is not looked at.
    long above = at(w, ldw, first, second);
    product.of(size, rest, size).aTransposed(at(w, ldw, first, first), ldw).aUpper();
    product.bTransposed(at(l, ldl, second, first), ldl).layers(pairs, inW, inL, inW);
    product.into(above, ldw);
    product.of(rest, size, rest).a(at(w, ldw, second, second), ldw).aLower();
    product.bTransposed(above, ldw).layers(pairs, inW, inW, inW).scale(-1);
    product.into(at(w, ldw, second, first), ldw);
  }
}
