package dev.hone.gpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The few functions of cuBLAS that are of use here, on one stream; column-major, addresses in
 * bytes, leading dimensions in doubles. Only for the owner thread.
 *
 * <p>Source: cuBLAS Library, NVIDIA.
 */
final class CuBlas implements AutoCloseable {
  private static final int ALLOC_FAILED = 3;

  // cublasOperation_t, cublasFillMode_t, cublasSideMode_t, cublasDiagType_t.
  private static final int PLAIN = 0;
  private static final int TRANSPOSED = 1;
  private static final int LOWER = 0;
  private static final int LEFT = 0;
  private static final int NON_UNIT = 0;

  private final MethodHandle statusName;
  private final MethodHandle destroy;
  private final MethodHandle gemm;
  private final MethodHandle syrk;
  private final MethodHandle trsm;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment alpha = arena.allocate(JAVA_DOUBLE);
  private final MemorySegment beta = arena.allocate(JAVA_DOUBLE);
  private final MemorySegment handle;

  /**
   * Creates a handle.
   *
   * @param stream its address
   * @param workspace memory that the library may use for its work
   * @throws CudaException if the library lacks a function
   * @throws GpuException if it cannot be set up
   */
  CuBlas(NativeLibrary library, long stream, DeviceBuffer workspace) throws CudaException {
    statusName = library.handle("cublasGetStatusName", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    MethodHandle create = library.function("cublasCreate_v2", ADDRESS);
    destroy = library.function("cublasDestroy_v2", ADDRESS);
    MethodHandle setStream = library.function("cublasSetStream_v2", ADDRESS, JAVA_LONG);
    MethodHandle setWorkspace =
        library.function("cublasSetWorkspace_v2", ADDRESS, JAVA_LONG, JAVA_LONG);
    gemm =
        library.function(
            "cublasDgemm_v2",
            ADDRESS,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            ADDRESS,
            JAVA_LONG,
            JAVA_INT,
            JAVA_LONG,
            JAVA_INT,
            ADDRESS,
            JAVA_LONG,
            JAVA_INT);
    syrk =
        library.function(
            "cublasDsyrk_v2",
            ADDRESS,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            ADDRESS,
            JAVA_LONG,
            JAVA_INT,
            ADDRESS,
            JAVA_LONG,
            JAVA_INT);
    trsm =
        library.function(
            "cublasDtrsm_v2",
            ADDRESS,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            ADDRESS,
            JAVA_LONG,
            JAVA_INT,
            JAVA_LONG,
            JAVA_INT);
    MemorySegment made = arena.allocate(ADDRESS);
    call("cublasCreate_v2", () -> (int) create.invokeExact(made));
    handle = made.get(ADDRESS, 0);
    try {
      call("cublasSetStream_v2", () -> (int) setStream.invokeExact(handle, stream));
      call(
          "cublasSetWorkspace_v2",
          () -> (int) setWorkspace.invokeExact(handle, workspace.address(), workspace.bytes));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** A call of the library. */
  interface Call {
    /** Returns its status. */
    int make() throws Throwable;
  }

  private void call(String function, Call call) {
    int status = made(function, call);
    if (status == 0) {
      return;
    }
    String name = name(status);
    String message = function + " failed: " + name + " (" + status + ")";
    throw status == ALLOC_FAILED
        ? new GpuOutOfMemoryException(message)
        : new GpuException(message, name);
  }

  static int made(String function, Call call) {
    try {
      return call.make();
    } catch (Throwable e) {
      throw new LinkageError(function + " could not be called", e);
    }
  }

  @SuppressWarnings("restricted")
  private String name(int status) {
    try {
      MemorySegment text = (MemorySegment) statusName.invokeExact(status);
      return text.address() == 0 ? "unknown status" : text.reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      throw new LinkageError("cublasGetStatusName could not be called", e);
    }
  }

  private void scalars(double a, boolean add) {
    alpha.set(JAVA_DOUBLE, 0, a);
    beta.set(JAVA_DOUBLE, 0, add ? 1 : 0);
  }

  /** C ← α op(A) op(B) (+ C), C m×n. */
  void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double a,
      long left,
      int lda,
      long right,
      int ldb,
      boolean add,
      long c,
      int ldc) {
    scalars(a, add);
    int opA = transposeA ? TRANSPOSED : PLAIN;
    int opB = transposeB ? TRANSPOSED : PLAIN;
    call(
        "cublasDgemm_v2",
        () ->
            (int)
                gemm.invokeExact(
                    handle, opA, opB, m, n, k, alpha, left, lda, right, ldb, beta, c, ldc));
  }

  /** The lower triangle of C ← αAAᵀ (+ C), or of αAᵀA; C n×n. */
  void syrk(
      boolean transpose,
      int n,
      int k,
      double a,
      long matrix,
      int lda,
      boolean add,
      long c,
      int ldc) {
    scalars(a, add);
    int op = transpose ? TRANSPOSED : PLAIN;
    call(
        "cublasDsyrk_v2",
        () -> (int) syrk.invokeExact(handle, LOWER, op, n, k, alpha, matrix, lda, beta, c, ldc));
  }

  /** B ← L⁻¹B, or L⁻ᵀB; B n×m. */
  void trsm(boolean transpose, int n, int m, long l, int ldl, long b, int ldb) {
    scalars(1, false);
    int op = transpose ? TRANSPOSED : PLAIN;
    call(
        "cublasDtrsm_v2",
        () ->
            (int) trsm.invokeExact(handle, LEFT, LOWER, op, NON_UNIT, n, m, alpha, l, ldl, b, ldb));
  }

  @Override
  public void close() {
    // Nothing is left to do about an error of a device that is being left.
    int ignored = made("cublasDestroy_v2", () -> (int) destroy.invokeExact(handle));
    arena.close();
  }
}
