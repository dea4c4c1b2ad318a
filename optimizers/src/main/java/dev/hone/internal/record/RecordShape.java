package dev.hone.internal.record;

import dev.hone.Configuration;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * How a record is made from a configuration and taken apart again.
 *
 * <p>Immutable and safe to use from many threads.
 */
public final class RecordShape {
  private final Class<? extends Record> type;
  private final RecordComponent[] components;
  private final Constructor<? extends Record> constructor;
  private final List<Part> parts;
  private final List<Group> groups;

  /**
   * A shape.
   *
   * @throws IllegalArgumentException if the record cannot be reached by reflection
   */
  RecordShape(Class<? extends Record> type, List<Part> parts, List<Group> groups) {
    this.type = type;
    this.components = type.getRecordComponents();
    this.parts = List.copyOf(parts);
    this.groups = List.copyOf(groups);
    try {
      constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      for (RecordComponent component : components) {
        component.getAccessor().setAccessible(true);
      }
    } catch (NoSuchMethodException | RuntimeException e) {
      throw new IllegalArgumentException(
          type.getName() + " cannot be read: expected a record in a package that is open", e);
    }
  }

  Class<? extends Record> type() {
    return type;
  }

  /** Whether there is nothing to choose. */
  public boolean isEmpty() {
    return parts.stream()
        .allMatch(
            part ->
                switch (part) {
                  case Part.Nested nested -> nested.shape().isEmpty();
                  case Part.Alternative alternative -> alternative.arms().isEmpty();
                  case Part.Leaf<?> leaf -> false;
                  case Part.Bound bound -> false;
                });
  }

  /**
   * The record that a configuration stands for.
   *
   * @throws IllegalArgumentException if the record's constructor refuses the values
   */
  public Record read(Configuration configuration) {
    Object[] values = parts.stream().map(part -> part.read(configuration)).toArray();
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          type.getSimpleName() + " refuses " + describe(values) + ": " + e.getCause(),
          e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " cannot be constructed", e);
    }
  }

  /**
   * Sets the parameters to the values of a record.
   *
   * @throws IllegalArgumentException if a component is null or outside its range
   */
  public void write(Object value, Configuration.Builder configuration) {
    Object[] values = Arrays.stream(components).map(c -> component(c, value)).toArray();
    for (int i = 0; i < values.length; i++) {
      parts.get(i).write(values[i], configuration);
    }
    for (Group group : groups) {
      double[] bound =
          Arrays.stream(group.components())
              .mapToDouble(i -> ((Number) values[i]).doubleValue())
              .toArray();
      group.region().set(configuration, bound);
    }
  }

  private Object component(RecordComponent component, Object record) {
    try {
      Object value = component.getAccessor().invoke(record);
      if (Objects.isNull(value)) {
        throw new IllegalArgumentException(
            type.getSimpleName() + "." + component.getName() + " is null: expected a value");
      }
      return value;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " cannot be read", e);
    }
  }

  private List<String> describe(Object[] values) {
    String[] texts = new String[values.length];
    Arrays.setAll(texts, i -> components[i].getName() + " = " + values[i]);
    return List.of(texts);
  }
}
