package dev.hone.math.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.math.linalg.KernelSetArguments.Named;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same input gives the same bits, however and wherever it runs. */
@Tag("backend")
class LinearAlgebraDeterminismTest {
  private static final String BITS = "hone.simd.bits";

  @Test
  void interpretedCodeGivesTheBitsOfCompiledCode() throws IOException, InterruptedException {
    for (LinearAlgebra la : KernelSetArguments.implementations()) {
      for (int i = 0; i < 20; i++) {
        DeterminismProbe.bits(la);
      }
    }
    assertEquals(interpreted(), DeterminismProbe.report());
  }

  private static String interpreted() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xint");
    if (KernelSetArguments.implementations().size() > 1) {
      command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    }
    String bits = System.getProperty(BITS);
    if (bits != null) {
      command.add("-D" + BITS + "=" + bits);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(DeterminismProbe.class.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> String.join(" ", command));
    return report;
  }

  @ParameterizedTest
  @MethodSource("dev.hone.math.linalg.KernelSetArguments#implementationsAlone")
  void everyThreadGetsTheSameBits(Named backend) throws InterruptedException, ExecutionException {
    long expected = DeterminismProbe.bits(backend.la());
    try (ExecutorService platform = Executors.newFixedThreadPool(4);
        ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> results = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        results.add(platform.submit(() -> DeterminismProbe.bits(backend.la())));
        results.add(virtual.submit(() -> DeterminismProbe.bits(backend.la())));
      }
      for (Future<Long> result : results) {
        assertEquals(expected, result.get(), backend::toString);
      }
    }
  }
}
