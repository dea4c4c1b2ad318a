package dev.hone.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuggestManyTest {
  @TempDir private Path folder;
  private Path table;

  /** A grid of 20×5 whose best configuration is units=3, activation=c. */
  @BeforeEach
  void writeTable() throws IOException {
    StringBuilder text = new StringBuilder("units,activation,score_0\n");
    for (int units = 0; units < 20; units++) {
      for (String activation : List.of("a", "b", "c", "d", "e")) {
        double error = 1 + Math.abs(units - 3) + Math.abs(activation.charAt(0) - 'c') / 8.0;
        text.append("%d,%s,%s%n".formatted(units, activation, error));
      }
    }
    table = folder.resolve("hpolib-toy.csv");
    Files.writeString(table, text);
  }

  @Test
  void writesDistinctSuggestions() throws IOException {
    Path out = folder.resolve("next.csv");
    Outcome outcome =
        run(table.toString(), "--measured", "20", "--suggestions", "30", "--out", out.toString());

    assertEquals(0, outcome.exitCode(), outcome.err());
    List<String> lines = Files.readAllLines(out);
    assertEquals("units,activation", lines.getFirst());
    assertEquals(31, new HashSet<>(lines).size());
    assertTrue(
        lines.contains("3,c") || outcome.out().matches("(?s).*measured +0\\.0000.*"),
        "the best configuration is among them, unless it was known");
    assertTrue(outcome.out().contains("30 of them distinct"), outcome.out());
  }

  @Test
  void wrongArgumentsAreNamed() {
    Outcome tooMany = run(table.toString(), "--measured", "20", "--suggestions", "81");
    assertEquals(2, tooMany.exitCode());
    assertTrue(tooMany.err().contains("--suggestions = 81: expected 1 to 80"), tooMany.err());
    assertEquals(1, run(folder.resolve("other.csv").toString()).exitCode());
  }

  private static Outcome run(String... arguments) {
    return Outcome.of(new SuggestMany(), arguments);
  }
}
