package dev.hone.benchmarks.report;

import static dev.hone.benchmarks.report.Target.Measure.ALLOCATION;
import static dev.hone.benchmarks.report.Target.Measure.MILLISECONDS;
import static dev.hone.benchmarks.report.Target.Measure.SPEED;
import static dev.hone.benchmarks.report.Target.Measure.TIME;

import dev.hone.benchmarks.Comparison;
import dev.hone.benchmarks.report.Target.Cell;
import dev.hone.benchmarks.report.Target.Measure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What linear algebra and the Gaussian process must reach, as ratios on one core: the figures that
 * the project set itself before it was built, with sizes that are no multiple of any vector.
 */
final class Targets {
  /** Less than the smallest object: JMH itself allocates a few bytes per long operation. */
  private static final double LESS_THAN_AN_OBJECT = 16;

  private static final List<Target> ALL = all();

  private Targets() {}

  /** All that has to be measured for them, in the order to measure it. */
  static Collection<Cell> cells() {
    Set<Cell> cells = new LinkedHashSet<>();
    for (Target target : ALL) {
      cells.add(target.ours());
      cells.add(target.baseline());
    }
    return cells;
  }

  /** Each target whose scores are there, with whether it was reached; empty if none is. */
  static String table(List<Score> scores) {
    List<List<String>> lines = lines(scores);
    if (lines.isEmpty()) {
      return "";
    }
    TextTable table =
        new TextTable(
            Set.of(0, 1, 2, 3, 6),
            List.of("job", "size", "against", "must reach", "measured", "", "verdict"));
    lines.forEach(table::add);
    return table.toString();
  }

  /** The lines of that table. */
  static List<List<String>> lines(List<Score> scores) {
    return ALL.stream().flatMap(target -> target.line(scores).stream()).toList();
  }

  private static List<Target> all() {
    List<Target> targets = new ArrayList<>();
    against(targets, "Gemm.multiply", SPEED, 0.95, 128, 207, 512);
    against(targets, "Gemm.multiply", SPEED, 0.85, 1024, 2048);
    against(targets, "Cholesky.factor", SPEED, 1.5, 32, 100, 207, 500);
    against(targets, "Cholesky.factor", SPEED, 1.2, 1000, 2000);
    against(targets, "TriangularSolve.solve", SPEED, 1.25, 100, 207, 500, 1000);
    targets.add(likelihood(100, 10, 1.0));
    targets.add(likelihood(500, 20, 1.3));
    targets.add(likelihood(1000, 20, 1.1));
    against(targets, "SymmetricEigen.decompose", TIME, 0.6, 10, 33, 100);
    against(targets, "SymmetricEigen.decompose", TIME, 0.7, 200);
    against(targets, "SymmetricEigen.decompose", TIME, 0.85, 500, 702, 1000);
    targets.add(
        new Target(
            new Cell("MaternTriangle.fill", "d=20 n=1000", Comparison.OURS),
            new Cell("MaternTriangle.fill", "d=20 n=1000", Comparison.GCC),
            TIME,
            1.05));
    targets.add(onTwoThreads("Cholesky.factor", "n=2000"));
    targets.add(onTwoThreads("Likelihood.likelihoodAndGradient", "d=20 n=2000"));
    targets.add(allocation("Likelihood.likelihoodAndGradient", "d=10 n=100"));
    targets.add(allocation("Posterior.posterior", "d=10 n=100"));
    targets.add(allocation("Posterior.logExpectedImprovement", "d=10 n=100"));
    targets.add(allocation("AcquisitionGradient.logExpectedImprovementAndGradient", "d=10 n=100"));
    targets.add(allocation("Append.appendAndTruncate", "d=10 n=100"));
    Cell firstCall = new Cell("FirstCall.firstSuggestion", "", Comparison.OURS);
    targets.add(new Target(firstCall, firstCall, MILLISECONDS, 150));
    return targets;
  }

  private static void against(
      List<Target> targets, String job, Measure measure, double limit, int... sizes) {
    for (int n : sizes) {
      Cell ours = new Cell(job, "n=" + n, Comparison.OURS);
      Cell baseline = new Cell(job, "n=" + n, Comparison.OPENBLAS);
      targets.add(new Target(ours, baseline, measure, limit));
    }
  }

  /** Against factor and inverse alone. */
  private static Target likelihood(int n, int d, double limit) {
    return new Target(
        new Cell("Likelihood.likelihoodAndGradient", "d=" + d + " n=" + n, Comparison.OURS),
        new Cell("Inverse.factorAndInvert", "n=" + n, Comparison.OPENBLAS),
        TIME,
        limit);
  }

  private static Target onTwoThreads(String job, String size) {
    return new Target(
        new Cell(job, size + " threads=2", Comparison.OURS),
        new Cell(job, size, Comparison.OURS),
        SPEED,
        1.8);
  }

  private static Target allocation(String job, String size) {
    Cell ours = new Cell(job, size, Comparison.OURS);
    return new Target(ours, ours, ALLOCATION, LESS_THAN_AN_OBJECT);
  }
}
