package dev.hone.math.cma;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CmaEs}, or one with restarts, under m constraints g ≤ 0 that are known by their values:
 * minimises the {@link AugmentedLagrangian}, whose minimum moves to that of the problem.
 *
 * <pre>{@code
 * ConstrainedCmaEs es = new ConstrainedCmaEs(CmaEs.builder(start, 0.3).build(), m);
 * while (es.current().stop().isEmpty()) {
 *   double[] points = es.ask();
 *   ... // λ objective values, λ×m constraint values
 *   es.tell(values, constraints);
 * }
 * }</pre>
 *
 * <p>The values that the strategy itself knows, {@link CmaEs#bestValue} and the target among them,
 * are those of the augmented Lagrangian, which changes: see {@link #bestFeasible} instead. The
 * solution lies on the boundary as a rule, and is approached from both sides: {@link CmaEs#mean} is
 * nearer to it than the best feasible point.
 *
 * <p>Values rise as multipliers do: give the strategy {@link StopTolerances} {@linkplain
 * StopTolerances#withStagnation without} an end by stagnation.
 *
 * <p>Not safe for use from several threads at once. The same seed and values give the same points.
 */
public final class ConstrainedCmaEs implements AutoCloseable {
  private final Supplier<CmaEs> strategy;
  private final Predicate<double[]> teller;
  private final Runnable closer;
  private final AugmentedLagrangian lagrangian;
  private double[] points = {};
  private double[] fitness = {};
  private double @Nullable [] best;
  private double bestValue = Double.NaN;

  /**
   * Puts one run under constraints.
   *
   * @param es at its beginning; closed with this
   * @param constraints m, at least 0
   */
  public ConstrainedCmaEs(CmaEs es, int constraints) {
    strategy = () -> es;
    teller =
        values -> {
          es.tell(values);
          return false;
        };
    closer = es::close;
    lagrangian = new AugmentedLagrangian(es.dimension(), constraints);
  }

  /**
   * Puts a run and its restarts under constraints; each run adapts anew.
   *
   * @param es at its beginning; closed with this
   * @param constraints m, at least 0
   */
  public ConstrainedCmaEs(CmaRestarts es, int constraints) {
    strategy = es::current;
    teller = es::tell;
    closer = es::close;
    lagrangian = new AugmentedLagrangian(es.current().dimension(), constraints);
  }

  /** The run that is going on. */
  public CmaEs current() {
    return strategy.get();
  }

  /** The coefficients. */
  public AugmentedLagrangian lagrangian() {
    return lagrangian;
  }

  /** As {@link CmaEs#ask}. */
  public double[] ask() {
    points = current().ask();
    return points;
  }

  /**
   * Ends a generation.
   *
   * @param values λ values of the objective, in the order of the points; NaN for a lost one
   * @param constraints λ×m, row-major: a value of at most 0 is feasible; NaN makes its point a lost
   *     one
   * @return whether another run has begun
   * @throws IllegalStateException if nothing was asked since the last tell
   * @throws IllegalArgumentException if the lengths do not fit
   */
  public boolean tell(double[] values, double[] constraints) {
    current().checkAsked();
    int lambda = current().populationSize();
    int m = lagrangian.constraints();
    if (values.length != lambda || constraints.length != (long) lambda * m) {
      throw new IllegalArgumentException(
          "values and constraints have lengths "
              + values.length
              + " and "
              + constraints.length
              + ": expected "
              + lambda
              + " and "
              + lambda
              + "·"
              + m);
    }
    if (fitness.length != lambda) {
      fitness = new double[lambda];
    }
    lagrangian.fitness(values, constraints, fitness);
    takeBest(values, constraints);
    int favourite = -1;
    for (int i = 0; i < lambda; i++) {
      boolean better = favourite < 0 || fitness[i] < fitness[favourite];
      favourite = !Double.isNaN(fitness[i]) && better ? i : favourite;
    }
    boolean restarted = teller.test(fitness);
    if (restarted) {
      lagrangian.reset();
    } else if (favourite >= 0) {
      lagrangian.adapt(constraints, favourite * m);
    }
    return restarted;
  }

  private void takeBest(double[] values, double[] constraints) {
    int n = current().dimension();
    for (int i = 0; i < values.length; i++) {
      boolean better = !Double.isNaN(values[i]) && !(bestValue <= values[i]);
      if (better && lagrangian.isFeasible(constraints, i * lagrangian.constraints())) {
        bestValue = values[i];
        best = Arrays.copyOfRange(points, i * n, i * n + n);
      }
    }
  }

  /** A copy of the feasible point of the smallest objective value told; empty before the first. */
  public Optional<double[]> bestFeasible() {
    return best == null ? Optional.empty() : Optional.of(best.clone());
  }

  /** The smallest objective value of a feasible point; NaN before the first. */
  public double bestFeasibleValue() {
    return bestValue;
  }

  @Override
  public void close() {
    closer.run();
  }
}
