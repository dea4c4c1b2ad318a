package dev.hone.region;

import dev.hone.Configuration;
import dev.hone.DiscreteParam;
import dev.hone.DoubleParam;
import java.util.List;

/**
 * Several values of a configuration that are feasible only together.
 *
 * <p>A region declares parameters from 0 to 1, named after its values with {@value #SUFFIX}, in the
 * builder of a space. Every configuration of the space then stands for values that keep the
 * constraint: nothing is rejected or repaired, and every optimizer can search the space. Models see
 * the declared parameters, not the values.
 *
 * <p>Immutable and safe to use from many threads once the space is built.
 */
public sealed interface Region permits Simplex, Ordering, LinearRegion {

  /** What the name of a declared parameter has after the name of its value. */
  String SUFFIX = "~";

  /** The names of the values, in their order. */
  List<String> names();

  /** The declared parameters; as many as the region has dimensions. */
  List<DoubleParam> parameters();

  /**
   * The values that a configuration stands for, in the order of {@link #names}; a new array.
   *
   * @throws IllegalArgumentException if the configuration belongs to another space
   * @throws IllegalStateException if the region is inactive here
   */
  double[] get(Configuration configuration);

  /**
   * Sets the parameters of a configuration chosen by hand; {@link #get} gives the values back but
   * for rounding.
   *
   * @param values in the order of {@link #names}
   * @throws IllegalArgumentException if they are too few or too many, not in their ranges or
   *     against the constraint
   */
  void set(Configuration.Builder configuration, double... values);

  /**
   * Makes the region active only where a parameter has one of the given values.
   *
   * @throws IllegalArgumentException if {@code parent} is not declared before in the same builder,
   *     or {@code values} is empty, repeats a value or holds one that {@code parent} cannot take
   * @throws IllegalStateException if there is a condition already, or the space is built
   */
  @SuppressWarnings("unchecked")
  default <P> void onlyIf(DiscreteParam<P> parent, P... values) {
    for (DoubleParam param : parameters()) {
      param.onlyIf(parent, values);
    }
  }
}
