package dev.hone.internal.record;

import dev.hone.CategoricalParam;
import dev.hone.Configuration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records that a sealed interface permits.
 *
 * @param component what the interface is the type of, for messages
 * @param param chooses one by its simple name; null if there is only one
 * @param shapes the records, in the order of the parameter's values
 */
record Arms(String component, @Nullable CategoricalParam<String> param, List<RecordShape> shapes) {

  RecordShape chosen(Configuration configuration) {
    return param == null
        ? shapes.getFirst()
        : shapes.get((int) param.indexOf(configuration.get(param)));
  }

  RecordShape choose(Object value, Configuration.Builder configuration) {
    for (int i = 0; i < shapes.size(); i++) {
      if (shapes.get(i).type() == value.getClass()) {
        if (param != null) {
          configuration.set(param, param.value(i));
        }
        return shapes.get(i);
      }
    }
    throw new IllegalArgumentException(
        component
            + " = "
            + value
            + ": expected one of "
            + shapes.stream().map(s -> s.type().getSimpleName()).toList());
  }

  boolean isEmpty() {
    return param == null && shapes.getFirst().isEmpty();
  }
}
