package dev.hone.math.internal.special;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.internal.KernelSets;
import dev.hone.math.internal.NormalKernels;
import dev.hone.math.special.SpecialFunctions;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CounterNormalsTest {

  private static double[] normals(long key, int n) {
    double[] z = new double[n];
    CounterNormals.fill(key, 0, n, z, 0);
    return z;
  }

  /** Philox4×32 in plain words, whose answers are those of Random123's kat_vectors. */
  private static int[] philox(int rounds, int[] counter, int k0, int k1) {
    int[] x = counter.clone();
    for (int round = 0; round < rounds; round++) {
      long p0 = 0xD2511F53L * Integer.toUnsignedLong(x[0]);
      long p1 = 0xCD9E8D57L * Integer.toUnsignedLong(x[2]);
      x =
          new int[] {
            (int) (p1 >>> 32) ^ x[1] ^ (k0 + round * 0x9E3779B9),
            (int) p1,
            (int) (p0 >>> 32) ^ x[3] ^ (k1 + round * 0xBB67AE85),
            (int) p0
          };
    }
    return x;
  }

  @Test
  void wordsAreThoseOfPhilox() {
    assertEquals(
        Arrays.toString(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}),
        Arrays.toString(philox(10, new int[4], 0, 0)));
    assertEquals(
        Arrays.toString(new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}),
        Arrays.toString(
            philox(
                10,
                new int[] {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                0xa4093822,
                0x299f31d0)));
    assertEquals(
        Arrays.toString(new int[] {0x5f6fb709, 0x0d893f64, 0x4f121f81, 0x4f730a48}),
        Arrays.toString(philox(7, new int[4], 0, 0)));
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 200; i++) {
      long key = random.nextLong();
      int block = random.nextInt(4000);
      int[] w = philox(7, new int[] {block, 0, 0, 0}, (int) key, (int) (key >>> 32));
      double u = (((((long) w[0] << 32) | (w[1] & 0xffffffffL)) >>> 12) + 0.5) * 0x1p-52;
      long angleWord = ((long) w[2] << 32) | (w[3] & 0xffffffffL);
      double radius = Math.sqrt(-2 * Math.log(u));
      double angle = ((angleWord >>> 12) * 0x1p-52 - 0.5) * Math.PI / 2;
      double cosine = radius * Math.cos(angle) * ((w[3] & 1) == 0 ? 1 : -1);
      double sine = radius * Math.sin(angle) * ((w[3] & 2) == 0 ? 1 : -1);
      if ((w[3] & 4) != 0) {
        cosine = radius * Math.sin(angle) * ((w[3] & 1) == 0 ? 1 : -1);
        sine = radius * Math.cos(angle) * ((w[3] & 2) == 0 ? 1 : -1);
      }
      int at = block / 8 * 16 + block % 8;
      double[] z = normals(key, at + 9);
      assertEquals(cosine, z[at], 4e-15, "key " + key + ", block " + block);
      assertEquals(sine, z[at + 8], 4e-15, "key " + key + ", block " + block);
    }
  }

  @Test
  void anyLengthIsAPrefixOfAnyOther() {
    double[] all = normals(77, 200);
    for (int n = 0; n < 200; n++) {
      assertEquals(Arrays.toString(Arrays.copyOf(all, n)), Arrays.toString(normals(77, n)));
    }
    double[] later = new double[30];
    CounterNormals.fill(77, 3, 30, later, 0);
    assertEquals(Arrays.toString(Arrays.copyOfRange(all, 48, 78)), Arrays.toString(later));
  }

  /** By Kolmogorov and Smirnov's largest distance, whose 1 − 10⁻⁶ quantile is 2.7/√n. */
  @Test
  void distributionIsNormal() {
    int n = 400_000;
    for (boolean acrossKeys : new boolean[] {false, true}) {
      double[] z = acrossKeys ? manyKeys(n) : bestKernels(20_261_128, n);
      Arrays.sort(z);
      double distance = 0;
      for (int i = 0; i < n; i++) {
        double p = SpecialFunctions.ndtr(z[i]);
        distance = Math.max(distance, Math.max(p - (double) i / n, (i + 1.0) / n - p));
      }
      assertTrue(distance < 2.7 / Math.sqrt(n), "distance " + distance);
    }
  }

  private static double[] bestKernels(long key, int n) {
    double[] z = new double[n];
    KernelSets.best().normals().ofKey(key, n, z, 0, new double[NormalKernels.SCRATCH]);
    return z;
  }

  /** The first numbers of keys that follow each other, of which each bit has some effect. */
  private static double[] manyKeys(int n) {
    double[] z = new double[n];
    for (int i = 0; i < n / 16; i++) {
      CounterNormals.fill((long) i << (i % 2 * 32), 0, 16, z, 16 * i);
    }
    return z;
  }

  /** Mean, variance, skewness and kurtosis, each within five of its standard errors. */
  @Test
  void momentsAreThoseOfTheNormalDistribution() {
    int n = 1 << 20;
    double[] z = bestKernels(5, n);
    double[] sums = new double[5];
    for (double v : z) {
      double power = 1;
      for (int k = 1; k <= 4; k++) {
        power *= v;
        sums[k] += power / n;
      }
    }
    double root = Math.sqrt(n);
    assertEquals(0, sums[1], 5 / root);
    assertEquals(1, sums[2], 5 * Math.sqrt(2) / root);
    assertEquals(0, sums[3], 5 * Math.sqrt(15) / root);
    assertEquals(3, sums[4], 5 * Math.sqrt(96) / root);
  }

  /** As often beyond 3 and 4 as it should, on either side: the tails of the transform. */
  @Test
  void tailsAreAsHeavyAsTheyShould() {
    int n = 1 << 22;
    double[] z = bestKernels(9, n);
    for (double bound : new double[] {1, 2, 3, 4, 4.5}) {
      double expected = n * SpecialFunctions.ndtr(-bound);
      long above = Arrays.stream(z).filter(v -> v > bound).count();
      long below = Arrays.stream(z).filter(v -> v < -bound).count();
      double tolerance = 5 * Math.sqrt(expected);
      assertEquals(expected, (double) above, tolerance, "above " + bound);
      assertEquals(expected, (double) below, tolerance, "below " + bound);
    }
  }

  /**
   * Neither numbers nor their squares are correlated, within a pair, a group and from key to key.
   */
  @Test
  void numbersAreIndependent() {
    int n = 1 << 20;
    double[] z = bestKernels(11, n);
    for (int lag : new int[] {1, 2, 7, 8, 9, 16, 17, 512, 4096}) {
      assertUncorrelated(z, z, lag);
    }
    for (long key : new long[] {10, 12, 11L << 32, 11 ^ Long.MIN_VALUE}) {
      assertUncorrelated(z, bestKernels(key, n), 0);
    }
  }

  private static void assertUncorrelated(double[] x, double[] y, int lag) {
    int n = x.length - lag;
    double product = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      product += x[i] * y[i + lag];
      squares += (x[i] * x[i] - 1) * (y[i + lag] * y[i + lag] - 1);
    }
    assertEquals(0, product / n, 5 / Math.sqrt(n), "lag " + lag);
    assertEquals(0, squares / n, 10 / Math.sqrt(n), "squares at lag " + lag);
  }
}
