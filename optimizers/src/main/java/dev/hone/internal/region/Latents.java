package dev.hone.internal.region;

import dev.hone.Configuration;
import dev.hone.DoubleParam;
import dev.hone.SearchSpace;
import dev.hone.region.Region;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The unit parameters that stand for the values of a region. */
public record Latents(List<DoubleParam> params) {

  /** Declares one parameter for each name. */
  public static Latents declare(SearchSpace.Builder builder, List<String> names) {
    var params = new ArrayList<DoubleParam>();
    for (String name : names) {
      params.add(builder.uniform(name + Region.SUFFIX, 0, 1));
    }
    return new Latents(List.copyOf(params));
  }

  /** The names, if there are enough of them and each is there once. */
  public static List<String> checkedNames(List<String> names, int least) {
    if (names.size() < least || new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException(
          "names = " + names + ": expected at least " + least + ", each of them once");
    }
    return List.copyOf(names);
  }

  /** Refuses a wrong number of values, and values that are not finite. */
  public static void checkValues(List<String> names, double[] values) {
    if (values.length != names.size()) {
      throw new IllegalArgumentException(
          values.length + " values: expected one for each of " + names);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            names.get(i) + " = " + values[i] + ": expected a finite number");
      }
    }
  }

  /** The coordinates of a configuration. */
  public double[] get(Configuration configuration) {
    var unit = new double[params.size()];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = configuration.get(params.get(i));
    }
    return unit;
  }

  /** Sets the coordinates; rounding may have brought them a little outside of [0, 1]. */
  public void set(Configuration.Builder configuration, double[] unit) {
    for (int i = 0; i < unit.length; i++) {
      configuration.set(params.get(i), Math.clamp(unit[i], 0.0, 1.0));
    }
  }
}
