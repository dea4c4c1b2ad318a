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
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@SuppressWarnings("restricted")
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

  /** A stand-in: the real routine would print its complaint to standard output as well. */
  @Test
  void aRefusedArgumentIsAnError() throws ReflectiveOperationException {
    SymbolLookup real = TestLibrary.library().symbols();
    FunctionDescriptor type =
        FunctionDescriptor.ofVoid(
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG);
    MethodHandle refusing =
        MethodHandles.lookup()
            .findStatic(BlasSymbolsTest.class, "refuseSecondArgument", type.toMethodType());
    try (Arena arena = Arena.ofConfined()) {
      Map<String, MemorySegment> replaced =
          Map.of("dpotrf_", Linker.nativeLinker().upcallStub(refusing, type, arena));
      SymbolLookup symbols =
          symbol -> Optional.ofNullable(replaced.get(symbol)).or(() -> real.find(symbol));
      BlasSymbols blas = BlasSymbols.bind(new NativeLibrary("stand-in", symbols));
      MemorySegment integers = arena.allocate(ValueLayout.JAVA_INT, 2);
      MemorySegment matrix = arena.allocate(ValueLayout.JAVA_DOUBLE, 1);
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> blas.dpotrf(1, matrix, integers));
      assertEquals("dpotrf refused its argument 2", e.getMessage());
    }
  }

  static void refuseSecondArgument(
      MemorySegment triangle,
      MemorySegment order,
      MemorySegment matrix,
      MemorySegment leadingDimension,
      MemorySegment info,
      long triangleLength) {
    info.reinterpret(ValueLayout.JAVA_INT.byteSize()).set(ValueLayout.JAVA_INT, 0, -2);
  }

  private static String refusal(SymbolLookup symbols) {
    return assertThrows(
            BackendUnavailableException.class,
            () -> BlasSymbols.bind(new NativeLibrary("stand-in", symbols)))
        .toString();
  }
}
