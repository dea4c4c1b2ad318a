package dev.hone.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.hone.benchmarks.roofline.Roofline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class ResultFileTest {
  private static Collection<RunResult> results;

  /** In this JVM: what is tested is what becomes of a result, not its figure. */
  @BeforeAll
  static void runOneBenchmark() throws RunnerException {
    results =
        new Runner(
                new OptionsBuilder()
                    .include("CholeskyBenchmark.factor")
                    .param("implementation", "scalar")
                    .param("n", "7")
                    .addProfiler(GCProfiler.class)
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(5))
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
  }

  @Test
  void keepsResultsWithTheirMachine(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("new/result.json");

    ResultFile.write(file, Machine.here(folder), new Roofline(50, 20), results);

    JsonObject document = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    JsonObject machine = document.getAsJsonObject("machine");
    assertEquals(Runtime.getRuntime().availableProcessors(), machine.get("cores").getAsInt());
    assertEquals("unknown", machine.get("revision").getAsString(), "outside a repository");
    assertFalse(machine.get("cpu").getAsString().isBlank());
    JsonObject result = document.getAsJsonArray("results").get(0).getAsJsonObject();
    assertEquals("7", result.getAsJsonObject("params").get("n").getAsString());
    assertEquals(50, document.getAsJsonObject("roofline").get("gigaflops").getAsDouble());
    assertTrue(result.getAsJsonObject("primaryMetric").get("score").getAsDouble() > 0);
  }

  @Test
  void readsWhatItWrote(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("result.json");
    Machine machine = Machine.here(folder);
    ResultFile.write(file, machine, new Roofline(50, 20), results);

    Score score = ResultFile.readScores(file).getFirst();

    assertEquals(machine, ResultFile.readMachine(file));
    assertEquals("Cholesky.factor", score.job());
    assertEquals("n=7", score.size());
    assertEquals("scalar", score.implementation());
    assertEquals("us/op", score.unit());
    assertTrue(score.value() > 0);
    assertFalse(score.higherIsBetter());
    assertTrue(score.allocated() >= 0, "B/op: " + score.allocated());
  }
}
