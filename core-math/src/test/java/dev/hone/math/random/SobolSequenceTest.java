package dev.hone.math.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SobolSequenceTest {

  @Test
  void beginsAsPublished() {
    double[] points = new double[8];
    SobolSequence.unscrambled(2).fill(4, points, 0);
    assertArrayEquals(new double[] {0, 0, 0.5, 0.5, 0.75, 0.25, 0.25, 0.75}, points);
  }

  /** Multiples of 2⁻²⁰, from an independent implementation of the same direction numbers. */
  @ParameterizedTest
  @CsvSource({
    "123456, 27784, 191624, 322184, 261160, 970744, 177064",
    "123457, 552072, 715912, 846472, 785448, 446456, 701352"
  })
  void reachesTheLastDimension(
      long index, double d1, double d2, double d3, double d10, double d100, double d1111) {
    assertEquals(1111, SobolSequence.maxDimension());
    double[] point = new double[1111];
    SobolSequence.unscrambled(1111).point(index, point, 0);
    double[] expected = {d1, d2, d3, d10, d100, d1111};
    double[] actual = {point[0], point[1], point[2], point[9], point[99], point[1110]};
    assertArrayEquals(expected, Arrays.stream(actual).map(x -> x * 0x1p20).toArray());
  }

  @Test
  void walksThroughTheSamePointsAsItJumpsTo() {
    SobolSequence walking = SobolSequence.scrambled(7, 5);
    SobolSequence jumping = SobolSequence.scrambled(7, 5);
    double[] walked = new double[8];
    double[] jumped = new double[8];
    for (int i = 0; i < 100; i++) {
      walking.next(walked, 1);
      jumping.point(i, jumped, 1);
      assertArrayEquals(jumped, walked, "index " + i);
    }
    long far = (1L << 40) - 3;
    walking.moveTo(far);
    for (int i = 0; i < 10; i++) {
      assertEquals(far + i, walking.position());
      walking.next(walked, 1);
      jumping.point(far + i, jumped, 1);
      assertArrayEquals(jumped, walked, "index " + (far + i));
    }
  }

  @Test
  void endsAfterItsLastPoint() {
    SobolSequence sequence = SobolSequence.unscrambled(3);
    double[] point = new double[3];
    sequence.moveTo(SobolSequence.MAX_POINTS - 1);
    sequence.next(point, 0);
    assertEquals(0x1p-52, point[0]);
    assertThrows(IllegalStateException.class, () -> sequence.next(point, 0));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyBlockIsANetInEachDimension(boolean scrambled) {
    int dimension = 40;
    int m = 8;
    int n = 1 << m;
    SobolSequence sequence = sequence(dimension, scrambled);
    double[] points = new double[n * dimension];
    for (int block = 0; block < 4; block++) {
      sequence.fill(n, points, 0);
      for (int d = 0; d < dimension; d++) {
        boolean[] taken = new boolean[n];
        for (int i = 0; i < n; i++) {
          int interval = (int) (points[i * dimension + d] * n);
          assertFalse(taken[interval], "block " + block + ", dimension " + d + ", point " + i);
          taken[interval] = true;
        }
      }
    }
  }

  /** Dimensions 0 and 1 make a (0, 2)-sequence: every elementary rectangle holds one point. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyBlockIsANetInTwoDimensions(boolean scrambled) {
    int m = 8;
    int n = 1 << m;
    SobolSequence sequence = sequence(2, scrambled);
    double[] points = new double[n * 2];
    for (int block = 0; block < 4; block++) {
      sequence.fill(n, points, 0);
      for (int split = 0; split <= m; split++) {
        boolean[] taken = new boolean[n];
        for (int i = 0; i < n; i++) {
          int column = (int) (points[2 * i] * (1 << split));
          int row = (int) (points[2 * i + 1] * (1 << (m - split)));
          int rectangle = column << (m - split) | row;
          assertFalse(taken[rectangle], "block " + block + ", split " + split + ", point " + i);
          taken[rectangle] = true;
        }
      }
    }
  }

  /** Odd multiples of 2⁻⁵³: 0 and 1 are not among them. */
  @Test
  void scrambledPointsLieOnAFineGridInsideTheCube() {
    SobolSequence sequence = SobolSequence.scrambled(20, 3);
    double[] points = new double[20 * 512];
    sequence.fill(512, points, 0);
    assertTrue(Arrays.stream(points).allMatch(x -> (long) (x * 0x1p53) % 2 == 1));
    assertEquals(points.length, Arrays.stream(points).distinct().count());
  }

  @Test
  void seedsGiveDifferentPointsAndDimensionsAreIndependentOfTheirNumber() {
    double[] first = new double[5];
    double[] second = new double[5];
    double[] wider = new double[9];
    SobolSequence.scrambled(5, 1).point(77, first, 0);
    SobolSequence.scrambled(5, 2).point(77, second, 0);
    SobolSequence.scrambled(9, 1).point(77, wider, 0);
    for (int d = 0; d < 5; d++) {
      assertTrue(first[d] != second[d], "dimension " + d);
      assertEquals(first[d], wider[d], "dimension " + d);
    }
  }

  /** ∫ Π (1 + (xᵢ − ½)/2) = 1; a Monte-Carlo average of N numbers has deviation ≈ 0.33/√N. */
  @Test
  void integratesFarBetterThanIndependentPoints() {
    int n = 4096;
    int d = 5;
    int repetitions = 50;
    double squares = 0;
    double sum = 0;
    for (int seed = 0; seed < repetitions; seed++) {
      double[] points = new double[n * d];
      SobolSequence.scrambled(d, seed).fill(n, points, 0);
      double error = productMean(points, n, d) - 1;
      sum += error;
      squares += error * error;
    }
    double deviation = Math.sqrt(squares / repetitions);
    double monteCarlo = Math.sqrt((Math.pow(1 + 1 / 48.0, d) - 1) / n);
    assertTrue(deviation < monteCarlo / 100, deviation + " against " + monteCarlo);
    double bias = Math.abs(sum / repetitions);
    assertTrue(bias < 4 * deviation / Math.sqrt(repetitions), "bias " + bias + ": " + deviation);
  }

  @Test
  void rejectsWhatItDoesNotHave() {
    assertMessage("dimension = 0: expected 1 to 1111", () -> SobolSequence.unscrambled(0));
    assertMessage("dimension = 1112: expected 1 to 1111", () -> SobolSequence.scrambled(1112, 0));
    SobolSequence sequence = SobolSequence.unscrambled(3);
    assertMessage(
        "index = -1: expected 0 or more, below 4503599627370496",
        () -> sequence.point(-1, new double[3], 0));
    assertMessage(
        "index = 4503599627370496: expected 0 or more, below 4503599627370496",
        () -> sequence.moveTo(SobolSequence.MAX_POINTS));
    assertMessage(
        "out has length 3: expected room for 3 elements at offset 1",
        () -> sequence.next(new double[3], 1));
  }

  private static SobolSequence sequence(int dimension, boolean scrambled) {
    return scrambled
        ? SobolSequence.scrambled(dimension, 20)
        : SobolSequence.unscrambled(dimension);
  }

  private static double productMean(double[] points, int n, int d) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double product = 1;
      for (int j = 0; j < d; j++) {
        product *= 1 + (points[i * d + j] - 0.5) / 2;
      }
      sum += product;
    }
    return sum / n;
  }

  private static void assertMessage(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
