package dev.hone.benchmarks.roofline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RooflineTest {

  /** The recurrence x ← fx + s ends at s/(1 − f), where all six accumulators of a lane agree. */
  @Test
  void multipliesAndAddsUntilNothingChanges() {
    assertEquals(12, Peaks.multiplyAdd(100_000, 0.999, 0.001), 1e-9);
  }

  @Test
  void addsTheTriadToTheLastElement() {
    int n = 37;
    double[] a = new double[n];
    double[] b = new double[n];
    double[] c = new double[n];
    for (int i = 0; i < n; i++) {
      b[i] = i;
      c[i] = 1;
    }
    Peaks.triad(1, n, 3, b, c, a);
    assertEquals(0, a[0]);
    for (int i = 1; i < n; i++) {
      assertEquals(i + 3, a[i], "a[" + i + "]");
    }
  }

  @Test
  void keepsTheLargerOfEachBound() {
    assertEquals(new Roofline(3, 4), new Roofline(3, 2).best(new Roofline(1, 4)));
  }

  /** No machine that runs this is slower than a tenth of a plain scalar core. */
  @Test
  void measuresSomethingPlausible() {
    double bandwidth = Roofline.measureBandwidth(1 << 18);
    assertTrue(bandwidth > 0.1 && bandwidth < 1e5, "GB/s: " + bandwidth);
  }
}
