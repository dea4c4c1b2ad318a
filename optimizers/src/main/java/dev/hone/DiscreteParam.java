package dev.hone;

/**
 * A parameter with finitely many values, numbered from 0. Only such parameters can be the parent of
 * a condition.
 *
 * @param <T> the type of the values
 */
public abstract sealed class DiscreteParam<T> extends Param<T> permits IntParam, ListedParam {

  DiscreteParam(SearchSpace.Builder builder, String name, int index) {
    super(builder, name, index);
  }

  /** The number of values L, from 1 to 2³². */
  public abstract long size();

  /**
   * The value of a number.
   *
   * @param index from 0 to {@link #size} − 1
   * @throws IndexOutOfBoundsException if it is not
   */
  public abstract T value(long index);

  /**
   * The number of a value, from 0 to {@link #size} − 1.
   *
   * @throws IllegalArgumentException if the value is outside the range
   */
  public abstract long indexOf(T value);

  /**
   * The encoding of the value of a number: index/(L − 1), or 0 if there is only one value.
   *
   * @param index from 0 to {@link #size} − 1
   */
  public double encodeIndex(long index) {
    return size() == 1 ? 0 : (double) index / (size() - 1);
  }

  /**
   * The number of the value that a point of [0, 1] stands for: ⌊unit·L⌋, the last bin closed.
   *
   * @throws IllegalArgumentException if {@code unit} is NaN or outside [0, 1]
   */
  public long decodeIndex(double unit) {
    return Math.min((long) (checkUnit(unit) * size()), size() - 1);
  }

  @Override
  final double codeOf(T value) {
    return indexOf(value);
  }

  @Override
  final T valueOf(double code) {
    return value((long) code);
  }

  @Override
  final double unitOf(double code) {
    return encodeIndex((long) code);
  }

  @Override
  final double codeAt(double unit) {
    return decodeIndex(unit);
  }
}
