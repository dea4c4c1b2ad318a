package dev.hone.internal.record;

import dev.hone.CategoricalParam;
import dev.hone.DoubleParam;
import dev.hone.IntParam;
import dev.hone.OrdinalParam;
import dev.hone.Param;
import org.jspecify.annotations.Nullable;

/**
 * Where parameters are active: where a sealed interface's choice is one of its records.
 *
 * @param choice the choice
 * @param arm the record's name
 */
record Scope(CategoricalParam<String> choice, String arm) {

  /** Makes a parameter active only in a scope; everywhere if there is none. */
  static void apply(@Nullable Scope scope, Param<?> param) {
    if (scope == null) {
      return;
    }
    switch (param) {
      case DoubleParam real -> real.onlyIf(scope.choice, scope.arm);
      case IntParam integer -> integer.onlyIf(scope.choice, scope.arm);
      case OrdinalParam<?> ordinal -> ordinal.onlyIf(scope.choice, scope.arm);
      case CategoricalParam<?> categorical -> categorical.onlyIf(scope.choice, scope.arm);
    }
  }
}
