package dev.hone.gpu;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import dev.hone.math.Parallelism;
import java.lang.foreign.MemorySegment;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Large copies from the device to the Java heap, by way of a ring of page-locked pieces: while the
 * device fills some, the threads of the pool empty another. One thread moves some 10 GB/s onto the
 * heap, a fifth of what comes over a link of PCIe 5. Only for the owner thread.
 */
final class DownloadRing implements AutoCloseable {
  /** Bytes of a piece: long enough that the link is busy, short enough to be in a cache. */
  static final int PIECE = 4 << 20;

  private static final int PIECES = 4;

  /** Doubles that a thread copies at a time. */
  private static final int TASK = 1 << 15;

  private final CUstream stream;
  private final Pointer pointer = new Pointer();
  private final MemorySegment memory;

  /** When a piece was filled last. */
  private final CUevent[] filled = new CUevent[PIECES];

  DownloadRing(CUstream stream) {
    this.stream = stream;
    int bytes = PIECES * PIECE;
    Cuda.check(JCudaDriver.cuMemHostAlloc(pointer, bytes, 0), "cuMemHostAlloc");
    this.memory = MemorySegment.ofBuffer(pointer.getByteBuffer(0, bytes));
    try {
      for (int i = 0; i < PIECES; i++) {
        CUevent event = new CUevent();
        int result = JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING);
        Cuda.check(result, "cuEventCreate");
        filled[i] = event;
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Copies doubles, once all before is done. */
  void copy(CUdeviceptr source, double[] target, int offset, int count) {
    int length = PIECE / Double.BYTES;
    int pieces = Math.ceilDiv(count, length);
    for (int piece = 0; piece < Math.min(PIECES, pieces); piece++) {
      fill(source, piece, Math.min(length, count - piece * length));
    }
    for (int piece = 0; piece < pieces; piece++) {
      Cuda.check(JCudaDriver.cuEventSynchronize(filled[piece % PIECES]), "cuEventSynchronize");
      int from = piece * length;
      empty(piece, target, offset + from, Math.min(length, count - from));
      int next = piece + PIECES;
      if (next < pieces) {
        fill(source, next, Math.min(length, count - next * length));
      }
    }
  }

  private void fill(CUdeviceptr source, int piece, int count) {
    long bytes = (long) count * Double.BYTES;
    CUdeviceptr from = source.withByteOffset((long) piece * PIECE);
    Pointer to = pointer.withByteOffset((long) (piece % PIECES) * PIECE);
    int result = JCudaDriver.cuMemcpyDtoHAsync(to, from, bytes, stream);
    Cuda.check(result, "cuMemcpyDtoHAsync of " + bytes + " bytes");
    Cuda.check(JCudaDriver.cuEventRecord(filled[piece % PIECES], stream), "cuEventRecord");
  }

  private void empty(int piece, double[] target, int offset, int count) {
    long at = (long) (piece % PIECES) * PIECE;
    Parallelism.forEach(
        Math.ceilDiv(count, TASK),
        Parallelism.threads(),
        (task, worker) -> {
          int from = task * TASK;
          int part = Math.min(TASK, count - from);
          long byteOffset = at + (long) from * Double.BYTES;
          MemorySegment.copy(memory, JAVA_DOUBLE, byteOffset, target, offset + from, part);
        });
  }

  /** Frees it; nothing is left to do about an error of a device that is being left. */
  @Override
  public void close() {
    for (CUevent event : filled) {
      if (event != null) {
        JCudaDriver.cuEventDestroy(event);
      }
    }
    JCudaDriver.cuMemFreeHost(pointer);
  }
}
