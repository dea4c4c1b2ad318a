package dev.hone.gpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Map;

/**
 * The two functions of cuSOLVER that are of use here, on one stream; column-major, lower triangles.
 * What they need to work in comes from our memory. Only for the owner thread.
 *
 * <p>Source: cuSOLVER API Reference, NVIDIA.
 */
final class CuSolver implements AutoCloseable {
  private static final int ALLOC_FAILED = 2;
  private static final int LOWER = 0;

  /** cusolverStatus_t: the library does not tell. */
  private static final Map<Integer, String> NAMES =
      Map.of(
          1, "CUSOLVER_STATUS_NOT_INITIALIZED",
          2, "CUSOLVER_STATUS_ALLOC_FAILED",
          3, "CUSOLVER_STATUS_INVALID_VALUE",
          4, "CUSOLVER_STATUS_ARCH_MISMATCH",
          5, "CUSOLVER_STATUS_MAPPING_ERROR",
          6, "CUSOLVER_STATUS_EXECUTION_FAILED",
          7, "CUSOLVER_STATUS_INTERNAL_ERROR",
          8, "CUSOLVER_STATUS_MATRIX_TYPE_NOT_SUPPORTED",
          9, "CUSOLVER_STATUS_NOT_SUPPORTED");

  private final DeviceMemory memory;
  private final MethodHandle destroy;
  private final MethodHandle potrfSize;
  private final MethodHandle potrf;
  private final MethodHandle potriSize;
  private final MethodHandle potri;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment size = arena.allocate(JAVA_INT);
  private final MemorySegment handle;

  /**
   * Creates a handle.
   *
   * @param stream its address
   * @throws CudaException if the library lacks a function
   * @throws GpuException if it cannot be set up
   */
  CuSolver(NativeLibrary library, long stream, DeviceMemory memory) throws CudaException {
    this.memory = memory;
    MethodHandle create = library.function("cusolverDnCreate", ADDRESS);
    destroy = library.function("cusolverDnDestroy", ADDRESS);
    MethodHandle setStream = library.function("cusolverDnSetStream", ADDRESS, JAVA_LONG);
    potrfSize = sized(library, "cusolverDnDpotrf_bufferSize");
    potrf = working(library, "cusolverDnDpotrf");
    potriSize = sized(library, "cusolverDnDpotri_bufferSize");
    potri = working(library, "cusolverDnDpotri");
    MemorySegment made = arena.allocate(ADDRESS);
    call("cusolverDnCreate", () -> (int) create.invokeExact(made));
    handle = made.get(ADDRESS, 0);
    try {
      call("cusolverDnSetStream", () -> (int) setStream.invokeExact(handle, stream));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static MethodHandle sized(NativeLibrary library, String name) throws CudaException {
    return library.function(name, ADDRESS, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS);
  }

  private static MethodHandle working(NativeLibrary library, String name) throws CudaException {
    return library.function(
        name, ADDRESS, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG);
  }

  private static void call(String function, CuBlas.Call call) {
    int status = CuBlas.made(function, call);
    if (status == 0) {
      return;
    }
    String name = NAMES.getOrDefault(status, "unknown status");
    String message = function + " failed: " + name + " (" + status + ")";
    throw status == ALLOC_FAILED
        ? new GpuOutOfMemoryException(message)
        : new GpuException(message, name);
  }

  /**
   * A ← L with A = LLᵀ.
   *
   * @param info an int on the device; receives 0, or 1 + the index of the first row that is not
   *     positive definite
   */
  void potrf(int n, long a, int lda, DeviceBuffer info) {
    work("cusolverDnDpotrf", potrfSize, potrf, n, a, lda, info);
  }

  /** Lower triangle of (LLᵀ)⁻¹ in the place of L. */
  void potri(int n, long l, int ldl) {
    try (Scratch scratch = new Scratch(memory)) {
      work("cusolverDnDpotri", potriSize, potri, n, l, ldl, scratch.doubles(1));
    }
  }

  private void work(
      String name,
      MethodHandle sizing,
      MethodHandle function,
      int n,
      long a,
      int lda,
      DeviceBuffer info) {
    call(name + "_bufferSize", () -> (int) sizing.invokeExact(handle, LOWER, n, a, lda, size));
    int doubles = size.get(JAVA_INT, 0);
    try (Scratch scratch = new Scratch(memory)) {
      long workspace = scratch.doubles(doubles).address();
      long result = info.address();
      call(
          name,
          () -> (int) function.invokeExact(handle, LOWER, n, a, lda, workspace, doubles, result));
    }
  }

  @Override
  public void close() {
    // Nothing is left to do about an error of a device that is being left.
    int ignored = CuBlas.made("cusolverDnDestroy", () -> (int) destroy.invokeExact(handle));
    arena.close();
  }
}
