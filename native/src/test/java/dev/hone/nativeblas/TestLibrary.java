package dev.hone.nativeblas;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.Engines;
import dev.hone.math.linalg.LinearAlgebra;

/** The bundled library, loaded once for all tests; they are skipped where none was built. */
final class TestLibrary {
  static final LinearAlgebra ORACLE = Engines.linearAlgebra(Backend.SCALAR);

  private TestLibrary() {}

  static NativeLibrary library() {
    try {
      BundledOpenBlas.forPlatform(System.getProperty("os.name"), System.getProperty("os.arch"));
    } catch (BackendUnavailableException e) {
      return abort(e.getMessage());
    }
    return Loaded.LIBRARY;
  }

  static BlasSymbols blas() {
    return BlasSymbols.bind(library());
  }

  /** Native where it pays, the oracle elsewhere. */
  static LinearAlgebra algebra() {
    return new NativeLinearAlgebra(blas(), ORACLE);
  }

  private static final class Loaded {
    static final NativeLibrary LIBRARY = NativeLibraryLoader.load();
  }
}
