package dev.hone.nativeblas;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Off-heap memory for the matrices of one native call.
 *
 * <p>Matrices are loaded without padding: their leading dimension is their number of columns.
 * Native code sees copies rather than the heap because a long call that pins an array stops the
 * garbage collector. Used by one thread at a time; closing it gives it back to its {@link
 * Workspaces}.
 */
final class Workspace implements AutoCloseable {
  private static final int MAX_PIECES = 4;

  /** A cache line and a 512-bit vector: the same alignment every time gives the same bits. */
  private static final long ALIGNMENT = 64;

  private final Workspaces owner;
  private Arena arena = Arena.ofShared();
  private MemorySegment memory = MemorySegment.NULL;
  private long used;

  Workspace(Workspaces owner) {
    this.owner = owner;
  }

  long capacity() {
    return memory.byteSize() / Double.BYTES;
  }

  /** Forgets what is loaded and makes room for up to {@value #MAX_PIECES} pieces. */
  void reserve(long doubles) {
    used = 0;
    long bytes = doubles * Double.BYTES + MAX_PIECES * ALIGNMENT;
    if (bytes > memory.byteSize()) {
      arena.close();
      arena = Arena.ofShared();
      memory = MemorySegment.NULL;
      memory = arena.allocate(bytes, ALIGNMENT);
    }
  }

  /** Room for so many doubles, of unspecified content. */
  MemorySegment take(long doubles) {
    long bytes = doubles * Double.BYTES;
    MemorySegment taken = memory.asSlice(used, bytes);
    used += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return taken;
  }

  /** Copies a rows×columns matrix in. */
  MemorySegment load(int rows, int columns, double[] array, int offset, int leadingDimension) {
    MemorySegment matrix = take((long) rows * columns);
    for (int i = 0; i < rows; i++) {
      MemorySegment.copy(
          array,
          offset + i * leadingDimension,
          matrix,
          JAVA_DOUBLE,
          (long) i * columns * Double.BYTES,
          columns);
    }
    return matrix;
  }

  /** Copies the upper triangle of an n×n matrix in; what lies below it has unspecified content. */
  MemorySegment loadUpper(int n, double[] array, int offset, int leadingDimension) {
    MemorySegment matrix = take((long) n * n);
    for (int i = 0; i < n; i++) {
      MemorySegment.copy(
          array,
          offset + i * leadingDimension + i,
          matrix,
          JAVA_DOUBLE,
          ((long) i * n + i) * Double.BYTES,
          n - i);
    }
    return matrix;
  }

  /** Copies a rows×columns matrix out. */
  static void store(
      MemorySegment matrix,
      int rows,
      int columns,
      double[] array,
      int offset,
      int leadingDimension) {
    for (int i = 0; i < rows; i++) {
      MemorySegment.copy(
          matrix,
          JAVA_DOUBLE,
          (long) i * columns * Double.BYTES,
          array,
          offset + i * leadingDimension,
          columns);
    }
  }

  /** Copies the upper triangle of an n×n matrix out. */
  static void storeUpper(
      MemorySegment matrix, int n, double[] array, int offset, int leadingDimension) {
    for (int i = 0; i < n; i++) {
      MemorySegment.copy(
          matrix,
          JAVA_DOUBLE,
          ((long) i * n + i) * Double.BYTES,
          array,
          offset + i * leadingDimension + i,
          n - i);
    }
  }

  /** Frees the memory; the workspace must not be used again. */
  void free() {
    arena.close();
  }

  @Override
  public void close() {
    owner.giveBack(this);
  }
}
