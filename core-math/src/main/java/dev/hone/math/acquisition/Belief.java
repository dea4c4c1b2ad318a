package dev.hone.math.acquisition;

import dev.hone.math.gp.GpPosterior;
import dev.hone.math.pareto.Hypervolume;
import dev.hone.math.pareto.ParetoFront;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is believed of every point: a Gaussian process for each objective and, if there are any, for
 * each constraint and for the logarithm of the cost, all conditioned on the same points.
 *
 * <p>Objectives are minimised, in the units of their targets. A point is feasible where the targets
 * of all constraints are 0 or less. Immutable, but a view of processes that are not; not safe for
 * use from several threads at once.
 */
public final class Belief {
  private final List<GpPosterior> objectives;
  private final List<GpPosterior> constraints;
  private final @Nullable GpPosterior logCost;
  private final double logCostScale;
  private final double @Nullable [] reference;
  private final long seed;
  private double @Nullable [][] means;
  private boolean @Nullable [] feasible;

  private Belief(
      List<GpPosterior> objectives,
      List<GpPosterior> constraints,
      @Nullable GpPosterior logCost,
      double logCostScale,
      double @Nullable [] reference,
      long seed) {
    this.objectives = List.copyOf(objectives);
    this.constraints = List.copyOf(constraints);
    this.logCost = logCost;
    this.logCostScale = logCostScale;
    this.reference = reference;
    this.seed = seed;
    if (objectives.isEmpty()) {
      throw new IllegalArgumentException("objectives = []: expected at least one");
    }
    int size = objectives.getFirst().size();
    List<GpPosterior> all = new ArrayList<>(objectives);
    all.addAll(constraints);
    if (logCost != null) {
      all.add(logCost);
    }
    for (GpPosterior posterior : all) {
      if (posterior.size() != size) {
        throw new IllegalArgumentException(
            "a process of " + posterior.size() + " points: expected " + size + " for all");
      }
    }
  }

  /** Belief in one objective. */
  public static Belief of(GpPosterior objective) {
    return of(List.of(objective));
  }

  /**
   * Belief in some objectives.
   *
   * @throws IllegalArgumentException if there is none, or they have not the same number of points
   */
  public static Belief of(List<? extends GpPosterior> objectives) {
    return new Belief(List.copyOf(objectives), List.of(), null, 1, null, 0);
  }

  /**
   * The same with constraints, feasible at 0 and below.
   *
   * @throws IllegalArgumentException if one has another number of points
   */
  public Belief withConstraints(List<? extends GpPosterior> constraints) {
    return new Belief(objectives, List.copyOf(constraints), logCost, logCostScale, reference, seed);
  }

