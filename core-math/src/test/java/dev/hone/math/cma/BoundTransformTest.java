package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BoundTransformTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final BoundTransform TRANSFORM =
      new BoundTransform(
          new double[] {-1, 0, -INF, -INF},
          new double[] {3, INF, 2, INF},
          new double[] {1, 1, 1, 1});

  @Test
  void isTheIdentityInside() {
    for (double x = -0.8; x <= 2.8; x += 0.01) {
      assertEquals(x, TRANSFORM.apply(0, x));
    }
    assertEquals(1e100, TRANSFORM.apply(1, 1e100));
    assertEquals(-1e100, TRANSFORM.apply(2, -1e100));
    assertEquals(-1e100, TRANSFORM.apply(3, -1e100));
  }

  @Test
  void mapsEverythingIntoTheBoundsAndReachesThem() {
    for (double x = -30; x < 30; x += 0.003) {
      double y = TRANSFORM.apply(0, x);
      assertTrue(y >= -1 && y <= 3, x + " → " + y);
      assertTrue(TRANSFORM.apply(1, x) >= 0, () -> "one bound below");
      assertTrue(TRANSFORM.apply(2, x) <= 2, () -> "one bound above");
      // Continuous, with a slope of at most 1.
      assertEquals(y, TRANSFORM.apply(0, x + 1e-3), 1.001e-3, "at " + x);
    }
    assertEquals(-1, TRANSFORM.apply(0, -1.2));
    assertEquals(3, TRANSFORM.apply(0, 3.2));
    assertEquals(0, TRANSFORM.apply(1, -1));
  }

  @Test
  void inverseFindsAPointThatMapsBack() {
    for (double y = -1; y <= 3; y += 0.001) {
      double clamped = Math.min(y, 3);
      assertEquals(clamped, TRANSFORM.apply(0, TRANSFORM.invert(0, clamped)), 1e-14);
    }
    assertEquals(-1, TRANSFORM.apply(0, TRANSFORM.invert(0, -1)));
  }
}
