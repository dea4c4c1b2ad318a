package dev.hone;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came of a trial, where one number does not say it all: several objectives, constraints, what
 * the evaluation cost, how noisy it was, a gradient.
 *
 * <pre>{@code
 * optimizer.tell(trial, Outcome.of(error, latency).withConstraints(memory - limit).withCost(seconds));
 * }</pre>
 *
 * <p>How many objectives and constraints there are is said when an optimizer is built, and every
 * outcome must have as many. Cost, noise and gradient are optional: a method that has a use for
 * them takes them into account, and every other keeps them with the trial.
 *
 * <p>Immutable: arrays are copied on their way in and out.
 */
public final class Outcome {
  private static final double[] NONE = {};

  private final double[] objectives;
  private final double[] constraints;
  private final double cost;
  private final double[] noiseVariances;
  private final double @Nullable [] gradient;

  private Outcome(
      double[] objectives,
      double[] constraints,
      double cost,
      double[] noiseVariances,
      double @Nullable [] gradient) {
    this.objectives = objectives;
    this.constraints = constraints;
    this.cost = cost;
    this.noiseVariances = noiseVariances;
    this.gradient = gradient;
  }

  /**
   * An outcome with a value for each objective.
   *
   * @param objectives at least one, in the order of {@link Optimizer#directions}; NaN and
   *     infinities mark the trial failed
   * @throws IllegalArgumentException if there is none
   */
  public static Outcome of(double... objectives) {
    if (objectives.length == 0) {
      throw new IllegalArgumentException("no objectives: expected at least one value");
    }
    return new Outcome(objectives.clone(), NONE, Double.NaN, NONE, null);
  }

  /**
   * The same with constraints.
   *
   * @param values one for each constraint: it is met if its value is at most 0; NaN and infinities
   *     mark the trial failed
   */
  public Outcome withConstraints(double... values) {
    return new Outcome(objectives, values.clone(), cost, noiseVariances, gradient);
  }

  /**
   * The same with what the evaluation cost, in whatever unit, such as seconds.
   *
   * @throws IllegalArgumentException if it is not finite and above 0
   */
  public Outcome withCost(double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("cost = " + value + ": expected a finite number above 0");
    }
    return new Outcome(objectives, constraints, value, noiseVariances, gradient);
  }

  /**
   * The same with the known variance of the noise in each objective, such as the squared standard
   * error of a mean.
   *
   * @param variances one for each objective
   * @throws IllegalArgumentException if there are not as many as objectives, or one is negative or
   *     not finite
   */
  public Outcome withNoiseVariance(double... variances) {
    if (variances.length != objectives.length) {
      throw new IllegalArgumentException(
          variances.length
              + " noise variances: expected one for each of "
              + objectives.length
              + " objectives");
    }
    for (double variance : variances) {
      if (!(variance >= 0 && variance < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "noise variance = " + variance + ": expected a finite number of at least 0");
      }
    }
    return new Outcome(objectives, constraints, cost, variances.clone(), gradient);
  }

  /**
   * The same with the gradient of the (only or first) objective.
   *
   * @param partials for each parameter of the space, in the order of {@link
   *     SearchSpace#parameters}, the derivative by its value in its own unit; 0 where there is none
   * @throws IllegalArgumentException if one is not finite
   */
  public Outcome withGradient(double... partials) {
    for (int i = 0; i < partials.length; i++) {
      if (!Double.isFinite(partials[i])) {
        throw new IllegalArgumentException(
            "gradient[" + i + "] = " + partials[i] + ": expected a finite number");
      }
    }
    return new Outcome(objectives, constraints, cost, noiseVariances, partials.clone());
  }

  /** How many objectives there are, at least 1. */
  public int objectiveCount() {
    return objectives.length;
  }

  /** The value of an objective. */
  public double objective(int i) {
    return objectives[Objects.checkIndex(i, objectives.length)];
  }

  /** The values of all objectives; a copy. */
  public double[] objectives() {
    return objectives.clone();
  }

  /** How many constraints there are. */
  public int constraintCount() {
    return constraints.length;
  }

  /** The value of a constraint, met if at most 0. */
  public double constraint(int i) {
    return constraints[Objects.checkIndex(i, constraints.length)];
  }

  /** The values of all constraints; a copy. */
  public double[] constraints() {
    return constraints.clone();
  }

  /** Whether all constraints are met; true if there are none. */
  public boolean isFeasible() {
    for (double value : constraints) {
      if (!(value <= 0)) {
        return false;
      }
    }
    return true;
  }

  /** By how much constraints are violated in sum, Σ max(0, gᵢ); 0 if all are met. */
  public double violation() {
    double sum = 0;
    for (double value : constraints) {
      sum += Math.max(0, value);
    }
    return sum;
  }

  /** What the evaluation cost, or NaN if that was not said. */
  public double cost() {
    return cost;
  }

  /** The variance of the noise in an objective, or NaN if that was not said. */
  public double noiseVariance(int objective) {
    Objects.checkIndex(objective, objectives.length);
    return noiseVariances.length == 0 ? Double.NaN : noiseVariances[objective];
  }

  /** The gradient, a copy, or null if there is none. */
  public double @Nullable [] gradient() {
    return gradient == null ? null : gradient.clone();
  }

  /** Whether every objective and constraint is a finite number. */
  public boolean isFinite() {
    return isFinite(objectives) && isFinite(constraints);
  }

  private static boolean isFinite(double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The outcome as methods see it, who minimise: the sign of what is maximised changes, and that of
   * the gradient with it. Applied twice it gives the outcome back.
   *
   * @param directions one for each objective
   */
  public Outcome toMinimized(List<Direction> directions) {
    if (!directions.contains(Direction.MAXIMIZE)) {
      return this;
    }
    double[] minimized = objectives.clone();
    for (int i = 0; i < minimized.length; i++) {
      minimized[i] = directions.get(i).toMinimized(minimized[i]);
    }
    double[] slope = gradient();
    if (slope != null && directions.getFirst() == Direction.MAXIMIZE) {
      for (int i = 0; i < slope.length; i++) {
        slope[i] = -slope[i];
      }
    }
    return new Outcome(minimized, constraints, cost, noiseVariances, slope);
  }

  /** Equal if all of it is, bit for bit. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Outcome that
        && Arrays.equals(objectives, that.objectives)
        && Arrays.equals(constraints, that.constraints)
        && Double.compare(cost, that.cost) == 0
        && Arrays.equals(noiseVariances, that.noiseVariances)
        && Arrays.equals(gradient, that.gradient);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(objectives), Arrays.hashCode(constraints), cost);
  }

  /** The objectives and whether it is feasible: {@code [0.25, 3.0], infeasible}. */
  @Override
  public String toString() {
    String values =
        objectives.length == 1 ? String.valueOf(objectives[0]) : Arrays.toString(objectives);
    return isFeasible() ? values : values + ", infeasible";
  }
}
