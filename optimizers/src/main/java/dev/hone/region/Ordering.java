package dev.hone.region;

import dev.hone.Configuration;
import dev.hone.DoubleParam;
import dev.hone.SearchSpace;
import dev.hone.internal.region.Latents;
import java.util.List;

/**
 * Numbers in order: each value is smaller than the next, such as a warm-up before an end.
 *
 * <p>The last value is chosen first, from its range; then each one below, from what is left of its
 * own range. Where all ranges are equal and wide against the gap, the k-th value takes u^(1/k), so
 * that uniform parameters give values uniform among all in order (on their scale); with ranges of
 * their own, u itself. Reals on a logarithmic scale are ordered by their logarithms; integers are
 * given equal shares of [0, 1]. O(n).
 */
public final class Ordering implements Region {

  /**
   * One of the numbers.
   *
   * @param name of the value
   * @param low the smallest value
   * @param high the largest value
   * @param kind what numbers there are between them
   */
  public record Bounded(String name, double low, double high, Kind kind) {

    /** A real number from {@code low} to {@code high}. */
    public static Bounded uniform(String name, double low, double high) {
      return new Bounded(name, low, high, Kind.UNIFORM);
    }

    /** A real number from {@code low}, above 0, to {@code high} on a logarithmic scale. */
    public static Bounded logUniform(String name, double low, double high) {
      return new Bounded(name, low, high, Kind.LOG_UNIFORM);
    }

    /** An integer from {@code low} to {@code high}. */
    public static Bounded integer(String name, int low, int high) {
      return new Bounded(name, low, high, Kind.INTEGER);
    }

    /** Checks the range. */
    public Bounded {
      if (!(low < high && Double.isFinite(high - low))) {
        throw new IllegalArgumentException(
            name + " has range " + low + " to " + high + ": expected the first below the second");
      }
      if (kind == Kind.LOG_UNIFORM && low <= 0) {
        throw new IllegalArgumentException(
            name + " has a logarithmic scale from " + low + ": expected a bound above 0");
      }
    }
  }

  /** What numbers a range has. */
  public enum Kind {
    /** Real numbers. */
    UNIFORM,
    /** Real numbers on a logarithmic scale. */
    LOG_UNIFORM,
    /** Integers. */
    INTEGER
  }

  private final List<String> names;
  private final Latents latents;
  private final Kind kind;
  private final double gap;

  /** The ends of the ranges, narrowed to what the neighbours leave. */
  private final double[] low;

  private final double[] high;
  private final boolean equalRanges;

  private Ordering(List<Bounded> values, double gap, List<String> names, Latents latents) {
    this.names = names;
    this.latents = latents;
    this.kind = values.getFirst().kind();
    this.gap = gap;
    int n = values.size();
    low = new double[n];
    high = new double[n];
    for (int i = 0; i < n; i++) {
      low[i] = i == 0 ? values.get(i).low() : Math.max(values.get(i).low(), above(low[i - 1]));
    }
    for (int i = n - 1; i >= 0; i--) {
      high[i] =
          i == n - 1 ? values.get(i).high() : Math.min(values.get(i).high(), below(high[i + 1]));
      if (!(low[i] <= high[i])) {
        throw new IllegalArgumentException(
            "the ranges of " + names + " leave no values in order for " + names.get(i));
      }
    }
    equalRanges =
        values.stream()
            .allMatch(
                v -> v.low() == values.getFirst().low() && v.high() == values.getFirst().high());
  }

