package dev.hone.benchmarks.baseline;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hone.nativeblas.NativeLibrary;
import dev.hone.nativeblas.NativeLibraryLoader;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The baseline: OpenBLAS called as directly as Java can, by plain downcalls on off-heap matrices.
 *
 * <p>Matrices are row-major without padding. LAPACK takes them for column-major, so that what it
 * calls the lower triangle is our upper one, and the columns of eigenvectors are our rows. One
 * thread, unless a benchmark says otherwise.
 */
@SuppressWarnings("restricted")
public final class OpenBlas {
  private static final NativeLibrary LIBRARY = NativeLibraryLoader.load();

  // The enumerators of cblas.h.
  private static final int ROW_MAJOR = 101;
  private static final int NO_TRANSPOSE = 111;
  private static final int TRANSPOSE = 112;
  private static final int UPPER = 121;
  private static final int NON_UNIT = 131;
  private static final int LEFT = 141;

  // Constants, so that the JIT sees what they call.
  private static final MethodHandle SET_THREADS =
      bind("openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));
  private static final MethodHandle DGEMM =
      bind(
          "cblas_dgemm",
          FunctionDescriptor.ofVoid(
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_DOUBLE,
              ADDRESS,
              JAVA_INT,
              ADDRESS,
              JAVA_INT,
              JAVA_DOUBLE,
              ADDRESS,
              JAVA_INT));
  private static final MethodHandle DSYRK =
      bind(
          "cblas_dsyrk",
          FunctionDescriptor.ofVoid(
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_DOUBLE,
              ADDRESS,
              JAVA_INT,
              JAVA_DOUBLE,
              ADDRESS,
              JAVA_INT));
  private static final MethodHandle DTRSM =
      bind(
          "cblas_dtrsm",
          FunctionDescriptor.ofVoid(
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_DOUBLE,
              ADDRESS,
              JAVA_INT,
              ADDRESS,
              JAVA_INT));
  private static final FunctionDescriptor DPOTRX =
      FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle DPOTRF = bind("dpotrf_", DPOTRX);
  private static final MethodHandle DPOTRI = bind("dpotri_", DPOTRX);
  private static final MethodHandle DSYEVD =
      bind(
          "dsyevd_",
          FunctionDescriptor.ofVoid(
              ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS,
              ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG));

  private static final MemorySegment LOWER = Arena.global().allocateFrom(JAVA_BYTE, (byte) 'L');
  private static final MemorySegment VECTORS = Arena.global().allocateFrom(JAVA_BYTE, (byte) 'V');
  private static final long ONE_CHARACTER = 1;

  private final int n;
  private final MemorySegment order;
  private final MemorySegment status;

  /** Calls on square matrices of order n, each on as many threads as given. */
  @SuppressWarnings("resource") // an automatic arena cannot be closed
  public OpenBlas(int n, int threads) {
    this.n = n;
    Arena arena = Arena.ofAuto();
    order = arena.allocateFrom(JAVA_INT, n);
    status = arena.allocate(JAVA_INT);
    setThreads(threads);
  }

  /** Path of the loaded library. */
  public static String path() {
    return LIBRARY.origin();
  }

  /** The library's version and build, in its own words. */
  public static String description() {
    MethodHandle configuration = bind("openblas_get_config", FunctionDescriptor.of(ADDRESS));
    try {
      MemorySegment text = (MemorySegment) configuration.invokeExact();
      return text.reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      throw new LinkageError("openblas_get_config", e);
    }
  }

  /** C ← C + AᵀB. */
  public void gemmTn(MemorySegment a, MemorySegment b, MemorySegment c) {
    try {
      DGEMM.invokeExact(ROW_MAJOR, TRANSPOSE, NO_TRANSPOSE, n, n, n, 1.0, a, n, b, n, 1.0, c, n);
    } catch (Throwable e) {
      throw new LinkageError("cblas_dgemm", e);
    }
  }

  /** C ← C + AᵀA on the upper triangle. */
  public void syrkTn(MemorySegment a, MemorySegment c) {
    try {
      DSYRK.invokeExact(ROW_MAJOR, UPPER, TRANSPOSE, n, n, 1.0, a, n, 1.0, c, n);
    } catch (Throwable e) {
      throw new LinkageError("cblas_dsyrk", e);
    }
  }

  /** B ← U⁻ᵀB for m right-hand sides. */
  public void solveUpperTransposed(int m, MemorySegment u, MemorySegment b) {
    try {
      DTRSM.invokeExact(ROW_MAJOR, LEFT, UPPER, TRANSPOSE, NON_UNIT, n, m, 1.0, u, n, b, m);
    } catch (Throwable e) {
      throw new LinkageError("cblas_dtrsm", e);
    }
  }

  /** Factors A = UᵀU on the upper triangle. */
  public void potrf(MemorySegment a) {
    try {
      DPOTRF.invokeExact(LOWER, order, a, order, status, ONE_CHARACTER);
    } catch (Throwable e) {
      throw new LinkageError("dpotrf", e);
    }
    checkStatus("dpotrf");
  }

  /** Replaces the factor U of A by the upper triangle of A⁻¹. */
  public void potri(MemorySegment u) {
    try {
      DPOTRI.invokeExact(LOWER, order, u, order, status, ONE_CHARACTER);
    } catch (Throwable e) {
      throw new LinkageError("dpotri", e);
    }
    checkStatus("dpotri");
  }

  /** Space to decompose in, of the sizes that dsyevd asks for; for calls on one thread. */
  @SuppressWarnings("resource") // an automatic arena cannot be closed
  public final class Eigen {
    private final MemorySegment lengths = Arena.ofAuto().allocate(JAVA_INT, 2);
    private final MemorySegment workLength = lengths.asSlice(0, JAVA_INT);
    private final MemorySegment integerLength = lengths.asSlice(JAVA_INT.byteSize(), JAVA_INT);
    private final MemorySegment work;
    private final MemorySegment integers;

    /** Asks for the sizes. */
    public Eigen() {
      workLength.set(JAVA_INT, 0, -1);
      integerLength.set(JAVA_INT, 0, -1);
      MemorySegment size = OffHeap.zeros(1);
      MemorySegment integerSize = OffHeap.zeros(1);
      call(size, size, size, integerSize);
      int doubles = (int) size.get(JAVA_DOUBLE, 0);
      int ints = integerSize.get(JAVA_INT, 0);
      work = OffHeap.zeros(doubles);
      integers = OffHeap.zeros(ints);
      workLength.set(JAVA_INT, 0, doubles);
      integerLength.set(JAVA_INT, 0, ints);
    }

    /** Replaces A, read on its upper triangle, by its eigenvectors as rows; values ascend. */
    public void decompose(MemorySegment a, MemorySegment values) {
      call(a, values, work, integers);
    }

    private void call(
        MemorySegment a, MemorySegment values, MemorySegment work, MemorySegment integers) {
      try {
        DSYEVD.invokeExact(
            VECTORS,
            LOWER,
            order,
            a,
            order,
            values,
            work,
            workLength,
            integers,
            integerLength,
            status,
            ONE_CHARACTER,
            ONE_CHARACTER);
      } catch (Throwable e) {
        throw new LinkageError("dsyevd", e);
      }
      checkStatus("dsyevd");
    }
  }

  private static void setThreads(int threads) {
    try {
      SET_THREADS.invokeExact(threads);
    } catch (Throwable e) {
      throw new LinkageError("openblas_set_num_threads", e);
    }
  }

  private void checkStatus(String routine) {
    int info = status.get(JAVA_INT, 0);
    if (info != 0) {
      throw new IllegalStateException(routine + " failed with status " + info + " at n = " + n);
    }
  }

  private static MethodHandle bind(String symbol, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(LIBRARY.symbols().findOrThrow(symbol), type);
  }
}
