package dev.hone.spi;

import dev.hone.Direction;
import dev.hone.Optimizer;
import dev.hone.SearchSpace;
import java.util.Objects;

/**
 * The options every optimizer has. Not safe for use from several threads.
 *
 * @param <B> the type of the builder itself, which the setters return
 */
public abstract class OptimizerBuilder<B extends OptimizerBuilder<B>> {
  private final SearchSpace space;
  private Direction direction = Direction.MINIMIZE;
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

  /** Asks for small values; the default. */
  public B minimize() {
    direction = Direction.MINIMIZE;
    return self();
  }

  /** Asks for large values. */
  public B maximize() {
    direction = Direction.MAXIMIZE;
    return self();
  }

  /** Sets direction and seed to those of an optimizer that was saved. */
  protected final void takeOver(Snapshot snapshot) {
    direction = snapshot.direction();
    seed = snapshot.seed();
  }

  /**
   * Makes an optimizer with the options set; the builder may be used further.
   *
   * @throws IllegalArgumentException if the options do not fit the space; the message says which
   */
  public abstract Optimizer build();

  /** Returns {@code this}. */
  protected abstract B self();

  /** The space to search. */
  protected final SearchSpace space() {
    return space;
  }

  /** Whether small or large values are wanted. */
  protected final Direction direction() {
    return direction;
  }

  /** The seed of all random choices. */
  protected final long seed() {
    return seed;
  }
}
