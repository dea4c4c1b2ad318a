package dev.hone.math.density;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hone.math.Backend;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mixture against its formula, term by term in {@link StrictMath}. */
class KernelMixtureTest {

  /** A random mixture and points, kept as plainly as can be. */
  private static final class Case {
    final int m;
    final int c;
    final int n;
    final int points;
    final double[][] mean;
    final double[][] deviation;
    final double[][] code;
    final double[] factor;
    final double[] weight;
    final double[] penalty;
    final double[] x;
    final double[] a;

    Case(int m, int c, int n, int points, double spread, long seed) {
      CounterRandom random = CounterRandom.of(seed, 0);
      this.m = m;
      this.c = c;
      this.n = n;
      this.points = points;
      mean = new double[n][m];
      deviation = new double[n][m];
      code = new double[n][c];
      factor = new double[n];
      weight = new double[n];
      penalty = new double[c];
      x = new double[points * m];
      a = new double[points * c];
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < m; k++) {
          mean[j][k] = random.nextDouble();
          deviation[j][k] = spread * (0.5 + random.nextDouble());
        }
        for (int l = 0; l < c; l++) {
          code[j][l] = random.nextInt(3);
        }
        factor[j] = 3 * random.nextGaussian();
        weight[j] = j % 5 == 3 ? 0 : random.nextDouble();
      }
      for (int l = 0; l < c; l++) {
        penalty[l] = 4 * random.nextDouble();
      }
      random.fillUniform(x, 0, x.length);
      for (int i = 0; i < a.length; i++) {
        a[i] = random.nextInt(3);
      }
    }

    KernelMixture on(Backend backend) {
      KernelMixture mixture = new KernelMixture(backend, m, c);
      for (int j = 0; j < n; j++) {
        mixture.setCapacity(j + 1);
        for (int k = 0; k < m; k++) {
          mixture.setNormal(j, k, mean[j][k], deviation[j][k]);
        }
        for (int l = 0; l < c; l++) {
          mixture.setCode(j, l, code[j][l]);
        }
        mixture.setLogFactor(j, factor[j]);
        mixture.setWeight(j, weight[j]);
      }
      for (int l = 0; l < c; l++) {
        mixture.setPenalty(l, penalty[l]);
      }
      return mixture;
    }

    double[] logDensities(Backend backend) {
      double[] out = new double[points];
      on(backend).logDensities(points, x, a, n, out);
      return out;
    }

    double expected(int i) {
      double[] e = new double[n];
      double top = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < n; j++) {
        e[j] = StrictMath.log(weight[j]) + factor[j];
        for (int k = 0; k < m; k++) {
          double z = (x[i * m + k] - mean[j][k]) / deviation[j][k];
          e[j] -= 0.5 * z * z;
        }
        for (int l = 0; l < c; l++) {
          e[j] -= code[j][l] == a[i * c + l] ? 0 : penalty[l];
        }
        top = Math.max(top, e[j]);
      }
      double largest = top;
      return top + StrictMath.log(Arrays.stream(e).map(v -> StrictMath.exp(v - largest)).sum());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1, 1, 0.1",
    "0, 1, 2, 3, 0.1",
    "2, 0, 7, 4, 0.2",
    "3, 2, 8, 5, 0.05",
    "10, 0, 26, 24, 0.1",
    "10, 3, 100, 24, 0.3",
    "4, 1, 511, 6, 0.02",
    "5, 2, 513, 7, 0.5",
    "7, 1, 1500, 9, 0.1",
    "40, 0, 300, 3, 0.1",
    "300, 4, 30, 6, 0.01"
  })
  void isTheSumOfItsComponents(int m, int c, int n, int points, double spread) {
    Case made = new Case(m, c, n, points, spread, 31L * m + n);
    double[] actual = made.logDensities(Backend.SCALAR);
    for (int i = 0; i < points; i++) {
      double expected = made.expected(i);
      assertEquals(expected, actual[i], 1e-11 * Math.max(1, Math.abs(expected)), "point " + i);
    }
  }

  @Tag("vector-module")
  @ParameterizedTest
  @CsvSource({
    "1, 0, 1, 1, 0.1",
    "0, 2, 70, 3, 0.1",
    "3, 2, 8, 5, 0.05",
    "10, 0, 26, 24, 0.1",
    "7, 1, 1500, 9, 0.1"
  })
  void everyBackendHasTheSameBits(int m, int c, int n, int points, double spread) {
    Case made = new Case(m, c, n, points, spread, n);
    assertArrayEquals(made.logDensities(Backend.SCALAR), made.logDensities(Backend.SIMD));
  }

  /** Most components are as wide as each other, as kernels around points are. */
  private static Case alike(int m, int c, int n, int points, double spread) {
    Case made = new Case(m, c, n, points, spread, 77L * m + n);
    for (int j = 0; j < n; j++) {
      if (j % 41 != 5) {
        made.deviation[j] = made.deviation[n - 1].clone();
      }
    }
    return made;
  }

  @ParameterizedTest
  @CsvSource({
    "4, 0, 9, 1, 0.1",
    "4, 2, 100, 11, 0.1",
    "10, 0, 300, 24, 0.05",
    "10, 3, 700, 9, 0.2",
    "40, 0, 90, 24, 0.15",
    "40, 1, 1000, 3, 0.15"
  })
  void commonWidthsMakeNoDifference(int m, int c, int n, int points, double spread) {
    Case made = alike(m, c, n, points, spread);
    double[] actual = made.logDensities(Backend.SCALAR);
    for (int i = 0; i < points; i++) {
      double expected = made.expected(i);
      assertEquals(expected, actual[i], 1e-10 * Math.max(1, Math.abs(expected)), "point " + i);
    }
  }

  @Tag("vector-module")
  @ParameterizedTest
  @CsvSource({"4, 2, 100, 11, 0.1", "10, 0, 300, 24, 0.05", "40, 1, 1000, 3, 0.15"})
  void everyBackendHasTheSameBitsOfCommonWidths(int m, int c, int n, int points, double spread) {
    Case made = alike(m, c, n, points, spread);
    assertArrayEquals(made.logDensities(Backend.SCALAR), made.logDensities(Backend.SIMD));
  }

  @Test
  void whatHasChangedIsLookedAtAgain() {
    Case made = alike(6, 0, 200, 9, 0.1);
    KernelMixture mixture = made.on(Backend.SCALAR);
    double[] out = new double[9];
    mixture.logDensities(9, made.x, made.a, 200, out);
    CounterRandom random = CounterRandom.of(5, 5);
    for (int round = 0; round < 30; round++) {
      int j = random.nextInt(200);
      boolean wide = round % 3 == 0;
      for (int k = 0; k < 6; k++) {
        made.mean[j][k] = random.nextDouble();
        made.deviation[j][k] = wide ? 0.3 : 0.1 + 0.01 * k;
        mixture.setNormal(j, k, made.mean[j][k], made.deviation[j][k]);
      }
      made.weight[j] = random.nextInt(3);
      mixture.setWeight(j, made.weight[j]);
      int n = 150 + random.nextInt(51);
      mixture.logDensities(9, made.x, made.a, n, out);
      double[] anew = new double[9];
      made.on(Backend.SCALAR).logDensities(9, made.x, made.a, n, anew);
      assertArrayEquals(anew, out, "round " + round);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1, 1, 0.1",
    "3, 2, 8, 5, 0.05",
    "6, 0, 900, 24, 0.3",
    "10, 3, 700, 33, 0.2",
    "40, 0, 1000, 24, 0.2",
    "40, 1, 1000, 13, 0.02"
  })
  void theBestIsThatOfAll(int m, int c, int n, int points, double spread) {
    for (long seed = 1; seed <= 20; seed++) {
      Case made = alike(m, c, n, points, spread);
      CounterRandom random = CounterRandom.of(seed, 1);
      KernelMixture mixture = made.on(Backend.SCALAR);
      double[] bonus = new double[points];
      for (int i = 0; i < points; i++) {
        bonus[i] = (seed % 3) * random.nextGaussian();
        if (i > 0 && random.nextInt(4) == 0) {
          // Twins: the first of equal ones is the best.
          System.arraycopy(made.x, (i - 1) * m, made.x, i * m, m);
          System.arraycopy(made.a, (i - 1) * c, made.a, i * c, c);
          bonus[i] = bonus[i - 1];
        }
      }
      double[] logs = new double[points];
      mixture.logDensities(points, made.x, made.a, n, logs);
      int expected = 0;
      for (int i = 1; i < points; i++) {
        expected = bonus[i] - logs[i] > bonus[expected] - logs[expected] ? i : expected;
      }
      assertEquals(expected, mixture.best(points, made.x, made.a, n, bonus), "seed " + seed);
    }
  }

  @Test
  void componentsWithoutWeightDoNotCount() {
    KernelMixture mixture = new KernelMixture(Backend.AUTO, 1, 0);
    mixture.setCapacity(3);
    double[] out = new double[1];
    mixture.logDensities(1, new double[] {0.5}, new double[0], 3, out);
    assertEquals(Double.NEGATIVE_INFINITY, out[0]);
    mixture.setNormal(1, 0, 0.5, 0.1);
    mixture.setLogFactor(1, 900);
    mixture.setNormal(2, 0, 0.5, 0.1);
    mixture.setLogFactor(2, -900);
    mixture.setWeight(2, 1);
    mixture.logDensities(1, new double[] {0.5}, new double[0], 3, out);
    assertEquals(-900, out[0]);
    mixture.logDensities(1, new double[] {0.5}, new double[0], 2, out);
    assertEquals(Double.NEGATIVE_INFINITY, out[0]);
  }

  @Test
  void badSizesAreRefused() {
    KernelMixture mixture = new KernelMixture(Backend.AUTO, 2, 1);
    assertThrows(IllegalArgumentException.class, () -> new KernelMixture(Backend.AUTO, -1, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> mixture.setNormal(0, 0, 0, 1));
    mixture.setCapacity(1);
    double[] two = new double[2];
    assertThrows(IllegalArgumentException.class, () -> mixture.logDensities(2, two, two, 1, two));
    assertThrows(IllegalArgumentException.class, () -> mixture.logDensities(1, two, two, 9, two));
    assertThrows(IllegalArgumentException.class, () -> mixture.best(0, two, two, 1, two));
    assertThrows(IllegalArgumentException.class, () -> mixture.best(1, two, two, 1, new double[0]));
  }
}
