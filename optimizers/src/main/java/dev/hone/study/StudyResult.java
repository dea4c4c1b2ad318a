package dev.hone.study;

import dev.hone.Direction;
import dev.hone.math.pareto.Hypervolume;
import dev.hone.math.pareto.ParetoFront;
import dev.hone.pruner.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What came of a study. Immutable.
 *
 * @param <R> the record
 */
public final class StudyResult<R extends Record> {

  /** Why a study ended. */
  public enum Stop {
    /** All trials were made. */
    TRIALS,
    /** A terminator said so. */
    TERMINATOR,
    /** The optimizer had nothing left to suggest. */
    EXHAUSTED,
    /** The thread that ran the study was interrupted; its interrupt flag is set. */
    INTERRUPTED,
    /** Something threw that is not the objective: see {@link StudyException}. */
    BROKEN
  }

  private final Class<R> type;
  private final List<Direction> directions;
  private final List<StudyTrial<R>> ended;
  private final List<StudyTrial<R>> trials;
  private final Journal journal;
  private final Stop stop;
  private final Duration elapsed;

  /** Takes the trials in the order they ended. */
  StudyResult(
      Class<R> type,
      List<Direction> directions,
      List<StudyTrial<R>> ended,
      Journal journal,
      Stop stop,
      Duration elapsed) {
    this.type = type;
    this.directions = directions;
    this.ended = List.copyOf(ended);
    this.trials = ended.stream().sorted(Comparator.comparingLong(StudyTrial::number)).toList();
    this.journal = journal;
    this.stop = stop;
    this.elapsed = elapsed;
  }

  /** The record of hyperparameters. */
  public Class<R> type() {
    return type;
  }

  /** Whether small or large values are wanted, for each objective. */
  public List<Direction> directions() {
    return directions;
  }

  /** All trials by number. */
  public List<StudyTrial<R>> trials() {
    return trials;
  }

  /** The trials that ended so, by number. */
  public List<StudyTrial<R>> trials(Ending ending) {
    return trials.stream().filter(t -> t.ending() == ending).toList();
  }

  /** What was asked, reported and told in which order: see {@link Study#replay}. */
  public Journal journal() {
    return journal;
  }

  /** Why the study ended. */
  public Stop stop() {
    return stop;
  }

  /** How long the study took. */
  public Duration elapsed() {
    return elapsed;
  }

  /**
   * The complete trial with the best value that meets all constraints; the earliest told of
   * several.
   *
   * @throws NoSuchElementException if there is none
   * @throws IllegalStateException if there are several objectives: see {@link #front}
   */
  public StudyTrial<R> best() {
    return bestSoFar()
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "no trial of "
                        + trials.size()
                        + " is complete and feasible"
                        + firstFailure().map(f -> "; the first failed with " + f).orElse("")));
  }

  /**
   * As {@link #best}, or empty if there is none.
   *
   * @throws IllegalStateException if there are several objectives: see {@link #front}
   */
  public Optional<StudyTrial<R>> bestSoFar() {
    List<StudyTrial<R>> improvements = trajectory();
    return improvements.isEmpty() ? Optional.empty() : Optional.of(improvements.getLast());
  }

  /**
   * The complete and feasible trials that were better than all before them, in the order they
   * ended.
   *
   * @throws IllegalStateException if there are several objectives: see {@link #front}
   */
  public List<StudyTrial<R>> trajectory() {
    if (directions.size() > 1) {
      throw new IllegalStateException(
          "the study has " + directions.size() + " objectives: expected one; see front()");
    }
    Direction direction = directions.getFirst();
    List<StudyTrial<R>> improvements = new ArrayList<>();
    double best = Double.POSITIVE_INFINITY;
    for (StudyTrial<R> trial : ended) {
      if (trial.isFeasible() && direction.toMinimized(trial.value()) < best) {
        best = direction.toMinimized(trial.value());
        improvements.add(trial);
      }
    }
    return List.copyOf(improvements);
  }

  /**
   * The Pareto front: of the complete and feasible trials those that no other beats, being as good
   * in every objective and better in one. In the order they ended.
   */
  public List<StudyTrial<R>> front() {
    List<StudyTrial<R>> feasible = ended.stream().filter(StudyTrial::isFeasible).toList();
    int m = directions.size();
    int[] front = ParetoFront.nonDominated(feasible.size(), m, minimized(feasible));
    return Arrays.stream(front).mapToObj(feasible::get).toList();
  }

  /**
   * The volume that the front dominates, up to a point of reference; 0 if no trial is better than
   * it in every objective.
   *
   * @param reference a value for each objective, as the objective returns them, worse than what is
   *     of interest
   * @throws IllegalArgumentException if there are not as many as objectives, or one is not finite
   */
  public double hypervolume(double... reference) {
    int m = directions.size();
    if (reference.length != m) {
      throw new IllegalArgumentException(
          reference.length + " values of reference: expected one for each of " + m + " objectives");
    }
    double[] minimized = new double[m];
    for (int j = 0; j < m; j++) {
      if (!Double.isFinite(reference[j])) {
        throw new IllegalArgumentException(
            "reference[" + j + "] = " + reference[j] + ": expected a finite number");
      }
      minimized[j] = directions.get(j).toMinimized(reference[j]);
    }
    List<StudyTrial<R>> front = front();
    return Hypervolume.of(front.size(), m, minimized(front), minimized);
  }

  /** The number of trials, how they ended, and the best. */
  @Override
  public String toString() {
    String best =
        directions.size() > 1
            ? "front of " + front().size()
            : bestSoFar().map(t -> "best " + t).orElse("none complete and feasible");
    return trials.size()
        + " trials ("
        + trials(Ending.PRUNED).size()
        + " pruned, "
        + trials(Ending.FAILED).size()
        + " failed), "
        + best;
  }

  private double[] minimized(List<StudyTrial<R>> some) {
    return some.stream()
        .map(t -> t.outcome().orElseThrow())
        .flatMapToDouble(o -> Arrays.stream(o.toMinimized(directions).objectives()))
        .toArray();
  }

  private Optional<Throwable> firstFailure() {
    return trials.stream().flatMap(t -> t.failure().stream()).findFirst();
  }
}