  /**
   * The same with a cost.
   *
   * @param logCost a process of the natural logarithm of the cost, shifted and scaled
   * @param scale nats to a unit of its targets, positive
   * @throws IllegalArgumentException if it has another number of points or the scale is not
   *     positive
   */
  public Belief withLogCost(GpPosterior logCost, double scale) {
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("scale = " + scale + ": expected a positive number");
    }
    return new Belief(objectives, constraints, logCost, scale, reference, seed);
  }

  /**
   * The same with a reference point for hypervolumes.
   *
   * @param reference a value for each objective, in the units of its targets
   * @throws IllegalArgumentException if it has another length
   */
  public Belief withReference(double[] reference) {
    if (reference.length != objectives.size()) {
      throw new IllegalArgumentException(
          "reference has length " + reference.length + ": expected " + objectives.size());
    }
    return new Belief(objectives, constraints, logCost, logCostScale, reference.clone(), seed);
  }

  /** The same with another seed for what is drawn at random; 0 unless set. */
  public Belief withSeed(long seed) {
    return new Belief(objectives, constraints, logCost, logCostScale, reference, seed);
  }

  /** The first objective. */
  public GpPosterior objective() {
    return objectives.getFirst();
  }

  /** All objectives, at least one. */
  public List<GpPosterior> objectives() {
    return objectives;
  }

  /** The constraints; often none. */
  public List<GpPosterior> constraints() {
    return constraints;
  }

  /** The logarithm of the cost, or null if costs do not matter. */
  public @Nullable GpPosterior logCost() {
    return logCost;
  }

  /** Nats to a unit of the targets of {@link #logCost}. */
  public double logCostScale() {
    return logCostScale;
  }

  /** Seed of what is drawn at random. */
  public long seed() {
    return seed;
  }

  /** The number of points conditioned on, pending ones too. */
  public int size() {
    return objectives.getFirst().size();
  }

  /** The posterior mean of an objective at a point conditioned on. */
  public double mean(int objective, int point) {
    double[][] all = means;
    if (all == null) {
      all = new double[objectives.size()][size()];
      for (int j = 0; j < all.length; j++) {
        objectives.get(j).fittedMeans(all[j]);
      }
      means = all;
    }
    return all[objective][point];
  }

  /** Whether the posterior means of all constraints allow a point conditioned on. */
  public boolean isFeasible(int point) {
    boolean[] all = feasible;
    if (all == null) {
      all = new boolean[size()];
      Arrays.fill(all, true);
      double[] violation = new double[size()];
      for (GpPosterior constraint : constraints) {
        constraint.fittedMeans(violation);
        for (int i = 0; i < all.length; i++) {
          all[i] &= violation[i] <= 0;
        }
      }
      feasible = all;
    }
    return all[point];
  }

  /** Whether any point conditioned on is feasible. */
  public boolean hasFeasible() {
    for (int i = 0; i < size(); i++) {
      if (isFeasible(i)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The value of the first objective to improve on: its least posterior mean at a feasible point
   * conditioned on, not the luckiest target, in which noise counts; of any point if none is
   * feasible, and +∞ if there is none at all.
   */
  public double incumbent() {
    boolean any = hasFeasible();
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < size(); i++) {
      if (!any || isFeasible(i)) {
        least = Math.min(least, mean(0, i));
      }
    }
    return least;
  }

  /**
   * The reference point for hypervolumes: the one set, or one beyond the front of the posterior
   * means by a tenth of its range, or half the way from the best to the median of all points if
   * that is more: as long as the front has few points it must be able to grow at its ends.
   *
   * @throws IllegalStateException if none was set and there is no point to go by
   */
  public double[] reference() {
    if (reference != null) {
      return reference.clone();
    }
    if (size() == 0) {
      throw new IllegalStateException("no reference point, and no point to choose one by");
    }
    int m = objectives.size();
    double[] values = hasFeasible() ? feasibleMeans() : allMeans();
    double[] nearest = Hypervolume.referencePoint(values.length / m, m, values);
    int[] front = ParetoFront.nonDominated(values.length / m, m, values);
    for (int j = 0; j < m; j++) {
      double worst = Double.NEGATIVE_INFINITY;
      for (int i : front) {
        worst = Math.max(worst, values[i * m + j]);
      }
      double[] sorted = new double[values.length / m];
      for (int i = 0; i < sorted.length; i++) {
        sorted[i] = values[i * m + j];
      }
      Arrays.sort(sorted);
      double margin = 0.5 * (sorted[sorted.length / 2] - sorted[0]);
      nearest[j] = Math.max(nearest[j], worst + margin);
    }
    return nearest;
  }

  /** The posterior means of the objectives at feasible points, a row for each. */
  double[] feasibleMeans() {
    int m = objectives.size();
    double[] rows = new double[size() * m];
    int count = 0;
    for (int i = 0; i < size(); i++) {
      if (isFeasible(i)) {
        for (int j = 0; j < m; j++) {
          rows[count * m + j] = mean(j, i);
        }
        count++;
      }
    }
    return Arrays.copyOf(rows, count * m);
  }

  private double[] allMeans() {
    int m = objectives.size();
    double[] rows = new double[size() * m];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = mean(i % m, i / m);
    }
    return rows;
  }
}
