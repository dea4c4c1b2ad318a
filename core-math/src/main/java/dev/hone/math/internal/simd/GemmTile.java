package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

/** The tile of a product: the kernel that suits the vectors of this JVM run, and its shape. */
final class GemmTile {
  static final GemmKernel KERNEL = kernel();

  /** Rows of the tile. */
  static final int MR = KERNEL.rows();

  /** Columns of the tile. */
  static final int NR = KERNEL.columns();

  private GemmTile() {}

  private static GemmKernel kernel() {
    return switch (SPECIES.length()) {
      case 8 -> new GemmKernel6x4();
      case 4 -> SimdWidth.ORDERED_LOADS ? new GemmKernel6x2() : new GemmKernel4x2();
      default -> new GemmKernel4x2();
    };
  }
}
