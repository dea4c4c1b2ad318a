package dev.hone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** When a conditional parameter is active: its parent is active and has one of these values. */
final class Condition {
  private final DiscreteParam<?> parent;
  private final long[] indices;

  /** Takes the numbers of distinct values of {@code parent}, in any order. */
  Condition(DiscreteParam<?> parent, long[] indices) {
    this.parent = parent;
    this.indices = indices.clone();
    Arrays.sort(this.indices);
  }

  DiscreteParam<?> parent() {
    return parent;
  }

  boolean holds(long index) {
    return Arrays.binarySearch(indices, index) >= 0;
  }

  /** The numbers of the parent's values that make the parameter active, ascending. */
  long[] indices() {
    return indices.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition that
        && parent == that.parent
        && Arrays.equals(indices, that.indices);
  }

  @Override
  public int hashCode() {
    return 31 * parent.index() + Arrays.hashCode(indices);
  }

  /** As error messages say it: {@code act is one of [LEAKY_RELU]}. */
  @Override
  public String toString() {
    List<Object> values = new ArrayList<>();
    for (long index : indices) {
      values.add(parent.value(index));
    }
    return parent.name() + " is one of " + values;
  }
}
