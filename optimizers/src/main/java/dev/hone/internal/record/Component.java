package dev.hone.internal.record;

import dev.hone.Param;
import dev.hone.SearchSpace;
import dev.hone.record.Choice;
import dev.hone.record.IntRange;
import dev.hone.record.Levels;
import dev.hone.record.LogIntRange;
import dev.hone.record.LogUniform;
import dev.hone.record.Ranked;
import dev.hone.record.Uniform;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A component with its annotations. */
final class Component {
  private static final List<Class<? extends Annotation>> RANGES =
      List.of(
          Uniform.class,
          LogUniform.class,
          IntRange.class,
          LogIntRange.class,
          Levels.class,
          Choice.class,
          Ranked.class);

  private final Class<?> owner;
  private final RecordComponent component;
  private final String path;

  Component(Class<?> owner, RecordComponent component, String prefix) {
    this.owner = owner;
    this.component = component;
    this.path = prefix + component.getName();
  }

  /** The name of its parameter. */
  String path() {
    return path;
  }

  Class<?> type() {
    return component.getType();
  }

  /** The range of the component, if it has exactly one. */
  @Nullable Annotation range() {
    List<Annotation> ranges =
        Stream.of(component.getAnnotations())
            .filter(a -> RANGES.contains(a.annotationType()))
            .toList();
    if (ranges.size() > 1) {
      throw error("has " + ranges.stream().map(Component::name).toList() + ": expected only one");
    }
    return ranges.isEmpty() ? null : ranges.getFirst();
  }

  void checkWithoutRange() {
    Annotation range = range();
    if (range != null) {
      throw error(
          "has type " + type().getSimpleName() + " with " + name(range) + ": expected none there");
    }
  }

  /** Declares the parameter of a component that is neither a record nor a sealed interface. */
  Part leaf(SearchSpace.Builder builder, @Nullable Scope scope) {
    try {
      Part.Leaf<?> leaf = declare(builder);
      Scope.apply(scope, leaf.param());
      return leaf;
    } catch (BadRangeException e) {
      throw error(e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(this + ": " + e.getMessage(), e);
    }
  }

  /** An error that names the component. */
  IllegalArgumentException error(@Nullable String text) {
    return new IllegalArgumentException(this + " " + text);
  }

  /** Record and component: {@code Hp.lr}. */
  @Override
  public String toString() {
    return owner.getSimpleName() + "." + component.getName();
  }

  /** What is not in the range itself, but in how it is put. */
  private static final class BadRangeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadRangeException(String message) {
      super(message);
    }
  }

  private Part.Leaf<?> declare(SearchSpace.Builder builder) {
    Class<?> type = type();
    Annotation range = range();
    if (type == double.class || type == Double.class) {
      return real(builder, range);
    }
    if (type == int.class || type == Integer.class) {
      return integer(builder, range);
    }
    if (type == String.class) {
      return range instanceof Choice choice
          ? leaf(builder.categorical(path, choice.value()), String.class)
          : mismatch(range, "@Choice");
    }
    if (type == boolean.class || type == Boolean.class) {
      return range == null
          ? leaf(builder.categorical(path, false, true), Boolean.class)
          : mismatch(range, "no annotation");
    }
    if (type.isEnum()) {
      return constants(builder, range);
    }
    throw new BadRangeException(
        "has type "
            + component.getGenericType().getTypeName()
            + ": expected double, int, boolean, String, an enum, a record or a sealed interface");
  }

  private Part.Leaf<?> real(SearchSpace.Builder builder, @Nullable Annotation range) {
    return switch (range) {
      case Uniform r -> leaf(builder.uniform(path, r.min(), r.max()), Double.class);
      case LogUniform r -> leaf(builder.logUniform(path, r.min(), r.max()), Double.class);
      case Levels r ->
          leaf(builder.ordinal(path, Arrays.stream(r.value()).boxed().toList()), Double.class);
      case null, default -> mismatch(range, "@Uniform, @LogUniform or @Levels");
    };
  }

  private Part.Leaf<?> integer(SearchSpace.Builder builder, @Nullable Annotation range) {
    return switch (range) {
      case IntRange r -> leaf(builder.integer(path, r.min(), r.max(), r.step()), Integer.class);
      case LogIntRange r -> leaf(builder.logInteger(path, r.min(), r.max()), Integer.class);
      case Levels r ->
          leaf(
              builder.ordinal(path, Arrays.stream(r.value()).mapToObj(this::whole).toList()),
              Integer.class);
      case null, default -> mismatch(range, "@IntRange, @LogIntRange or @Levels");
    };
  }

  private Part.Leaf<?> constants(SearchSpace.Builder builder, @Nullable Annotation range) {
    List<Object> constants = List.of(type().getEnumConstants());
    Param<Object> param =
        switch (range) {
          case null -> builder.categorical(path, constants);
          case Ranked r -> builder.ordinal(path, constants);
          default -> {
            mismatch(range, "@Ranked or no annotation");
            throw new AssertionError();
          }
        };
    return new Part.Leaf<>(param, Function.identity(), Function.identity());
  }

  private int whole(double level) {
    if (level != (int) level) {
      throw new BadRangeException("has level " + level + ": expected whole numbers for an int");
    }
    return (int) level;
  }

  private Part.Leaf<?> mismatch(@Nullable Annotation range, String expected) {
    String kind = type().getSimpleName();
    throw new BadRangeException(
        range == null
            ? "has type " + kind + " without a range: expected " + expected
            : "has type " + kind + " with " + name(range) + ": expected " + expected);
  }

  private static <T> Part.Leaf<T> leaf(Param<T> param, Class<T> type) {
    return new Part.Leaf<>(param, value -> value, type::cast);
  }

  private static String name(Annotation range) {
    return "@" + range.annotationType().getSimpleName();
  }
}
