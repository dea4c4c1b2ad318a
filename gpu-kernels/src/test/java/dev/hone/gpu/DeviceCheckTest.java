package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check of a machine with a GPU, on the stand-in. */
class DeviceCheckTest {
  @TempDir private Path directory;

  @Test
  void everyResultOfTheStandInIsRight() throws Exception {
    StandIn standIn = StandIn.install();
    Path file = directory.resolve("check.json");
    assertEquals(0, DeviceCheck.check(file, true));
    String json = Files.readString(file);
    assertTrue(json.contains("\"job\": \"likelihood + gradient\", \"n\": 40"), json);
    assertTrue(json.contains("\"check\": \"RBF n=65 LogEI\""), json);
    assertTrue(json.contains("\"check\": \"fleet of 3, n=110, d=2\""), json);
    assertTrue(json.contains("\"check\": \"best of 300, n=40, d=3\""), json);
    assertTrue(json.contains("\"job\": \"generation of CMA-ES, n=30, lambda=20\""), json);
    assertFalse(json.contains("false"), json);
    standIn.assertNothingHeld();
  }

  @Test
  void aMachineWithoutAGpuIsToldApart() throws Exception {
    HostCompiler.assumePresent();
    StandIn.install().devices(0);
    assertEquals(2, DeviceCheck.check(directory.resolve("check.json"), true));
  }
}
