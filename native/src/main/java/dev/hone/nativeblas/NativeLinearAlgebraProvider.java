package dev.hone.nativeblas;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.Engines;
import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.spi.LinearAlgebraProvider;
import org.jspecify.annotations.Nullable;

/**
 * Offers {@link Backend#NATIVE} linear algebra from OpenBLAS, MKL or another BLAS with LAPACK.
 *
 * <p>One library per process: all providers return the same object. A library that could not be
 * loaded is tried again by the next call. Thread-safe.
 */
public final class NativeLinearAlgebraProvider implements LinearAlgebraProvider {
  private static @Nullable LinearAlgebra loaded;

  /** Loads nothing yet. */
  public NativeLinearAlgebraProvider() {}

  @Override
  public Backend backend() {
    return Backend.NATIVE;
  }

  /**
   * The linear algebra of the native library; the first call loads it and pins it to one thread.
   *
   * @throws BackendUnavailableException if the library is missing, broken or lacks a routine; the
   *     message names the library that was tried and why it would not do
   */
  @Override
  public LinearAlgebra linearAlgebra() {
    synchronized (NativeLinearAlgebraProvider.class) {
      LinearAlgebra algebra = loaded;
      if (algebra == null) {
        BlasSymbols blas = BlasSymbols.bind(NativeLibraryLoader.load());
        algebra = new NativeLinearAlgebra(blas, Engines.cpuLinearAlgebra());
        loaded = algebra;
      }
      return algebra;
    }
  }
}
