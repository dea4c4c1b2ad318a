package dev.hone.record;

import dev.hone.Configuration;
import dev.hone.SearchSpace;
import dev.hone.internal.record.RecordReader;
import dev.hone.internal.record.RecordShape;

/**
 * The search space of a record, and the way between its configurations and values of the record.
 *
 * <p>Of the components, which parameters bear the names of ({@code outer.inner} for those of a
 * nested record):
 *
 * <ul>
 *   <li>a {@code double} has {@link Uniform}, {@link LogUniform} or {@link Levels},
 *   <li>an {@code int} has {@link IntRange}, {@link LogIntRange} or {@link Levels},
 *   <li>a {@code boolean} is a choice of {@code false} and {@code true},
 *   <li>an enum is a choice of its constants, in order if {@link Ranked},
 *   <li>a {@code String} has {@link Choice},
 *   <li>a record stands for its own components,
 *   <li>a sealed interface is a choice of the records it permits, by their simple names; the
 *       components of a record are active only where it is chosen.
 * </ul>
 *
 * <p>{@link SumsToOne}, {@link Increasing} and {@link Linear} on a record bind its components.
 * Immutable and safe to use from many threads.
 *
 * @param <R> the record
 */
public final class RecordSpace<R extends Record> {
  private final Class<R> type;
  private final SearchSpace space;
  private final RecordShape shape;

  private RecordSpace(Class<R> type, SearchSpace space, RecordShape shape) {
    this.type = type;
    this.space = space;
    this.shape = shape;
  }

  /**
   * Reads a record's declaration.
   *
   * @throws IllegalArgumentException if a component has no range or several, one that does not fit
   *     its type or means nothing; if a sealed interface permits no record; or if there is nothing
   *     to choose. The message names record and component.
   */
  public static <R extends Record> RecordSpace<R> of(Class<R> type) {
    SearchSpace.Builder builder = SearchSpace.builder();
    RecordShape shape = RecordReader.read(type, builder);
    if (shape.isEmpty()) {
      throw new IllegalArgumentException(
          type.getSimpleName() + " has no components to choose: expected at least one");
    }
    return new RecordSpace<>(type, builder.build(), shape);
  }

  /** The record. */
  public Class<R> type() {
    return type;
  }

  /** The space, for any optimizer. */
  public SearchSpace space() {
    return space;
  }

  /**
   * The record that a configuration stands for.
   *
   * @throws IllegalArgumentException if the configuration belongs to another space, or the record's
   *     constructor refuses the values; the message says which and the cause why
   */
  public R value(Configuration configuration) {
    if (configuration.space() != space) {
      throw new IllegalArgumentException(
          configuration + " belongs to another search space: expected one of " + space);
    }
    return type.cast(shape.read(configuration));
  }

  /**
   * The configuration that stands for a record.
   *
   * @throws IllegalArgumentException if a component is null or outside its range; the message names
   *     it
   */
  public Configuration configuration(R value) {
    Configuration.Builder builder = space.configuration();
    shape.write(value, builder);
    return builder.build();
  }

  /** The space. */
  @Override
  public String toString() {
    return type.getSimpleName() + ":\n" + space;
  }
}
