package dev.hone.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.benchmarks.roofline.Roofline;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
  private static final Roofline ROOFLINE = new Roofline(40, 10);

  @Test
  void hasOneLinePerBaselineWithTheRatioOfTimes() {
    String table =
        ComparisonTable.of(
            List.of(
                time("Gemm.multiply", "n=10", "simd", 0.25, 0.0123),
                time("Gemm.multiply", "n=500", "simd", 12_345.6, 78),
                time("Gemm.multiply", "n=10", "scalar", 0.5, 0.1),
                time("Gemm.multiply", "n=500", "scalar", 24_691.2, Double.NaN),
                time("Gemm.multiply", "n=500", "ejml", 6_172.8, 0)),
            ROOFLINE);

    assertEquals(
        """
        job            size                   ours          rate  share  B/op  baseline                       ratio
        Gemm.multiply  n=10   0.250 ± 0.0123 us/op   8.0 GFLOP/s   20 %     0  scalar    0.500 ± 0.100 us/op   2.00
        Gemm.multiply  n=500   12,346 ± 78.0 us/op  20.3 GFLOP/s   51 %     0  scalar           24,691 us/op   2.00
        Gemm.multiply  n=500   12,346 ± 78.0 us/op  20.3 GFLOP/s   51 %     0  ejml          6,173 ± 0 us/op   0.50
        """,
        table);
  }

  @Test
  void invertsTheRatioOfRates() {
    String table =
        ComparisonTable.of(
            List.of(
                new Score(
                    "Posterior",
                    "n=7",
                    "ejml",
                    2_000,
                    Double.NaN,
                    "ops/s",
                    true,
                    24,
                    Double.NaN,
                    Double.NaN),
                new Score(
                    "Posterior",
                    "n=7",
                    "simd",
                    5_000,
                    Double.NaN,
                    "ops/s",
                    true,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN)),
            ROOFLINE);

    assertEquals(
        """
        job        size         ours  rate  share  B/op  baseline               ratio
        Posterior  n=7   5,000 ops/s                     ejml      2,000 ops/s   2.50
        """,
        table);
  }

  @Test
  void measuresWhatMemoryBoundsInBytes() {
    String table =
        ComparisonTable.of(
            List.of(
                time("Append.appendAndTruncate", "d=10 n=1000", "simd", 500, 0),
                time("Append.appendAndTruncate", "d=10 n=1000", "scalar", 1_000, 0)),
            ROOFLINE);

    assertEquals(
        """
        job                       size                  ours      rate  share  B/op  baseline                   ratio
        Append.appendAndTruncate  d=10 n=1000  500 ± 0 us/op  8.0 GB/s   80 %     0  scalar    1,000 ± 0 us/op   2.00
        """,
        table);
  }

  @Test
  void showsOursWithoutABaselineButNoBaselineWithoutOurs() {
    String table =
        ComparisonTable.of(
            List.of(time("Ask.ask", "n=7", "simd", 1, 0), time("Ask.ask", "n=33", "scalar", 2, 0)),
            ROOFLINE);

    assertEquals(
        """
        job      size            ours  rate  share  B/op  baseline    ratio
        Ask.ask  n=7   1.00 ± 0 us/op                  0
        """,
        table);
  }

  private static Score time(
      String job, String size, String implementation, double value, double error) {
    return new Score(
        job, size, implementation, value, error, "us/op", false, 0, Double.NaN, Double.NaN);
  }
}
