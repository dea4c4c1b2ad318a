package dev.hone.spi;

import dev.hone.Outcome;
import dev.hone.SearchSpace;
import dev.hone.internal.PointKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a method may learn from: the trials of its optimizer as canonical points of the unit cube,
 * with values to be minimised (of the opposite sign if the optimizer maximises).
 *
 * <p>A live view, to be read only during a call of {@link OptimizerBase}'s methods for subclasses,
 * which hold its lock. The arrays it returns are its own and must not be changed. All methods are
 * O(1) or, where they look at a point, O(d); the first {@link #contains} looks at all points.
 */
public final class History {

  private final SearchSpace space;
  private final List<double[]> points = new ArrayList<>();
  private double[] values = new double[16];
  private final List<Outcome> outcomes = new ArrayList<>();
  private final Map<Long, double[]> pending = new LinkedHashMap<>();
  private final Collection<double[]> pendingPoints =
      Collections.unmodifiableCollection(pending.values());
  private final List<double[]> failed = new ArrayList<>();

  /**
   * How many trials stand at a point: pending, complete or failed. Null until somebody asks, which
   * methods that may repeat points never do: keeping it takes longer than one of their suggestions.
   */
  private @Nullable Map<PointKey, Integer> multiplicities;

  /** Looks points up. */
  private final PointKey probe = new PointKey(new double[0]);

  History(SearchSpace space) {
    this.space = space;
  }

  /**
   * A copy that stays as this is now; O(n). It shares the points, and may be read by any thread
   * that is given it.
   */
  public History copy() {
    History copy = new History(space);
    copy.points.addAll(points);
    copy.values = values.clone();
    copy.outcomes.addAll(outcomes);
    copy.pending.putAll(pending);
    copy.failed.addAll(failed);
    copy.multiplicities = multiplicities == null ? null : new HashMap<>(multiplicities);
    return copy;
  }

  /** The space of the points. */
  public SearchSpace space() {
    return space;
  }

  /** The number of complete trials. */
  public int size() {
    return points.size();
  }

  /**
   * The point of a complete trial.
   *
   * @param i its rank in the order of telling, from 0
   */
  public double[] point(int i) {
    return points.get(i);
  }

  /**
   * The value of a complete trial's only or first objective, to be minimised; finite.
   *
   * @param i its rank in the order of telling, from 0
   */
  public double value(int i) {
    return values[Objects.checkIndex(i, points.size())];
  }

  /**
   * All that was told of a complete trial, every objective to be minimised.
   *
   * @param i its rank in the order of telling, from 0
   */
  public Outcome outcome(int i) {
    return outcomes.get(i);
  }

  /**
   * The points handed out and not ended yet, in the order of asking; to be had anew after a change.
   */
  public Collection<double[]> pending() {
    // Most often there are none, and an empty list's iterator is no object.
    return pending.isEmpty() ? Collections.emptyList() : pendingPoints;
  }

  /** The points of failed trials, in the order of failing. */
  public List<double[]> failed() {
    return Collections.unmodifiableList(failed);
  }

  /**
   * Whether a trial stands at this point, be it pending, complete or failed.
   *
   * @param point a canonical point (see {@link SearchSpace#canonicalize}), compared by its bits
   */
  public boolean contains(double[] point) {
    Map<PointKey, Integer> counts = multiplicities;
    if (counts == null) {
      counts = new HashMap<>();
      for (Collection<double[]> some : List.of(points, pending.values(), failed)) {
        for (double[] one : some) {
          add(counts, new PointKey(one), 1);
        }
      }
      multiplicities = counts;
    }
    return counts.containsKey(probe.reusedFor(point));
  }

  private void count(double[] point) {
    if (multiplicities != null) {
      add(multiplicities, new PointKey(point), 1);
    }
  }

  private void discount(double[] point) {
    if (multiplicities != null) {
      add(multiplicities, new PointKey(point), -1);
    }
  }

  private static void add(Map<PointKey, Integer> counts, PointKey point, int change) {
    int count = counts.getOrDefault(point, 0) + change;
    if (count > 0) {
      counts.put(point, count);
    } else {
      counts.remove(point);
    }
  }

  void addPending(long number, double[] point) {
    pending.put(number, point);
    count(point);
  }

  /** Takes back what has never become a trial. */
  void removePending(long number) {
    discount(takePending(number));
  }

  private double[] takePending(long number) {
    return Objects.requireNonNull(pending.remove(number));
  }

  /** A pending trial is complete; its point counts as before. */
  void complete(long number, Outcome minimized) {
    if (points.size() == values.length) {
      values = Arrays.copyOf(values, 2 * values.length);
    }
    values[points.size()] = minimized.objective(0);
    outcomes.add(minimized);
    points.add(takePending(number));
  }

  /** A pending trial has failed; its point counts as before. */
  void fail(long number) {
    failed.add(takePending(number));
  }
}
