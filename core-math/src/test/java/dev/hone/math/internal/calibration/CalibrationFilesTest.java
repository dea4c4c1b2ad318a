package dev.hone.math.internal.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationFilesTest {
  private static final String KERNELS = "no-such-kernels";

  @TempDir private Path folder;

  private static Thresholds configured(@Nullable String named, Path userFile) {
    return Calibration.thresholds(KERNELS, CalibrationFiles.files(named, userFile));
  }

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
    assertEquals(Map.of(), configured(null, file).orders());
    Calibration own = new Calibration(Map.of(KERNELS, Map.of(Routine.GEMM, 77)));
    CalibrationFiles.write(file, own, List.of("own"));
    assertEquals(Map.of(Routine.GEMM, 77), configured(null, file).orders());
    assertEquals(Map.of(), configured(CalibrationFiles.SHIPPED_ONLY, file).orders());
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
    assertEquals(Map.of(Routine.SYRK, 5), configured(named.toString(), user).orders());
  }

  @Test
  void aNamedFileThatIsMissingOrBrokenIsAnError() throws IOException {
    String missing = folder.resolve("missing").toString();
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> configured(missing, folder.resolve("none")));
    assertTrue(e.toString().contains("-Dhone.calibration=" + missing), e::toString);
    Path broken = Files.writeString(folder.resolve("broken"), "format = 1\nnonsense\n");
    IllegalArgumentException line =
        assertThrows(
            IllegalArgumentException.class,
            () -> configured(broken.toString(), folder.resolve("none")));
    assertTrue(line.toString().contains(broken + ", line 2: nonsense"), line::toString);
  }

  @Test
  void whatTheUsersFileSaysOfAGpuCountsUntilAPropertySaysOtherwise() throws IOException {
    Path named = folder.resolve("named");
    Calibration own =
        new Calibration(
            Map.of(), Map.of(GpuChoice.FLEET, 40, GpuChoice.EVOLUTION, Calibration.NEVER));
    CalibrationFiles.write(named, own, List.of());
    String before = System.setProperty(CalibrationFiles.PROPERTY, named.toString());
    try {
      assertEquals(40, GpuChoice.FLEET.wanted());
      assertEquals(Integer.MAX_VALUE, GpuChoice.EVOLUTION.wanted());
      assertEquals(Integer.MAX_VALUE, GpuChoice.GAUSSIAN_PROCESS.wanted());
      assertFalse(GpuChoice.FLEET.isAsked());
      System.setProperty(GpuChoice.FLEET.property(), "7");
      assertEquals(7, GpuChoice.FLEET.wanted());
      assertTrue(GpuChoice.FLEET.isAsked());
    } finally {
      System.clearProperty(GpuChoice.FLEET.property());
      restore(before);
    }
    assertEquals(Integer.MAX_VALUE, GpuChoice.FLEET.wanted());
  }

  private static void restore(@Nullable String calibration) {
    if (calibration == null) {
      System.clearProperty(CalibrationFiles.PROPERTY);
    } else {
      System.setProperty(CalibrationFiles.PROPERTY, calibration);
    }
  }

  /** A calibration is the machine's: what it says of a GPU is not asked of every program. */
  @Test
  void aCalibratedGpuWithoutItsModuleCostsNothing() throws IOException {
    Path named = folder.resolve("named");
    Map<GpuChoice, Integer> from = new EnumMap<>(GpuChoice.class);
    for (GpuChoice choice : GpuChoice.values()) {
      from.put(choice, 1);
    }
    CalibrationFiles.write(named, new Calibration(Map.of(), from), List.of());
    String before = System.setProperty(CalibrationFiles.PROPERTY, named.toString());
    try (LogLines log = new LogLines();
        GpEngine engine =
            Engines.gp(Backend.AUTO, GpModel.numeric(CovarianceFunction.MATERN_52, 1))) {
      engine.setData(2, new double[] {0, 1}, new double[] {0, 1});
      assertTrue(Double.isFinite(engine.logMarginalLikelihood(new double[] {0, 0, -3}, null)));
      assertEquals(List.of(), log.lines());
    } finally {
      restore(before);
    }
  }

  @Test
  void aBrokenFileOfTheUsersCostsOneLogLine() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken"), "format = 99\n");
    try (LogLines log = new LogLines()) {
      assertEquals(Map.of(), configured(null, broken).orders());
      assertEquals(1, log.lines().size(), () -> log.lines().toString());
      assertTrue(log.lines().getFirst().contains(broken.toString()), log.lines().getFirst());
    }
  }
}