  /**
   * Declares the parameters.
   *
   * @param values in their order, at least 2, all of one kind
   * @param gap how much smaller at least than the next one a value is; 0 for just smaller, which is
   *     1 for integers; only 0 on a logarithmic scale, whole for integers
   * @throws IllegalArgumentException if any of this is not so, a name is blank or taken, or the
   *     ranges leave no values in this order
   * @throws IllegalStateException if the space is built already
   */
  public static Ordering declare(SearchSpace.Builder builder, List<Bounded> values, double gap) {
    List<String> names = Latents.checkedNames(values.stream().map(Bounded::name).toList(), 2);
    Kind kind = values.getFirst().kind();
    for (Bounded value : values) {
      if (value.kind() != kind) {
        throw new IllegalArgumentException(
            value.name()
                + " is "
                + value.kind()
                + ": expected "
                + kind
                + " as "
                + names.getFirst());
      }
    }
    boolean whole = kind != Kind.INTEGER || gap == Math.rint(gap);
    if (!(gap >= 0 && Double.isFinite(gap) && whole && (gap == 0 || kind != Kind.LOG_UNIFORM))) {
      throw new IllegalArgumentException(
          "gap = "
              + gap
              + " between "
              + names
              + ": expected 0, or a finite distance of numbers that are not on a logarithmic scale,"
              + " whole for integers");
    }
    double least = kind == Kind.INTEGER ? Math.max(gap, 1) : gap;
    // Checked before anything is declared.
    new Ordering(values, least, names, new Latents(List.of()));
    return new Ordering(values, least, names, Latents.declare(builder, names));
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
    var values = new double[unit.length];
    double top = high[unit.length - 1];
    for (int i = unit.length - 1; i >= 0; i--) {
      double share = equalRanges ? StrictMath.pow(unit[i], 1.0 / (i + 1)) : unit[i];
      values[i] = at(share, low[i], top);
      top = i == 0 ? top : topBelow(i, values[i]);
    }
    return values;
  }

  @Override
  public void set(Configuration.Builder configuration, double... values) {
    Latents.checkValues(names, values);
    var unit = new double[values.length];
    double top = high[values.length - 1];
    for (int i = values.length - 1; i >= 0; i--) {
      if (!(values[i] >= low[i] && values[i] <= top)) {
        throw new IllegalArgumentException(
            names.get(i) + " = " + values[i] + ": expected " + low[i] + " to " + top);
      }
      if (kind == Kind.INTEGER && values[i] != Math.rint(values[i])) {
        throw new IllegalArgumentException(
            names.get(i) + " = " + values[i] + ": expected an integer");
      }
      double share = shareOf(values[i], low[i], top);
      unit[i] = equalRanges ? StrictMath.pow(share, i + 1) : share;
      top = i == 0 ? top : topBelow(i, values[i]);
    }
    latents.set(configuration, unit);
  }

  /** The names and the constraint. */
  @Override
  public String toString() {
    return String.join(" < ", names);
  }

  private double at(double share, double from, double to) {
    return switch (kind) {
      case INTEGER -> Math.min(from + Math.floor(share * (to - from + 1)), to);
      case UNIFORM -> share == 1 ? to : Math.clamp(Math.fma(share, to - from, from), from, to);
      case LOG_UNIFORM -> {
        double log = StrictMath.log(from);
        double value = StrictMath.exp(Math.fma(share, StrictMath.log(to) - log, log));
        yield share == 0 ? from : share == 1 ? to : Math.clamp(value, from, to);
      }
    };
  }

  private double shareOf(double value, double from, double to) {
    if (from == to) {
      return 0.5;
    }
    return switch (kind) {
      // The middle of the share that the integer has.
      case INTEGER -> (value - from + 0.5) / (to - from + 1);
      case UNIFORM -> (value - from) / (to - from);
      case LOG_UNIFORM ->
          (StrictMath.log(value) - StrictMath.log(from))
              / (StrictMath.log(to) - StrictMath.log(from));
    };
  }

  /** The largest value before the i-th one; rounding must not bring it below its range. */
  private double topBelow(int i, double value) {
    return Math.max(low[i - 1], Math.min(high[i - 1], below(value)));
  }

  /** The smallest value that may follow. */
  private double above(double value) {
    if (gap == 0) {
      return Math.nextUp(value);
    }
    double next = value + gap;
    // So that the difference, as a caller computes it, is not below the gap.
    return next - value < gap ? Math.nextUp(next) : next;
  }

  /** The largest value that may go before. */
  private double below(double value) {
    if (gap == 0) {
      return Math.nextDown(value);
    }
    double before = value - gap;
    return value - before < gap ? Math.nextDown(before) : before;
  }
}
