package dev.hone.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TuneByGradientTest {

  /** The exit status says whether all three gradient methods came to the optimum of the grid. */
  @Test
  void gradientsLeadToTheOptimumOfTheGrid() {
    Outcome outcome =
        Outcome.of(
            new TuneByGradient(), "--images", "200", "--resolution", "17", "--trials", "60");
    assertEquals(0, outcome.exitCode(), outcome.out() + outcome.err());
    assertTrue(outcome.out().contains("Logistic regression"), outcome.out());
  }

  @Test
  void wrongArgumentsAreNamed() {
    Outcome outcome = Outcome.of(new TuneByGradient(), "--images", "5");
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains("--images = 5: expected 100 to 1797"), outcome.err());
  }
}
