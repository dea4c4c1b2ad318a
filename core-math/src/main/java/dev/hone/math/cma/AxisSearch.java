package dev.hone.math.cma;

import dev.hone.math.random.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Global search in a box along one axis after the other: solves separable functions of many local
 * minima, which no covariance matrix helps with, and finds good starts where coordinates depend on
 * each other a little.
 *
 * <p>A pass searches along each axis with so many points. If points of former lines then still have
 * the values that a separable function would give them, lines are kept, and later passes refine
 * them. Otherwise passes are repeated as long as they gain something, and begin anew elsewhere,
 * with twice as many points, when they do not.
 *
 * <p>Axes may be turned: direction j then moves the coordinates after j along with it. Where the
 * function is quadratic on a small scale, directions that are conjugate there may be those in which
 * it is separable on a large one.
 *
 * <p>Source: Swarzberg, Seront and Bersini, S.T.E.P.: The Easiest Way to Optimize a Function
 * (1994), for a line; joined with CMA-ES by Loshchilov, Schoenauer and Sebag, Bi-population CMA-ES
 * Algorithms with Surrogate Models and Line Searches (2013), whose lines take turns.
 */
final class AxisSearch {
  private static final int FIRST_POINTS = 64;
  private static final int MOST_POINTS = 1 << 13;

  /** A pass that gains less than this share of the first one is the last one. */
  private static final double LEAST_GAIN = 1e-3;

  private static final double SEPARABLE_TOLERANCE = 1e-6;

  /** Refinements in a row that may gain nothing before a search begins elsewhere. */
  private static final int PATIENCE = 2;

  private enum State {
    BASE,
    LINE,
    CHECK
  }

  private final int n;
  private final double[] lower;
  private final double[] upper;
  private CounterRandom random;
  private final AxisLine[] lines;
  private final double[] base;

  /** What the lines search in: the base is the product of the directions and these. */
  private final double[] steps;

  /** n×n, lower triangular with a diagonal of ones: its columns are the directions. */
  private final double[] directions;

  private final double[] point;
  private double baseValue;
  private int pointsPerLine = FIRST_POINTS;
  private State state = State.BASE;
  private int axis;
  private double tried;
  private double expected;
  private double firstGain;
  private double passStart;
  private int gainless;

  /** How many coordinates of the base have moved in this pass. */
  private int moved;

  private boolean separable;
  private boolean checked;
  private boolean ended;

  /** Begins in the middle of the box. */
  AxisSearch(double[] lower, double[] upper, CounterRandom random) {
    n = lower.length;
    this.lower = lower;
    this.upper = upper;
    this.random = random;
    lines = new AxisLine[n];
    base = new double[n];
    steps = new double[n];
    directions = new double[n * n];
    point = new double[n];
    for (int j = 0; j < n; j++) {
      lines[j] = new AxisLine();
      base[j] = lower[j] + 0.5 * (upper[j] - lower[j]);
    }
    straighten();
  }

  private void straighten() {
    Arrays.fill(directions, 0);
    for (int j = 0; j < n; j++) {
      directions[j * n + j] = 1;
    }
    findSteps();
  }

  private void findSteps() {
    for (int j = 0; j < n; j++) {
      double step = base[j];
      for (int k = 0; k < j; k++) {
        step -= directions[j * n + k] * steps[k];
      }
      steps[j] = step;
    }
  }

  /**
   * Begins another descent with as many points as the last one.
   *
   * @param from where, copied
   * @param columns n×n, lower triangular with a diagonal of ones: the directions are its columns
   */
  void turn(double[] from, double[] columns) {
    ended = false;
    separable = false;
    axis = 0;
    state = State.BASE;
    System.arraycopy(from, 0, base, 0, n);
    System.arraycopy(columns, 0, directions, 0, n * n);
    findSteps();
  }

  /** The best point of this descent, within the box. */
  double[] base() {
    double[] inside = new double[n];
    Arrays.setAll(inside, j -> Math.clamp(base[j], lower[j], upper[j]));
    return inside;
  }

  /** Whether a descent has come to its end; the next ask begins another one. */
  boolean isAtEnd() {
    return ended;
  }

  /** The point of the last {@link #ask}. */
  double[] point() {
    return point;
  }

  /** Whether the function has looked separable so far. */
  boolean isSeparable() {
    return separable;
  }

  /** The next point: the array itself, valid until the next call. */
  double[] ask() {
    if (ended) {
      beginAgain();
    }
    System.arraycopy(base, 0, point, 0, n);
    if (state != State.BASE) {
      tried = state == State.LINE ? lines[axis].next() : lines[axis].some(random);
      expected = state == State.LINE ? Double.NaN : lines[axis].at(tried) + baseValue;
      move(point, tried);
      for (int j = axis; j < n; j++) {
        point[j] = Math.clamp(point[j], lower[j], upper[j]);
      }
    }
    return point;
  }

