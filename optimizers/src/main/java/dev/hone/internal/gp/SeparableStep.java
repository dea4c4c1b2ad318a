package dev.hone.internal.gp;

import dev.hone.spi.History;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every third suggestion, where it promises more than the best value told: the lowest point of a
 * {@link PolynomialSum}, quadratic and of sixth degree in turn. The Gaussian process, which sees no
 * farther than its length-scales, is caught in one of the many dents of a large bowl, or on the
 * wrong side of some of its parameters; a sum has few coefficients and sees the whole.
 *
 * <p>The rule goes by the trial's number and what was told, so that there is no state to save; what
 * is kept is the last answer of each degree. See ADR 29 for what it was measured on.
 */
final class SeparableStep {
  private static final int EVERY = 3;
  private static final int[] DEGREES = {2, 6};

  /** Trials for each parameter before the first step. */
  private static final int TRIALS = 3;

  /** Beyond, nothing was measured, and a fit takes longer than a suggestion. */
  private static final int MOST_PARAMETERS = 12;

  private static final int MOST_TRIALS = 1000;

  /** Of the variance, what a sum has to explain. */
  private static final double EXPLAINED = 0.3;

  private final EncodedSpace space;
  private final int dimension;
  private final boolean possible;

  /** How many values the last answers were found with, and what they are. */
  private final int[] askedAt = new int[DEGREES.length];

  private final double[] @Nullable [] answers = new double[DEGREES.length][];

  /** For a space; only one of continuous parameters without conditions has such steps. */
  SeparableStep(EncodedSpace space) {
    this.space = space;
    dimension = space.dimension();
    possible = dimension <= MOST_PARAMETERS && space.isContinuous();
  }

  /** The point to try as this trial, or null if the model is to say. */
  double @Nullable [] suggest(History history, Novelty novelty, long trialNumber) {
    int n = history.size();
    boolean due = trialNumber % EVERY == 0 && n >= TRIALS * dimension && n <= MOST_TRIALS;
    if (!possible || !due) {
      return null;
    }
    int turn = (int) (trialNumber / EVERY % DEGREES.length);
    if (askedAt[turn] != n) {
      answers[turn] = lowest(history, DEGREES[turn]);
      askedAt[turn] = n;
    }
    double[] answer = answers[turn];
    return answer != null && novelty.accepts(answer) ? answer.clone() : null;
  }

  private double @Nullable [] lowest(History history, int degree) {
    int n = history.size();
    List<double[]> points = new ArrayList<>(n);
    double[] values = new double[n];
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      points.add(history.point(i));
      values[i] = history.value(i);
      best = Math.min(best, values[i]);
    }
    PolynomialSum sum = PolynomialSum.fit(points, values, degree);
    if (sum == null || !(sum.explained() >= EXPLAINED)) {
      return null;
    }
    double[] point = space.canonical(sum.lowest());
    return sum.value(point) < best && isFar(points, point) ? point : null;
  }

  /** Whether no trial has been so near that this one would tell the same. */
  private boolean isFar(List<double[]> points, double[] point) {
    for (double[] other : points) {
      double distance = 0;
      for (int k = 0; k < dimension; k++) {
        distance = Math.max(distance, Math.abs(point[k] - other[k]));
      }
      if (distance < Novelty.SPREAD) {
        return false;
      }
    }
    return true;
  }
}
