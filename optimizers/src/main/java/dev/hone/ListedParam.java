package dev.hone;

import java.util.List;

/**
 * One of a list of values, with or without an order between them.
 *
 * @param <T> the type of the values, compared by {@code equals}
 */
public abstract sealed class ListedParam<T> extends DiscreteParam<T>
    permits OrdinalParam, CategoricalParam {
  private final ValueList<T> values;

  ListedParam(SearchSpace.Builder builder, String name, int index, ValueList<T> values) {
    super(builder, name, index);
    this.values = values;
  }

  /** The values in the order of declaration; unmodifiable. */
  public final List<T> values() {
    return values.values();
  }

  @Override
  public final long size() {
    return values.values().size();
  }

  @Override
  public final T value(long index) {
    return values.value(index);
  }

  @Override
  public final long indexOf(T value) {
    Integer index = values.indexOf(value);
    if (index == null) {
      throw outside(value);
    }
    return index;
  }

  @Override
  public final String range() {
    return "one of " + values.values();
  }
}
