package dev.hone.internal.record;

import dev.hone.Configuration;
import dev.hone.Param;
import java.util.function.Function;

/** What one component of a record is made of. */
sealed interface Part permits Part.Leaf, Part.Nested, Part.Alternative, Part.Bound {

  /** The value of the component. */
  Object read(Configuration configuration);

  /** Sets the parameters to a value of the component. */
  void write(Object value, Configuration.Builder configuration);

  /**
   * A parameter.
   *
   * @param <T> the type of its values
   * @param param the parameter
   * @param toComponent from its values to those of the component
   * @param fromComponent and back
   */
  record Leaf<T>(Param<T> param, Function<T, Object> toComponent, Function<Object, T> fromComponent)
      implements Part {

    @Override
    public Object read(Configuration configuration) {
      return toComponent.apply(configuration.get(param));
    }

    @Override
    public void write(Object value, Configuration.Builder configuration) {
      configuration.set(param, fromComponent.apply(value));
    }
  }

  /** A record within the record. */
  record Nested(RecordShape shape) implements Part {

    @Override
    public Object read(Configuration configuration) {
      return shape.read(configuration);
    }

    @Override
    public void write(Object value, Configuration.Builder configuration) {
      shape.write(value, configuration);
    }
  }

  /** One of several records. */
  record Alternative(Arms arms) implements Part {

    @Override
    public Object read(Configuration configuration) {
      return arms.chosen(configuration).read(configuration);
    }

    @Override
    public void write(Object value, Configuration.Builder configuration) {
      arms.choose(value, configuration).write(value, configuration);
    }
  }

  /** One of the values of a region, which the whole record reads and writes at once. */
  record Bound(Group group, int index) implements Part {

    @Override
    public Object read(Configuration configuration) {
      return group.component(group.region().get(configuration)[index], index);
    }

    /** Does nothing: {@link RecordShape#write} sets all values of the region together. */
    @Override
    public void write(Object value, Configuration.Builder configuration) {}
  }
}
