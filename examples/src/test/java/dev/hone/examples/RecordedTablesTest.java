package dev.hone.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.examples.tabular.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedTablesTest {
  @TempDir private Path folder;

  /** A grid of 8×5 whose best configuration is units=3, activation=c. */
  @BeforeEach
  void writeTable() throws IOException {
    var text = new StringBuilder("units,activation,score_0,score_1\n");
    for (int units = 0; units < 8; units++) {
      for (String activation : List.of("a", "b", "c", "d", "e")) {
        double error = Math.abs(units - 3) + Math.abs(activation.charAt(0) - 'c') / 8.0;
        text.append("%d,%s,%s,%s%n".formatted(units, activation, error, error + 0.25));
      }
    }
    Files.writeString(folder.resolve("toy.csv"), text);
  }

  @Test
  void printsARowForEveryTableOptimizerAndSeed() {
    Outcome outcome = run("--minimize", "--seeds", "2", "--trials", "30");
    assertEquals(0, outcome.exitCode(), outcome.err());
    List<String> lines = outcome.out().lines().toList();
    assertEquals(
        "table,optimizer,seed,regret@25,regret@50,regret@100,regret@150,suggest_ms_p50,suggest_ms_p99",
        lines.getFirst());
    List<String> expected = new ArrayList<>();
    for (Method method : Method.values()) {
      // Those of one objective of numbers only leave tables out, and so do those with budgets.
      if (List.of("spsa", "adam", "sgd", "lbfgsb", "mocma").contains(method.toString())
          || method.takesBudgets()) {
        continue;
      }
      expected.add("toy," + method + ",1");
      expected.add("toy," + method + ",2");
    }
    assertEquals(
        expected,
        lines.stream().skip(1).map(l -> l.replaceFirst("^(([^,]*,){2}[^,]*).*", "$1")).toList());
    for (String line : lines.subList(1, lines.size())) {
      assertTrue(line.matches("[^,]+,[^,]+,\\d,[\\d.]+,,,,[\\d.]+,[\\d.]+"), line);
    }
    assertTrue(outcome.err().contains("mean of all tables"), outcome.err());
  }

  @Test
  void regretsDoNotDependOnTheNumberOfThreads() {
    assertEquals(regrets("--threads", "1"), regrets("--threads", "4"));
  }

  private String regrets(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("--minimize", "--trials", "25", "--seeds", "3"));
    arguments.addAll(List.of(more));
    Outcome outcome = run(arguments.toArray(String[]::new));
    assertEquals(0, outcome.exitCode(), outcome.err());
    return outcome
        .out()
        .lines()
        .map(l -> l.replaceFirst("(,[^,]*){2}$", ""))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void theGoalOfAnUnknownFileIsTheOneAskedFor() {
    Outcome minimized = run("--minimize", "--optimizers", "sobol", "--trials", "30");
    Outcome maximized = run("--maximize", "--optimizers", "sobol", "--trials", "30");
    assertEquals(0, minimized.exitCode(), minimized.err());
    assertEquals(0, maximized.exitCode(), maximized.err());
    assertNotEquals(minimized.out(), maximized.out());
  }

  @Test
  void csvGoesToAFileAndTheSummaryToStandardOutput() throws IOException {
    Path csv = folder.resolve("rows.txt");
    Outcome outcome =
        run("--minimize", "--optimizers", "random", "--trials", "25", "--csv", csv.toString());
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals(6, Files.readAllLines(csv).size());
    assertTrue(outcome.out().startsWith("Mean normalised regret"), outcome.out());
    assertEquals("", outcome.err());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --seeds 0                  | 2 | --seeds = 0: expected at least 1
          --trials -1                | 2 | --trials = -1: expected at least 1
          --threads 0                | 2 | --threads = 0: expected at least 1
          --trials many              | 2 | 'many' is not an int
          --optimizers magic         | 2 | magic
          --minimize --maximize      | 2 | expected one of them
          --frobnicate               | 2 | Unknown option: '--frobnicate'
          --minimize --trials 41     | 1 | --trials = 41: expected at most 40, the size of toy
          --seeds 1                  | 1 | toy.csv: its name does not say what is good
          --minimize --trials 30 --csv no/such/f | 1 | no/such/f: cannot be written
          """)
  void aWrongArgumentIsAnsweredInOneLine(String arguments, int exitCode, String message) {
    Outcome outcome = run(arguments.split(" "));
    assertEquals(exitCode, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().startsWith("error: "), outcome.err());
    assertTrue(outcome.err().contains(message), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertEquals("", outcome.out());
  }

  @Test
  void aMissingFolderIsAnsweredInOneLine() {
    Outcome none = Outcome.of(new RecordedTables());
    assertEquals(2, none.exitCode());
    assertTrue(none.err().contains("Missing required parameter: '<folder>'"), none.err());

    Outcome wrong = Outcome.of(new RecordedTables(), "no/such/folder");
    assertEquals(1, wrong.exitCode());
    assertEquals("error: no/such/folder: not a folder", wrong.err().strip());
  }

  private Outcome run(String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = folder.toString();
    System.arraycopy(options, 0, arguments, 1, options.length);
    return Outcome.of(new RecordedTables(), arguments);
  }
}
