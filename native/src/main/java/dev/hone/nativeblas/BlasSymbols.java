package dev.hone.nativeblas;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The routines of a BLAS with LAPACK that Hone calls, as Java methods on off-heap matrices.
 *
 * <p>All matrices are row-major without padding, and 32-bit integers are expected (LP64). LAPACK
 * has the Fortran calling convention: column-major, so that its lower triangle is our upper one,
 * arguments by address, and the length of a string argument appended by value.
 *
 * <p>Calls are plain downcalls: they let the garbage collector run beside them. Safe to use from
 * many threads, as the library is; it is pinned to one thread per call, process-wide.
 */
@SuppressWarnings("restricted")
final class BlasSymbols {
  private static final Logger LOGGER = System.getLogger("dev.hone");
  private static final Linker LINKER = Linker.nativeLinker();

  // The enumerators of cblas.h.
  private static final int ROW_MAJOR = 101;
  private static final int NO_TRANSPOSE = 111;
  private static final int TRANSPOSE = 112;
  private static final int UPPER = 121;
  private static final int NON_UNIT = 131;
  private static final int LEFT = 141;

  private static final MemorySegment LOWER = Arena.global().allocateFrom(JAVA_BYTE, (byte) 'L');
  private static final MemorySegment VECTORS = Arena.global().allocateFrom(JAVA_BYTE, (byte) 'V');
  private static final MemorySegment VALUES = Arena.global().allocateFrom(JAVA_BYTE, (byte) 'N');
  private static final long STRING_LENGTH = 1;

