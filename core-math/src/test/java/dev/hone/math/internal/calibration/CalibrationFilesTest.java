package dev.hone.math.internal.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationFilesTest {
  private static final String KERNELS = "no-such-kernels";

  @TempDir private Path folder;

  @Test
  void whatIsShippedCanBeReadAndNamesEverySetOfKernels() {
    assertEquals(
        List.of("scalar", "simd-128", "simd-256", "simd-512"),
        CalibrationFiles.shipped().entries().keySet().stream().sorted().toList());
    CalibrationFiles.shipped()
        .entries()
        .forEach((kernels, orders) -> assertEquals(Routine.values().length, orders.size()));
  }

  @Test
  void theUsersFileIsPutOverWhatIsShipped() throws IOException {
    Path file = folder.resolve("deep/calibration.txt");
    assertEquals(Map.of(), CalibrationFiles.configured(KERNELS, null, file).orders());
    Calibration own = new Calibration(Map.of(KERNELS, Map.of(Routine.GEMM, 77)));
    CalibrationFiles.write(file, own, List.of("own"));
    assertEquals(
        Map.of(Routine.GEMM, 77), CalibrationFiles.configured(KERNELS, null, file).orders());
    assertEquals(
        Map.of(),
        CalibrationFiles.configured(KERNELS, CalibrationFiles.SHIPPED_ONLY, file).orders());
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void theNamedFileStandsInThePlaceOfTheUsers() throws IOException {
    Path named = folder.resolve("named");
    Path user = folder.resolve("user");
    CalibrationFiles.write(
        named, new Calibration(Map.of(KERNELS, Map.of(Routine.SYRK, 5))), List.of());
    CalibrationFiles.write(
        user, new Calibration(Map.of(KERNELS, Map.of(Routine.GEMM, 5))), List.of());
    assertEquals(
        Map.of(Routine.SYRK, 5),
        CalibrationFiles.configured(KERNELS, named.toString(), user).orders());
  }

  @Test
  void aNamedFileThatIsMissingOrBrokenIsAnError() throws IOException {
    String missing = folder.resolve("missing").toString();
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> CalibrationFiles.configured(KERNELS, missing, folder.resolve("none")));
    assertTrue(e.toString().contains("-Dhone.calibration=" + missing), e::toString);
    Path broken = Files.writeString(folder.resolve("broken"), "format = 1\nnonsense\n");
    IllegalArgumentException line =
        assertThrows(
            IllegalArgumentException.class,
            () -> CalibrationFiles.configured(KERNELS, broken.toString(), folder.resolve("none")));
    assertTrue(line.toString().contains(broken + ", line 2: nonsense"), line::toString);
  }

  @Test
  void aBrokenFileOfTheUsersCostsOneLogLine() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken"), "format = 99\n");
    try (LogLines log = new LogLines()) {
      assertEquals(Map.of(), CalibrationFiles.configured(KERNELS, null, broken).orders());
      assertEquals(1, log.lines().size(), () -> log.lines().toString());
      assertTrue(log.lines().getFirst().contains(broken.toString()), log.lines().getFirst());
    }
  }
}
