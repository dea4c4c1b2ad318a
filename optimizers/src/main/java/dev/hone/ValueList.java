package dev.hone;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The distinct values of an ordinal or categorical parameter, with their numbers. */
final class ValueList<T> {
  private final List<T> values;
  private final Map<T, Integer> indices;

  ValueList(String name, List<T> values) {
    this.values = Collections.unmodifiableList(new ArrayList<>(values));
    this.indices = HashMap.newHashMap(values.size());
    if (values.isEmpty()) {
      throw new IllegalArgumentException(name + " has values []: expected at least one");
    }
    for (T value : this.values) {
      if (Objects.isNull(value)) {
        throw new IllegalArgumentException(name + " has values " + values + ": expected no null");
      }
      if (indices.putIfAbsent(value, indices.size()) != null) {
        throw new IllegalArgumentException(
            name + " has values " + values + ": expected " + value + " only once");
      }
    }
  }

  List<T> values() {
    return values;
  }

  T value(long index) {
    return values.get((int) Objects.checkIndex(index, (long) values.size()));
  }

  @Nullable Integer indexOf(T value) {
    return indices.get(value);
  }
}
