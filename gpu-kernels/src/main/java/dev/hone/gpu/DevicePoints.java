package dev.hone.gpu;

import dev.hone.gpu.GpuDevice.Session;

/**
 * Points on the device, row-major: the first of those on the heap, as far as they were needed. Only
 * new ones go up. Used by the owner thread of the device, but for {@link #keep}.
 */
final class DevicePoints implements AutoCloseable {
  private final int dimension;
  private DeviceBuffer buffer;
  private int uploaded;

  DevicePoints(int dimension, Session session) {
    this.dimension = dimension;
    buffer = session.memory().doubles(dimension);
  }

  DeviceBuffer buffer() {
    return buffer;
  }

  /** Forgets all but the first n. */
  void keep(int n) {
    uploaded = Math.min(uploaded, n);
  }

  /** Brings the points up to one on the device. */
  void upload(double[] x, int count, Session session) {
    long doubles = (long) count * dimension;
    if (doubles * Double.BYTES > buffer.bytes) {
      DeviceBuffer longer = session.memory().doubles(doubles + doubles / 4);
      buffer.close();
      buffer = longer;
      uploaded = 0;
    }
    if (uploaded < count) {
      session
          .transfers()
          .upload(
              x,
              uploaded * dimension,
              (count - uploaded) * dimension,
              buffer,
              (long) uploaded * dimension);
      uploaded = count;
    }
  }

  @Override
  public void close() {
    buffer.close();
  }
}
