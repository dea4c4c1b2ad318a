package dev.hone;

/**
 * A real number of a closed interval, on a linear or a logarithmic scale.
 *
 * <p>Encoded as (v − low)/(high − low), or as (ln v − ln low)/(ln high − ln low). Logarithms and
 * exponentials are those of {@link StrictMath}: the same bits on every machine.
 */
public final class DoubleParam extends Param<Double> {
  private final double low;
  private final double high;
  private final boolean log;
  private final double origin;
  private final double span;

  DoubleParam(
      SearchSpace.Builder builder, String name, int index, double low, double high, boolean log) {
    super(builder, name, index);
    this.low = low;
    this.high = high;
    this.log = log;
    this.origin = log ? StrictMath.log(low) : low;
    this.span = (log ? StrictMath.log(high) : high) - origin;
  }

  /** The smallest value. */
  public double low() {
    return low;
  }

  /** The largest value. */
  public double high() {
    return high;
  }

  /** Whether the scale is logarithmic. */
  public boolean isLog() {
    return log;
  }

  /**
   * The derivative of the value by its coordinate in the unit interval, there where the value is
   * this one: high − low, or v·(ln high − ln low) on a logarithmic scale. By it a gradient by values
   * becomes one by coordinates.
   *
   * @throws IllegalArgumentException if the value is outside the range
   */
  public double slopeAt(double value) {
    double checked = checkedCode(value);
    return log ? checked * span : span;
  }

  /**
   * Makes this parameter active only where another one has one of the given values.
   *
   * @return this handle
   * @throws IllegalArgumentException if {@code parent} is not declared before in the same builder,
   *     or {@code values} is empty, repeats a value or holds one that {@code parent} cannot take
   * @throws IllegalStateException if there is a condition already, or the space is built
   */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final <P> DoubleParam onlyIf(DiscreteParam<P> parent, P... values) {
    restrict(parent, values);
    return this;
  }

  @Override
  public String range() {
    return "a number from " + low + " to " + high;
  }

  @Override
  double codeOf(Double value) {
    return checkedCode(value);
  }

  double checkedCode(double value) {
    if (!(value >= low && value <= high)) {
      throw outside(value);
    }
    return value;
  }

  @Override
  Double valueOf(double code) {
    return code;
  }

  @Override
  double unitOf(double value) {
    double unit = ((log ? StrictMath.log(value) : value) - origin) / span;
    // Points are compared by their bits: clamp also turns -0.0 into 0.0.
    return Math.clamp(unit, 0.0, 1.0);
  }

  @Override
  double codeAt(double unit) {
    checkUnit(unit);
    // The ends are exact: exp(ln low) need not be low.
    if (unit == 0) {
      return low;
    }
    if (unit == 1) {
      return high;
    }
    double position = Math.fma(unit, span, origin);
    return Math.clamp(log ? StrictMath.exp(position) : position, low, high);
  }
}
