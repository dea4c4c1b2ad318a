package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dense linear algebra of the kernels in a program of its own, see its source. */
class LinearAlgebraProgramTest {
  private static final String SOURCE = "linear_algebra_test.cpp";

  @Test
  void theTensorCoresComputeTheSameProducts() throws IOException {
    HostCompiler.assumePresent();
    Path program =
        HostCompiler.compile(HostCompiler.KERNELS, "tensor_cores", SOURCE, List.of("-DHONE_MMA"));
    String output = HostCompiler.run(List.of(program.toString()));
    assertTrue(output.endsWith("0 wrong"), output);
  }

  @Test
  void sanitizersFindNothing() throws IOException {
    HostCompiler.assumePresent();
    List<String> options =
        List.of("-fsanitize=address,undefined", "-fno-sanitize-recover=undefined");
    Path program = HostCompiler.compile(HostCompiler.KERNELS, "sanitized", SOURCE, options);
    String output = HostCompiler.run(List.of(program.toString(), "small"));
    assertTrue(output.endsWith("0 wrong"), output);
  }
}
