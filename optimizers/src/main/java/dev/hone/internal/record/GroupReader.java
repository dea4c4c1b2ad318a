package dev.hone.internal.record;

import dev.hone.SearchSpace;
import dev.hone.record.Increasing;
import dev.hone.record.IntRange;
import dev.hone.record.Linear;
import dev.hone.record.LogUniform;
import dev.hone.record.SumsToOne;
import dev.hone.record.Uniform;
import dev.hone.region.LinearConstraint;
import dev.hone.region.LinearRegion;
import dev.hone.region.Ordering;
import dev.hone.region.Region;
import dev.hone.region.Simplex;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Declares the regions that bind components of a record to each other. */
final class GroupReader {
  private final Class<? extends Record> type;
  private final SearchSpace.Builder builder;
  private final @Nullable Scope scope;
  private final List<Component> components;
  private final List<String> names;
  private final List<Group> groups = new ArrayList<>();

  /** The components that a region binds. */
  private final BitSet claimed = new BitSet();

  GroupReader(
      Class<? extends Record> type,
      String prefix,
      SearchSpace.Builder builder,
      @Nullable Scope scope) {
    this.type = type;
    this.builder = builder;
    this.scope = scope;
    RecordComponent[] all = type.getRecordComponents();
    this.components = Arrays.stream(all).map(c -> new Component(type, c, prefix)).toList();
    this.names = Arrays.stream(all).map(RecordComponent::getName).toList();
  }

  List<Group> groups() {
    SumsToOne shares = type.getAnnotation(SumsToOne.class);
    if (shares != null) {
      int[] bound = positions("@SumsToOne", shares.value());
      add("@SumsToOne", bound, () -> simplex(bound));
    }
    Increasing ordered = type.getAnnotation(Increasing.class);
    if (ordered != null) {
      int[] bound = positions("@Increasing", ordered.value());
      add("@Increasing", bound, () -> ordering(bound, ordered.gap()));
    }
    Linear linear = type.getAnnotation(Linear.class);
    if (linear != null) {
      linear(linear);
    }
    return List.copyOf(groups);
  }

  /** Declares a region. */
  @FunctionalInterface
  private interface Declaration {

    Region declare();
  }

  private void add(String annotation, int[] bound, Declaration declaration) {
    claim(bound);
    Region region = named(annotation, declaration);
    region.parameters().forEach(param -> Scope.apply(scope, param));
    groups.add(new Group(region, bound, components.get(bound[0]).type() == int.class));
  }

  private Region named(String annotation, Declaration declaration) {
    try {
      return declaration.declare();
    } catch (IllegalArgumentException e) {
      throw error(annotation, String.valueOf(e.getMessage()), e);
    }
  }

  private Region simplex(int[] bound) {
    for (int i : bound) {
      checkType(components.get(i), double.class);
      components.get(i).checkWithoutRange();
    }
    return Simplex.declare(builder, paths(bound));
  }

  private Region ordering(int[] bound, double gap) {
    List<Ordering.Bounded> values =
        Arrays.stream(bound).mapToObj(i -> bounded(components.get(i))).toList();
    return Ordering.declare(builder, values, gap);
  }

  private static Ordering.Bounded bounded(Component component) {
    return switch (component.range()) {
      case Uniform r -> {
        checkType(component, double.class);
        yield Ordering.Bounded.uniform(component.path(), r.min(), r.max());
      }
      case LogUniform r -> {
        checkType(component, double.class);
        yield Ordering.Bounded.logUniform(component.path(), r.min(), r.max());
      }
      case IntRange r when r.step() == 1 -> {
        checkType(component, int.class);
        yield Ordering.Bounded.integer(component.path(), r.min(), r.max());
      }
      case null, default ->
          throw component.error(
              "is in an order: expected @Uniform, @LogUniform or @IntRange of step 1");
    };
  }

  private void linear(Linear linear) {
    var used = new BitSet();
    List<LinearConstraint> overAll = new ArrayList<>();
    for (String text : linear.value()) {
      LinearConstraint constraint;
      try {
        constraint = LinearConstraint.parse(text, names);
      } catch (IllegalArgumentException e) {
        throw error("@Linear", String.valueOf(e.getMessage()), e);
      }
      overAll.add(constraint);
      double[] coefficients = constraint.coefficients();
      IntStream.range(0, coefficients.length).filter(i -> coefficients[i] != 0).forEach(used::set);
    }
    if (overAll.isEmpty()) {
      throw error("@Linear", "has no inequality: expected at least one", null);
    }
    int[] bound = used.stream().toArray();
    add("@Linear", bound, () -> linearRegion(bound, overAll));
  }

  private Region linearRegion(int[] bound, List<LinearConstraint> overAll) {
    List<LinearRegion.Interval> intervals =
        Arrays.stream(bound).mapToObj(i -> interval(components.get(i))).toList();
    List<LinearConstraint> constraints =
        overAll.stream()
            .map(
                c -> {
                  double[] all = c.coefficients();
                  return new LinearConstraint(
                      Arrays.stream(bound).mapToDouble(i -> all[i]).toArray(), c.bound());
                })
            .toList();
    return LinearRegion.declare(builder, intervals, constraints);
  }

  private static LinearRegion.Interval interval(Component component) {
    checkType(component, double.class);
    if (component.range() instanceof Uniform range) {
      return new LinearRegion.Interval(component.path(), range.min(), range.max());
    }
    throw component.error("is in a linear inequality: expected @Uniform");
  }

  private static void checkType(Component component, Class<?> expected) {
    if (component.type() != expected) {
      throw component.error(
          "has type "
              + component.type().getSimpleName()
              + " bound to others: expected "
              + expected.getSimpleName());
    }
  }

  private int[] positions(String annotation, String[] chosen) {
    if (chosen.length == 0) {
      return IntStream.range(0, components.size()).toArray();
    }
    int[] positions = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      positions[i] = names.indexOf(chosen[i]);
      if (positions[i] < 0) {
        throw error(annotation, "has no component " + chosen[i] + ": expected of " + names, null);
      }
    }
    return positions;
  }

  private List<String> paths(int[] positions) {
    return Arrays.stream(positions).mapToObj(i -> components.get(i).path()).toList();
  }

  private void claim(int[] bound) {
    for (int i : bound) {
      if (claimed.get(i)) {
        throw components.get(i).error("is bound by two annotations of the record: expected one");
      }
      claimed.set(i);
    }
  }

  private IllegalArgumentException error(
      String annotation, String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        annotation + " of " + type.getSimpleName() + ": " + text, cause);
  }
}
