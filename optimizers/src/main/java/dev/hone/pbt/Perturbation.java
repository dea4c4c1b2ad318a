package dev.hone.pbt;

import dev.hone.CategoricalParam;
import dev.hone.DiscreteParam;
import dev.hone.DoubleParam;
import dev.hone.IntParam;
import dev.hone.OrdinalParam;
import dev.hone.Param;
import dev.hone.SearchSpace;
import dev.hone.math.random.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Hyperparameters near those of the parent: numbers times or divided by a factor, or, where
 * that would not do (at 0, and of a range that reaches below it), a tenth of the range up or down; values in order one up or down; now and then one
 * drawn anew, which is all that happens to categories. Parameters that were inactive are drawn.
 *
 * @param lower what a number is made smaller by, between 0 and 1
 * @param upper what it is made larger by, above 1
 * @param resample how likely a parameter is drawn anew
 */
record Perturbation(double lower, double upper, double resample) implements Exploration {
  /** Of Jaderberg et al. (2017), section 4.1. */
  static final Perturbation DEFAULT = new Perturbation(0.8, 1.2, 0.25);

  private static final double STEP = 0.1;

  Perturbation {
    if (!(lower > 0 && lower < 1 && upper > 1 && upper < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "perturbation by %s or %s: expected one between 0 and 1 and one above 1"
              .formatted(lower, upper));
    }
    if (!(resample >= 0 && resample <= 1)) {
      throw new IllegalArgumentException("resample = " + resample + ": expected 0 to 1");
    }
  }

  @Override
  public double[] explore(
      double[] parent, int interval, double value, Population population, CounterRandom random) {
    return perturbed(population.space(), parent, random);
  }

  double[] perturbed(SearchSpace space, double[] parent, CounterRandom random) {
    double[] point = parent.clone();
    for (Param<?> param : space.parameters()) {
      int j = param.index();
      // As many random numbers for each, whatever becomes of it: simpler to reason about.
      double chance = random.nextDouble();
      double drawn = random.nextDouble();
      boolean up = random.nextBoolean();
      boolean fresh = chance < resample || !space.isActive(j, parent, 0);
      point[j] = fresh ? drawn : moved(param, parent[j], up);
    }
    return point;
  }

  private double moved(Param<?> param, double unit, boolean up) {
    return switch (param) {
      case DoubleParam real when real.low() >= 0 && real.decode(unit) > 0 ->
          real.encode(Math.clamp(times(real.decode(unit), up), real.low(), real.high()));
      case DoubleParam real -> Math.clamp(unit + (up ? STEP : -STEP), 0, 1);
      case IntParam integer when integer.low() >= 0 -> scaled(integer, unit, up);
      case IntParam integer -> stepped(integer, unit, up, Math.round(STEP * integer.size()));
      case OrdinalParam<?> ordinal -> stepped(ordinal, unit, up, 1);
      case CategoricalParam<?> categorical -> unit;
    };
  }

  private double times(double value, boolean up) {
    return value * (up ? upper : lower);
  }

  /** The integer next to the product; another one than before if there is. */
  private double scaled(IntParam param, double unit, boolean up) {
    long before = param.decodeIndex(unit);
    double value = times(param.value(before), up);
    long index = Math.round((value - param.low()) / param.step());
    return stepped(param, unit, up, Math.abs(index - before));
  }

  /** So many values up or down, at least one, within the range. */
  private static double stepped(DiscreteParam<?> param, double unit, boolean up, long steps) {
    long distance = Math.max(1, steps);
    long index = param.decodeIndex(unit) + (up ? distance : -distance);
    return param.encodeIndex(Math.clamp(index, 0, param.size() - 1));
  }

  void save(DataOutput out) throws IOException {
    out.writeDouble(lower);
    out.writeDouble(upper);
    out.writeDouble(resample);
  }

  static Perturbation load(DataInput in) throws IOException {
    try {
      return new Perturbation(in.readDouble(), in.readDouble(), in.readDouble());
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    }
  }
}
