package dev.hone.benchmarks.baseline;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** The baseline in C, compiled for this very machine when it is first asked for. */
@SuppressWarnings("restricted")
public final class CompiledC {
  private static final String SOURCE = "matern52.c";
  private static final MethodHandle MATERN_52 = compile();

  private CompiledC() {}

  /** Whether there is a gcc to compile it. */
  public static boolean isAvailable() {
    return Gcc.isInstalled();
  }

  /**
   * Upper triangle of a Matérn-5/2 covariance with noise, and G = −2·dk/d(r²) beside it.
   *
   * @param x d×ldx, the coordinates divided by their length-scales
   * @param k n×ld
   * @param g n×ld
   */
  public static void matern52Triangle(
      int n,
      int d,
      MemorySegment x,
      int ldx,
      double outputScale,
      double noise,
      MemorySegment k,
      MemorySegment g,
      int ld) {
    try {
      MATERN_52.invokeExact(n, d, x, ldx, outputScale, noise, k, g, ld);
    } catch (Throwable e) {
      throw new LinkageError("matern52_triangle", e);
    }
  }

  private static MethodHandle compile() {
    Path folder = Gcc.temporaryFolder();
    Path source = folder.resolve(SOURCE);
    try (InputStream resource = CompiledC.class.getResourceAsStream(SOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(SOURCE + " is not on the class path");
      }
      Files.copy(resource, source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path library = folder.resolve("libmatern52.so");
    Gcc.run(
        "-O3",
        "-march=native",
        "-ffast-math",
        "-shared",
        "-fPIC",
        "-o",
        library.toString(),
        source.toString(),
        "-lm");
    MemorySegment function =
        SymbolLookup.libraryLookup(library, Arena.global()).findOrThrow("matern52_triangle");
    return Linker.nativeLinker()
        .downcallHandle(
            function,
            FunctionDescriptor.ofVoid(
                JAVA_INT,
                JAVA_INT,
                ADDRESS,
                JAVA_INT,
                JAVA_DOUBLE,
                JAVA_DOUBLE,
                ADDRESS,
                ADDRESS,
                JAVA_INT));
  }
}
