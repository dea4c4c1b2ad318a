package dev.hone.benchmarks.report;

import static dev.hone.benchmarks.report.Target.Measure.ALLOCATION;
import static dev.hone.benchmarks.report.Target.Measure.MEDIAN;
import static dev.hone.benchmarks.report.Target.Measure.MICROSECONDS;
import static dev.hone.benchmarks.report.Target.Measure.MILLISECONDS;
import static dev.hone.benchmarks.report.Target.Measure.RATE;
import static dev.hone.benchmarks.report.Target.Measure.SPEED;
import static dev.hone.benchmarks.report.Target.Measure.TAIL;
import static dev.hone.benchmarks.report.Target.Measure.TAIL_OVER_MEDIAN;
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
 * What must be reached, on one core unless a size says otherwise: the figures that the project set
 * itself before it was built, with sizes that are no multiple of any vector. Those of linear
 * algebra and the Gaussian process are ratios; those of CMA-ES and of whole suggestions are times,
 * and hold for one core of a current server.
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
    return linesOfRuns(List.of(scores));
  }

  /**
   * The lines by several runs, each of the first run that has all of its scores: ratios of scores
   * from different runs say little.
   */
  static List<List<String>> linesOfRuns(List<List<Score>> runs) {
    return ALL.stream()
        .flatMap(target -> runs.stream().flatMap(run -> target.line(run).stream()).limit(1))
        .toList();
  }

  private static List<Target> all() {
    List<Target> targets = new ArrayList<>();
    addLinearAlgebra(targets);
    addGaussianProcess(targets);
    addCmaEs(targets);
    addSuggestions(targets);
    addManySuggestions(targets);
    return targets;
  }

  private static void addLinearAlgebra(List<Target> targets) {
    against(targets, "Gemm.multiply", SPEED, 0.95, 128, 207, 512);
    against(targets, "Gemm.multiply", SPEED, 0.85, 1024, 2048);
    against(targets, "Cholesky.factor", SPEED, 1.5, 32, 100, 207, 500);
    against(targets, "Cholesky.factor", SPEED, 1.2, 1000, 2000);
    against(targets, "TriangularSolve.solve", SPEED, 1.25, 100, 207, 500, 1000);
    against(targets, "SymmetricEigen.decompose", TIME, 0.6, 10, 33, 100);
    against(targets, "SymmetricEigen.decompose", TIME, 0.7, 200);
    against(targets, "SymmetricEigen.decompose", TIME, 0.85, 500, 702, 1000);
    targets.add(onTwoThreads("Cholesky.factor", "n=2000"));
  }

  private static void addGaussianProcess(List<Target> targets) {
    targets.add(likelihood(100, 10, 1.0));
    targets.add(likelihood(500, 20, 1.3));
    targets.add(likelihood(1000, 20, 1.1));
    targets.add(
        new Target(
            new Cell("MaternTriangle.fill", "d=20 n=1000", Comparison.OURS),
            new Cell("MaternTriangle.fill", "d=20 n=1000", Comparison.GCC),
            TIME,
            1.05));
    targets.add(onTwoThreads("Likelihood.likelihoodAndGradient", "d=20 n=2000"));
    for (String job :
        List.of(
            "Likelihood.likelihoodAndGradient",
            "Posterior.posterior",
            "Posterior.logExpectedImprovement",
            "AcquisitionGradient.logExpectedImprovementAndGradient",
            "Append.appendAndTruncate")) {
      targets.add(ours(job, "d=10 n=100", ALLOCATION, LESS_THAN_AN_OBJECT));
    }
    targets.add(ours("Posterior.logExpectedImprovement", "d=20 n=500", RATE, 140_000));
    targets.add(ours("Posterior.logExpectedImprovement", "d=20 n=1000", RATE, 45_000));
    targets.add(ours("Append.appendAndTruncate", "d=10 n=2000", MILLISECONDS, 5));
    targets.add(ours("FirstCall.firstSuggestion", "", MILLISECONDS, 150));
  }

  private static void addCmaEs(List<Target> targets) {
    int[] small = {10, 40, 100, 200};
    int[] large = {500, 1000, 2000};
    generations(targets, Comparison.AUTO, "CHOLESKY", 0, MICROSECONDS, small, 5, 40, 250, 700);
    generations(targets, Comparison.OURS, "CHOLESKY", 0, MILLISECONDS, large, 1.5, 6, 25);
    generations(targets, Comparison.OURS, "EIGEN", 0, MILLISECONDS, large, 4, 16, 80);
    generations(targets, Comparison.OURS, "CHOLESKY", 4, MILLISECONDS, new int[] {200, 500}, 6, 60);
    String manyDimensions = "LargeScale.evaluation";
    targets.add(ours(manyDimensions, "dimension=10000 model=SEPARABLE", MICROSECONDS, 50));
    targets.add(ours(manyDimensions, "dimension=10000 model=LIMITED_MEMORY", MICROSECONDS, 250));
    targets.add(ours("WholeStudy.cmaEs", "d=40", MILLISECONDS, 600));
    for (int n : new int[] {200, 500, 1000}) {
      String size = "evaluationMillis=5 model=CHOLESKY n=" + n;
      targets.add(ours("BackgroundTell.tell", size, TAIL_OVER_MEDIAN, 3));
    }
    beside(targets, "ShortRun.generation", Comparison.HIPPARCHUS, SPEED, 5, 10);
    beside(targets, "ShortRun.generation", Comparison.HIPPARCHUS, SPEED, 10, 100);
    beside(targets, "ShortRun.generation", Comparison.HIPPARCHUS, SPEED, 30, 500);
  }

  private static void addSuggestions(List<Target> targets) {
    String refitted = "d=10 growth=0 trials=100";
    targets.add(ours("Ask.ask", refitted, MEDIAN, 5));
    targets.add(ours("Ask.ask", refitted, TAIL, 10));
    targets.add(ours("AskBetweenFits.ask", "d=10 trials=100", MEDIAN, 1));
    targets.add(ours("AskBetweenFits.ask", "d=10 trials=100", TAIL, 2));
    targets.add(ours("AskBetweenFits.ask", "d=10 trials=100", ALLOCATION, 1024));
    targets.add(ours("Ask.ask", "d=10 growth=0 trials=500", MEDIAN, 25));
    targets.add(ours("Ask.ask", "d=20 growth=0 trials=500", MEDIAN, 150));
    targets.add(ours("Ask.ask", "d=20 growth=0 trials=1000", MEDIAN, 700));
    targets.add(ours("Tpe.ask", "d=10 trials=100", MEDIAN, 0.1));
    targets.add(ours("Tpe.ask", "d=10 trials=1000", MEDIAN, 0.3));
    targets.add(ours("Tpe.ask", "d=10 trials=10000", MEDIAN, 1));
    targets.add(ours("WholeStudy.tpe", "d=40", MILLISECONDS, 60));
  }

  private static void addManySuggestions(List<Target> targets) {
    String automatic = " method=AUTOMATIC regions=0 ";
    targets.add(ours("Batch.ask", "batch=4 d=10" + automatic + "trials=100", MEDIAN, 15));
    targets.add(ours("Batch.ask", "batch=16 d=10" + automatic + "trials=100", MEDIAN, 50));
    targets.add(ours("Batch.ask", "batch=150 d=10" + automatic + "trials=200", MEDIAN, 1000));
    String tenThousand = "batch=10000 d=20" + automatic;
    targets.add(ours("Batch.ask", tenThousand + "threads=2 trials=1000", MEDIAN, 5000));
    targets.add(ours("Fleet.step", "d=6 members=1000 threads=2 trials=50", MILLISECONDS, 2000));
    targets.add(ours("Random.batch", "d=10", RATE, 1e6));
  }

  private static void generations(
      List<Target> targets,
      String implementation,
      String model,
      int populationPerDimension,
      Measure measure,
      int[] sizes,
      double... limits) {
    for (int i = 0; i < sizes.length; i++) {
      String size =
          "model=%s n=%d populationPerDimension=%d"
              .formatted(model, sizes[i], populationPerDimension);
      Cell cell = new Cell("Generation.generation", size, implementation);
      targets.add(Target.alone(cell, measure, limits[i]));
    }
  }

  private static Target ours(String job, String size, Measure measure, double limit) {
    return Target.alone(new Cell(job, size, Comparison.OURS), measure, limit);
  }

  private static void against(
      List<Target> targets, String job, Measure measure, double limit, int... sizes) {
    beside(targets, job, Comparison.OPENBLAS, measure, limit, sizes);
  }

  private static void beside(
      List<Target> targets,
      String job,
      String baseline,
      Measure measure,
      double limit,
      int... sizes) {
    for (int n : sizes) {
      Cell ours = new Cell(job, "n=" + n, Comparison.OURS);
      targets.add(new Target(ours, new Cell(job, "n=" + n, baseline), measure, limit));
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
}