  /** Moves a point from the base to a step along the axis. */
  private void move(double[] x, double step) {
    double by = step - steps[axis];
    for (int j = axis; j < n; j++) {
      x[j] = Math.fma(directions[j * n + axis], by, x[j]);
    }
  }

  private void beginAgain() {
    ended = false;
    axis = 0;
    if (pointsPerLine < MOST_POINTS) {
      pointsPerLine *= 2;
    }
    boolean refinable = Arrays.stream(lines).anyMatch(line -> !line.isAtEnd(pointsPerLine));
    if (separable && refinable && gainless < PATIENCE) {
      beginPass(true);
    } else {
      separable = false;
      state = State.BASE;
      for (int j = 0; j < n; j++) {
        base[j] = lower[j] + random.nextDouble() * (upper[j] - lower[j]);
      }
      straighten();
    }
  }

  /** Takes the value of the point of the last {@link #ask}. */
  void tell(double told) {
    double value = Double.isNaN(told) ? 1e300 : Math.clamp(told, -1e300, 1e300);
    switch (state) {
      case BASE -> {
        baseValue = value;
        firstGain = 0;
        gainless = 0;
        checked = false;
        beginPass(false);
      }
      case LINE -> {
        lines[axis].add(tried, value - baseValue);
        advance();
      }
      case CHECK -> {
        double scale = Math.abs(expected - baseValue) + 1e-6 * Math.abs(baseValue);
        separable &= Math.abs(value - expected) <= SEPARABLE_TOLERANCE * scale;
        if (!separable || ++axis == n) {
          endPass();
        }
      }
    }
  }

  private void beginPass(boolean keepLines) {
    state = State.LINE;
    axis = 0;
    passStart = baseValue;
    moved = 0;
    if (!keepLines) {
      restartLine();
    }
    if (lines[0].isAtEnd(pointsPerLine)) {
      advance();
    }
  }

  private void advance() {
    while (lines[axis].isAtEnd(pointsPerLine)) {
      AxisLine line = lines[axis];
      moved += line.best() == steps[axis] ? 0 : 1;
      move(base, line.best());
      steps[axis] = line.best();
      baseValue += line.centre();
      if (++axis == n) {
        axis = 0;
        if (checked || n == 1) {
          endPass();
        } else {
          checked = true;
          check();
        }
        return;
      }
      if (!separable) {
        restartLine();
      }
    }
  }

  /** Where no two coordinates have moved, points say nothing of how coordinates depend. */
  private void check() {
    if (moved < 2) {
      endPass();
    } else {
      separable = true;
      state = State.CHECK;
    }
  }

  private void restartLine() {
    double shift = steps[axis] - base[axis];
    lines[axis].restart(steps[axis], lower[axis] + shift, upper[axis] + shift);
  }

  private void endPass() {
    double gain = passStart - baseValue;
    gainless = gain > 0 ? 0 : gainless + 1;
    if (firstGain == 0) {
      firstGain = gain;
    } else if (gain <= LEAST_GAIN * firstGain) {
      ended = true;
    }
    ended |= separable || gain <= 0;
    if (!ended) {
      beginPass(false);
    }
  }

  void save(DataOutput out) throws IOException {
    out.writeLong(random.position());
    for (AxisLine line : lines) {
      line.save(out);
    }
    for (double[] numbers : new double[][] {base, steps, directions, point}) {
      CmaSnapshot.writeDoubles(out, numbers);
    }
    for (double number : new double[] {baseValue, tried, expected, firstGain, passStart}) {
      out.writeDouble(number);
    }
    out.writeUTF(state.name());
    for (int number : new int[] {pointsPerLine, axis, gainless, moved}) {
      out.writeInt(number);
    }
    out.writeBoolean(separable);
    out.writeBoolean(checked);
    out.writeBoolean(ended);
  }

  void load(DataInput in) throws IOException {
    random = CounterRandom.at(random.seed(), random.stream(), in.readLong());
    for (AxisLine line : lines) {
      line.load(in);
    }
    for (double[] numbers : new double[][] {base, steps, directions, point}) {
      CmaSnapshot.readDoubles(in, numbers);
    }
    baseValue = in.readDouble();
    tried = in.readDouble();
    expected = in.readDouble();
    firstGain = in.readDouble();
    passStart = in.readDouble();
    state = State.valueOf(in.readUTF());
    pointsPerLine = in.readInt();
    axis = in.readInt();
    gainless = in.readInt();
    moved = in.readInt();
    separable = in.readBoolean();
    checked = in.readBoolean();
    ended = in.readBoolean();
  }
}
