package dev.hone.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  @TempDir private Path folder;

  private Path results(String name, String cpu, String job, String n, double ours, double theirs)
      throws IOException {
    return Files.writeString(
        folder.resolve(name),
        """
        {"machine": {"cpu": "%s", "cores": 2, "os": "Linux", "jdk": "25", "kernels": "simd-256",
            "revision": "r", "date": "d"},
         "roofline": {"gigaflops": 50.4, "gigabytesPerSecond": 12.3},
         "results": [%s, %s]}
        """
            .formatted(cpu, result(job, n, "simd", ours), result(job, n, "openblas", theirs)));
  }

  private static String result(String job, String n, String implementation, double score) {
    return """
    {"benchmark": "%s", "mode": "avgt", "params": {"implementation": "%s", "n": "%s"},
     "primaryMetric": {"score": %s, "scoreError": "NaN", "scoreUnit": "us/op"},
     "secondaryMetrics": {}}
    """
        .formatted(job, implementation, n, score);
  }

  @Test
  void writesTheTargetsOfAllFilesBetweenTheMarks() throws IOException {
    Path first = results("a.json", "EPYC", "x.CholeskyBenchmark.factor", "100", 10, 18);
    Path second = results("b.json", "EPYC", "x.GemmBenchmark.multiply", "512", 10, 9);
    String before = "above\n" + Readme.BEGIN + "\nold\n" + Readme.END + "\nbelow\n";
    String after = Readme.replace(before, Readme.section(List.of(first, second)));
    assertEquals(
        """
        above
        <!-- bench targets: written by jmh-benchmarks/readme -->

        Measured on one core (EPYC, simd-256, JDK 25): 50 GFLOP/s and 12.3 GB/s at most. From `a.json`, `b.json`.

        | job | size | beside | wanted | measured | |
        |---|---|---|---|---|---|
        | matrix product | n=512 | OpenBLAS | speed ≥ 0.95× | 0.90 | missed |
        | Cholesky factor | n=100 | OpenBLAS | speed ≥ 1.5× | 1.80 | reached |

        <!-- bench targets: end -->
        below
        """,
        after);
    assertEquals(after, Readme.replace(after, Readme.section(List.of(first, second))));
  }

  @Test
  void refusesResultsOfSeveralMachinesOrOfNoTarget() throws IOException {
    Path first = results("a.json", "EPYC", "x.CholeskyBenchmark.factor", "100", 10, 18);
    Path other = results("b.json", "Xeon", "x.GemmBenchmark.multiply", "512", 10, 9);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Readme.section(List.of(first, other)));
    assertTrue(e.toString().contains("Xeon"), e::toString);
    Path none = results("c.json", "EPYC", "x.GemmBenchmark.multiply", "3", 10, 9);
    assertThrows(IllegalArgumentException.class, () -> Readme.section(List.of(none)));
  }

  @Test
  void theReadmeHasTheMarks() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    assertTrue(Readme.replace(readme, "section").contains(Readme.BEGIN + "\nsection"));
    assertThrows(IllegalArgumentException.class, () -> Readme.replace("nothing", ""));
  }

  /** The time inside the JVMs that it starts counts, not JMH's own. */
  @Test
  void aBenchmarkThatStartsJvmsIsScoredByItsCounters() {
    Score score =
        Score.of(
            JsonParser.parseString(
                    """
                    {"benchmark": "x.FirstCallBenchmark.firstSuggestion", "mode": "ss",
                     "params": {"implementation": "simd"},
                     "primaryMetric": {"score": 700, "scoreError": 3, "scoreUnit": "ms/op"},
                     "secondaryMetrics": {
                       "askMillis": {"score": 1, "rawData": [[90, 80], [500]]},
                       "setUpMillis": {"score": 1, "rawData": [[30, 40], [35]]},
                       "gc.time": {"score": 5, "rawData": [[5]]}}}
                    """)
                .getAsJsonObject());
    assertEquals(0.125, score.seconds(), 1e-12);
    assertEquals(
        List.of("FirstCall.firstSuggestion", "", "", "≤ 150 ms", "125.00", "", "reached"),
        Targets.lines(List.of(score)).getFirst());
  }
}
