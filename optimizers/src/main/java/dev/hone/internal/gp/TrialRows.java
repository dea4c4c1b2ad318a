package dev.hone.internal.gp;

import dev.hone.PendingBelief;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.linalg.NumericalException;
import dev.hone.spi.History;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a {@link Surrogate}'s engine: the complete trials in the order of telling and then
 * the pending ones in the order of asking, believed to come out at their posterior mean (Kriging
 * believer).
 *
 * <p>A trial that is told in the order it was asked in stays where it is, and only targets change:
 * O(n²). One told out of order makes the rows behind it be added anew.
 *
 * <p>Source of the believer: Ginsbourger, Le Riche and Carraro, Kriging is well-suited to
 * parallelize optimization (2010), section 4.2.
 */
final class TrialRows {
  /** Noise of a pending point that could not be added without. */
  private static final double SLACK = 1e-3;

  /**
   * The most pending trials that become rows, those asked for last: the factor is of the square of
   * their number, a gigabyte where somebody has asked for ten thousand.
   */
  static final int MOST_PENDING = 1024;

  /** How many are left out at a time: the rows behind them are added anew. */
  private static final int STEP = MOST_PENDING / 2;

  private final Quantity quantity;

  /** What pending trials come out as. */
  private final PendingBelief belief;

  /** How many pending trials are added as {@link GpEngine#appendKnown}, to be sampled together. */
  private final int sampled;

  private boolean keepsEveryPoint;

  private GpEngine engine;

  /** The points of the engine's rows. */
  private final List<double[]> points = new ArrayList<>();

  /** How many complete trials have their targets in the engine. */
  private int told;

  /** The targets of the complete trials. */
  private double[] targets = {};

  /** How values became targets when they were told, and at the last fit: there noise stays. */
  private FittedScaling scaling = FittedScaling.IDENTITY;

  private FittedScaling noiseScaling = FittedScaling.IDENTITY;

  private double[] scratch = {};

  /**
   * No rows.
   *
   * @param engine to be made longer and shorter here only
   * @param belief what pending trials come out as, if the quantity is an objective
   * @param sampled how many pending trials are to be sampled together, or 0
   */
  TrialRows(GpEngine engine, Quantity quantity, PendingBelief belief, int sampled) {
    this.engine = engine;
    this.quantity = quantity;
    this.belief = quantity.kind() == Quantity.Kind.OBJECTIVE ? belief : PendingBelief.EXPECTED;
    this.sampled = sampled;
  }

  /** Has every pending point become a row, however little it adds. */
  void keepEveryPoint() {
    keepsEveryPoint = true;
  }

  /** Where the rows are. */
  GpEngine engine() {
    return engine;
  }

  /** Forgets all rows, whatever the engine has. */
  void clear() {
    told = 0;
    points.clear();
  }

  /** Takes the rows that an engine has, of the first complete trials and of no others. */
  void adopt(History history, GpEngine fitted, int observations) {
    engine = fitted;
    told = observations;
    targets = told == history.size() ? targets(history) : new double[0];
    noiseScaling = quantity.fit(history, told);
    points.clear();
    for (int i = 0; i < told; i++) {
      points.add(history.point(i));
    }
  }

  /**
   * Adds rows for what was told since; O(n²) for each.
   *
   * @return whether targets have to be {@linkplain #retell told again}
   * @throws NumericalException if one cannot be added at the hyperparameters of the last fit
   */
  boolean addTold(History history) {
    int n = history.size();
    int known = told;
    while (known < Math.min(n, points.size())
        && Arrays.equals(points.get(known), history.point(known))) {
      known++;
    }
    if (known < n) {
      truncate(known);
      for (int i = known; i < n; i++) {
        append(history, i);
        points.add(history.point(i));
      }
    }
    return told < n || known < n;
  }

  private void append(History history, int i) {
    double noise = quantity.noise(history.outcome(i), noiseScaling);
    if (noise > 0) {
      engine.append(history.point(i), 0, noise);
    } else {
      engine.append(history.point(i), 0);
    }
  }

