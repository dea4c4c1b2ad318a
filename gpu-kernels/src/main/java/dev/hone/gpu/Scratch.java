package dev.hone.gpu;

import java.util.ArrayList;
import java.util.List;

/** Buffers that are given back together. Only for the owner thread. */
final class Scratch implements AutoCloseable {
  private final DeviceMemory memory;
  private final List<DeviceBuffer> buffers = new ArrayList<>();

  Scratch(DeviceMemory memory) {
    this.memory = memory;
  }

  /** Room for so many doubles, not cleared. */
  DeviceBuffer doubles(long count) {
    DeviceBuffer buffer = memory.doubles(count);
    buffers.add(buffer);
    return buffer;
  }

  @Override
  public void close() {
    buffers.forEach(DeviceBuffer::close);
    buffers.clear();
  }
}
