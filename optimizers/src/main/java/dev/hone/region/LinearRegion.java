package dev.hone.region;

import dev.hone.Configuration;
import dev.hone.DoubleParam;
import dev.hone.SearchSpace;
import dev.hone.internal.region.FourierMotzkin;
import dev.hone.internal.region.Latents;
import java.util.Arrays;
import java.util.List;

/**
 * Real numbers under linear inequalities: the polytope {x : low ≤ x ≤ high, Ax ≤ b}.
 *
 * <p>The values are chosen one after the other, each from the interval that those before it leave:
 * x = from + u·(to − from). The intervals come from Fourier–Motzkin elimination, made once, so that
 * the later values always have room: the unit cube is mapped onto the whole polytope, one to one
 * inside. The map is continuous, but uniform parameters do not give uniform values: where the later
 * values have little room, there are more points. A value that rounding brought outside is moved
 * towards a point inside by as little as it takes, so that {@link LinearConstraint#holds} for every
 * configuration, without a tolerance.
 *
 * <p>O(n·m) for m inequalities after elimination, of which there may be many more than there were
 * before: this is meant for up to about ten values.
 */
public final class LinearRegion implements Region {

  /** The part of its range below which an interval at the centre counts as flat. */
  private static final double FLAT = 1e-9;

  private final List<String> names;
  private final Latents latents;
  private final FourierMotzkin intervals;
  private final List<LinearConstraint> constraints;
  private final double[] centre;
  private final double[] low;
  private final double[] high;

  private LinearRegion(
      List<Interval> values,
      List<LinearConstraint> constraints,
      FourierMotzkin intervals,
      Latents latents) {
    this.names = values.stream().map(Interval::name).toList();
    this.latents = latents;
    this.constraints = constraints;
    this.intervals = intervals;
    low = values.stream().mapToDouble(Interval::low).toArray();
    high = values.stream().mapToDouble(Interval::high).toArray();
    centre = new double[low.length];
    Arrays.fill(centre, 0.5);
    intervals.decode(centre);
  }

  /**
   * A value with its own range.
   *
   * @param name of the value
   * @param low the smallest value
   * @param high the largest value
   */
  public record Interval(String name, double low, double high) {

    /** Checks the range. */
    public Interval {
      if (!(low < high && Double.isFinite(high - low))) {
        throw new IllegalArgumentException(
            name + " has range " + low + " to " + high + ": expected the first below the second");
      }
    }
  }

  /**
   * Declares the parameters.
   *
   * @param values at least 1
   * @param constraints one coefficient for each value
   * @throws IllegalArgumentException if the constraints leave no values, or leave them no room
   *     inside (as an equation does); if there are too many constraints after elimination; or if a
   *     name is blank or taken
   * @throws IllegalStateException if the space is built already
   */
  public static LinearRegion declare(
      SearchSpace.Builder builder, List<Interval> values, List<LinearConstraint> constraints) {
    List<String> names = Latents.checkedNames(values.stream().map(Interval::name).toList(), 1);
    for (LinearConstraint constraint : constraints) {
      if (constraint.coefficients().length != names.size()) {
        throw new IllegalArgumentException(
            constraint + " has another number of coefficients: expected one for each of " + names);
      }
    }
    List<LinearConstraint> kept = List.copyOf(constraints);
    FourierMotzkin intervals =
        FourierMotzkin.eliminate(
            names,
            values.stream().mapToDouble(Interval::low).toArray(),
            values.stream().mapToDouble(Interval::high).toArray(),
            kept.stream().map(LinearConstraint::coefficients).toArray(double[][]::new),
            kept.stream().mapToDouble(LinearConstraint::bound).toArray());
    var region = new LinearRegion(values, kept, intervals, new Latents(List.of()));
    region.checkRoom();
    return new LinearRegion(values, kept, intervals, Latents.declare(builder, names));
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public List<DoubleParam> parameters() {
    return latents.params();
  }

  @Override
  public double[] get(Configuration configuration) {
    double[] x = latents.get(configuration);
    intervals.decode(x);
    double[] inside = x.clone();
    // The centre is inside, so a large enough step towards it ends inside, by convexity.
    for (double step = 0x1p-52; !isFeasible(inside); step *= 2) {
      for (int i = 0; i < x.length; i++) {
        inside[i] = step < 1 ? x[i] + step * (centre[i] - x[i]) : centre[i];
      }
    }
    return inside;
  }

  @Override
  public void set(Configuration.Builder configuration, double... values) {
    Latents.checkValues(names, values);
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= low[i] && values[i] <= high[i])) {
        throw new IllegalArgumentException(
            names.get(i) + " = " + values[i] + ": expected " + low[i] + " to " + high[i]);
      }
    }
    for (LinearConstraint constraint : constraints) {
      if (!constraint.holds(values)) {
        throw new IllegalArgumentException(
            names
                + " = "
                + Arrays.toString(values)
                + " is against "
                + constraint
                + ": the sum is "
                + constraint.sum(values));
      }
    }
    double[] unit = values.clone();
    intervals.encode(unit);
    latents.set(configuration, unit);
  }

  /** The names and the constraints. */
  @Override
  public String toString() {
    return names + " with " + constraints;
  }

  private void checkRoom() {
    for (int i = 0; i < centre.length; i++) {
      double[] interval = intervals.interval(i, centre);
      if (!(interval[1] - interval[0] > FLAT * (high[i] - low[i]))) {
        throw new IllegalArgumentException(
            this
                + " leave no room for "
                + names.get(i)
                + ": expected inequalities with room inside, not equations");
      }
    }
    if (!isFeasible(centre)) {
      throw new IllegalArgumentException(this + " leave no room inside beyond rounding");
    }
  }

  private boolean isFeasible(double[] x) {
    for (int i = 0; i < x.length; i++) {
      if (!(x[i] >= low[i] && x[i] <= high[i])) {
        return false;
      }
    }
    for (LinearConstraint constraint : constraints) {
      if (!constraint.holds(x)) {
        return false;
      }
    }
    return true;
  }
}
