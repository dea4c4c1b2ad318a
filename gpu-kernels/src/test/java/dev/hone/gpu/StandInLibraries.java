package dev.hone.gpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;

/** The stand-ins of cuBLAS and cuSOLVER, and their own entry points. */
@SuppressWarnings("restricted")
final class StandInLibraries {
  private final SymbolLookup blas;
  private final SymbolLookup solver;

  private StandInLibraries(Path folder) {
    this.blas = SymbolLookup.libraryLookup(folder.resolve("libcublas.so.12"), Arena.global());
    this.solver = SymbolLookup.libraryLookup(folder.resolve("libcusolver.so.11"), Arena.global());
  }

  /** Has engines of this JVM use them, for matrices of any size. */
  static StandInLibraries install() {
    Path folder = HostCompiler.libraries();
    System.setProperty(CudaLibraries.PROPERTY, folder.toString());
    System.setProperty(CudaLibraries.FROM, "2");
    StandInLibraries libraries = new StandInLibraries(folder);
    libraries.call(libraries.blas, "stand_in_library_reset");
    libraries.call(libraries.solver, "stand_in_library_reset");
    return libraries;
  }

  /** Leaves them, for the engines that come. */
  static void uninstall() {
    System.clearProperty(CudaLibraries.PROPERTY);
    System.clearProperty(CudaLibraries.FROM);
  }

  private SymbolLookup of(String function) {
    return function.startsWith("cublas") ? blas : solver;
  }

  private void call(SymbolLookup library, String function) {
    try {
      Linker.nativeLinker()
          .downcallHandle(library.findOrThrow(function), FunctionDescriptor.ofVoid())
          .invokeExact();
    } catch (Throwable e) {
      throw new LinkageError(function, e);
    }
  }

  /** Has the {@code countdown}-th call of a function from now on return a status. */
  void fail(String function, int countdown, int status) {
    FunctionDescriptor type = FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT);
    try (Arena arena = Arena.ofConfined()) {
      Linker.nativeLinker()
          .downcallHandle(of(function).findOrThrow("stand_in_library_fail"), type)
          .invokeExact(arena.allocateFrom(function), countdown, status);
    } catch (Throwable e) {
      throw new LinkageError(function, e);
    }
  }

  /** How often a function was called. */
  long calls(String function) {
    FunctionDescriptor type = FunctionDescriptor.of(JAVA_LONG, ADDRESS);
    try (Arena arena = Arena.ofConfined()) {
      return (long)
          Linker.nativeLinker()
              .downcallHandle(of(function).findOrThrow("stand_in_library_calls"), type)
              .invokeExact(arena.allocateFrom(function));
    } catch (Throwable e) {
      throw new LinkageError(function, e);
    }
  }

  /** No handle was left. */
  void assertNothingHeld() {
    for (SymbolLookup library : new SymbolLookup[] {blas, solver}) {
      try {
        long held =
            (long)
                Linker.nativeLinker()
                    .downcallHandle(
                        library.findOrThrow("stand_in_library_held"),
                        FunctionDescriptor.of(JAVA_LONG))
                    .invokeExact();
        assertEquals(0, held, "handles still held");
      } catch (Throwable e) {
        throw new LinkageError("stand_in_library_held", e);
      }
    }
  }
}
