package dev.hone;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * One point of a {@link SearchSpace}: a value for every active parameter.
 *
 * <p>Immutable and safe to use from many threads. Two configurations are equal if they belong to
 * the same space and stand for the same point of the unit cube; inactive parameters do not count.
 * Reading a value is O(1) and does not box numbers.
 */
public final class Configuration {
  private final SearchSpace space;
  private final double[] codes;
  private final double[] encoded;

  /** Takes one code per parameter (see {@link Param}), NaN where it is inactive; not copied. */
  Configuration(SearchSpace space, double[] codes) {
    this.space = space;
    this.codes = codes;
    this.encoded = new double[codes.length];
    for (int i = 0; i < codes.length; i++) {
      encoded[i] =
          Double.isNaN(codes[i])
              ? SearchSpace.INACTIVE
              : space.parameters().get(i).unitOf(codes[i]);
    }
  }

  /** The space this configuration is a point of. */
  public SearchSpace space() {
    return space;
  }

  /**
   * The value of a real parameter.
   *
   * @throws IllegalArgumentException if it belongs to another space
   * @throws IllegalStateException if it is inactive here; the message names the condition
   */
  public double get(DoubleParam param) {
    return activeCode(param);
  }

  /**
   * The value of an integer parameter.
   *
   * @throws IllegalArgumentException if it belongs to another space
   * @throws IllegalStateException if it is inactive here; the message names the condition
   */
  public int get(IntParam param) {
    return param.intAt((long) activeCode(param));
  }

  /**
   * The value of a parameter.
   *
   * @throws IllegalArgumentException if it belongs to another space
   * @throws IllegalStateException if it is inactive here; the message names the condition
   */
  public <T> T get(Param<T> param) {
    return param.valueOf(activeCode(param));
  }

  /**
   * Whether a parameter has a value here.
   *
   * @throws IllegalArgumentException if it belongs to another space
   */
  public boolean isActive(Param<?> param) {
    space.checkOwns(param);
    return !Double.isNaN(codes[param.index()]);
  }

  /** The canonical point of the unit cube: a new array of one coordinate per parameter; O(d). */
  public double[] encoded() {
    return encoded.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Configuration that
        && space == that.space
        && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  /** The active parameters with their values: {@code {lr=0.001, act=RELU}}. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "{", "}");
    for (Param<?> param : space.parameters()) {
      if (isActive(param)) {
        text.add(param.name() + "=" + get(param));
      }
    }
    return text.toString();
  }

  private double activeCode(Param<?> param) {
    if (!isActive(param)) {
      throw new IllegalStateException(
          param.name() + " is inactive in " + this + ": active only if " + space.condition(param));
    }
    return codes[param.index()];
  }

  /**
   * Collects the values of a configuration chosen by hand. Not safe for use from several threads.
   */
  public static final class Builder {
    private final SearchSpace space;
    private final double[] codes;

    Builder(SearchSpace space) {
      this.space = space;
      this.codes = new double[space.dimension()];
      Arrays.fill(codes, Double.NaN);
    }

    /**
     * Sets a real parameter; the last value set counts.
     *
     * @throws IllegalArgumentException if the value is outside the range or the parameter belongs
     *     to another space
     */
    public Builder set(DoubleParam param, double value) {
      return setCode(param, param.checkedCode(value));
    }

    /**
     * Sets an integer parameter; the last value set counts.
     *
     * @throws IllegalArgumentException if the value is outside the range or the parameter belongs
     *     to another space
     */
    public Builder set(IntParam param, int value) {
      return setCode(param, param.codeOf(value));
    }

    /**
     * Sets a parameter; the last value set counts.
     *
     * @throws IllegalArgumentException if the value is outside the range or the parameter belongs
     *     to another space
     */
    public <T> Builder set(Param<T> param, T value) {
      return setCode(param, param.codeOf(value));
    }

    /**
     * Finishes the configuration; the builder may be used further.
     *
     * @throws IllegalArgumentException if an active parameter is not set or an inactive one is; the
     *     message names it
     */
    public Configuration build() {
      for (Param<?> param : space.parameters()) {
        boolean set = !Double.isNaN(codes[param.index()]);
        boolean active = space.isActiveAmong(codes, param.index());
        if (active && !set) {
          throw new IllegalArgumentException(
              param.name() + " is not set: expected " + param.range());
        }
        if (set && !active) {
          throw new IllegalArgumentException(
              param.name() + " is set, but is active only if " + space.condition(param));
        }
      }
      return new Configuration(space, codes.clone());
    }

    private Builder setCode(Param<?> param, double code) {
      space.checkOwns(param);
      codes[param.index()] = code;
      return this;
    }
  }
}