  /**
   * Sets the targets of all complete trials.
   *
   * @return how far each is from its prediction by those before, in predictive standard deviations;
   *     valid until used
   */
  double[] retell(History history) {
    int n = history.size();
    targets = targets(history);
    engine.setTargets(n, targets);
    scratch = grown(scratch);
    engine.innovations(scratch);
    told = n;
    return scratch;
  }

  /** The targets of all complete trials, from now on by a scaling that fits them. */
  double[] targets(History history) {
    double[] values = quantity.values(history, history.size());
    scaling = quantity.fit(history, values.length);
    return scaling.targets(values);
  }

  /** The noise known of the targets of the first n complete trials, or null if there is none. */
  double @Nullable [] noise(History history, int n) {
    return quantity.noise(history, n, quantity.fit(history, n));
  }

  /**
   * Takes pending points as if they had come out at their posterior mean. That takes the
   * uncertainty away around them, so that the next suggestion goes elsewhere. A point too close to
   * others to be added leaves the model as it is, which is certain there already. Of more than
   * {@value #MOST_PENDING} the oldest are left out: the next suggestion is most like the last ones.
   *
   * @param pending all that are, or none, in the order of asking
   */
  void setPending(Collection<double[]> pending) {
    int row = told;
    boolean same = true;
    int oldest = leftOut(pending.size());
    for (double[] point : pending) {
      if (oldest > 0) {
        oldest--;
        continue;
      }
      same = same && row < points.size() && Arrays.equals(points.get(row), point);
      if (same) {
        row++;
      } else {
        truncate(row);
        if (believe(point)) {
          row++;
        }
      }
    }
    truncate(row);
    lie();
  }

  /** How many of the oldest pending trials are left out; the same number for many in a row. */
  static int leftOut(int pending) {
    return Math.ceilDiv(Math.max(0, pending - MOST_PENDING), STEP) * STEP;
  }

  /** Takes one more point as pending. */
  void addPending(double[] point) {
    believe(point);
    lie();
  }

  /** Has all pending points come out as the same value, if that is what is believed of them. */
  private void lie() {
    if (belief == PendingBelief.EXPECTED || pendingCount() == 0 || targets.length != told) {
      return;
    }
    double[] all = Arrays.copyOf(targets, points.size());
    double value =
        switch (belief) {
          case BEST -> Arrays.stream(targets).min().orElse(0);
          case WORST -> Arrays.stream(targets).max().orElse(0);
          case MEAN, EXPECTED -> Arrays.stream(targets).average().orElse(0);
        };
    Arrays.fill(all, told, all.length, value);
    engine.setTargets(all.length, all);
  }

  /** Adds one pending point; returns whether the engine could take it. */
  private boolean believe(double[] point) {
    try {
      if (pendingCount() < sampled) {
        engine.appendKnown(point);
      } else {
        engine.appendPending(point);
      }
      points.add(point);
      return true;
    } catch (NumericalException alreadyCertain) {
      if (keepsEveryPoint) {
        double[] mean = new double[1];
        engine.posterior(1, point, mean, null);
        engine.append(point, mean[0], SLACK);
        points.add(point);
        return true;
      }
      System.getLogger("dev.hone")
          .log(Level.DEBUG, "a pending trial adds nothing to the model", alreadyCertain);
      return false;
    }
  }

  private void truncate(int size) {
    if (size < points.size()) {
      engine.truncate(size);
      points.subList(size, points.size()).clear();
    }
  }

  /** How many complete trials have their targets in the engine. */
  int told() {
    return told;
  }

  /** How many rows are of pending trials. */
  int pendingCount() {
    return points.size() - told;
  }

  /** The points of the rows of pending trials, as long as those stay. */
  List<double[]> pending() {
    return points.subList(told, points.size());
  }

  /** The target of a value. */
  double target(double value) {
    return scaling.target(value);
  }

  /** Values to a unit of the targets. */
  double unit() {
    return scaling.unit();
  }

  /**
   * Posterior means at the complete trials by rank, and then at those pending; valid until used.
   */
  double[] fittedMeans() {
    scratch = grown(scratch);
    engine.fittedMeans(scratch);
    return scratch;
  }

  private double[] grown(double[] array) {
    int size = engine.size();
    return array.length >= size ? array : new double[size + size / 2 + 8];
  }
}
