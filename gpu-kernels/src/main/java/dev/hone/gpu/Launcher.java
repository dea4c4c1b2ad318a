package dev.hone.gpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
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

  /** Rows and columns of a wide tile of a product, as in gemm.cu. */
  static final int WIDE = 2 * TILE;

  /** Bytes of shared memory that a block with a wide tile takes: three stages of two panels. */
  static final int WIDE_MEMORY = 3 * 2 * 16 * (WIDE + 4) * Double.BYTES;

  /**
   * System property: {@code off} leaves wide tiles out, {@code always} has no others, for tests.
   */
  static final String WIDE_PROPERTY = "hone.gpu.wide";

  /** Compute capability from which the kernels copy without waiting, which wide tiles live by. */
  private static final int OLDEST_WIDE = 80;

  private static final Set<Kernel> OF_WIDE =
      EnumSet.of(Kernel.WIDE_NT, Kernel.WIDE_NN, Kernel.WIDE_TN, Kernel.WIDE_TT);

  /** Whose blocks have a matrix in shared memory, of whatever size. */
  private static final Set<Kernel> OF_FLEETS =
      EnumSet.of(Kernel.FLEET_LIKELIHOOD, Kernel.FLEET_CONDITION);

  /** Shared memory that a block may have without asking. */
  private static final int UNASKED = 48 << 10;

  /** Of shared memory what kernels declare by themselves, at most. */
  private static final int DECLARED = 1 << 10;

  private static final int MAX_ARGUMENTS = 32;

  private final Map<Kernel, CUfunction> functions = new EnumMap<>(Kernel.class);
  private final CUstream stream;
  private final ByteBuffer area =
      ByteBuffer.allocateDirect(MAX_ARGUMENTS * Long.BYTES).order(ByteOrder.nativeOrder());
  private final Pointer arguments;
  private final int multiprocessors;
  private final int fleetMemory;
  private final boolean wide;
  private final boolean alwaysWide;
  private Kernel kernel = Kernel.GEMM_NN;
  private int count;

  /**
   * Finds the kernels.
   *
   * @param capability the compute capability that the module was compiled for
   * @param sharedMemory bytes that a block can have on the device
   * @throws IllegalArgumentException if a setting cannot be read
   */
  Launcher(
      CUmodule module, CUstream stream, int capability, int multiprocessors, int sharedMemory) {
    this.stream = stream;
    this.multiprocessors = multiprocessors;
    this.fleetMemory = Math.max(UNASKED, sharedMemory) - DECLARED;
    String setting = System.getProperty(WIDE_PROPERTY, "on");
    if (!Set.of("on", "off", "always").contains(setting)) {
      throw new IllegalArgumentException(
          "-D" + WIDE_PROPERTY + "=" + setting + ": expected on, off or always");
    }
    this.wide = !setting.equals("off") && capability >= OLDEST_WIDE && sharedMemory >= WIDE_MEMORY;
    this.alwaysWide = wide && setting.equals("always");
    Pointer[] slots = new Pointer[MAX_ARGUMENTS];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = Pointer.to(area).withByteOffset((long) i * Long.BYTES);
    }
    this.arguments = Pointer.to(slots);
    for (Kernel k : Kernel.values()) {
      CUfunction function = new CUfunction();
      int result = JCudaDriver.cuModuleGetFunction(function, module, k.symbol());
      Cuda.check(result, "cuModuleGetFunction of " + k.symbol());
      int asked = wide && OF_WIDE.contains(k) ? WIDE_MEMORY : 0;
      allow(k, function, OF_FLEETS.contains(k) ? fleetMemory : asked);
      functions.put(k, function);
    }
  }

  /** Lets a kernel have so many bytes of shared memory, if that is more than any kernel may. */
  private static void allow(Kernel k, CUfunction function, int bytes) {
    if (bytes > UNASKED) {
      int attribute = CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
      int result = JCudaDriver.cuFuncSetAttribute(function, attribute, bytes);
      Cuda.check(result, "cuFuncSetAttribute of " + k.symbol());
    }
  }

  /** Bytes of shared memory that a block of a fleet's kernel may have. */
  int fleetMemory() {
    return fleetMemory;
  }

  /** Multiprocessors of the device. */
  int multiprocessors() {
    return multiprocessors;
  }

  /** Whether products may have wide tiles. */
  boolean hasWide() {
    return wide;
  }

  /** Whether all products have wide tiles. */
  boolean hasOnlyWide() {
    return alwaysWide;
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
    run(blocksX, blocksY, 1, shared);
  }

  /** Launches several layers of blocks with shared memory. */
  void run(int blocksX, int blocksY, int layers, int shared) {
    if (blocksX == 0 || blocksY == 0 || layers == 0) {
      return;
    }
    CUfunction function = functions.get(kernel);
    int result =
        JCudaDriver.cuLaunchKernel(
            function, blocksX, blocksY, layers, THREADS, 1, 1, shared, stream, arguments, null);
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
