package dev.hone.gpu;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A library that is there or not, through {@code java.lang.foreign}; it stays loaded. */
@SuppressWarnings("restricted")
final class NativeLibrary {
  private final String name;
  private final SymbolLookup symbols;

  private NativeLibrary(String name, SymbolLookup symbols) {
    this.name = name;
    this.symbols = symbols;
  }

  /**
   * The first of some names that the system's search finds.
   *
   * @throws CudaException if there is none
   */
  static NativeLibrary find(List<String> names) throws CudaException {
    for (String name : names) {
      try {
        return new NativeLibrary(name, SymbolLookup.libraryLookup(name, Arena.global()));
      } catch (IllegalArgumentException notThere) {
        // The next one may be.
      }
    }
    throw new CudaException("none of " + String.join(", ", names) + " could be loaded");
  }

  /**
   * The newest version of a library in some folders.
   *
   * @param stem its name up to the version, such as {@code libcublas.so}
   * @throws CudaException if there is none, or it cannot be loaded
   */
  static NativeLibrary load(List<Path> folders, String stem) throws CudaException {
    Path file =
        path(folders, stem)
            .orElseThrow(() -> new CudaException("no " + stem + ".* lies in " + folders));
    try {
      return new NativeLibrary(
          file.toString(), SymbolLookup.libraryLookup(file.toAbsolutePath(), Arena.global()));
    } catch (IllegalArgumentException e) {
      throw new CudaException(file + " could not be loaded");
    }
  }

  /** Where the newest version of a library lies. */
  static Optional<Path> path(List<Path> folders, String stem) throws CudaException {
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder)) {
        Optional<Path> newest =
            files
                .filter(f -> f.getFileName().toString().startsWith(stem + "."))
                .sorted()
                .reduce((a, b) -> b);
        if (newest.isPresent()) {
          return newest;
        }
      } catch (IOException e) {
        throw new CudaException(folder + " cannot be read");
      }
    }
    return Optional.empty();
  }

  /**
   * A function that returns a status.
   *
   * @throws CudaException if the library lacks it
   */
  MethodHandle function(String function, MemoryLayout... arguments) throws CudaException {
    return handle(function, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  /**
   * A function of any type.
   *
   * @throws CudaException if the library lacks it
   */
  MethodHandle handle(String function, FunctionDescriptor type) throws CudaException {
    var address =
        symbols.find(function).orElseThrow(() -> new CudaException(name + " lacks " + function));
    return Linker.nativeLinker().downcallHandle(address, type);
  }
}
