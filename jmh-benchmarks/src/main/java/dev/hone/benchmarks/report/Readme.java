package dev.hone.benchmarks.report;

import dev.hone.benchmarks.roofline.Roofline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Writes what result files say of the targets into the README, between two marks.
 *
 * <p>The script {@code readme} starts this class.
 */
public final class Readme {
  static final String BEGIN = "<!-- bench targets: written by jmh-benchmarks/readme -->";
  static final String END = "<!-- bench targets: end -->";

  private static final int USAGE_ERROR = 2;

  private static final Map<String, String> JOBS =
      Map.ofEntries(
          Map.entry("Gemm.multiply", "matrix product"),
          Map.entry("Cholesky.factor", "Cholesky factor"),
          Map.entry("TriangularSolve.solve", "triangular solve, 1024 right-hand sides"),
          Map.entry("Likelihood.likelihoodAndGradient", "likelihood and full gradient"),
          Map.entry("SymmetricEigen.decompose", "symmetric eigendecomposition"),
          Map.entry("MaternTriangle.fill", "Matérn-5/2 covariance"),
          Map.entry("Posterior.posterior", "posterior"),
          Map.entry("Posterior.logExpectedImprovement", "Log Expected Improvement"),
          Map.entry(
              "AcquisitionGradient.logExpectedImprovementAndGradient",
              "Log Expected Improvement and gradient"),
          Map.entry("Append.appendAndTruncate", "one observation more"),
          Map.entry("FirstCall.firstSuggestion", "first suggestion of a JVM, 50 trials, d=6"),
          Map.entry("Generation.generation", "CMA-ES, one generation"),
          Map.entry("LargeScale.evaluation", "CMA-ES, one evaluation"),
          Map.entry("ShortRun.generation", "CMA-ES, one generation of a short run"),
          Map.entry("BackgroundTell.tell", "CMA-ES, tell, decompositions in the background"),
          Map.entry("WholeStudy.cmaEs", "CMA-ES, a study of 100,000 trials"),
          Map.entry("Ask.ask", "suggestion with a refit"),
          Map.entry("AskBetweenFits.ask", "suggestion between refits"),
          Map.entry("Tpe.ask", "TPE, one suggestion"),
          Map.entry("WholeStudy.tpe", "TPE, a study of 1,000 trials"),
          Map.entry("Batch.ask", "suggestions at once, with a refit"),
          Map.entry("Fleet.step", "step of a fleet, refits included"),
          Map.entry("Random.batch", "random suggestions"));

  private Readme() {}

  /**
   * Rewrites the section.
   *
   * @param args the README, and the result files of one machine: of several that have the scores of
   *     a target, the first counts
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      System.err.println("usage: Readme <README.md> <result file>...");
      System.exit(USAGE_ERROR);
      return;
    }
    Path readme = Path.of(args[0]);
    List<Path> results = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      results.add(Path.of(args[i]));
    }
    Files.writeString(readme, replace(Files.readString(readme), section(results)));
    System.out.println("written to " + readme);
  }

  /**
   * The text with another section.
   *
   * @throws IllegalArgumentException if the text lacks the marks
   */
  static String replace(String text, String section) {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("expected a line " + BEGIN + " and behind it " + END);
    }
    return text.substring(0, begin + BEGIN.length()) + "\n" + section + text.substring(end);
  }

  /**
   * The section.
   *
   * @throws IllegalArgumentException if the files are of several machines, or hold no target
   */
  static String section(List<Path> results) throws IOException {
    List<List<Score>> runs = new ArrayList<>();
    Set<String> machines = new LinkedHashSet<>();
    Roofline roofline = ResultFile.readRoofline(results.getFirst());
    for (Path file : results) {
      Machine machine = ResultFile.readMachine(file);
      machines.add(machine.cpu() + ", " + machine.kernels() + ", JDK " + machine.jdk());
      runs.add(ResultFile.readScores(file));
      roofline = roofline.best(ResultFile.readRoofline(file));
    }
    if (machines.size() != 1) {
      throw new IllegalArgumentException("results of " + machines + ": expected one machine");
    }
    List<List<String>> lines = Targets.linesOfRuns(runs);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException(results + ": expected scores that a target speaks of");
    }
    StringJoiner names = new StringJoiner(", ");
    results.forEach(file -> names.add("`" + file.getFileName() + "`"));
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            """

            Measured on one core (%s): %.0f GFLOP/s and %.1f GB/s at most. From %s.

            | job | size | beside | wanted | measured | |
            |---|---|---|---|---|---|
            """,
            machines.iterator().next(),
            roofline.gigaflops(),
            roofline.gigabytesPerSecond(),
            names));
    for (List<String> line : lines) {
      text.append("| ")
          .append(JOBS.getOrDefault(line.get(0), line.get(0)))
          .append(" | ")
          .append(line.get(1))
          .append(" | ")
          .append(baseline(line.get(2)))
          .append(" | ")
          .append(line.get(3))
          .append(" | ")
          .append((line.get(4) + " " + line.get(5)).strip())
          .append(" | ")
          .append(line.get(6))
          .append(" |\n");
    }
    return text.append('\n').toString();
  }

  private static String baseline(String against) {
    String text = against.replace("Inverse.factorAndInvert", "factor and inverse alone");
    return text.replace("openblas", "OpenBLAS").replace("gcc", "C, `gcc -O3 -ffast-math`");
  }
}
