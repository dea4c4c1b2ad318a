package dev.hone.math.gp;

import static dev.hone.math.gp.IllegalCalls.assertIllegal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.SobolSequence;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CandidateDesignTest {
  private static final double[] INCUMBENTS = {0.01, 2, 0.5, 0.99, 0, 0.5};

  private final CandidateDesign design =
      CandidateDesign.sobol(3, 100, 7)
          .withLevels(new int[] {0, 4, 0})
          .withPerturbations(60, 0.1, INCUMBENTS);

  @Test
  void aCandidateDoesNotDependOnTheBlockItIsMadeIn() {
    double[] all = new double[160 * 3];
    design.points(0, 160, all);
    double[] one = new double[3];
    for (int i = 0; i < 160; i++) {
      design.points(i, 1, one);
      assertArrayEquals(Arrays.copyOfRange(all, 3 * i, 3 * i + 3), one, "candidate " + i);
    }
    double[] middle = new double[30 * 3];
    design.points(85, 30, middle);
    assertArrayEquals(Arrays.copyOfRange(all, 85 * 3, 115 * 3), middle);
  }

  @Test
  void theFirstAreThoseOfTheSequence() {
    double[] all = new double[100 * 3];
    design.points(0, 100, all);
    double[] expected = new double[100 * 3];
    SobolSequence.scrambled(3, 7).fill(100, expected, 0);
    for (int i = 0; i < 100; i++) {
      assertEquals(expected[3 * i], all[3 * i]);
      assertEquals(Math.floor(4 * expected[3 * i + 1]), all[3 * i + 1]);
      assertEquals(expected[3 * i + 2], all[3 * i + 2]);
    }
  }

  @Test
  void theOthersLieAroundTheIncumbents() {
    double[] near = new double[60 * 3];
    design.points(100, 60, near);
    double[] sums = new double[6];
    for (int i = 0; i < 60; i++) {
      int incumbent = i % 2 * 3;
      assertEquals(INCUMBENTS[incumbent + 1], near[3 * i + 1]);
      for (int k = 0; k < 3; k += 2) {
        double x = near[3 * i + k];
        assertTrue(x >= 0 && x <= 1, "coordinate " + x);
        sums[incumbent + k] += Math.pow(x - INCUMBENTS[incumbent + k], 2);
      }
    }
    // Of 30 squares of standard deviation 0.1 each.
    assertEquals(0.1, Math.sqrt(sums[2] / 30), 0.04);
    assertEquals(0.1, Math.sqrt(sums[5] / 30), 0.04);
  }

  @Test
  void equalsByWhatItHolds() {
    CandidateDesign same = design.withLevels(new int[] {0, 4, 0});
    assertEquals(design, same);
    assertEquals(design.hashCode(), same.hashCode());
    assertNotEquals(design, design.withLevels(new int[] {0, 5, 0}));
  }

  @Test
  void refusesWhatDoesNotFit() {
    double[] none = {};
    assertIllegal("dimension = 0", () -> CandidateDesign.sobol(0, 1, 1));
    assertIllegal("spread = -1", () -> CandidateDesign.sobol(1, -1, 1));
    assertIllegal("around = -1", () -> design.withPerturbations(-1, 0.1, INCUMBENTS));
    assertIllegal("radius = NaN", () -> design.withPerturbations(1, Double.NaN, INCUMBENTS));
    assertIllegal("incumbents has length 0", () -> design.withPerturbations(1, 0.1, none));
    assertIllegal("incumbents has length 4", () -> design.withPerturbations(1, 0.1, new double[4]));
    assertIllegal(
        "incumbents[2] = Infinity",
        () -> design.withPerturbations(1, 0.1, new double[] {0, 0, 1 / 0.0}));
    assertIllegal("levels has length 2", () -> design.withLevels(new int[2]));
    assertIllegal("levels[0] = -1", () -> design.withLevels(new int[] {-1, 0, 0}));
    assertIllegal("first = 150", () -> design.points(150, 11, new double[33]));
  }
}
