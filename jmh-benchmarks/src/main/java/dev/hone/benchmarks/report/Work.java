package dev.hone.benchmarks.report;

import dev.hone.benchmarks.roofline.Roofline;
import java.util.Locale;
import java.util.Optional;

/**
 * What a job has to do at the least, and what bounds it: without its exponentials, square roots and
 * terms of lower order, so that a share of the bound is never flattered.
 *
 * @param amount flops or bytes of one operation
 * @param isMemoryBound whether these are bytes
 */
record Work(double amount, boolean isMemoryBound) {
  private static final double RIGHT_HAND_SIDES = 1024;

  /** The work behind a score, if it is known for the job. */
  static Optional<Work> of(Score score) {
    return of(score.job(), score.parameter("n"), score.parameter("d"));
  }

  /** The work of a job, if it is known, by its size n and dimension d where it has one. */
  static Optional<Work> of(String job, double n, double d) {
    return switch (job) {
      case "Gemm.multiply" -> flops(2 * n * n * n);
      case "Syrk.multiply", "Inverse.factorAndInvert", "Likelihood.likelihoodAndGradient" ->
          flops(n * n * n);
      case "Cholesky.factor", "LikelihoodValue.likelihood" -> flops(n * n * n / 3);
      case "TriangularSolve.solve" -> flops(RIGHT_HAND_SIDES * n * n);
      // Tridiagonal reduction and the way back; between them, the spectrum decides.
      case "SymmetricEigen.decompose" -> flops(10 * n * n * n / 3);
      // One solve per candidate, and another for the gradient.
      case "Posterior.posterior", "Posterior.logExpectedImprovement" -> flops(n * n);
      case "AcquisitionGradient.logExpectedImprovementAndGradient" -> flops(2 * n * n);
      case "MaternTriangle.fill" -> flops(3 * d * n * n / 2);
      // The triangle of the factor, once.
      case "Append.appendAndTruncate" -> Optional.of(new Work(Double.BYTES * n * n / 2, true));
      default -> Optional.empty();
    };
  }

  private static Optional<Work> flops(double amount) {
    return Optional.of(new Work(amount, false));
  }

  /** How much of it is done in a second, such as {@code 51.2 GFLOP/s}. */
  String rate(double seconds) {
    String unit = isMemoryBound ? "GB/s" : "GFLOP/s";
    return String.format(Locale.ROOT, "%.1f %s", amount / seconds / 1e9, unit);
  }

  /** The share of what the machine can do on one thread, such as {@code 83 %}. */
  String share(double seconds, Roofline roofline) {
    double bound = isMemoryBound ? roofline.gigabytesPerSecond() : roofline.gigaflops();
    return String.format(Locale.ROOT, "%.0f %%", 100 * amount / seconds / 1e9 / bound);
  }
}
