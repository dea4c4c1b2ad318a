package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a driver that is missing, and against a stand-in compiled where there is a compiler. */
class CudaDriverTest {
  private static final Path SOURCE = Path.of("src", "test", "c", "stand_in_driver.c");

  @TempDir private Path directory;

  @Test
  void theMachinesOwnDriverIsAnAnswerWhateverItIs() {
    assertFalse(DeviceInfo.describe(CudaDriver.probe()).isBlank());
  }

  @Test
  void aMissingDriverIsNamed() {
    String path = directory.resolve("libcuda.so.1").toString();
    CudaProbe.Missing missing =
        new CudaProbe.Missing("no NVIDIA driver: " + path + " could not be loaded");
    assertEquals(missing, CudaDriver.probe(path));
    assertEquals("CUDA: " + missing.reason() + "\n", DeviceInfo.describe(missing));
  }

  @Test
  void everyDeviceIsDescribed() throws Exception {
    CudaProbe expected =
        new CudaProbe.Available(
            12060,
            List.of(
                new CudaDevice(0, "Stand-in 0", 9, 1, 132, 80L << 30),
                new CudaDevice(1, "Stand-in 1", 9, 1, 133, 80L << 30)));
    CudaProbe found = CudaDriver.probe(standIn("-DDEVICES=2"));
    assertEquals(expected, found);
    assertEquals(
        List.of(
            "CUDA: driver for CUDA 12.6",
            "  device 0: Stand-in 0, compute capability 9.1, 132 multiprocessors, 80.0 GiB",
            "  device 1: Stand-in 1, compute capability 9.1, 133 multiprocessors, 80.0 GiB"),
        DeviceInfo.describe(found).lines().toList());
  }

  @Test
  void aDriverWithoutADeviceIsMissingByTheDriversName() throws Exception {
    assertEquals(
        new CudaProbe.Missing("cuInit failed: CUDA_ERROR_NO_DEVICE (100)"),
        CudaDriver.probe(standIn("-DDEVICES=0")));
  }

  @Test
  void hiddenDevicesAreMissing() throws Exception {
    assertEquals(
        new CudaProbe.Missing("the driver shows no device (is CUDA_VISIBLE_DEVICES empty?)"),
        CudaDriver.probe(standIn("-DDEVICES=1", "-DHIDDEN")));
  }

  @Test
  void aFailingCallIsNamedWithItsError() throws Exception {
    assertEquals(
        new CudaProbe.Missing("cuDeviceTotalMem_v2 failed: CUDA_ERROR_OUT_OF_MEMORY (2)"),
        CudaDriver.probe(standIn("-DDEVICES=1", "-DFAILING")));
  }

  @Test
  void anErrorWithoutANameIsGivenByNumber() throws Exception {
    assertEquals(
        new CudaProbe.Missing("cuDeviceTotalMem_v2 failed: unknown error 12345"),
        CudaDriver.probe(standIn("-DDEVICES=1", "-DUNNAMED")));
  }

  @Test
  void aMissingEntryPointIsNamed() throws Exception {
    String library = standIn("-DDEVICES=1", "-DINCOMPLETE");
    assertEquals(
        new CudaProbe.Missing(library + " lacks cuDeviceGetAttribute"), CudaDriver.probe(library));
  }

  /** Compiles the stand-in driver and returns its path. */
  private String standIn(String... definitions) throws IOException, InterruptedException {
    String compiler =
        Stream.of("cc", "gcc", "clang").filter(CudaDriverTest::isOnPath).findFirst().orElse("");
    assumeTrue(!compiler.isEmpty(), "no C compiler (cc, gcc, clang) to build a stand-in driver");
    Path library = directory.resolve(System.mapLibraryName("cuda_stand_in"));
    List<String> command = new ArrayList<>(List.of(compiler, "-shared", "-fPIC", "-Werror"));
    command.addAll(List.of(definitions));
    command.addAll(List.of("-o", library.toString(), SOURCE.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output;
    try (var reader = process.inputReader()) {
      output = String.join("\n", reader.lines().toList());
    }
    assertEquals(0, process.waitFor(), output);
    return library.toString();
  }

  private static boolean isOnPath(String program) {
    String path = System.getenv("PATH");
    assertNotNull(path);
    return Stream.of(path.split(File.pathSeparator, -1))
        .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
  }
}
