package dev.hone.internal.evo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds which coordinates of a function of the unit cube interact: recursive differential grouping,
 * as a state that points are taken from and values told to. Two sets of coordinates interact if the
 * change that the one makes depends on where the other is, by more than rounding explains.
 *
 * <p>O(d log d) evaluations where groups are few and small; one group of separable coordinates
 * costs three for each. Which pairs interact is not told, only what hangs together.
 *
 * <p>Source: Sun, Omidvar, Kirley and Li, Adaptive Threshold Parameter Estimation with Recursive
 * Differential Grouping for Problem Decomposition (2018), whose threshold is after Omidvar, Yang,
 * Mei, Li and Yao, DG2: A Faster and More Accurate Differential Grouping for Large-Scale Black-Box
 * Optimization (2017).
 */
final class DifferentialGrouping {
  private static final double UNIT_ROUNDOFF = 0x1p-53;

  /** What the points that are out belong to. */
  private enum Phase {
    BASE,
    UPPER,
    TEST,
    DONE
  }

  private final int n;
  private final double gamma;
  private final List<int[]> groups = new ArrayList<>();

  /** The set in question. */
  private int[] first = {};

  /** The coordinates that may interact with it. */
  private int[] rest;

  private boolean[] interacts = {};

  /** Ranges of {@code rest} to be tested, as pairs of begin and end. */
  private final List<int[]> ranges = new ArrayList<>();

  private Phase phase = Phase.BASE;
  private double base;
  private double upper;
  private final double[] values = new double[2];
  private final boolean[] out = new boolean[2];
  private final boolean[] told = new boolean[2];

  DifferentialGrouping(int n) {
    this.n = n;
    double k = Math.sqrt(n) + 2;
    gamma = k * UNIT_ROUNDOFF / (1 - k * UNIT_ROUNDOFF);
    rest = new int[n];
    Arrays.setAll(rest, i -> i);
  }

  boolean isDone() {
    return phase == Phase.DONE;
  }

  /** The number of a point that is to be evaluated and was not handed out; −1 if there is none. */
  int take() {
    for (int i = 0; i < pointsInPhase(); i++) {
      if (!out[i] && !told[i]) {
        out[i] = true;
        return i;
      }
    }
    return -1;
  }

  /** Hands out again what was never told. */
  void takeBack() {
    Arrays.fill(out, false);
  }

  private int pointsInPhase() {
    return phase == Phase.DONE ? 0 : phase == Phase.TEST ? 2 : 1;
  }

  /** A point to evaluate. */
  double[] point(int index) {
    double[] x = new double[n];
    if (phase == Phase.UPPER || (phase == Phase.TEST && index == 1)) {
      for (int j : first) {
        x[j] = 1;
      }
    }
    if (phase == Phase.TEST) {
      int[] range = ranges.getLast();
      for (int i = range[0]; i < range[1]; i++) {
        x[rest[i]] = 0.5;
      }
    }
    return x;
  }

  /**
   * Takes the value of a point; NaN if there is none, which counts as interaction.
   *
   * @return whether the points that follow are others
   */
  boolean tell(int index, double value) {
    values[index] = value;
    told[index] = true;
    for (int i = 0; i < pointsInPhase(); i++) {
      if (!told[i]) {
        return false;
      }
    }
    Arrays.fill(told, false);
    Arrays.fill(out, false);
    switch (phase) {
      case BASE -> {
        base = values[0];
        begin(new int[] {rest[0]}, Arrays.copyOfRange(rest, 1, n));
      }
      case UPPER -> {
        upper = values[0];
        phase = Phase.TEST;
      }
      case TEST -> judge();
      case DONE -> throw new IllegalStateException("the grouping is done");
    }
    return true;
  }

  private void begin(int[] set, int[] others) {
    first = set;
    rest = others;
    interacts = new boolean[rest.length];
    ranges.clear();
    if (rest.length == 0) {
      groups.add(first);
      phase = Phase.DONE;
    } else {
      ranges.add(new int[] {0, rest.length});
      phase = Phase.UPPER;
    }
  }

  private void judge() {
    int[] range = ranges.removeLast();
    double lower = values[0];
    double both = values[1];
    double difference = Math.abs((base - upper) - (lower - both));
    double sum = Math.abs(base) + Math.abs(upper) + Math.abs(lower) + Math.abs(both);
    // Not "greater": a value that is missing speaks for interaction.
    if (!(difference <= gamma * sum)) {
      if (range[1] - range[0] == 1) {
        interacts[range[0]] = true;
      } else {
        int middle = (range[0] + range[1]) >>> 1;
        ranges.add(new int[] {middle, range[1]});
        ranges.add(new int[] {range[0], middle});
      }
    }
    if (ranges.isEmpty()) {
      endSearch();
    }
  }

  /** Goes on with the set that has grown, or with another one if it has not. */
  private void endSearch() {
    int[] grown = Arrays.copyOf(first, n);
    int[] left = new int[rest.length];
    int size = first.length;
    int leftover = 0;
    for (int i = 0; i < rest.length; i++) {
      if (interacts[i]) {
        grown[size++] = rest[i];
      } else {
        left[leftover++] = rest[i];
      }
    }
    left = Arrays.copyOf(left, leftover);
    if (size > first.length) {
      begin(Arrays.copyOf(grown, size), left);
    } else {
      groups.add(first);
      begin(new int[] {left[0]}, Arrays.copyOfRange(left, 1, left.length));
    }
  }

  /** The coordinates that hang together, once this is done: each in one group. */
  List<int[]> groups() {
    return List.copyOf(groups);
  }
}
