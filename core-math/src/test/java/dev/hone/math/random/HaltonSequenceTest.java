package dev.hone.math.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HaltonSequenceTest {

  private static double[] point(HaltonSequence sequence, long index) {
    double[] point = new double[sequence.dimension()];
    sequence.point(index, point, 0);
    return point;
  }

  @Test
  void firstPointsAreThoseOfTheDefinition() {
    HaltonSequence sequence = HaltonSequence.unscrambled(3);
    double[][] expected = {
      {0, 0, 0},
      {1 / 2.0, 1 / 3.0, 1 / 5.0},
      {1 / 4.0, 2 / 3.0, 2 / 5.0},
      {3 / 4.0, 1 / 9.0, 3 / 5.0},
      {1 / 8.0, 4 / 9.0, 4 / 5.0},
      {5 / 8.0, 7 / 9.0, 1 / 25.0}
    };
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], point(sequence, i), "point " + i);
    }
  }

  @Test
  void everyIntervalOfABaseGetsOnePointOfARun() {
    int[] bases = {2, 3, 5, 7, 11};
    HaltonSequence sequence = HaltonSequence.scrambled(5, 3);
    for (int k = 0; k < 5; k++) {
      int run = bases[k] * bases[k] * bases[k];
      boolean[] seen = new boolean[run];
      for (int i = 0; i < run; i++) {
        double x = point(sequence, 7L * run + i)[k];
        assertTrue(x >= 0 && x < 1);
        int cell = (int) Math.floor(Math.fma(x, run, 1e-9));
        assertFalse(seen[cell], "base " + bases[k]);
        seen[cell] = true;
      }
    }
  }

  @Test
  void scramblingBreaksTheLinesOfHighDimensions() {
    assertTrue(Math.abs(correlation(HaltonSequence.unscrambled(40))) > 0.9);
    double sum = 0;
    for (long seed = 0; seed < 20; seed++) {
      sum += Math.abs(correlation(HaltonSequence.scrambled(40, seed)));
    }
    assertTrue(sum / 20 < 0.3, "mean correlation " + sum / 20);
  }

  /** Of the last two coordinates, over a hundred points. */
  private static double correlation(HaltonSequence sequence) {
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < 100; i++) {
      double[] p = point(sequence, i);
      double x = p[38] - 0.5;
      double y = p[39] - 0.5;
      xy += x * y;
      xx += x * x;
      yy += y * y;
    }
    return xy / Math.sqrt(xx * yy);
  }

  @Test
  void seedsAndDimensionsAreIndependent() {
    double[] three = point(HaltonSequence.scrambled(3, 5), 17);
    double[] nine = point(HaltonSequence.scrambled(9, 5), 17);
    assertArrayEquals(three, Arrays.copyOf(nine, 3));
    assertFalse(Arrays.equals(three, point(HaltonSequence.scrambled(3, 6), 17)));
    double mean = 0;
    for (long seed = 0; seed < 2000; seed++) {
      mean += point(HaltonSequence.scrambled(1, seed), 0)[0] / 2000;
    }
    assertEquals(0.5, mean, 0.03, "a point alone is uniform");
    assertEquals(1619, Math.round(1 / point(HaltonSequence.unscrambled(256), 1)[255]));
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> HaltonSequence.unscrambled(0));
    assertThrows(IllegalArgumentException.class, () -> HaltonSequence.scrambled(257, 1));
    HaltonSequence sequence = HaltonSequence.unscrambled(2);
    assertThrows(IllegalArgumentException.class, () -> sequence.point(-1, new double[2], 0));
    assertThrows(IllegalArgumentException.class, () -> sequence.point(0, new double[2], 1));
  }
}
