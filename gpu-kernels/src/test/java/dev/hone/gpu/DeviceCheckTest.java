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
    StandInLibraries libraries = StandInLibraries.install();
    String folders = System.getProperty(CudaLibraries.PROPERTY);
    long graphs = standIn.graphLaunches();
    Path file = directory.resolve("check.json");
    try {
      assertEquals(0, DeviceCheck.check(file, true));
      // Settings are as before.
      assertEquals(folders, System.getProperty(CudaLibraries.PROPERTY));
      assertEquals("2", System.getProperty(CudaLibraries.FROM));
    } finally {
      StandInLibraries.uninstall();
    }
    assertTrue(libraries.calls("cusolverDnDpotrf") > 0, "libraries were not compared");
    assertTrue(standIn.graphLaunches() > graphs, "nothing was recorded");
    String json = Files.readString(file);
    assertTrue(json.contains("\"cuda\": \"CUDA: driver for CUDA 13.0; device 0: stand-in,"), json);
    assertTrue(json.contains("\"job\": \"likelihood + gradient\", \"n\": 40"), json);
    assertTrue(json.contains("\"check\": \"RBF n=65 LogEI\""), json);
    assertTrue(json.contains("\"check\": \"fleet of 3, n=110, d=2\""), json);
    assertTrue(json.contains("\"check\": \"best of 300, n=40, d=3\""), json);
    assertTrue(json.contains("\"job\": \"generation of CMA-ES, n=30, lambda=20\""), json);
    assertTrue(json.contains("\"check\": \"MATERN_52 n=65 sample paths\""), json);
    assertTrue(json.contains("\"check\": \"9 paths at 80, n=30, d=3\""), json);
    assertTrue(json.contains("\"option\": \"graphs\", \"job\": \"8 likelihoods, n=20"), json);
    assertTrue(json.contains("\"option\": \"libraries\", \"job\": \"8 likelihoods, n=70"), json);
    assertFalse(json.contains("false"), json);
    libraries.assertNothingHeld();
    standIn.assertNothingHeld();
  }

  @Test
  void aMachineWithoutAGpuIsToldApart() throws Exception {
    HostCompiler.assumePresent();
    StandIn.install().devices(0);
    Path file = directory.resolve("check.json");
    assertEquals(2, DeviceCheck.check(file, true));
    String json = Files.readString(file);
    assertTrue(
        json.contains("\"cuda\": \"CUDA: cuInit failed: CUDA_ERROR_NO_DEVICE (100)\""), json);
  }
}
