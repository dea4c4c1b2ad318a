package dev.hone.gpu;

/**
 * One product of matrices on the device, column-major, by our kernels: {@code product.of(m, n,
 * k).a(a, lda).bTransposed(b, ldb).scale(-1).add().into(c, ldc)} launches C ← C − ABᵀ. Addresses
 * are in bytes, leading dimensions and distances in doubles. Only for the owner thread.
 *
 * <p>C may be A if it has one column of tiles, and B if it has one row of them: up to 64.
 */
final class DeviceProduct {
  /** What is known to be 0 of an operand; the memory there is not read. As in gemm.cu. */
  private static final int WHOLE = 0;

  private static final int LOWER = 1;
  private static final int UPPER = 2;

  private static final Kernel[] NARROW = {
    Kernel.GEMM_NN, Kernel.GEMM_TN, Kernel.GEMM_NT, Kernel.GEMM_TT
  };
  private static final Kernel[] WIDE = {
    Kernel.WIDE_NN, Kernel.WIDE_TN, Kernel.WIDE_NT, Kernel.WIDE_TT
  };

  private final Launcher launcher;
  private int m;
  private int n;
  private int k;
  private int whole;
  private long a;
  private int lda;
  private boolean aTransposed;
  private int aZeros;
  private long b;
  private int ldb;
  private boolean bTransposed;
  private int bZeros;
  private double alpha;
  private boolean add;
  private boolean lower;
  private int layers;
  private long nextA;
  private long nextB;
  private long nextC;

  DeviceProduct(Launcher launcher) {
    this.launcher = launcher;
  }

  /** Starts a product, m×n, of k columns of op(A): that of two whole matrices. */
  DeviceProduct of(int rows, int columns, int depth) {
    m = rows;
    n = columns;
    k = depth;
    whole = 0;
    aZeros = WHOLE;
    bZeros = WHOLE;
    alpha = 1;
    add = false;
    lower = false;
    layers = 1;
    nextA = 0;
    nextB = 0;
    nextC = 0;
    return this;
  }

  /** op(A) = A, m×k. */
  DeviceProduct a(long address, int ld) {
    a = address;
    lda = ld;
    aTransposed = false;
    return this;
  }

  /** op(A) = Aᵀ, A k×m. */
  DeviceProduct aTransposed(long address, int ld) {
    a(address, ld);
    aTransposed = true;
    return this;
  }

  /** op(B) = B, k×n. */
  DeviceProduct b(long address, int ld) {
    b = address;
    ldb = ld;
    bTransposed = false;
    return this;
  }

  /** op(B) = Bᵀ, B n×k. */
  DeviceProduct bTransposed(long address, int ld) {
    b(address, ld);
    bTransposed = true;
    return this;
  }

  /** op(A) counts as 0 above its diagonal. */
  DeviceProduct aLower() {
    aZeros = LOWER;
    return this;
  }

  /** op(A) counts as 0 below its diagonal. */
  DeviceProduct aUpper() {
    aZeros = UPPER;
    return this;
  }

  /** op(B) counts as 0 above its diagonal. */
  DeviceProduct bLower() {
    bZeros = LOWER;
    return this;
  }

  /** op(B) counts as 0 below its diagonal. */
  DeviceProduct bUpper() {
    bZeros = UPPER;
    return this;
  }

  /** Multiplies by a factor. */
  DeviceProduct scale(double factor) {
    alpha = factor;
    return this;
  }

  /** Adds what C is. */
  DeviceProduct add() {
    add = true;
    return this;
  }

  /** Leaves out tiles above the diagonal of C; of those along it, what is above may change. */
  DeviceProduct lower() {
    lower = true;
    return this;
  }

  /** As many products, whose matrices lie so far apart. */
  DeviceProduct layers(int count, long apartA, long apartB, long apartC) {
    layers = count;
    nextA = apartA;
    nextB = apartB;
    nextC = apartC;
    return this;
  }

  /**
   * Cuts the product, which is as deep as it was begun, into pieces of a depth, whose sum it is; an
   * m×n matrix for each, one behind the other. Of products with few columns a device is full only
   * so. To be said of whole operands, behind them.
   */
  DeviceProduct pieces(int depth) {
    whole = k;
    k = depth;
    return layers(
        Math.ceilDiv(whole, depth),
        aTransposed ? depth : (long) depth * lda,
        bTransposed ? (long) depth * ldb : depth,
        (long) m * n);
  }

  /** Launches it, unless it is empty. */
  void into(long c, int ldc) {
    boolean wide =
        launcher.hasOnlyWide()
            || (launcher.hasWide()
                && comesInFewerWaves(m, n, layers, lower, launcher.multiprocessors()));
    int form = (aTransposed ? 1 : 0) + (bTransposed ? 2 : 0);
    launcher.of((wide ? WIDE : NARROW)[form]).arg(m).arg(n).arg(k).arg(whole).arg(alpha);
    launcher.arg(aZeros).arg(a).arg(lda).arg(nextA).arg(bZeros).arg(b).arg(ldb).arg(nextB);
    launcher.arg(add).arg(lower).arg(c).arg(ldc).arg(nextC);
    int size = wide ? Launcher.WIDE : Launcher.TILE;
    int shared = wide ? Launcher.WIDE_MEMORY : 0;
    launcher.run(Math.ceilDiv(m, size), Math.ceilDiv(n, size), layers, shared);
  }

  /**
   * Whether wide tiles of a product come in fewer waves. A multiprocessor takes one of those at a
   * time, or two of the others, which in about the same time do half as much: they read each number
   * twice as often.
   */
  static boolean comesInFewerWaves(int m, int n, int layers, boolean lower, int multiprocessors) {
    long wide = layers * tiles(m, n, lower, Launcher.WIDE);
    long narrow = layers * tiles(m, n, lower, Launcher.TILE);
    return Math.ceilDiv(wide, multiprocessors) < Math.ceilDiv(narrow, 2 * multiprocessors);
  }

  private static long tiles(int m, int n, boolean lower, int size) {
    long down = Math.ceilDiv(m, size);
    long across = Math.ceilDiv(n, size);
    // With a corner cut off that has a tile less in each column.
    long cut = Math.min(down, across);
    return down * across - (lower ? cut * (cut - 1) / 2 : 0);
  }
}
