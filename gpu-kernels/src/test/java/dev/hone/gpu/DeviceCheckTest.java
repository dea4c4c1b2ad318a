package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check of a machine with a GPU, on the stand-in. */
class DeviceCheckTest {
  @TempDir private Path directory;

  @AfterEach
  void forget() {
    System.clearProperty(DeviceCheck.SANITIZER);
  }

  @Test
  void everyResultOfTheStandInIsRight() throws Exception {
    StandIn standIn = StandIn.install();
    StandInLibraries libraries = StandInLibraries.install();
    String folders = System.getProperty(CudaLibraries.PROPERTY);
    System.setProperty(DeviceCheck.SANITIZER, "memcheck=0 racecheck=0");
    long graphs = standIn.graphLaunches();
    Path file = directory.resolve("check.json");
    try {
      assertEquals(0, DeviceCheck.check(file, "sanitized"));
      // Settings are as before.
      assertEquals(folders, System.getProperty(CudaLibraries.PROPERTY));
      assertEquals("2", System.getProperty(CudaLibraries.FROM));
    } finally {
      StandInLibraries.uninstall();
    }
    assertTrue(libraries.calls("cusolverDnDpotrf") > 0, "libraries were not compared");
    assertTrue(standIn.graphLaunches() > graphs, "nothing was recorded");
    String json = Files.readString(file);
    for (String expected :
        List.of(
            "\"cuda\": \"CUDA: driver for CUDA 13.0; device 0: stand-in,",
            "\"sanitizer\": \"racecheck\", \"status\": 0",
            "\"job\": \"likelihood + gradient, n=40\"",
            "\"check\": \"RBF n=65 LogEI\"",
            "\"check\": \"fleet of 3, n=110, d=2\"",
            "\"check\": \"best of 300, n=40, d=3\"",
            "\"job\": \"generation of CMA-ES, n=30, lambda=20\"",
            "\"check\": \"MATERN_52 n=65 sample paths\"",
            "\"check\": \"9 paths at 80, n=30, d=3\"",
            "\"check\": \"70 Thompson suggestions, n=40, d=3\"",
            "\"check\": \"fit, n=30, d=3\"",
            "\"check\": \"2 suggestions, n=30, d=3\"",
            "\"check\": \"fleet of 3, n=12, d=2, fit and suggestion\"",
            "\"option\": \"graphs\", \"job\": \"8 likelihoods, n=20",
            "\"option\": \"libraries\", \"job\": \"8 likelihoods, n=70")) {
      assertTrue(json.contains(expected), () -> expected + " is not in " + json);
    }
    // The CPU did not do it, but has said what its results have to be.
    assertTrue(json.contains("\"check\": \"best of 200, n=30, d=2\""), json);
    assertTrue(record(json, "best of 200, n=30, d=2").contains("\"cpuMs\": null"), json);
    // A goal that is out of reach is told apart, and is no fault.
    assertTrue(record(json, "best of 200, n=30, d=2").contains("\"met\": \"no\""), json);
    assertTrue(record(json, "likelihood + gradient, n=40").contains("\"met\": \"yes\""), json);
    assertTrue(record(json, "fit, n=30, d=3").contains("\"met\": null"), json);
    assertFalse(json.contains("false"), json);
    libraries.assertNothingHeld();
    standIn.assertNothingHeld();
  }

  private static String record(String json, String job) {
    return json.lines().filter(l -> l.contains("\"job\": \"" + job + "\"")).findFirst().orElse("");
  }

  @Test
  void aMachineWithoutAGpuIsToldApart() throws Exception {
    HostCompiler.assumePresent();
    StandIn.install().devices(0);
    System.setProperty(DeviceCheck.SANITIZER, "memcheck=3");
    Path file = directory.resolve("check.json");
    assertEquals(2, DeviceCheck.check(file, "small"));
    String json = Files.readString(file);
    assertTrue(
        json.contains("\"cuda\": \"CUDA: cuInit failed: CUDA_ERROR_NO_DEVICE (100)\""), json);
    assertTrue(json.contains("\"sanitizer\": \"memcheck\", \"status\": 3"), json);
  }

  @Test
  void argumentsAreNamed() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> DeviceCheck.main(new String[] {"check.json", "tiny"}));
    assertEquals("arguments: tiny: expected small, sanitized or full", e.getMessage());
  }
}
