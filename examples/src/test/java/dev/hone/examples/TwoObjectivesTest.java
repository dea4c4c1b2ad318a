package dev.hone.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoObjectivesTest {

  @Test
  void drawsAFront(@TempDir Path folder) throws IOException {
    Path chart = folder.resolve("new").resolve("front.png");
    Outcome outcome =
        Outcome.of(
            new TwoObjectives(),
            "--trials",
            "4",
            "--images",
            "100",
            "--quiet",
            "--chart",
            chart.toString());
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().contains("The front"), outcome.out());
    assertTrue(outcome.out().matches("(?s).*Hypervolume.*Hone [\\d.]+, random.*"), outcome.out());
    assertTrue(Files.size(chart) > 1000);
  }

  @Test
  void wrongArgumentsAreNamed() {
    Outcome outcome = Outcome.of(new TwoObjectives(), "--images", "5");
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains("--images = 5: expected 100 to 1797"), outcome.err());
  }
}
