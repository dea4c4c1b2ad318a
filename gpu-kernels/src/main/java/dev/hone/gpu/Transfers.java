package dev.hone.gpu;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/**
 * Copies between the Java heap and the device, by way of a page-locked buffer, in the order of the
 * stream. An upload returns before it is done; its source may change at once. Only for the owner
 * thread.
 */
final class Transfers implements AutoCloseable {
  private static final int BYTES = 4 << 20;

  private final CUstream stream;
  private final Pointer pointer = new Pointer();
  private final MemorySegment buffer;

  /** Where the buffer is free: what is before may not have been copied yet. */
  private long used;

  /** For what does not fit into the buffer, from the first such copy on. */
  private @Nullable DownloadRing ring;

  Transfers(CUstream stream) {
    this.stream = stream;
    Cuda.check(JCudaDriver.cuMemHostAlloc(pointer, BYTES, 0), "cuMemHostAlloc");
    this.buffer = MemorySegment.ofBuffer(pointer.getByteBuffer(0, BYTES));
  }

  /** Copies doubles to the device. */
  void upload(double[] source, int offset, int count, DeviceBuffer target, long index) {
    for (int done = 0; done < count; ) {
      int part = (int) Math.min(count - done, room() / Double.BYTES);
      MemorySegment.copy(source, offset + done, buffer, JAVA_DOUBLE, used, part);
      push(target, (index + done) * Double.BYTES, (long) part * Double.BYTES);
      done += part;
    }
  }

  /** Copies integers to the device. */
  void upload(int[] source, DeviceBuffer target) {
    long bytes = (long) source.length * Integer.BYTES;
    if (bytes > room()) {
      throw new IllegalArgumentException(source.length + " integers: expected fewer");
    }
    MemorySegment.copy(source, 0, buffer, JAVA_INT, used, source.length);
    push(target, 0, bytes);
  }

  /** Copies 64-bit integers to the device. */
  void upload(long[] source, int count, DeviceBuffer target) {
    upload(source, count, target, 0);
  }

  /** Copies 64-bit integers to the device, from an index on. */
  void upload(long[] source, int count, DeviceBuffer target, long index) {
    for (int done = 0; done < count; ) {
      int part = (int) Math.min(count - done, room() / Long.BYTES);
      MemorySegment.copy(source, done, buffer, JAVA_LONG, used, part);
      push(target, (index + done) * Long.BYTES, (long) part * Long.BYTES);
      done += part;
    }
  }

  private long room() {
    if (used == BYTES) {
      synchronize();
    }
    return BYTES - used;
  }

  private void push(DeviceBuffer target, long at, long bytes) {
    CUdeviceptr to = target.pointer.withByteOffset(at);
    int result = JCudaDriver.cuMemcpyHtoDAsync(to, pointer.withByteOffset(used), bytes, stream);
    Cuda.check(result, "cuMemcpyHtoDAsync of " + bytes + " bytes");
    used = Math.min(BYTES, Math.ceilDiv(used + bytes, Double.BYTES) * Double.BYTES);
  }

  /** Copies doubles from the device, once all before is done. */
  void download(DeviceBuffer source, long index, double[] target, int offset, int count) {
    if (count <= BYTES / Double.BYTES) {
      if (count > 0) {
        pull(source, index * Double.BYTES, (long) count * Double.BYTES);
        MemorySegment.copy(buffer, JAVA_DOUBLE, 0, target, offset, count);
      }
      return;
    }
    if (ring == null) {
      ring = new DownloadRing(stream);
    }
    ring.copy(source.pointer.withByteOffset(index * Double.BYTES), target, offset, count);
    // All uploads before it are done too.
    used = 0;
  }

  /** Copies 64-bit integers from the device, once all before is done. */
  void download(DeviceBuffer source, long[] target, int count) {
    for (int done = 0; done < count; ) {
      int part = Math.min(count - done, BYTES / Long.BYTES);
      pull(source, (long) done * Long.BYTES, (long) part * Long.BYTES);
      MemorySegment.copy(buffer, JAVA_LONG, 0, target, done, part);
      done += part;
    }
  }

  /** Copies an integer from the device, once all before is done. */
  int downloadInt(DeviceBuffer source) {
    pull(source, 0, Integer.BYTES);
    return buffer.get(JAVA_INT, 0);
  }

  private void pull(DeviceBuffer source, long at, long bytes) {
    if (used > 0) {
      synchronize();
    }
    CUdeviceptr from = source.pointer.withByteOffset(at);
    int result = JCudaDriver.cuMemcpyDtoHAsync(pointer, from, bytes, stream);
    Cuda.check(result, "cuMemcpyDtoHAsync of " + bytes + " bytes");
    synchronize();
  }

  /** Fills doubles on the device with zeros. */
  void clear(DeviceBuffer target, long index, long count) {
    if (count > 0) {
      CUdeviceptr to = target.pointer.withByteOffset(index * Double.BYTES);
      int result = JCudaDriver.cuMemsetD8Async(to, (byte) 0, count * Double.BYTES, stream);
      Cuda.check(result, "cuMemsetD8Async");
    }
  }

  /** Copies doubles on the device. */
  void copy(DeviceBuffer source, long from, DeviceBuffer target, long to, long count) {
    if (count > 0) {
      CUdeviceptr s = source.pointer.withByteOffset(from * Double.BYTES);
      CUdeviceptr t = target.pointer.withByteOffset(to * Double.BYTES);
      int result = JCudaDriver.cuMemcpyDtoDAsync(t, s, count * Double.BYTES, stream);
      Cuda.check(result, "cuMemcpyDtoDAsync");
    }
  }

  /** Waits for all that was launched and copied. */
  void synchronize() {
    Cuda.check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
    used = 0;
  }

  @Override
  public void close() {
    if (ring != null) {
      ring.close();
    }
    // Nothing is left to do about an error of a device that is being left.
    JCudaDriver.cuMemFreeHost(pointer);
  }
}
