package dev.hone.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TuneLightGbmTest {

  @Test
  void showsTheBestTrialsBesideRandomSearchAndWhatTheChoosingTook() {
    Outcome outcome = Outcome.of(new TuneLightGbm(), "--trials", "3", "--images", "200");
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals("", outcome.err());
    String out = outcome.out();
    assertTrue(out.contains("200 handwritten digits: 12 hyperparameters, 3 trials"), out);
    assertTrue(out.contains("Hone 1/3: "), out);
    assertTrue(out.contains("Random 1/3: "), out);
    assertTrue(out.contains("Hone 1    Hone 2    Hone 3  Random 1"), out);
    assertTrue(out.contains("  learning_rate "), out);
    assertTrue(out.contains("  seed 1 "), out);
    assertTrue(out.contains("Hone took "), out);
  }

  @Test
  void quietShowsNoProgressAndSeveralSeedsEndInTheirMedian() {
    Outcome outcome =
        Outcome.of(
            new TuneLightGbm(),
            "--trials",
            "1",
            "--images",
            "200",
            "--seeds",
            "2",
            "--seed",
            "7",
            "--quiet");
    assertEquals(0, outcome.exitCode(), outcome.err());
    String out = outcome.out();
    assertTrue(out.lines().noneMatch(line -> line.startsWith("Hone 1/1")), out);
    assertTrue(out.contains("  seed 7 ") && out.contains("  seed 8 "), out);
    assertTrue(out.contains("  median "), out);
  }

  @Test
  void helpListsTheOptions() {
    Outcome outcome = Outcome.of(new TuneLightGbm(), "--help");
    assertEquals(0, outcome.exitCode());
    for (String option : new String[] {"--trials", "--seed", "--seeds", "--images", "--quiet"}) {
      assertTrue(outcome.out().contains(option), outcome.out());
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --trials 0   | --trials = 0: expected at least 1
          --seeds 0    | --seeds = 0: expected at least 1
          --images 99  | --images = 99: expected 100 to 1797
          --images 2000 | --images = 2000: expected 100 to 1797
          --seed x     | 'x' is not a long
          --trails 5   | '--trails'
          """)
  void aWrongArgumentIsAnsweredInOneLine(String arguments, String message) {
    Outcome outcome = Outcome.of(new TuneLightGbm(), arguments.split(" "));
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().startsWith("error: "), outcome.err());
    assertTrue(outcome.err().contains(message), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
  }
}
