package dev.hone.math.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterRandomTest {

  @Test
  void manyOpenUniformNumbersAreThoseTakenOneByOne() {
    for (int before = 0; before < 5; before++) {
      for (int n = 0; n < 20; n++) {
        CounterRandom one = CounterRandom.at(3, 4, before);
        CounterRandom many = CounterRandom.at(3, 4, before);
        double[] out = new double[n + 3];
        many.fillOpenUniform(out, 2, n);
        for (int i = 0; i < n; i++) {
          assertEquals(one.nextOpenDouble(), out[2 + i], before + " before, number " + i);
        }
        assertEquals(0, out[1] + out[n + 2]);
        assertEquals(one.position(), many.position());
        assertEquals(one.nextLong(), many.nextLong());
      }
    }
  }

  @Test
  void startsWithTheBlockOfCounterZero() {
    CounterRandom random = CounterRandom.of(0, 0);
    assertEquals(0x16554d9eca36314cL, random.nextLong());
    assertEquals(0xdb20fe9d672d0fdcL, random.nextLong());
    assertEquals(0xd7e772cee186176bL, random.nextLong());
    assertEquals(0x7e68b68aec7ba23bL, random.nextLong());
  }

  @Test
  void resumesAtAnyPosition() {
    CounterRandom random = CounterRandom.of(7, 3);
    for (int position = 0; position < 13; position++) {
      assertEquals(position, random.position());
      CounterRandom resumed = CounterRandom.at(7, 3, random.position());
      assertEquals(random.nextLong(), resumed.nextLong(), "position " + position);
    }
    assertEquals(7, random.seed());
    assertEquals(3, random.stream());
  }

  @Test
  void takesOnePositionPerNumber() {
    CounterRandom random = CounterRandom.of(1, 1);
    random.nextDouble();
    random.nextOpenDouble();
    random.nextGaussian();
    random.nextInt(10);
    assertEquals(4, random.position());
    random.fillUniform(new double[5], 1, 4);
    random.fillGaussian(new double[5], 0, 5);
    assertEquals(13, random.position());
  }

  @Test
  void streamsAndSeedsDiffer() {
    long first = CounterRandom.of(1, 2).nextLong();
    assertNotEquals(first, CounterRandom.of(2, 1).nextLong());
    assertNotEquals(first, CounterRandom.of(1, 3).nextLong());
    assertNotEquals(first, CounterRandom.of(3, 2).nextLong());
  }

  @Test
  void fillsOnlyWhatItIsAskedToFill() {
    double[] out = new double[6];
    Arrays.fill(out, -1);
    CounterRandom.of(5, 0).fillUniform(out, 2, 3);
    CounterRandom random = CounterRandom.of(5, 0);
    double[] expected = {-1, -1, random.nextDouble(), random.nextDouble(), random.nextDouble(), -1};
    assertArrayEquals(expected, out);
  }

  @Test
  void rejectsWhatCannotBeDrawn() {
    CounterRandom random = CounterRandom.of(0, 0);
    assertMessage("bound = 0: expected at least 1", () -> random.nextInt(0));
    assertMessage("n = -1: expected 0 or more", () -> random.permutation(-1));
    assertMessage(
        "out has length 2: expected room for 2 elements at offset 1",
        () -> random.fillGaussian(new double[2], 1, 2));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 42, -1})
  void uniformNumbersPassKolmogorovAndSmirnov(long seed) {
    double[] sample = new double[20_000];
    CounterRandom.of(seed, 11).fillUniform(sample, 0, sample.length);
    assertTrue(Arrays.stream(sample).allMatch(u -> u >= 0 && u < 1));
    assertUniform(sample, seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 42, -1})
  void openNumbersPassKolmogorovAndSmirnov(long seed) {
    double[] sample = new double[20_000];
    CounterRandom random = CounterRandom.of(seed, 12);
    Arrays.setAll(sample, i -> random.nextOpenDouble());
    assertTrue(Arrays.stream(sample).allMatch(u -> u > 0 && u < 1));
    assertUniform(sample, seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 42, -1})
  void normalNumbersHaveTheMomentsOfTheNormalDistribution(long seed) {
    int n = 100_000;
    double[] sample = new double[n];
    CounterRandom.of(seed, 13).fillGaussian(sample, 0, n);
    // Variances of the sample mean of xᵏ: 1, 2, 15 and 96, over n; bounds of 5 deviations.
    double[] expected = {0, 1, 0, 3};
    double[] variance = {1, 2, 15, 96};
    for (int k = 1; k <= 4; k++) {
      int power = k;
      double mean = Arrays.stream(sample).map(x -> Math.pow(x, power)).sum() / n;
      double bound = 5 * Math.sqrt(variance[k - 1] / n);
      assertEquals(expected[k - 1], mean, bound, "moment " + k + ", seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100, 1000})
  void integersAreUniform(int bound) {
    int draws = 50_000;
    int[] counts = new int[bound];
    CounterRandom random = CounterRandom.of(3, bound);
    for (int i = 0; i < draws; i++) {
      counts[random.nextInt(bound)]++;
    }
    assertUniform(counts, draws);
  }

  @Test
  void integersReachTheLargestBound() {
    CounterRandom random = CounterRandom.of(4, 0);
    int[] counts = new int[16];
    for (int i = 0; i < 50_000; i++) {
      counts[random.nextInt(Integer.MAX_VALUE) >>> 27]++;
    }
    assertUniform(counts, 50_000);
  }

  @Test
  void permutationsAreEquallyLikely() {
    CounterRandom random = CounterRandom.of(9, 0);
    int draws = 24_000;
    int[] counts = new int[256];
    for (int i = 0; i < draws; i++) {
      int[] p = random.permutation(4);
      counts[p[0] << 6 | p[1] << 4 | p[2] << 2 | p[3]]++;
    }
    int[] reached = Arrays.stream(counts).filter(count -> count > 0).toArray();
    assertEquals(24, reached.length);
    assertUniform(reached, draws);
  }

  @Test
  void shuffleKeepsTheElements() {
    int[] elements = {5, 5, 8, -1, 0};
    CounterRandom.of(1, 0).shuffle(elements);
    Arrays.sort(elements);
    assertArrayEquals(new int[] {-1, 0, 5, 5, 8}, elements);
  }

  /** χ² within five deviations of its mean; its variance is twice its degrees of freedom. */
  private static void assertUniform(int[] counts, int draws) {
    double expected = (double) draws / counts.length;
    double chiSquared = 0;
    for (int count : counts) {
      chiSquared += (count - expected) * (count - expected) / expected;
    }
    int freedom = counts.length - 1;
    assertEquals(freedom, chiSquared, 5 * Math.sqrt(2 * freedom));
  }

  /** √n·D is above 2.2 once in 8,000 samples. */
  private static void assertUniform(double[] sample, long seed) {
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double distance = 0;
    for (int i = 0; i < n; i++) {
      distance = Math.max(distance, sorted[i] - (double) i / n);
      distance = Math.max(distance, (i + 1.0) / n - sorted[i]);
    }
    assertTrue(
        Math.sqrt(n) * distance < 2.2, "√n·D = " + Math.sqrt(n) * distance + ", seed " + seed);
  }

  private static void assertMessage(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
