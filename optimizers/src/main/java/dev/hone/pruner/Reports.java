package dev.hone.pruner;

import dev.hone.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What running trials have reported, step by step; what {@link Pruner}s decide by.
 *
 * <p>A trial is a number, such as {@link dev.hone.Trial#number}; it begins with its first report. A
 * report takes one value per objective. A report that makes no sense is refused, and changes
 * nothing.
 *
 * <p>Safe to use from many threads. What the methods return are snapshots.
 */
public final class Reports {
  private final List<Direction> directions;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, Line> lines = new LinkedHashMap<>();
  private final Map<Long, List<Report>> all = new HashMap<>();
  private final Map<Long, List<Report>> completed = new HashMap<>();

  private Reports(List<Direction> directions) {
    this.directions = directions;
  }

  /** Reports of one value, where small is good. */
  public static Reports minimizing() {
    return of(Direction.MINIMIZE);
  }

  /** Reports of one value, where large is good. */
  public static Reports maximizing() {
    return of(Direction.MAXIMIZE);
  }

  /**
   * Reports of several values.
   *
   * @param directions what is good, for each objective
   * @throws IllegalArgumentException if there is none
   */
  public static Reports of(Direction... directions) {
    return of(Arrays.asList(directions));
  }

  /**
   * Reports of several values.
   *
   * @param directions what is good, for each objective
   * @throws IllegalArgumentException if there is none
   */
  public static Reports of(List<Direction> directions) {
    if (directions.isEmpty()) {
      throw new IllegalArgumentException("directions = []: expected at least one");
    }
    return new Reports(List.copyOf(directions));
  }

  /** What is good, for each objective. */
  public List<Direction> directions() {
    return directions;
  }

  /**
   * Takes down what a trial is worth at a step.
   *
   * @param trial the number of the trial
   * @param step an epoch, a number of examples or seconds, the number of a fold; not negative
   * @param values one finite value per objective, as they are (not negated)
   * @throws IllegalArgumentException if the step is negative or was reported before, or a value is
   *     missing, NaN or infinite
   * @throws IllegalStateException if the trial has ended
   */
  public void report(long trial, long step, double... values) {
    check(trial, step, values);
    double[] minimized = new double[values.length];
    Arrays.setAll(minimized, i -> directions.get(i).toMinimized(values[i]));
    Report report = new Report(trial, step, minimized);
    lock.lock();
    try {
      Line line = lines.get(trial);
      if (line != null) {
        line.checkRunning(trial, "reports at step " + step);
        if (line.reports.containsKey(step)) {
          throw new IllegalArgumentException(
              "trial "
                  + trial
                  + " reports step "
                  + step
                  + " twice: it has "
                  + line.reports.keySet());
        }
      }
      lines.computeIfAbsent(trial, t -> new Line()).reports.put(step, report);
      all.computeIfAbsent(step, s -> new ArrayList<>()).add(report);
    } finally {
      lock.unlock();
    }
  }

  private void check(long trial, long step, double[] values) {
    if (step < 0) {
      throw new IllegalArgumentException(
          "trial " + trial + " reports at step " + step + ": expected 0 or more");
    }
    if (values.length != directions.size()) {
      throw new IllegalArgumentException(
          "trial %d reports %d values at step %d: expected %d, one per objective"
              .formatted(trial, values.length, step, directions.size()));
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "trial %d reports %s at step %d: expected a finite number, or the trial to fail"
                .formatted(trial, value, step));
      }
    }
  }

  /**
   * Takes down that a trial has ended; it may have reported nothing.
   *
   * @throws IllegalStateException if it has ended already
   */
  public void end(long trial, Ending ending) {
    lock.lock();
    try {
      Line line = lines.computeIfAbsent(trial, t -> new Line());
      line.checkRunning(trial, "ends " + ending);
      line.ending = ending;
      if (ending == Ending.COMPLETE) {
        for (Report report : line.reports.values()) {
          completed.computeIfAbsent(report.step(), s -> new ArrayList<>()).add(report);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether a trial has not ended; it may not have begun. O(1). */
  public boolean isRunning(long trial) {
    lock.lock();
    try {
      Line line = lines.get(trial);
      return line == null || line.ending == null;
    } finally {
      lock.unlock();
    }
  }

  /** The reports of a trial, none if it has not begun; O(their number). */
  public Curve curve(long trial) {
    lock.lock();
    try {
      Line line = lines.get(trial);
      return line == null ? new Curve(trial, List.of(), Optional.empty()) : line.curve(trial);
    } finally {
      lock.unlock();
    }
  }

  /** The reports of all trials, by trial in the order they began; O(number of reports). */
  public List<Curve> curves() {
    lock.lock();
    try {
      List<Curve> curves = new ArrayList<>(lines.size());
      lines.forEach((trial, line) -> curves.add(line.curve(trial)));
      return Collections.unmodifiableList(curves);
    } finally {
      lock.unlock();
    }
  }

  /** The reports of all trials at one step, in the order they came; O(their number). */
  public List<Report> at(long step) {
    return copy(all, step);
  }

  /** The reports of complete trials at one step, in the order the trials ended; O(their number). */
  public List<Report> completedAt(long step) {
    return copy(completed, step);
  }

  private List<Report> copy(Map<Long, List<Report>> columns, long step) {
    lock.lock();
    try {
      return List.copyOf(columns.getOrDefault(step, List.of()));
    } finally {
      lock.unlock();
    }
  }

  /** One trial, guarded by the lock. */
  private static final class Line {
    final Map<Long, Report> reports = new LinkedHashMap<>();
    @Nullable Ending ending;

    void checkRunning(long trial, String what) {
      if (ending != null) {
        throw new IllegalStateException("trial " + trial + " " + what + ": it has ended " + ending);
      }
    }

    Curve curve(long trial) {
      return new Curve(trial, List.copyOf(reports.values()), Optional.ofNullable(ending));
    }
  }
}
