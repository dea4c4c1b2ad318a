package dev.hone.spi;

import dev.hone.Direction;
import dev.hone.Optimizer;
import dev.hone.SearchSpace;
import java.util.List;
import java.util.Objects;

/**
 * The options every optimizer has. Not safe for use from several threads.
 *
 * @param <B> the type of the builder itself, which the setters return
 */
public abstract class OptimizerBuilder<B extends OptimizerBuilder<B>> {
  private final SearchSpace space;
  private List<Direction> directions = List.of(Direction.MINIMIZE);
  private int constraints;
  private long seed;

  /** Starts from the defaults: minimise, seed 0. */
  protected OptimizerBuilder(SearchSpace space) {
    this.space = Objects.requireNonNull(space, "space");
  }

  /** Sets the seed of all random choices; 0 unless set, so runs repeat by default. */
  public B seed(long seed) {
    this.seed = seed;
    return self();
  }

  /** Asks for small values of the one objective; the default. */
  public B minimize() {
    return objectives(Direction.MINIMIZE);
  }

  /** Asks for large values of the one objective. */
  public B maximize() {
    return objectives(Direction.MAXIMIZE);
  }

  /**
   * Sets how many objectives there are, and which way each goes.
   *
   * @throws IllegalArgumentException if there is none, or more than the method can handle
   */
  public B objectives(Direction... each) {
    if (each.length == 0 || each.length > maxObjectives()) {
      throw new IllegalArgumentException(
          each.length + " objectives: this method takes 1 to " + maxObjectives());
    }
    directions = List.of(each);
    return self();
  }

  /**
   * Sets how many constraints there are: values told beside the objectives, each met if at most 0.
   *
   * @throws IllegalArgumentException if it is negative, or more than the method can handle
   */
  public B constraints(int count) {
    if (count < 0 || count > maxConstraints()) {
      throw new IllegalArgumentException(
          count + " constraints: this method takes 0 to " + maxConstraints());
    }
    constraints = count;
    return self();
  }

  /** How many objectives the method can handle; 1 unless overridden. */
  protected int maxObjectives() {
    return 1;
  }

  /** How many constraints the method can handle; none unless overridden. */
  protected int maxConstraints() {
    return 0;
  }

  final Problem problem() {
    return new Problem(space, directions, constraints, seed);
  }

  /** Sets objectives, constraints and seed to those of an optimizer that was saved. */
  protected final void takeOver(Snapshot snapshot) {
    objectives(snapshot.directions().toArray(Direction[]::new));
    constraints(snapshot.constraintCount());
    seed = snapshot.seed();
  }

  /**
   * Makes an optimizer with the options set; the builder may be used further.
   *
   * @throws IllegalArgumentException if the options do not fit the space; the message says which
   */
  public abstract Optimizer build();

  /**
   * Makes an optimizer that goes on where a {@linkplain Optimizer#snapshot() snapshot} of the
   * method was taken, instead of a new one. Set the options as they were before. Every builder of
   * Hone overrides this.
   *
   * @param snapshot the bytes
   * @throws UnsupportedOperationException if the method is one of your own without snapshots
   * @throws IllegalArgumentException if the bytes are altered or cut off, or of another space,
   *     format version or method; the message says which
   */
  public Optimizer restore(byte[] snapshot) {
    throw new UnsupportedOperationException(getClass().getName() + ": the method has no snapshots");
  }

  /** Returns {@code this}. */
  @SuppressWarnings("unchecked") // B is the type of the builder itself
  protected B self() {
    return (B) this;
  }

  /** The space to search. */
  protected final SearchSpace space() {
    return space;
  }

  /** Whether small or large values of the only or first objective are wanted. */
  protected final Direction direction() {
    return directions.getFirst();
  }

  /** Whether small or large values are wanted, for each objective. */
  protected final List<Direction> directions() {
    return directions;
  }

  /** How many constraints there are. */
  protected final int constraintCount() {
    return constraints;
  }

  /** The seed of all random choices. */
  protected final long seed() {
    return seed;
  }
}
