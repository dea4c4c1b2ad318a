package dev.hone;

/**
 * One of a list of ordered values, such as batch sizes 8, 16, 32: what counts is the order, not the
 * size.
 *
 * <p>The k-th of L values is encoded as k/(L − 1).
 *
 * @param <T> the type of the values, compared by {@code equals}
 */
public final class OrdinalParam<T> extends ListedParam<T> {
  OrdinalParam(SearchSpace.Builder builder, String name, int index, ValueList<T> values) {
    super(builder, name, index, values);
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
  public final <P> OrdinalParam<T> onlyIf(DiscreteParam<P> parent, P... values) {
    restrict(parent, values);
    return this;
  }
}
