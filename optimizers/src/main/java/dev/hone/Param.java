package dev.hone;

import java.util.Arrays;

/**
 * A typed handle on one parameter of a {@link SearchSpace}: made by the space's builder, used to
 * read values out of a {@link Configuration} or {@link Trial} without strings or casts.
 *
 * <p>Every parameter maps its values to the unit interval, where the methods work. {@link #encode}
 * and {@link #decode} are that map; {@code decode(encode(v))} is {@code v} for discrete values and
 * {@code v} up to rounding for continuous ones.
 *
 * <p>Handles are compared by identity and are safe to use from many threads once their space is
 * built. All methods are O(1).
 *
 * @param <T> the type of the values
 */
public abstract sealed class Param<T> permits DoubleParam, DiscreteParam {
  private final SearchSpace.Builder builder;
  private final String name;
  private final int index;

  Param(SearchSpace.Builder builder, String name, int index) {
    this.builder = builder;
    this.name = name;
    this.index = index;
  }

  /** The name, unique within its space. */
  public final String name() {
    return name;
  }

  /** The position in the order of declaration, which is the coordinate in the unit cube. */
  public final int index() {
    return index;
  }

  /**
   * Maps a value to [0, 1].
   *
   * @throws IllegalArgumentException if the value is outside the range; the message names the
   *     parameter, the value and the range
   */
  public final double encode(T value) {
    return unitOf(codeOf(value));
  }

  /**
   * Maps a point of [0, 1] to a value. Discrete values own bins of equal width (of equal width on
   * the logarithmic scale for {@link SearchSpace.Builder#logInteger}), so a uniform point gives
   * uniform values.
   *
   * @throws IllegalArgumentException if {@code unit} is NaN or outside [0, 1]
   */
  public final T decode(double unit) {
    return valueOf(codeAt(unit));
  }

  /**
   * The one point of [0, 1] that stands for the same value: {@code encode(decode(unit))}, without
   * boxing.
   *
   * @throws IllegalArgumentException if {@code unit} is NaN or outside [0, 1]
   */
  public final double canonical(double unit) {
    return unitOf(codeAt(unit));
  }

  /** What values are allowed, as error messages say it: {@code a number from 0.0 to 1.0}. */
  public abstract String range();

  /** The name and the range. */
  @Override
  public final String toString() {
    return name + ": " + range();
  }

  // A value is held as one double, its code: the number itself of a continuous parameter, the
  // index of a discrete one. A whole configuration is then one double[].

  abstract double codeOf(T value);

  abstract T valueOf(double code);

  abstract double unitOf(double code);

  abstract double codeAt(double unit);

  final <P> void restrict(DiscreteParam<P> parent, P[] values) {
    builder.restrict(this, parent, Arrays.asList(values));
  }

  final IllegalArgumentException outside(Object value) {
    return new IllegalArgumentException(name + " = " + value + ": expected " + range());
  }

  final double checkUnit(double unit) {
    if (!(unit >= 0 && unit <= 1)) {
      throw new IllegalArgumentException(name + " at unit position " + unit + ": expected 0 to 1");
    }
    return unit;
  }
}
