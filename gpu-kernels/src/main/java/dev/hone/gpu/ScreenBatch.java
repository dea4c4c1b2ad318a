package dev.hone.gpu;

import static dev.hone.gpu.Launcher.blocks;

/** What a batch of candidates takes while it is screened. Only for the owner thread. */
final class ScreenBatch implements AutoCloseable {
  final int size;
  private final Scratch scratch;

  /** The candidates, row-major, and scaled, a coordinate per row. */
  final DeviceBuffer points;

  final DeviceBuffer coordinates;

  /** What they are worth at most, and what their means are at least. */
  final DeviceBuffer bound;

  final DeviceBuffer meanBound;

  /** How many are left of each block of them, and which: of the first stage, and of the last. */
  final DeviceBuffer counts;

  final DeviceBuffer screened;
  final DeviceBuffer list;

  ScreenBatch(int size, int dimension, DeviceMemory memory) {
    this.size = size;
    this.scratch = new Scratch(memory);
    try {
      points = scratch.doubles((long) size * dimension);
      coordinates = scratch.doubles((long) size * dimension);
      bound = scratch.doubles(size);
      meanBound = scratch.doubles(size);
      counts = scratch.doubles(blocks(size));
      screened = scratch.doubles(size);
      list = scratch.doubles(size);
    } catch (RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  /** Bytes for each candidate, all but for the counts. */
  static long bytes(int dimension) {
    return (2L * dimension + 4) * Double.BYTES;
  }

  @Override
  public void close() {
    scratch.close();
  }
}
