package dev.hone.benchmarks.baseline;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Matrices where native routines want them: outside the heap, aligned to a cache line. */
public final class OffHeap {
  private static final long CACHE_LINE = 64;

  private OffHeap() {}

  /** A matrix of zeros, freed by the garbage collector. */
  @SuppressWarnings("resource") // an automatic arena cannot be closed
  public static MemorySegment zeros(long elements) {
    return Arena.ofAuto().allocate(elements * JAVA_DOUBLE.byteSize(), CACHE_LINE);
  }

  /** A copy of a matrix on the heap. */
  public static MemorySegment copyOf(double[] matrix) {
    MemorySegment copy = zeros(matrix.length);
    MemorySegment.copy(matrix, 0, copy, JAVA_DOUBLE, 0, matrix.length);
    return copy;
  }

  /** Copies the upper triangle of a row-major n×n matrix, row by row. */
  public static void copyUpper(int n, MemorySegment from, MemorySegment to) {
    for (int i = 0; i < n; i++) {
      long offset = ((long) i * n + i) * JAVA_DOUBLE.byteSize();
      MemorySegment.copy(from, offset, to, offset, (n - i) * JAVA_DOUBLE.byteSize());
    }
  }
}
