package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fleets, candidates and CMA-ES of the kernels in a program of its own, see its source. */
class BatchesProgramTest {
  private static final String SOURCE = "batches_test.cpp";

  @Test
  void everyKernelDoesWhatLoopsDo() throws IOException {
    HostCompiler.assumePresent();
    Path program = HostCompiler.compile(HostCompiler.KERNELS, "batches", SOURCE, List.of());
    String output = HostCompiler.run(List.of(program.toString()));
    assertTrue(output.endsWith("0 wrong"), output);
  }

  @Test
  void sanitizersFindNothing() throws IOException {
    HostCompiler.assumePresent();
    List<String> options =
        List.of("-fsanitize=address,undefined", "-fno-sanitize-recover=undefined");
    Path program = HostCompiler.compile(HostCompiler.KERNELS, "batches_sanitized", SOURCE, options);
    String output = HostCompiler.run(List.of(program.toString(), "small"));
    assertTrue(output.endsWith("0 wrong"), output);
  }
}
