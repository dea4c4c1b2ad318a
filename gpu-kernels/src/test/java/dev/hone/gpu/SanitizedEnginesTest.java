package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The kernels of Gaussian processes and the code that launches them, with sanitizers, in a JVM of
 * their own: AddressSanitizer has to be there before anything else. What the other kernels do is
 * looked at in programs without a JVM.
 */
class SanitizedEnginesTest {

  @Test
  void sanitizersFindNothing() throws IOException {
    HostCompiler.assumePresent();
    Path sanitizer = Path.of(HostCompiler.run(List.of("g++", "-print-file-name=libasan.so")));
    assumeTrue(Files.exists(sanitizer), "g++ comes without libasan: kernels are not sanitized");
    List<String> options =
        List.of("-shared", "-fsanitize=address,undefined", "-fno-sanitize-recover=undefined");
    String driver = "stand_in_driver.cpp";
    Path library = HostCompiler.compile(HostCompiler.KERNELS, "libcuda.so.1", driver, options);
    String output =
        HostCompiler.run(
            List.of(
                "env",
                "LD_PRELOAD=" + sanitizer,
                // A JVM meets segmentation faults on purpose, and keeps memory until its end.
                "ASAN_OPTIONS=handle_segv=0:detect_leaks=0",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-D" + GpuDevice.LIBRARY + "=" + library,
                "-cp",
                System.getProperty("java.class.path"),
                SanitizedEngines.class.getName()));
    assertTrue(output.endsWith("nothing wrong"), output);
  }
}
