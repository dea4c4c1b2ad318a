package dev.hone.pbt;

import dev.hone.Trial;
import dev.hone.spi.History;
import dev.hone.spi.ResumableOptimizer;
import dev.hone.spi.Snapshot;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Trains a population of models, whose hyperparameters change on the way: what population-based
 * methods have in common.
 *
 * <p>A trial is an interval of the training of one member: {@link #leg} says which checkpoint to
 * load, the trial's configuration with which hyperparameters to train on, and what is told is the
 * value of the model then. Checkpoints are held by the caller under the trial that left them;
 * {@link #checkpoints} says which of them may be needed again. {@link #best} is the best model that
 * there was after any interval, and {@link #lineage} the schedule that made it.
 *
 * <p>Members do not wait for each other: {@link #ask} is about the idle member whose model was
 * trained least, and compares it with what the others were worth last. {@code ask(n)} gives no more
 * trials than there are idle members, and without one it throws {@link
 * dev.hone.SpaceExhaustedException}, as it does when all have been trained to the end; so there
 * should be no more workers than members. A member whose interval fails goes on from the checkpoint
 * of one of the best; from its own last checkpoint nothing is taken. Enqueued and observed
 * configurations belong to no member: they count for {@link #best}, and for nothing else.
 *
 * <p>The same seed and the same order of calls give the same suggestions, bit for bit. Safe to use
 * from many threads.
 */
public abstract sealed class PopulationOptimizer extends ResumableOptimizer
    permits PopulationBasedTraining, Pb2Optimizer {
  private final Population population;
  private final Snapshot.Writer options;

  /** A new population. */
  PopulationOptimizer(
      PopulationBuilder<?, ?> builder, Exploration exploration, Snapshot.Writer options) {
    super(builder);
    this.population = new Population(space(), direction(), seed(), builder.strategy(), exploration);
    this.options = options;
  }

  @Override
  protected final void saveOptions(DataOutput out) throws IOException {
    options.write(out);
  }

  /** Not the checkpoints, which the caller has. */
  @Override
  protected final void saveState(DataOutput out) throws IOException {
    population.save(out);
  }

  @Override
  protected final void loadState(DataInput in) throws IOException {
    population.load(in, trials());
  }

  /**
   * Where a trial takes up a model. O(1).
   *
   * @throws IllegalStateException if the trial was handed out by another optimizer
   */
  public final Leg leg(Trial trial) {
    checkOwn(trial);
    return population.leg(trial.number());
  }

  /**
   * The trials whose checkpoints may be asked for in times to come, and those that running trials
   * started from; all others may be deleted. O(members).
   */
  public final List<Trial> checkpoints() {
    return locked(population::checkpoints);
  }

  /**
   * The intervals that made the model a trial leaves, from the first one on a new model to the
   * trial itself: with which hyperparameters it was trained when. O(their number).
   *
   * @throws IllegalStateException if the trial was handed out by another optimizer
   */
  public final List<Trial> lineage(Trial trial) {
    checkOwn(trial);
    Deque<Trial> line = new ArrayDeque<>();
    Optional<Trial> next = Optional.of(trial);
    while (next.isPresent()) {
      line.addFirst(next.get());
      next = population.leg(next.get().number()).from();
    }
    return List.copyOf(line);
  }

  @Override
  protected final double[] suggest(History history, long trialNumber) {
    return population.suggest(trialNumber);
  }

  @Override
  protected final void told(Trial trial) {
    population.told(trial);
  }
}