  private static final FunctionDescriptor DGEMM =
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
          JAVA_INT);
  private static final FunctionDescriptor DSYRK =
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
          JAVA_INT);
  private static final FunctionDescriptor DTRSM =
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
          JAVA_INT);
  private static final FunctionDescriptor DPOTRX =
      FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);

  private static final FunctionDescriptor DSYEVD =
      FunctionDescriptor.ofVoid(
          ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS,
          ADDRESS, JAVA_LONG, JAVA_LONG);

  private final String name;
  private final MethodHandle dgemm;
  private final MethodHandle dsyrk;
  private final MethodHandle dtrsm;
  private final MethodHandle dpotrf;
  private final MethodHandle dpotri;
  private final MethodHandle dsyevd;

  private BlasSymbols(NativeLibrary library, String name) {
    this.name = name;
    dgemm = required(library, "cblas_dgemm", DGEMM);
    dsyrk = required(library, "cblas_dsyrk", DSYRK);
    dtrsm = required(library, "cblas_dtrsm", DTRSM);
    dpotrf = required(library, "dpotrf_", DPOTRX);
    dpotri = required(library, "dpotri_", DPOTRX);
    dsyevd = required(library, "dsyevd_", DSYEVD);
  }

  /**
   * Finds the routines and pins the library to one thread: Hone's own threads are the only pool.
   *
   * @throws BackendUnavailableException if a routine is missing or integers are 64 bits wide
   */
  static BlasSymbols bind(NativeLibrary library) {
    Optional<MethodHandle> openBlas = optional(library, "openblas_set_num_threads");
    Optional<MethodHandle> mkl = optional(library, "MKL_Set_Num_Threads");
    String name = openBlas.isPresent() ? "openblas" : mkl.isPresent() ? "mkl" : "blas";
    BlasSymbols symbols = new BlasSymbols(library, "native-" + name);
    refuseWideIntegers(library);
    openBlas
        .or(() -> mkl)
        .ifPresentOrElse(
            BlasSymbols::pinToOneThread,
            () ->
                LOGGER.log(
                    Level.INFO,
                    "{0} is neither OpenBLAS nor MKL: set its number of threads to one by its own"
                        + " means",
                    library.origin()));
    return symbols;
  }

  /** {@code native-openblas}, {@code native-mkl}, or {@code native-blas} for any other. */
  String name() {
    return name;
  }

  /** C ← C + alpha·AᵀB with A k×m, B k×n and C m×n. */
  void dgemmTransposed(
      int m, int n, int k, double alpha, MemorySegment a, MemorySegment b, MemorySegment c) {
    try {
      dgemm.invokeExact(ROW_MAJOR, TRANSPOSE, NO_TRANSPOSE, m, n, k, alpha, a, m, b, n, 1.0, c, n);
    } catch (Throwable e) {
      throw rejected("cblas_dgemm", e);
    }
  }

  /** C ← C + alpha·AᵀA on the upper triangle of C, with A k×n and C n×n. */
  void dsyrkTransposed(int n, int k, double alpha, MemorySegment a, MemorySegment c) {
    try {
      dsyrk.invokeExact(ROW_MAJOR, UPPER, TRANSPOSE, n, k, alpha, a, n, 1.0, c, n);
    } catch (Throwable e) {
      throw rejected("cblas_dsyrk", e);
    }
  }

  /** B ← U⁻¹B, or U⁻ᵀB if {@code transposed}, with U n×n and B n×m. */
  void dtrsm(boolean transposed, int n, int m, MemorySegment u, MemorySegment b) {
    int transpose = transposed ? TRANSPOSE : NO_TRANSPOSE;
    try {
      dtrsm.invokeExact(ROW_MAJOR, LEFT, UPPER, transpose, NON_UNIT, n, m, 1.0, u, n, b, m);
    } catch (Throwable e) {
      throw rejected("cblas_dtrsm", e);
    }
  }

  /**
   * Factors A = UᵀU on the upper triangle.
   *
   * @param integers scratch for two 32-bit integers
   * @return 0, or the order of the first leading minor that is not positive definite
   */
  int dpotrf(int n, MemorySegment a, MemorySegment integers) {
    return onLowerTriangle("dpotrf", dpotrf, n, a, integers);
  }

  /**
   * Replaces the factor U of A by the upper triangle of A⁻¹.
   *
   * @param integers scratch for two 32-bit integers
   * @return 0, or the order of the first diagonal element of U that is zero
   */
  int dpotri(int n, MemorySegment u, MemorySegment integers) {
    return onLowerTriangle("dpotri", dpotri, n, u, integers);
  }

  /** Doubles of scratch that {@link #dsyevd} takes for order n. */
  static long eigenScratch(int n, boolean vectors) {
    // LAPACK's least, or what its blocked reduction likes to have.
    return vectors ? 1 + 6L * n + 2L * n * n : 1 + 66L * n;
  }

  /** 32-bit integers of scratch that {@link #dsyevd} takes for order n, its arguments included. */
  static long eigenIntegers(int n) {
    return 4 + 3 + 5L * n;
  }

  /**
   * Decomposes a symmetric matrix of which the upper triangle is read.
   *
   * @param vectors whether row i of {@code a} is to receive eigenvector i
   * @param a n×n, destroyed if no vectors are wanted
   * @param values receives n eigenvalues, ascending
   * @param scratch {@link #eigenScratch} doubles
   * @param integers {@link #eigenIntegers} 32-bit integers
   * @return 0, or how an eigenvalue failed to converge
   */
  int dsyevd(
      boolean vectors,
      int n,
      MemorySegment a,
      MemorySegment values,
      MemorySegment scratch,
      MemorySegment integers) {
    MemorySegment order = integers.asSlice(0, JAVA_INT);
    MemorySegment scratchSize = integers.asSlice(JAVA_INT.byteSize(), JAVA_INT);
    MemorySegment integersSize = integers.asSlice(2 * JAVA_INT.byteSize(), JAVA_INT);
    MemorySegment status = integers.asSlice(3 * JAVA_INT.byteSize(), JAVA_INT);
    MemorySegment integerScratch = integers.asSlice(4 * JAVA_INT.byteSize());
    order.set(JAVA_INT, 0, n);
    scratchSize.set(JAVA_INT, 0, Math.toIntExact(eigenScratch(n, vectors)));
    integersSize.set(JAVA_INT, 0, 3 + 5 * n);
    MemorySegment job = vectors ? VECTORS : VALUES;
    try {
      dsyevd.invokeExact(
          job,
          LOWER,
          order,
          a,
          order,
          values,
          scratch,
          scratchSize,
          integerScratch,
          integersSize,
          status,
          STRING_LENGTH,
          STRING_LENGTH);
    } catch (Throwable e) {
      throw rejected("dsyevd", e);
    }
    int info = status.get(JAVA_INT, 0);
    if (info < 0) {
      throw new IllegalStateException("dsyevd refused its argument " + -info);
    }
    return info;
  }

  private static int onLowerTriangle(
      String routine, MethodHandle handle, int n, MemorySegment matrix, MemorySegment integers) {
    MemorySegment order = integers.asSlice(0, JAVA_INT);
    MemorySegment status = integers.asSlice(JAVA_INT.byteSize(), JAVA_INT);
    order.set(JAVA_INT, 0, n);
    try {
      handle.invokeExact(LOWER, order, matrix, order, status, STRING_LENGTH);
    } catch (Throwable e) {
      throw rejected(routine, e);
    }
    int info = status.get(JAVA_INT, 0);
    if (info < 0) {
      throw new IllegalStateException(routine + " refused its argument " + -info);
    }
    return info;
  }

  private static void pinToOneThread(MethodHandle setThreads) {
    try {
      setThreads.invokeExact(1);
    } catch (Throwable e) {
      throw rejected("the number of threads", e);
    }
  }

  private static void refuseWideIntegers(NativeLibrary library) {
    library
        .symbols()
        .find("openblas_get_config")
        .map(address -> LINKER.downcallHandle(address, FunctionDescriptor.of(ADDRESS)))
        .map(BlasSymbols::text)
        .filter(configuration -> configuration.contains("USE64BITINT"))
        .ifPresent(
            configuration -> {
              throw new BackendUnavailableException(
                  Backend.NATIVE,
                  library.origin()
                      + " has 64-bit integers ("
                      + configuration
                      + "): expected a build with 32-bit integers");
            });
  }

  private static String text(MethodHandle function) {
    try {
      MemorySegment string = (MemorySegment) function.invokeExact();
      return string.reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      throw rejected("openblas_get_config", e);
    }
  }

  private static MethodHandle required(
      NativeLibrary library, String symbol, FunctionDescriptor type) {
    return library
        .symbols()
        .find(symbol)
        .map(address -> LINKER.downcallHandle(address, type))
        .orElseThrow(
            () ->
                new BackendUnavailableException(
                    Backend.NATIVE,
                    library.origin()
                        + " lacks "
                        + symbol
                        + ": expected a BLAS with CBLAS and LAPACK, such as OpenBLAS or MKL"));
  }

  private static Optional<MethodHandle> optional(NativeLibrary library, String symbol) {
    return library
        .symbols()
        .find(symbol)
        .map(address -> LINKER.downcallHandle(address, FunctionDescriptor.ofVoid(JAVA_INT)));
  }

  /** Native code throws nothing: what arrives here is a handle called with the wrong types. */
  private static LinkageError rejected(String routine, Throwable cause) {
    return new LinkageError(routine + " could not be called", cause);
  }
}
