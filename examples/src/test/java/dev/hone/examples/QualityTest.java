package dev.hone.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualityTest {
  private static final String TABLES = Path.of("data", "hpo-tabular").toString();

  @TempDir private Path folder;

  @Test
  void comparesRanksAndDraws() throws IOException {
    Path csv = folder.resolve("runs.csv");
    Path chart = folder.resolve("ranking.png");
    Outcome outcome =
        run(
            "--problems",
            "branin|zdt1",
            "--methods",
            "RANDOM,SOBOL",
            "--seeds",
            "2",
            "--csv",
            csv.toString(),
            "--chart",
            chart.toString());
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().contains("Mean rank"), outcome.out());
    List<String> lines = Files.readAllLines(csv);
    assertEquals("problem,method,seed,trials,regret,ms", lines.getFirst());
    assertEquals(1 + 2 * 2 * 2, lines.size());
    assertTrue(Files.size(chart) > 1000);
  }

  @Test
  void goesOnWhereItWasInterrupted() throws IOException {
    Path notes = folder.resolve("notes.csv");
    String[] arguments = {
      "--problems", "branin|zdt1", "--methods", "RANDOM,SPSA", "--seeds", "2",
      "--resume", notes.toString()
    };
    Outcome first = run(arguments);
    assertEquals(0, first.exitCode(), first.err());
    List<String> lines = Files.readAllLines(notes);
    // SPSA has one objective.
    assertEquals(1 + 2 * 2 + 2, lines.size());
    // As if it had been ended while a run was being written, and the regret of another were other.
    String forged = lines.get(1).replaceFirst("(,1:)[^;]*(;.*)?$", "$1" + "77.5;");
    Files.writeString(
        notes,
        String.join("\n", lines.get(0), forged, lines.get(2), lines.get(3).substring(0, 20)));
    Outcome second = run(arguments);
    assertEquals(0, second.exitCode(), second.err());
    assertEquals(lines.size(), Files.readAllLines(notes).size());
    assertTrue(second.out().contains("77.5"), second.out());
    assertEquals(lines.get(2), Files.readAllLines(notes).get(2));
  }

  @Test
  void notesThatAreNoneAreRefused() throws IOException {
    Path notes = folder.resolve("notes.csv");
    Files.writeString(notes, "something\nelse\n");
    Outcome outcome = run("--problems", "branin", "--resume", notes.toString());
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("line 1: expected problem,method"), outcome.err());
  }

  @Test
  void saysWhichTargetsAreReached() {
    Outcome outcome = run("--problems", "branin", "--methods", "GP", "--seeds", "1");
    assertEquals(0, outcome.exitCode(), outcome.out() + outcome.err());
    assertTrue(outcome.out().contains("branin @30, median"), outcome.out());
    assertTrue(outcome.out().contains("reached"), outcome.out());
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertEquals(1, run("--problems", "nothing").exitCode());
    Outcome outcome = run("--seeds", "0");
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains("--seeds = 0: expected at least 1"), outcome.err());
  }

  private static Outcome run(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "--tables";
    all[1] = TABLES;
    all[2] = "--quiet";
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return Outcome.of(new Quality(), all);
  }
}
