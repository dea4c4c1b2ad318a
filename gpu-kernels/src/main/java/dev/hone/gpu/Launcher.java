package dev.hone.gpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Launches kernels: {@code launcher.of(GEMM_NN).arg(m)….run(x, y)}. Arguments stand in eight bytes
 * each, in an area whose addresses JCuda is given once. Only for the owner thread.
 */
final class Launcher {
  /** Threads per block, as in platform.cuh. */
  static final int THREADS = 256;

  /** Threads that run together. */
  static final int WARP = 32;

  /** Rows and columns of a tile, as in platform.cuh. */
  static final int TILE = 64;

  private static final int MAX_ARGUMENTS = 32;

  private final Map<Kernel, CUfunction> functions = new EnumMap<>(Kernel.class);
  private final CUstream stream;
  private final ByteBuffer area =
      ByteBuffer.allocateDirect(MAX_ARGUMENTS * Long.BYTES).order(ByteOrder.nativeOrder());
  private final Pointer arguments;
  private Kernel kernel = Kernel.GEMM_NN;
  private int count;

  Launcher(CUmodule module, CUstream stream) {
    this.stream = stream;
    Pointer[] slots = new Pointer[MAX_ARGUMENTS];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = Pointer.to(area).withByteOffset((long) i * Long.BYTES);
    }
    this.arguments = Pointer.to(slots);
    for (Kernel k : Kernel.values()) {
      CUfunction function = new CUfunction();
      int result = JCudaDriver.cuModuleGetFunction(function, module, k.symbol());
      Cuda.check(result, "cuModuleGetFunction of " + k.symbol());
      functions.put(k, function);
    }
  }

  /** Starts a launch. */
  Launcher of(Kernel k) {
    kernel = k;
    count = 0;
    return this;
  }

  /** An int or a 64-bit integer: the sign is extended, so that either reads what it should. */
  Launcher arg(long value) {
    area.putLong(Long.BYTES * count++, value);
    return this;
  }

  Launcher arg(double value) {
    area.putDouble(Long.BYTES * count++, value);
    return this;
  }

  Launcher arg(boolean value) {
    return arg(value ? 1 : 0);
  }

  Launcher arg(DeviceBuffer buffer) {
    return arg(buffer.address());
  }

  /** Launches that many blocks of {@link #THREADS} threads; none if there are none. */
  void run(int blocksX, int blocksY) {
    run(blocksX, blocksY, 0);
  }

  /**
   * Launches with shared memory beside what the kernel declares.
   *
   * @param shared its bytes, for each block
   */
  void run(int blocksX, int blocksY, int shared) {
    if (blocksX == 0 || blocksY == 0) {
      return;
    }
    CUfunction function = functions.get(kernel);
    int result =
        JCudaDriver.cuLaunchKernel(
            function, blocksX, blocksY, 1, THREADS, 1, 1, shared, stream, arguments, null);
    Cuda.check(result, "cuLaunchKernel of " + kernel.symbol());
  }

  /** Launches with one row of blocks. */
  void run(int blocks) {
    run(blocks, 1);
  }

  /** Blocks for so many threads. */
  static int blocks(int threads) {
    return Math.ceilDiv(threads, THREADS);
  }

  /** Tiles for so many rows. */
  static int tiles(int rows) {
    return Math.ceilDiv(rows, TILE);
  }
}
