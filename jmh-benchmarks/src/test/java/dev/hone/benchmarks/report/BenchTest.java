package dev.hone.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {

  @Test
  void runsTheMatchingBenchmarksAndKeepsTheResultsWithTheirMachine(@TempDir Path module)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Path file =
        Bench.run(
            module,
            Effort.SMOKE,
            "CholeskyBenchmark",
            new PrintStream(out, true, StandardCharsets.UTF_8));

    JsonObject document = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    JsonObject machine = document.getAsJsonObject("machine");
    assertEquals(Runtime.getRuntime().availableProcessors(), machine.get("cores").getAsInt());
    assertEquals("unknown", machine.get("revision").getAsString(), "outside a repository");
    JsonArray results = document.getAsJsonArray("results");
    assertEquals(3, results.size());
    assertEquals(
        "33", results.get(0).getAsJsonObject().getAsJsonObject("params").get("n").getAsString());
    String text = out.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("Cholesky.factor  n=33  "), text);
    assertTrue(text.contains("  ejml  "), text);
    assertTrue(text.contains(machine.get("cpu").getAsString()), text);
  }

  @Test
  void effortsAreNamedAsTheCommandLineSpellsThem() {
    assertEquals(Optional.of(Effort.QUICK), Effort.named("quick"));
    assertTrue(Effort.named("QUICK").isEmpty());
  }
}
