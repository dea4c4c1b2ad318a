package dev.hone.internal.gp;

import dev.hone.Outcome;
import dev.hone.OutputTransform;
import dev.hone.math.pareto.ParetoFront;
import dev.hone.spi.History;
import org.jspecify.annotations.Nullable;

/**
 * One of the numbers that a trial comes out with and that a model of its own learns.
 *
 * @param kind what it is
 * @param index which of them, from 0
 * @param scaling how it becomes targets
 */
record Quantity(Kind kind, int index, TargetScaling scaling) {

  /** What trials come out with. */
  enum Kind {
    OBJECTIVE,
    CONSTRAINT,
    LOG_COST
  }

  /** For a quantity that a search does not lower: what it told is what to expect. */
  private static final TargetScaling AVERAGE =
      TargetScaling.of(OutputTransform.STANDARDIZE).withZero(TargetScaling.Zero.AVERAGE);

  /** The noise variance, in squared units of targets, of a value that was not told. */
  private static final double UNKNOWN = 1e6;

  static Quantity objective(int index, TargetScaling scaling) {
    return new Quantity(Kind.OBJECTIVE, index, scaling);
  }

  static Quantity constraint(int index) {
    return new Quantity(Kind.CONSTRAINT, index, TargetScaling.CONSTRAINT);
  }

  static Quantity logCost() {
    return new Quantity(Kind.LOG_COST, 0, AVERAGE);
  }

  /** How values become targets, by the first n complete trials. */
  FittedScaling fit(History history, int n) {
    double[] values = values(history, n);
    return kind == Kind.OBJECTIVE && n > 0 && history.outcome(0).objectiveCount() > 1
        ? scaling.fit(values, worstOfFront(history, n))
        : scaling.fit(values);
  }

  /** The worst value of this objective among trials that no other beats in all objectives. */
  private double worstOfFront(History history, int n) {
    int m = history.outcome(0).objectiveCount();
    double[] objectives = new double[n * m];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        objectives[i * m + j] = history.outcome(i).objective(j);
      }
    }
    double worst = Double.NEGATIVE_INFINITY;
    for (int i : ParetoFront.nonDominated(n, m, objectives)) {
      worst = Math.max(worst, objectives[i * m + index]);
    }
    return worst;
  }

  /** The values of the first n complete trials; what was not told is the mean of the others. */
  double[] values(History history, int n) {
    double[] values = new double[n];
    double sum = 0;
    int known = 0;
    for (int i = 0; i < n; i++) {
      values[i] = value(history.outcome(i));
      if (!Double.isNaN(values[i])) {
        sum += values[i];
        known++;
      }
    }
    for (int i = 0; i < n && known < n; i++) {
      if (Double.isNaN(values[i])) {
        values[i] = known == 0 ? 0 : sum / known;
      }
    }
    return values;
  }

  private double value(Outcome outcome) {
    return switch (kind) {
      case OBJECTIVE -> outcome.objective(index);
      case CONSTRAINT -> outcome.constraint(index);
      // Portable, unlike Math.log: the same bits everywhere.
      case LOG_COST -> StrictMath.log(outcome.cost());
    };
  }

  /** Whether any of the complete trials told this. */
  boolean isKnown(History history) {
    for (int i = 0; i < history.size(); i++) {
      if (!Double.isNaN(value(history.outcome(i)))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The variances known of the noise of the targets of the first n complete trials, or null if none
   * is.
   *
   * @param fitted how values become targets
   */
  double @Nullable [] noise(History history, int n, FittedScaling fitted) {
    double[] noise = null;
    for (int i = 0; i < n; i++) {
      double variance = noise(history.outcome(i), fitted);
      if (variance > 0) {
        noise = noise == null ? new double[n] : noise;
        noise[i] = variance;
      }
    }
    return noise;
  }

  /** The variance known of the noise of the target of one outcome, or 0. */
  double noise(Outcome outcome, FittedScaling fitted) {
    if (Double.isNaN(value(outcome))) {
      return UNKNOWN;
    }
    double variance = kind == Kind.OBJECTIVE ? outcome.noiseVariance(index) : Double.NaN;
    if (!(variance > 0)) {
      return 0;
    }
    // In this order neither squares nor products of extreme units overflow or vanish.
    double deviation = Math.sqrt(variance) * fitted.slope(outcome.objective(index));
    return Math.min(UNKNOWN, deviation * deviation);
  }
}
