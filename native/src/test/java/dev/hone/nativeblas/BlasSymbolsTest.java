package dev.hone.nativeblas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.BackendUnavailableException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BlasSymbolsTest {

  @Test
  void aMissingRoutineIsNamed() {
    SymbolLookup real = TestLibrary.library().symbols();
    SymbolLookup without =
        symbol -> symbol.equals("dpotri_") ? Optional.empty() : real.find(symbol);
    String message = refusal(without);
    assertTrue(message.contains("stand-in lacks dpotri_"), message);
  }

  @Test
  @SuppressWarnings("restricted")
  void wideIntegersAreRefused() {
    SymbolLookup real = TestLibrary.library().symbols();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom("OpenBLAS 0.3.31 USE64BITINT");
      MemorySegment function =
          Linker.nativeLinker()
              .upcallStub(
                  MethodHandles.constant(MemorySegment.class, text),
                  FunctionDescriptor.of(ValueLayout.ADDRESS),
                  arena);
      Map<String, MemorySegment> replaced = Map.of("openblas_get_config", function);
      String message =
          refusal(symbol -> Optional.ofNullable(replaced.get(symbol)).or(() -> real.find(symbol)));
      assertTrue(message.contains("USE64BITINT"), message);
    }
  }

  @Test
  void aLibraryWithoutThreadControlIsUsedUnderItsPlainName() {
    SymbolLookup real = TestLibrary.library().symbols();
    SymbolLookup plain =
        symbol -> symbol.startsWith("openblas_") ? Optional.empty() : real.find(symbol);
    assertEquals("native-blas", BlasSymbols.bind(new NativeLibrary("stand-in", plain)).name());
  }

  @Test
  @SuppressWarnings("restricted")
  void theLibraryRunsOnOneThread() throws Throwable {
    NativeLibrary library = TestLibrary.library();
    BlasSymbols.bind(library);
    int threads =
        (int)
            Linker.nativeLinker()
                .downcallHandle(
                    library.symbols().findOrThrow("openblas_get_num_threads"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT))
                .invokeExact();
    assertEquals(1, threads);
  }

  @Test
  void aRefusedArgumentIsAnError() {
    BlasSymbols blas = TestLibrary.blas();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment integers = arena.allocate(ValueLayout.JAVA_INT, 2);
      MemorySegment matrix = arena.allocate(ValueLayout.JAVA_DOUBLE, 1);
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> blas.dpotrf(-1, matrix, integers));
      assertEquals("dpotrf refused its argument 2", e.getMessage());
    }
  }

  private static String refusal(SymbolLookup symbols) {
    return assertThrows(
            BackendUnavailableException.class,
            () -> BlasSymbols.bind(new NativeLibrary("stand-in", symbols)))
        .toString();
  }
}
