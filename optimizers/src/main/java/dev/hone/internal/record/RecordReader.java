package dev.hone.internal.record;

import dev.hone.CategoricalParam;
import dev.hone.SearchSpace;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Declares the parameters of a record and of what it is made of. */
public final class RecordReader {
  private final SearchSpace.Builder builder;

  /** The records that are being read, outermost first. */
  private final Set<Class<?>> open = new LinkedHashSet<>();

  private RecordReader(SearchSpace.Builder builder) {
    this.builder = builder;
  }

  /**
   * Declares the parameters of a record.
   *
   * @throws IllegalArgumentException if the declaration is wrong; the message names the component
   */
  public static RecordShape read(Class<? extends Record> type, SearchSpace.Builder builder) {
    return new RecordReader(builder).shape(type, "", null);
  }

  private RecordShape shape(Class<? extends Record> type, String prefix, @Nullable Scope scope) {
    if (!open.add(type)) {
      throw new IllegalArgumentException(
          type.getSimpleName()
              + " contains itself: "
              + open.stream().map(Class::getSimpleName).toList());
    }
    RecordComponent[] components = type.getRecordComponents();
    List<Group> groups = new GroupReader(type, prefix, builder, scope).groups();
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < components.length; i++) {
      Part bound = bound(groups, i);
      parts.add(bound != null ? bound : part(new Component(type, components[i], prefix), scope));
    }
    open.remove(type);
    return new RecordShape(type, parts, groups);
  }

  private static @Nullable Part bound(List<Group> groups, int component) {
    for (Group group : groups) {
      for (int i = 0; i < group.components().length; i++) {
        if (group.components()[i] == component) {
          return new Part.Bound(group, i);
        }
      }
    }
    return null;
  }

  private Part part(Component component, @Nullable Scope scope) {
    Class<?> type = component.type();
    if (type.isRecord()) {
      component.checkWithoutRange();
      return new Part.Nested(shape(type.asSubclass(Record.class), component.path() + ".", scope));
    }
    if (type.isInterface() && type.isSealed()) {
      component.checkWithoutRange();
      return new Part.Alternative(arms(component, scope));
    }
    return component.leaf(builder, scope);
  }

  private Arms arms(Component component, @Nullable Scope scope) {
    Map<String, Class<? extends Record>> records = new LinkedHashMap<>();
    collect(component, component.type(), records);
    if (records.isEmpty()) {
      throw component.error(
          "has type "
              + component.type().getSimpleName()
              + ", which permits no record: expected one");
    }
    String prefix = component.path() + ".";
    if (records.size() == 1) {
      RecordShape only = shape(records.values().iterator().next(), prefix, scope);
      return new Arms(component.toString(), null, List.of(only));
    }
    CategoricalParam<String> choice =
        builder.categorical(component.path(), List.copyOf(records.keySet()));
    Scope.apply(scope, choice);
    List<RecordShape> shapes = new ArrayList<>();
    // Arms may have components of the same name, so the record's name stands before it.
    records.forEach(
        (name, type) -> shapes.add(shape(type, prefix + name + ".", new Scope(choice, name))));
    return new Arms(component.toString(), choice, List.copyOf(shapes));
  }

  private static void collect(
      Component component, Class<?> sealed, Map<String, Class<? extends Record>> records) {
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      if (permitted.isRecord()) {
        String name = permitted.getSimpleName();
        Class<?> other = records.putIfAbsent(name, permitted.asSubclass(Record.class));
        if (other != null && other != permitted) {
          throw component.error("permits two records of the name " + name + ": expected one");
        }
      } else if (permitted.isInterface() && permitted.isSealed()) {
        collect(component, permitted, records);
      } else {
        throw component.error(
            "has type "
                + component.type().getSimpleName()
                + ", which permits "
                + permitted.getSimpleName()
                + ": expected records only, not "
                + Arrays.stream(sealed.getPermittedSubclasses())
                    .map(Class::getSimpleName)
                    .toList());
      }
    }
  }
}
