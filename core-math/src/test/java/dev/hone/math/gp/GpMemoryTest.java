package dev.hone.math.gp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.Parallelism;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What an engine takes of the heap. */
class GpMemoryTest {
  private static final int N = 100;
  private static final int D = 10;
  private static final int CANDIDATES = 64;

  /** How long vector code may take until it is compiled and makes no more objects. */
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  @Test
  void threeThousandObservationsFitInto300Megabytes() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx300m");
    // Not left to the machine: the serial collector would hold a third of it back for young
    // objects.
    command.add("-XX:+UseG1GC");
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(MemoryProbe.class.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> String.join(" ", command));
    assertEquals("finite", said.strip());
  }

  @Test
  void steadyStateAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int before = Parallelism.threads();
    Parallelism.setThreads(1);
    try (GpEngine engine =
        Engines.gp(Backend.configured(), GpModel.numeric(CovarianceFunction.MATERN_52, D))) {
      Round round = new Round(engine);
      long fewest = Long.MAX_VALUE;
      long start = System.nanoTime();
      while (fewest > 0 && System.nanoTime() - start < PATIENCE_NANOS) {
        long allocated = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10; i++) {
          round.run();
        }
        fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - allocated);
      }
      assertTrue(fewest == 0, fewest + " bytes in ten rounds");
    } finally {
      Parallelism.setThreads(before);
    }
  }

  /** Likelihood, posterior, acquisition and append, once each. */
  private static final class Round {
    private final GpEngine engine;
    private final SplittableRandom random = new SplittableRandom(5);
    private final double[] x = random.doubles(N * D).toArray();
    private final double[] y = random.doubles(N, -1, 1).toArray();
    private final double[] theta = new double[D + 2];
    private final double[] gradient = new double[D + 2];
    private final double[] candidates = random.doubles(CANDIDATES * D).toArray();
    private final double[] value = new double[CANDIDATES];
    private final double[] variance = new double[CANDIDATES];
    private final double[] slope = new double[CANDIDATES * D];
    private final double[] another = random.doubles(D).toArray();

    Round(GpEngine engine) {
      this.engine = engine;
      Arrays.fill(theta, 0, D, Math.log(0.8));
      theta[D + 1] = Math.log(1e-2);
      engine.setData(N, x, y);
      engine.condition(theta);
    }

    void run() {
      engine.logMarginalLikelihood(theta, gradient);
      engine.posterior(CANDIDATES, candidates, value, variance);
      engine.logExpectedImprovement(CANDIDATES, candidates, -1, value, slope);
      engine.append(another, 0.3);
      engine.truncate(N);
    }
  }
}
