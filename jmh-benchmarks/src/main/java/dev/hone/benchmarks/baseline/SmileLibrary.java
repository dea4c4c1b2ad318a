package dev.hone.benchmarks.baseline;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;

/**
 * Makes Smile find the OpenBLAS it stands on, pinned to one thread.
 *
 * <p>Smile asks the system's loader for {@code libopenblas.so}. Where none is installed, an empty
 * library that goes by that name and needs the bundled OpenBLAS is linked by gcc and loaded first:
 * the loader then takes it for the one that is asked for.
 */
@SuppressWarnings("restricted")
public final class SmileLibrary {
  private static final String NAME = System.mapLibraryName("openblas");
  private static final boolean AVAILABLE = provide();

  private SmileLibrary() {}

  /** Whether Smile's linear algebra works here; once asked, it does. */
  public static boolean isAvailable() {
    return AVAILABLE;
  }

  private static boolean provide() {
    if (!isLoadable()) {
      if (!Gcc.isInstalled() || !System.getProperty("os.name").startsWith("Linux")) {
        return false;
      }
      Path alias = Gcc.temporaryFolder().resolve(NAME);
      Gcc.run(
          "-shared",
          "-Wl,--no-as-needed",
          "-Wl,-soname," + NAME,
          "-o",
          alias.toString(),
          OpenBlas.path());
      SymbolLookup.libraryLookup(alias, Arena.global());
    }
    return isLoadable();
  }

  private static boolean isLoadable() {
    try {
      pinToOneThread(SymbolLookup.libraryLookup(NAME, Arena.global()));
      return true;
    } catch (IllegalArgumentException notFound) {
      return false;
    }
  }

  private static void pinToOneThread(SymbolLookup library) {
    try {
      Linker.nativeLinker()
          .downcallHandle(
              library.findOrThrow("openblas_set_num_threads"), FunctionDescriptor.ofVoid(JAVA_INT))
          .invokeExact(1);
    } catch (Throwable e) {
      throw new LinkageError("openblas_set_num_threads", e);
    }
  }
}
