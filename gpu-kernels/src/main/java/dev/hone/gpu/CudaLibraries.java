package dev.hone.gpu;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import java.io.File;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * cuBLAS and cuSOLVER in the place of our own kernels for large matrices: an option, never needed,
 * and off unless {@value #PROPERTY} asks for it, as it was never measured which of the two is
 * faster; {@code device-check} prints it. Results differ from those of the own kernels by rounding.
 * Only for the owner thread.
 */
final class CudaLibraries implements AutoCloseable {
  /**
   * System property: {@code off}; {@code on}, the libraries that the system's search finds, or none
   * after one log line; or the folders where they lie, in which case it is an error if they do not.
   */
  static final String PROPERTY = "hone.gpu.libraries";

  /** System property: rows of a matrix from which they are used. */
  static final String FROM = "hone.gpu.libraries.from";

  private static final int DEFAULT_FROM = 513;

  /** What cuBLAS recommends for Hopper. */
  private static final long WORKSPACE = 32L << 20;

  private static final List<String> BLAS = List.of("libcublas.so.13", "libcublas.so.12");
  private static final List<String> SOLVER = List.of("libcusolver.so.12", "libcusolver.so.11");

  /** What they need themselves, each after what it needs: found by name once it is loaded. */
  private static final List<String> NEEDED =
      List.of("libnvJitLink.so", "libcublasLt.so", "libcublas.so", "libcusparse.so");

  private final CuBlas blas;
  private final CuSolver solver;
  private final DeviceBuffer workspace;
  private final int from;

  private CudaLibraries(CuBlas blas, CuSolver solver, DeviceBuffer workspace, int from) {
    this.blas = blas;
    this.solver = solver;
    this.workspace = workspace;
    this.from = from;
  }

  /**
   * The libraries that the settings ask for; null if they ask for none, or there are none.
   *
   * @param stream the address of the stream they are to work on
   * @throws BackendUnavailableException if they are not in the folders that are named
   * @throws IllegalArgumentException if a setting cannot be read
   */
  static @Nullable CudaLibraries open(long stream, DeviceMemory memory) {
    return open(stream, memory, BLAS, SOLVER);
  }

  /** The same, of other names for the system's search. */
  static @Nullable CudaLibraries open(
      long stream, DeviceMemory memory, List<String> blas, List<String> solver) {
    String setting = System.getProperty(PROPERTY, "off");
    int from = from();
    if (setting.equals("off")) {
      return null;
    }
    boolean anywhere = setting.equals("on");
    try {
      return anywhere
          ? open(NativeLibrary.find(blas), NativeLibrary.find(solver), stream, memory, from)
          : open(folders(setting), stream, memory, from);
    } catch (CudaException e) {
      if (!anywhere) {
        throw new BackendUnavailableException(
            Backend.GPU, e.reason() + " (-D" + PROPERTY + "=" + setting + ")");
      }
      System.getLogger("dev.hone.gpu")
          .log(Level.INFO, "cuBLAS and cuSOLVER are not used: " + e.reason());
      return null;
    }
  }

  private static int from() {
    String setting = System.getProperty(FROM, String.valueOf(DEFAULT_FROM));
    try {
      int rows = Integer.parseInt(setting);
      if (rows >= 1) {
        return rows;
      }
    } catch (NumberFormatException notANumber) {
      // Named below.
    }
    throw new IllegalArgumentException(
        "-D" + FROM + "=" + setting + ": expected a number of rows, 1 or more");
  }

  private static List<Path> folders(String setting) {
    return Stream.of(setting.split(File.pathSeparator, -1)).map(Path::of).toList();
  }

  private static CudaLibraries open(List<Path> folders, long stream, DeviceMemory memory, int from)
      throws CudaException {
    for (String stem : NEEDED) {
      if (NativeLibrary.path(folders, stem).isPresent()) {
        NativeLibrary.load(folders, stem);
      }
    }
    return open(
        NativeLibrary.load(folders, "libcublas.so"),
        NativeLibrary.load(folders, "libcusolver.so"),
        stream,
        memory,
        from);
  }

  private static CudaLibraries open(
      NativeLibrary blasLibrary,
      NativeLibrary solverLibrary,
      long stream,
      DeviceMemory memory,
      int from)
      throws CudaException {
    DeviceBuffer workspace = memory.bytes(WORKSPACE);
    CuBlas blas = null;
    boolean opened = false;
    try {
      blas = new CuBlas(blasLibrary, stream, workspace);
      CuSolver solver = new CuSolver(solverLibrary, stream, memory);
      opened = true;
      return new CudaLibraries(blas, solver, workspace, from);
    } finally {
      if (!opened) {
        if (blas != null) {
          blas.close();
        }
        workspace.close();
      }
    }
  }

  CuBlas blas() {
    return blas;
  }

  CuSolver solver() {
    return solver;
  }

  /** Whether work of so many multiplications is theirs. */
  boolean take(int m, int n, int k) {
    return (double) m * n * k >= (double) from * from * from;
  }

  @Override
  public void close() {
    solver.close();
    blas.close();
    workspace.close();
  }
}
