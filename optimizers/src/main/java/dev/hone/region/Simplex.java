package dev.hone.region;

import dev.hone.Configuration;
import dev.hone.DoubleParam;
import dev.hone.SearchSpace;
import dev.hone.internal.region.Latents;
import java.util.List;

/**
 * Shares of one whole: n values of at least 0 that sum to 1, such as the weights of a mixture.
 *
 * <p>The n − 1 parameters break a stick: the k-th value is the share 1 − (1 − u)^(1/(n−k)) of what
 * the earlier ones left (k from 1), the last one is the rest. Uniform parameters give values
 * uniform on the simplex. The sum is 1 but for rounding, n units in the last place at most. O(n).
 *
 * <p>Source: Devroye, Non-Uniform Random Variate Generation (1986), theorem V.2.2, by inversion of
 * one conditional distribution after the other.
 */
public final class Simplex implements Region {

  /** How far from 1 the sum of values chosen by hand may be. */
  private static final double SUM_TOLERANCE = 1e-9;

  private final List<String> names;
  private final Latents latents;

  private Simplex(List<String> names, Latents latents) {
    this.names = names;
    this.latents = latents;
  }

  /**
   * Declares the parameters.
   *
   * @param names of the shares, at least 2
   * @throws IllegalArgumentException if there are fewer, or a name is blank or taken
   * @throws IllegalStateException if the space is built already
   */
  public static Simplex declare(SearchSpace.Builder builder, List<String> names) {
    List<String> all = Latents.checkedNames(names, 2);
    return new Simplex(all, Latents.declare(builder, all.subList(0, all.size() - 1)));
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
    double[] unit = latents.get(configuration);
    var values = new double[names.size()];
    double rest = 1;
    for (int i = 0; i < unit.length; i++) {
      values[i] = rest * (1 - StrictMath.pow(1 - unit[i], 1.0 / (unit.length - i)));
      rest -= values[i];
    }
    values[unit.length] = rest;
    return values;
  }

  @Override
  public void set(Configuration.Builder configuration, double... values) {
    Latents.checkValues(names, values);
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0) {
        throw new IllegalArgumentException(
            names.get(i) + " = " + values[i] + ": expected at least 0");
      }
      sum += values[i];
    }
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
      throw new IllegalArgumentException(names + " sum to " + sum + ": expected 1");
    }
    var unit = new double[values.length - 1];
    double rest = sum;
    for (int i = 0; i < unit.length; i++) {
      // Once nothing is left, every share of it is 0.
      double share = rest > 0 ? Math.min(values[i] / rest, 1) : 0;
      unit[i] = 1 - StrictMath.pow(1 - share, unit.length - i);
      rest -= values[i];
    }
    latents.set(configuration, unit);
  }

  /** The names and the constraint. */
  @Override
  public String toString() {
    return names + " sum to 1";
  }
}
