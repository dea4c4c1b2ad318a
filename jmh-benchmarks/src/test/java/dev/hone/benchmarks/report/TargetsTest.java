package dev.hone.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TargetsTest {

  @Test
  void saysWhatWasReachedAndWhatWasMissed() {
    String table =
        Targets.table(
            List.of(
                score("Gemm.multiply", "n=128", "simd", 10, 2),
                score("Gemm.multiply", "n=128", "openblas", 9, 0),
                score("Cholesky.factor", "n=2000", "simd", 40, 0),
                score("Cholesky.factor", "n=2000 threads=2", "simd", 20, 0),
                score("Inverse.factorAndInvert", "n=500", "openblas", 10, 0),
                score("Likelihood.likelihoodAndGradient", "d=20 n=500", "simd", 12.5, 0),
                score("Append.appendAndTruncate", "d=10 n=100", "simd", 3, 40),
                score("Posterior.logExpectedImprovement", "d=20 n=1000", "simd", 20, 0),
                score("Ask.ask", "d=10 growth=0 trials=100", "simd", 5_500, 0),
                score("WholeStudy.cmaEs", "d=40", "simd", 2e6, 0)));

    assertEquals(
        """
        job                               size                      against                           must reach     measured         verdict
        Gemm.multiply                     n=128                     openblas                          speed ≥ 0.95×      0.90  ± 0 %  missed
        Cholesky.factor                   n=2000 threads=2          one thread                        speed ≥ 1.8×       2.00  ± 0 %  reached
        Likelihood.likelihoodAndGradient  d=20 n=500                openblas Inverse.factorAndInvert  time ≤ 1.3×        1.25  ± 0 %  reached
        Append.appendAndTruncate          d=10 n=100                                                  < 16 B/op         40.00         missed
        Posterior.logExpectedImprovement  d=20 n=1000                                                 ≥ 45,000/s       50,000         reached
        WholeStudy.cmaEs                  d=40                                                        ≤ 600 ms          2,000         missed
        Ask.ask                           d=10 growth=0 trials=100                                    p50 ≤ 5 ms         5.50         missed
        Ask.ask                           d=10 growth=0 trials=100                                    p99 ≤ 10 ms       11.00         missed
        """,
        table);
  }

  @Test
  void isEmptyWhereNothingWasMeasured() {
    assertEquals("", Targets.table(List.of(score("Gemm.multiply", "n=7", "simd", 1, 0))));
  }

  @Test
  void takesBothScoresOfARatioFromOneRun() {
    List<Score> newer = List.of(score("Gemm.multiply", "n=128", "simd", 5, 0));
    List<Score> older =
        List.of(
            score("Gemm.multiply", "n=128", "simd", 10, 0),
            score("Gemm.multiply", "n=128", "openblas", 9, 0));
    assertEquals("0.90", Targets.linesOfRuns(List.of(newer, older)).getFirst().get(4));
  }

  /** A job that no benchmark has would be left out of every run in silence. */
  @Test
  void namesJobsThatExist() {
    Set<String> jobs =
        Plan.of(Effort.SMOKE, ".*").stream()
            .map(run -> Score.job(run.benchmark()))
            .collect(Collectors.toSet());
    for (Target.Cell cell : Targets.cells()) {
      assertTrue(jobs.contains(cell.job()), cell + " is none of " + jobs);
    }
  }

  private static Score score(
      String job, String size, String implementation, double value, double allocated) {
    return new Score(
        job, size, implementation, value, 0, "us/op", false, allocated, value, 2 * value);
  }
}
