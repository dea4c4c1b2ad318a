package dev.hone;

import java.util.Objects;

/**
 * An integer of a closed range, in equal steps or on a logarithmic scale.
 *
 * <p>In steps, the k-th of n values is encoded as k/(n − 1). On a logarithmic scale v is encoded as
 * (ln v − ln low)/(ln high − ln low), and v is decoded from where a log-uniform number of [low,
 * high + 1) has the integer part v.
 */
public final class IntParam extends DiscreteParam<Integer> {
  private final int low;
  private final int step;
  private final long size;
  private final boolean log;
  private final double logLow;
  private final double logSpan;
  private final double logBinSpan;

  IntParam(
      SearchSpace.Builder builder,
      String name,
      int index,
      int low,
      int high,
      int step,
      boolean log) {
    super(builder, name, index);
    this.low = low;
    this.step = step;
    this.size = ((long) high - low) / step + 1;
    this.log = log;
    this.logLow = StrictMath.log(low);
    this.logSpan = StrictMath.log(high) - logLow;
    this.logBinSpan = StrictMath.log(high + 1.0) - logLow;
  }

  /** The smallest value. */
  public int low() {
    return low;
  }

  /** The largest value: the last one that whole steps reach. */
  public int high() {
    return intAt(size - 1);
  }

  /** The distance from one value to the next. */
  public int step() {
    return step;
  }

  /** Whether the scale is logarithmic. */
  public boolean isLog() {
    return log;
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
  public final <P> IntParam onlyIf(DiscreteParam<P> parent, P... values) {
    restrict(parent, values);
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Integer value(long index) {
    return intAt(Objects.checkIndex(index, size));
  }

  int intAt(long index) {
    return (int) (low + index * step);
  }

  @Override
  public long indexOf(Integer value) {
    long offset = (long) value - low;
    if (offset < 0 || offset > (size - 1) * step || offset % step != 0) {
      throw outside(value);
    }
    return offset / step;
  }

  /** The encoding of the value of a number: index/(L − 1), or its logarithmic position. */
  @Override
  public double encodeIndex(long index) {
    return log
        ? (StrictMath.log((double) low + index) - logLow) / logSpan
        : super.encodeIndex(index);
  }

  @Override
  public long decodeIndex(double unit) {
    return log ? decodeLogIndex(checkUnit(unit)) : super.decodeIndex(unit);
  }

  /**
   * With x = ln(v/low)/ln(high/low), low·((high + 1)/low)^x = v·(1 + 1/high)^x lies in [v, v + 1):
   * the bins hold the encodings. In wide ranges it comes so close to an end of its bin that
   * rounding may cross it, hence the look at the neighbours.
   */
  private long decodeLogIndex(double unit) {
    double value = StrictMath.exp(Math.fma(unit, logBinSpan, logLow));
    long index = Math.clamp((long) value - low, 0, size - 1);
    for (long k = Math.max(index - 1, 0); k <= Math.min(index + 1, size - 1); k++) {
      if (encodeIndex(k) == unit) {
        return k;
      }
    }
    return index;
  }

  @Override
  public String range() {
    return "an integer from " + low + " to " + high() + (step == 1 ? "" : " in steps of " + step);
  }
}
