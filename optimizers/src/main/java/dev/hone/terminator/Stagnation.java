package dev.hone.terminator;

import dev.hone.Direction;
import dev.hone.Trial;
import dev.hone.math.pareto.ParetoFront;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Enough when trial after trial brings no progress.
 *
 * <p>Progress is a trial that meets all constraints and is better than all before by more than a
 * least gain; with several objectives, one that no trial of the front equals or dominates. O(1) for
 * a trial, or O(front).
 */
public final class Stagnation implements Terminator {
  private final List<Direction> directions;
  private final int patience;
  private final double leastGain;
  private final ReentrantLock lock = new ReentrantLock();

  /** The points that no other equals or dominates, to be minimised. */
  private final List<double[]> front = new ArrayList<>();

  private int withoutProgress;

  private Stagnation(List<Direction> directions, int patience, double leastGain) {
    if (patience < 1) {
      throw new IllegalArgumentException("patience = " + patience + ": expected at least 1");
    }
    if (!(leastGain >= 0 && leastGain < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "leastGain = " + leastGain + ": expected a finite number of at least 0");
    }
    this.directions = directions;
    this.patience = patience;
    this.leastGain = leastGain;
  }

  /**
   * For one objective.
   *
   * @param patience how many trials without progress are too many, at least 1; failed ones count
   * @param leastGain what a value has to be better by, 0 or more
   * @throws IllegalArgumentException if one makes no sense
   */
  public static Stagnation of(Direction direction, int patience, double leastGain) {
    return new Stagnation(List.of(direction), patience, leastGain);
  }

  /**
   * For several objectives.
   *
   * @param patience how many trials that add nothing to the front are too many, at least 1
   * @throws IllegalArgumentException if it is less, or there are no objectives
   */
  public static Stagnation of(List<Direction> directions, int patience) {
    if (directions.isEmpty()) {
      throw new IllegalArgumentException("directions = []: expected at least one");
    }
    return new Stagnation(List.copyOf(directions), patience, 0);
  }

  @Override
  public void ended(Trial trial) {
    boolean counts = EndedTrials.counts(trial, directions.size() - 1);
    lock.lock();
    try {
      withoutProgress = counts && isProgress(trial) ? 0 : withoutProgress + 1;
    } finally {
      lock.unlock();
    }
  }

  private boolean isProgress(Trial trial) {
    double[] point = new double[directions.size()];
    Arrays.setAll(point, i -> directions.get(i).toMinimized(trial.outcome().objective(i)));
    if (front.stream().anyMatch(p -> isNoWorse(p, point))) {
      return false;
    }
    front.removeIf(p -> isNoWorse(point, p));
    front.add(point);
    return true;
  }

  private boolean isNoWorse(double[] a, double[] b) {
    if (a.length == 1) {
      return a[0] - leastGain <= b[0];
    }
    return ParetoFront.dominates(a.length, a, 0, b, 0) || Arrays.equals(a, b);
  }

  @Override
  public boolean isDue() {
    lock.lock();
    try {
      return withoutProgress >= patience;
    } finally {
      lock.unlock();
    }
  }
}
