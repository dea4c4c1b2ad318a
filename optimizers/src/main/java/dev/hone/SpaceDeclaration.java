package dev.hone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text of {@link SearchSpace#declarations}. */
final class SpaceDeclaration {

  private SpaceDeclaration() {}

  static String of(Param<?> param, @Nullable Condition condition) {
    String text = param.name() + ": " + kindAndRange(param);
    return condition == null
        ? text
        : text
            + ", only if "
            + condition.parent().name()
            + " has number "
            + Arrays.toString(condition.indices());
  }

  private static String kindAndRange(Param<?> param) {
    return switch (param) {
      case DoubleParam real -> real.range() + scale(real.isLog());
      case IntParam integer -> integer.range() + scale(integer.isLog());
      case OrdinalParam<?> ordinal -> "in order, " + texts(ordinal.values());
      case CategoricalParam<?> categorical -> "one of " + texts(categorical.values());
    };
  }

  private static String scale(boolean log) {
    return log ? ", logarithmic" : "";
  }

  private static List<String> texts(List<?> values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(text(value)));
    return texts;
  }

  /** What says the same of a value in every JVM: not what {@link Object#toString} makes of it. */
  private static String text(Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    String text = value.toString();
    boolean changing =
        text.equals(value.getClass().getName() + "@" + Integer.toHexString(value.hashCode()));
    return changing ? "an object" : text;
  }
}
