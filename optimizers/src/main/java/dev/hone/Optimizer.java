package dev.hone;

import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Suggests the next configurations to try, and learns from what came of them.
 *
 * <p>{@link #ask} hands out a trial; {@link #tell} or {@link #fail} ends it. Trials may end in any
 * order; those not ended are pending and are taken into account as such. The same seed and the same
 * order of calls give the same bits.
 *
 * <p>Safe to use from many threads. Whatever a call throws, nothing told before is lost. {@link
 * dev.hone.spi.OptimizerBase} is the base for a method of one's own.
 */
public interface Optimizer extends AutoCloseable {

  /** The space the configurations come from. */
  SearchSpace space();

  /** Whether small or large values of the only or first objective are wanted. */
  Direction direction();

  /** Whether small or large values are wanted, for each objective. */
  List<Direction> directions();

  /** How many constraints every outcome has. */
  int constraintCount();

  /**
   * Hands out the next trial: an {@linkplain #enqueue enqueued} configuration if there is one, else
   * one that the method suggests.
   *
   * @throws SpaceExhaustedException if the method has nothing left to suggest
   * @throws IllegalStateException if this optimizer is closed
   * @throws CancellationException if the thread is interrupted; nothing is lost
   */
  Trial ask();

  /**
   * Hands out the next trial within a time: the best the method finds until then. What it suggests
   * depends on how fast the machine is, so that runs do not repeat.
   *
   * <p>The time counts from this call. A call of another thread that is under way is waited for;
   * beyond that, the time is kept to but for a millisecond or a tenth of it, provided that the code
   * is warm and what one tell costs fits into it.
   *
   * @param time more than zero
   * @throws IllegalArgumentException if {@code time} is zero or negative
   * @throws SpaceExhaustedException if the method has nothing left to suggest
   * @throws IllegalStateException if this optimizer is closed
   * @throws CancellationException if the thread is interrupted
   */
  Trial ask(Duration time);

  /**
   * Hands out several trials to be evaluated side by side; better than as many single asks where
   * the method can plan them together.
   *
   * @param n how many, at least 1
   * @return n trials; fewer, but at least one, if the method has no more to suggest
   * @throws IllegalArgumentException if {@code n} is less than 1, or more than memory can hold
   * @throws SpaceExhaustedException if the method has nothing left to suggest
   * @throws IllegalStateException if this optimizer is closed
   * @throws CancellationException if the thread is interrupted; nothing is lost
   */
  List<Trial> ask(int n);

  /**
   * Ends a trial with its objective value. NaN and infinities mark it failed.
   *
   * @throws IllegalArgumentException if there are several objectives, or constraints
   * @throws IllegalStateException if the trial has ended already or was handed out by another
   *     optimizer, or this one is closed
   */
  void tell(Trial trial, double value);

  /**
   * Ends a trial with all that is known of it: several objectives, constraints, cost, noise, a
   * gradient. NaN and infinities among objectives and constraints mark it failed.
   *
   * @throws IllegalArgumentException if it has not as many objectives and constraints as this
   *     optimizer, or its gradient not as many entries as the space has parameters
   * @throws IllegalStateException if the trial has ended already or was handed out by another
   *     optimizer, or this one is closed
   */
  void tell(Trial trial, Outcome outcome);

  /**
   * Ends a trial that gave no value.
   *
   * @throws IllegalStateException if the trial has ended already or was handed out by another
   *     optimizer, or this one is closed
   */
  void fail(Trial trial);

  /**
   * Makes a configuration the next one to be handed out, after those enqueued before it.
   *
   * @throws IllegalArgumentException if the configuration belongs to another space
   * @throws IllegalStateException if this optimizer is closed
   */
  void enqueue(Configuration configuration);

  /**
   * Adds an evaluation made elsewhere. NaN and infinities make it a failed one.
   *
   * @return the ended trial
   * @throws IllegalArgumentException if the configuration belongs to another space, or there are
   *     several objectives, or constraints
   * @throws IllegalStateException if this optimizer is closed
   */
  Trial observe(Configuration configuration, double value);

  /**
   * As {@link #observe(Configuration, double)}, with all that is known.
   *
   * @throws IllegalArgumentException if the configuration belongs to another space, or the outcome
   *     does not fit, as for {@link #tell(Trial, Outcome)}
   * @throws IllegalStateException if this optimizer is closed
   */
  Trial observe(Configuration configuration, Outcome outcome);

  /**
   * The complete trial with the best value among those that meet all constraints; the earliest told
   * of several. Also after {@link #close}.
   *
   * @throws NoSuchElementException if there is none
   * @throws IllegalStateException if there are several objectives: see {@link #front}
   */
  Trial best();

  /**
   * As {@link #best}, or empty if there is none.
   *
   * @throws IllegalStateException if there are several objectives: see {@link #front}
   */
  Optional<Trial> bestSoFar();

  /**
   * The Pareto front: of the complete trials that meet all constraints those that no other beats,
   * being as good in every objective and better in one. In the order of telling, as a snapshot.
   * With one objective, the trials as good as the best. Also after {@link #close}.
   */
  List<Trial> front();

  /** All trials by number, as a snapshot; O(n). Also after {@link #close}. */
  List<Trial> trials();

  /**
   * Everything as bytes, with a checksum: the {@link dev.hone.spi.OptimizerBuilder#restore(byte[])
   * restore} of the builder of the same method makes an optimizer of it that goes on as this one
   * would, bit for bit.
   *
   * <p>Every method of Hone has them; one of your own has when it overrides this.
   *
   * @throws UnsupportedOperationException if it is one of your own that does not
   * @throws IllegalStateException if this optimizer is closed
   */
  default byte[] snapshot() {
    throw new UnsupportedOperationException(getClass().getSimpleName() + " has no snapshots");
  }

  /** Releases what the optimizer holds; later calls of this method have no effect. */
  @Override
  void close();
}
