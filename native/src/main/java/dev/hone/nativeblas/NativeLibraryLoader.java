package dev.hone.nativeblas;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Finds and loads the native library: the one named by {@value #PROPERTY}, else the bundled
 * OpenBLAS.
 *
 * <p>A loaded library stays until the JVM ends. It is opened through {@link SymbolLookup}, not
 * {@link System#load}, which would tie it to one class loader and refuse it to the next.
 */
@SuppressWarnings("restricted")
public final class NativeLibraryLoader {
  /** A path ({@code /opt/lib/libfoo.so}) or a name ({@code openblas}, {@code mkl_rt}). */
  static final String PROPERTY = "hone.native.library";

  private static final int RTLD_LAZY = 1;
  private static final String NO_REASON =
      "missing, built for another platform, or lacking a library it needs";

  private NativeLibraryLoader() {}

  /**
   * Loads the configured library.
   *
   * @throws BackendUnavailableException if it cannot be loaded; the message names it and says why
   */
  public static NativeLibrary load() {
    String named = System.getProperty(PROPERTY);
    return named == null ? bundled() : named(named);
  }

  /**
   * Loads a library that is installed on this machine.
   *
   * @param library a path, a name ({@code openblas}) or a file name ({@code libopenblas.so.0}) that
   *     the system's own search finds
   */
  static NativeLibrary named(String library) {
    Set<String> candidates = new LinkedHashSet<>();
    if (library.contains("/") || library.contains(File.separator)) {
      candidates.add(Path.of(library).toAbsolutePath().toString());
    } else {
      candidates.add(System.mapLibraryName(library));
      candidates.add(library);
    }
    StringJoiner failures = new StringJoiner("; ");
    for (String candidate : candidates) {
      try {
        return open(candidate);
      } catch (IOException e) {
        failures.add(e.getMessage());
      }
    }
    throw new BackendUnavailableException(
        Backend.NATIVE, "-D" + PROPERTY + "=" + library + " could not be loaded: " + failures);
  }

  private static NativeLibrary bundled() {
    BundledOpenBlas build =
        BundledOpenBlas.forPlatform(System.getProperty("os.name"), System.getProperty("os.arch"));
    List<LibraryFile> files = build.files(NativeLibraryLoader.class.getClassLoader());
    try {
      List<Path> paths = LibraryCache.configured().install(files);
      for (Path dependency : paths.subList(0, paths.size() - 1)) {
        open(dependency.toString());
      }
      return open(paths.getLast().toString());
    } catch (IOException e) {
      BackendUnavailableException unavailable =
          new BackendUnavailableException(
              Backend.NATIVE, "the bundled OpenBLAS could not be unpacked and loaded: " + e);
      unavailable.initCause(e);
      throw unavailable;
    }
  }

  private static NativeLibrary open(String library) throws IOException {
    try {
      return new NativeLibrary(library, SymbolLookup.libraryLookup(library, Arena.global()));
    } catch (IllegalArgumentException e) {
      throw new IOException(library + ": " + reason(library), e);
    }
  }

  /**
   * Why the system's loader refused a library. {@link SymbolLookup} drops its words, so it is asked
   * once more.
   */
  private static String reason(String library) {
    Linker linker = Linker.nativeLinker();
    SymbolLookup system = linker.defaultLookup();
    var open = system.find("dlopen");
    var error = system.find("dlerror");
    if (open.isEmpty() || error.isEmpty()) {
      return NO_REASON;
    }
    MethodHandle dlopen =
        linker.downcallHandle(
            open.get(),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    MethodHandle dlerror =
        linker.downcallHandle(error.get(), FunctionDescriptor.of(ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(library);
      // A first call, so that linking the handle cannot come between the failure and its reason.
      MemorySegment _ = (MemorySegment) dlerror.invokeExact();
      MemorySegment _ = (MemorySegment) dlopen.invokeExact(name, RTLD_LAZY);
      MemorySegment text = (MemorySegment) dlerror.invokeExact();
      return text.address() == 0 ? NO_REASON : text.reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      throw new LinkageError("dlopen and dlerror could not be called", e);
    }
  }
}
