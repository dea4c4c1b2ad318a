package dev.hone.math.internal.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {

  @Test
  void readsWhatItWrites() {
    Calibration written =
        new Calibration(
            Map.of(
                "scalar",
                Map.of(Routine.GEMM, 32, Routine.SYEVD, 1),
                "simd-256",
                Map.of(Routine.POTRF, Calibration.NEVER, Routine.TRSM, 500)),
            Map.of(GpuChoice.FLEET, 100, GpuChoice.EVOLUTION, Calibration.NEVER));
    String text = written.format(List.of("measured", "here"));
    assertTrue(text.startsWith("# measured\n# here\nformat = 1\n"), text);
    assertTrue(text.contains("\nsimd-256.potrf = never\n"), text);
    assertTrue(text.contains("\nhone.gpu.fleet.from = 100\n"), text);
    assertEquals(written, Calibration.parse(text.lines().toList(), "text"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scalar.gemm",
        "gemm = 3",
        "scalar.getrf = 3",
        ".gemm = 3",
        "scalar.gemm = 0",
        "scalar.gemm = -3",
        "scalar.gemm = 3.5",
        "scalar.gemm = always",
        "scalar.gemm = 99999999999",
        "scalar.gemm =",
        "format = 2",
        "scalar.syrk = 4",
        "hone.gpu.from = 0",
        "hone.gpu.cma.from = 3",
        "hone.gpu.form = 3"
      })
  void aLineThatSaysNothingIsNamed(String line) {
    List<String> lines =
        List.of("format = 1", "hone.gpu.cma.from = 5", "# a comment", "scalar.syrk = 3", line);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Calibration.parse(lines, "my/file"));
    assertTrue(e.toString().contains("my/file, line 5: " + line), e::toString);
    assertTrue(e.toString().contains("expected"), e::toString);
  }

  @Test
  void aFileWithoutItsFormatIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Calibration.parse(List.of("scalar.gemm = 3"), "my/file"));
    assertTrue(e.toString().contains("my/file: expected a line format = 1"), e::toString);
  }

  @Test
  void theLastFileThatNamesARoutineCounts() {
    Calibration shipped =
        Calibration.parse(
            List.of("format = 1", "scalar.gemm = 10", "scalar.potrf = 10", "simd-256.syrk = 10"),
            "shipped");
    Calibration own =
        Calibration.parse(List.of("format = 1", "scalar.gemm = never", "scalar.trsm = 20"), "own");
    Thresholds scalar = Calibration.thresholds("scalar", List.of(shipped, own));
    assertEquals(Map.of(Routine.POTRF, 10, Routine.TRSM, 20), scalar.orders());
    assertEquals(
        Map.of(Routine.SYRK, 10),
        Calibration.thresholds("simd-256", List.of(shipped, own)).orders());
    assertTrue(Calibration.thresholds("simd-128", List.of(shipped, own)).areNever());
  }

  @Test
  void oneFileOverAnotherReplacesTheKernelsThatItNames() {
    Calibration old =
        new Calibration(
            Map.of("scalar", Map.of(Routine.GEMM, 1), "simd-256", Map.of(Routine.GEMM, 2)));
    Calibration measured = new Calibration(Map.of("scalar", Map.of(Routine.SYRK, 3)));
    assertEquals(
        Map.of("scalar", Map.of(Routine.SYRK, 3), "simd-256", Map.of(Routine.GEMM, 2)),
        old.with(measured).entries());
  }

  @Test
  void anOrderStandsForAsManyMultiplications() {
    Thresholds thresholds = new Thresholds(Map.of(Routine.GEMM, 10));
    assertTrue(thresholds.preferNative(Routine.GEMM, 1000));
    assertTrue(thresholds.preferNative(Routine.GEMM, 1 * 100.0 * 10));
    assertFalse(thresholds.preferNative(Routine.GEMM, 999));
    assertFalse(thresholds.preferNative(Routine.SYRK, 1e18));
    Thresholds large = new Thresholds(Map.of(Routine.GEMM, 100_000));
    assertFalse(large.preferNative(Routine.GEMM, 9.9e14));
    assertTrue(large.preferNative(Routine.GEMM, 1e15));
  }
}
