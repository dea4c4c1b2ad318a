package dev.hone.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlotTest {

  @Test
  void hasOneCurvePerBaselineAndDimension() {
    var ratios =
        Plot.ratios(
            List.of(
                time("Likelihood.l", "d=20 n=7", "simd", 2),
                time("Likelihood.l", "d=20 n=7", "ejml", 8),
                time("Likelihood.l", "d=20 n=33", "simd", 4),
                time("Likelihood.l", "d=20 n=33", "ejml", 8),
                time("Likelihood.l", "d=10 n=7", "simd", 1),
                time("Likelihood.l", "d=10 n=7", "ejml", 3),
                time("Ask.ask", "trials=7", "simd", 1),
                time("Ask.ask", "trials=7", "scalar", 2)));

    assertEquals(
        Map.of(
            "Likelihood.l",
            Map.of("ejml d=20", Map.of(7.0, 4.0, 33.0, 2.0), "ejml d=10", Map.of(7.0, 3.0))),
        ratios);
  }

  private static Score time(String job, String size, String implementation, double value) {
    return new Score(job, size, implementation, value, 0, "us/op", false, 0);
  }
}
