package dev.hone.math.special;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sine and cosine beside {@link StrictMath}, whose own error is below 1 ulp. */
class TrigonometryTest {
  private static final long SEED = 20260116;
  private static final double ULPS = 2;

  @Test
  void agreeWithStrictMathOverTheRangeOfTheReduction() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (double range = 1; range <= 1e6; range *= 10) {
      for (int i = 0; i < 100_000; i++) {
        assertAgree(random.nextDouble(-range, range));
      }
    }
  }

  @Test
  void agreeWhereOneOfThemAllButVanishes() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 100_000; i++) {
      double zero = random.nextInt(636_000) * (Math.PI / 2);
      assertAgree(zero);
      assertAgree(Math.nextUp(zero));
      assertAgree(Math.nextDown(-zero));
    }
  }

  @Test
  void agreeAtTheEndOfTheReductionAndBeyond() {
    for (double x : new double[] {1e6, 1e9, 1e22, 1e300, Double.MAX_VALUE, 1e-300, 1e-8}) {
      assertAgree(x);
      assertAgree(-x);
      assertAgree(Math.nextUp(x));
      assertAgree(Math.nextDown(x));
    }
  }

  @Test
  void edgesOfTheDomainHaveTheirDefinedValue() {
    assertEquals(0, Math.abs(SpecialFunctions.sin(0)));
    assertEquals(0, Math.abs(SpecialFunctions.sin(-0.0)));
    assertEquals(1, SpecialFunctions.cos(0));
    assertEquals(1, SpecialFunctions.cos(-0.0));
    for (double x : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      assertTrue(Double.isNaN(SpecialFunctions.sin(x)));
      assertTrue(Double.isNaN(SpecialFunctions.cos(x)));
    }
  }

  private static void assertAgree(double x) {
    assertUlps("sin", x, StrictMath.sin(x), SpecialFunctions.sin(x));
    assertUlps("cos", x, StrictMath.cos(x), SpecialFunctions.cos(x));
  }

  private static void assertUlps(String name, double x, double expected, double actual) {
    // No message before it is needed: there are a million of them.
    if (!(Math.abs(expected - actual) <= ULPS * Math.ulp(expected))) {
      assertEquals(expected, actual, name + "(" + x + "), seed " + SEED);
    }
  }
}
