package dev.hone.math.gp;

import dev.hone.math.linalg.NumericalException;
import dev.hone.math.minimize.Curvature;
import dev.hone.math.minimize.Lbfgsb;
import dev.hone.math.minimize.LbfgsbRun;
import dev.hone.math.minimize.Minimum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The searches of one {@link GpFit}: minimisations of the negative log posterior, in step. */
final class FitSearch {
  private final GpEngine engine;
  private final GpPrior prior;
  private final Lbfgsb minimizer;
  private final double[] lower;
  private final double[] upper;

  private @Nullable Minimum best;
  private @Nullable Curvature curvature;
  private int bestStart;
  private final List<Minimum> ends = new ArrayList<>();
  private int iterations;
  private int evaluations;

  FitSearch(GpEngine engine, GpFit fit) {
    this.engine = engine;
    this.prior = fit.prior();
    minimizer =
        Lbfgsb.defaults()
            .withMaxIterations(fit.maxIterations())
            .withRelativeReduction(fit.tolerance());
    lower = prior.lower();
    upper = prior.upper();
  }

  /** Whether some start led to a finite posterior. */
  boolean hasEnd() {
    return best != null;
  }

  /**
   * Searches from each of some free coordinates, and takes the best end over from any before that
   * had none. The first of equally good ones counts.
   *
   * @param known the curvature around the first start, or null
   */
  void from(List<double[]> starts, @Nullable Curvature known) {
    List<LbfgsbRun> runs = new ArrayList<>();
    for (double[] start : starts) {
      runs.add(
          known != null && runs.isEmpty()
              ? minimizer.start(start, lower, upper, known)
              : minimizer.start(start, lower, upper));
    }
    List<LbfgsbRun> active = unfinished(runs);
    while (!active.isEmpty()) {
      step(active);
      active = unfinished(active);
    }
    ends.clear();
    for (int i = 0; i < runs.size(); i++) {
      Minimum end = runs.get(i).result();
      ends.add(end);
      if (Double.isFinite(end.value()) && (best == null || end.value() < best.value())) {
        best = end;
        curvature = runs.get(i).curvature();
        bestStart = i;
      }
      iterations += end.iterations();
      evaluations += end.evaluations();
    }
  }

  private static List<LbfgsbRun> unfinished(List<LbfgsbRun> runs) {
    List<LbfgsbRun> unfinished = new ArrayList<>();
    for (LbfgsbRun run : runs) {
      if (!run.isFinished()) {
        unfinished.add(run);
      }
    }
    return unfinished;
  }

  /** One evaluation for every run. */
  private void step(List<LbfgsbRun> runs) {
    int count = runs.size();
    int length = prior.components().size();
    double[] thetas = new double[count * length];
    double[] theta = new double[length];
    for (int i = 0; i < count; i++) {
      prior.hyperparameters(runs.get(i).point(), theta);
      System.arraycopy(theta, 0, thetas, i * length, length);
    }
    double[] logLikelihoods = new double[count];
    double[] thetaGradients = new double[count * length];
    engine.logMarginalLikelihoods(count, thetas, logLikelihoods, thetaGradients);
    double[] gradient = new double[prior.freeCount()];
    for (int i = 0; i < count; i++) {
      double[] thetaGradient = Arrays.copyOfRange(thetaGradients, i * length, i * length + length);
      double[] coordinates = runs.get(i).point();
      double value =
          prior.negativeLogPosterior(coordinates, logLikelihoods[i], thetaGradient, gradient);
      runs.get(i).advance(value, gradient);
    }
  }

  GpFitResult result() {
    Minimum best = this.best;
    Curvature curvature = this.curvature;
    if (best == null || curvature == null) {
      throw new NumericalException(
          "no finite likelihood for n = "
              + engine.size()
              + " from "
              + ends.size()
              + " starts, whatever the noise: expected targets of moderate size and length-scales"
              + " above the rounding of the inputs");
    }
    double[] point = best.point();
    double logPrior = prior.logDensity(point, new double[point.length]);
    double[] theta = new double[prior.components().size()];
    prior.hyperparameters(point, theta);
    List<GpFitResult.End> reached = new ArrayList<>();
    for (Minimum end : ends) {
      reached.add(new GpFitResult.End(-end.value(), end.termination()));
    }
    return new GpFitResult(
        engine.size(),
        theta,
        -best.value(),
        -best.value() - logPrior,
        bestStart,
        iterations,
        evaluations,
        best.termination(),
        curvature,
        List.copyOf(reached));
  }
}
