package dev.hone.internal.local;

import dev.hone.math.random.CounterRandom;
import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Goes downhill from the best point that was told, by steps to where a {@link LeastNormQuadratic}
 * of the points around it is lowest within a trust region. The region, a cube, grows after a step
 * that gained about what the model said and shrinks after one that did not; where no points tell of
 * a direction, one is tried there. What others have tried counts like what it has tried itself, so
 * that after a search of the space there is often a model at once.
 *
 * <p>Where nothing is left to be gained it goes on from the best point that is far from all places
 * where it has been. Asked again while it waits, it makes steps half and twice as far, and then
 * steps in random directions, which make the model better.
 *
 * <p>Not safe for use from several threads: its optimizer holds a lock.
 *
 * <p>Source: Conn, Scheinberg and Vicente, Introduction to Derivative-Free Optimization (2009),
 * chapter 10; Powell, The NEWUOA Software for Unconstrained Optimization without Derivatives
 * (2006); Rinnooy Kan and Timmer, Stochastic Global Optimization Methods, part II (1987), for going
 * on elsewhere.
 */
public final class LocalSearch {
  private static final long STREAM = 0x10ca_0001L;

  /** Points farther than so many radii are not looked at. */
  private static final double BANK = 10;

  private static final double LARGEST = 0.25;
  private static final double SMALLEST_START = 1e-6;
  private static final double SMALLEST = 1e-8;

  /** What is so near to a place that was searched belongs to it. */
  private static final double BASIN = 0.1;

  /** As a share of what the told values differ by, what is not worth a trial. */
  private static final double NOTHING = 1e-15;

  /** What a step gained over what it was to gain: above, the model is good, below, it is bad. */
  private static final double AS_SAID = 0.7;

  private static final double TOO_LITTLE = 0.25;

  /** What is nearer to the centre than this share of the region tells of rounding only. */
  private static final double TOO_NEAR = 1e-3;

  private static final int MOST_POINTS = 300;

  /** How far steps go, in radii, while none, one or two others are pending. */
  private static final double[] STRIDES = {1, 0.5, 2};

  /** What is nearer to a pending point than this share of the radius would be the same again. */
  private static final double DISTINCT = 0.01;

  /**
   * A step that was handed out: the value where it began, what it was to gain, 0 if that was
   * nothing but knowledge, and its length.
   */
  private record Step(double from, double predicted, double length) {}

  private final int dimension;
  private final long seed;
  private final Map<Long, Step> pending = new LinkedHashMap<>();
  private final List<double[]> searched = new ArrayList<>();

  /** The best point of where it is; empty where it is nowhere. */
  private double[] centre = {};

  private double value;
  private double radius;

  /** A search in the unit cube of d dimensions. */
  public LocalSearch(int dimension, long seed) {
    this.dimension = dimension;
    this.seed = seed;
  }

  /** The point to try next. */
  public double[] suggest(History history, long trialNumber) {
    while (centre.length > 0 || goElsewhere(history)) {
      Points points = around(history);
      LeastNormQuadratic model = points.model(dimension);
      double[] unknown = model.unknownDirection();
      double predicted = 0;
      double[] move = unknown == null ? new double[0] : unknown;
      if (unknown == null) {
        move = step(model, radius * STRIDES[Math.min(pending.size(), STRIDES.length - 1)]);
        predicted = -model.value(move, new double[dimension]);
        if (!(predicted > NOTHING * points.spread)) {
          leave();
          continue;
        }
      }
      double[] point = moved(move, predicted == 0);
      if (pending.size() >= STRIDES.length || isPending(history, point)) {
        predicted = 0;
        move = direction(trialNumber);
        point = moved(move, true);
      }
      pending.put(trialNumber, new Step(value, predicted, longest(move) * radius));
      return point;
    }
    double[] point = new double[dimension];
    CounterRandom.of(seed ^ STREAM, trialNumber).fillUniform(point, 0, dimension);
    pending.put(trialNumber, new Step(0, 0, 0));
    return point;
  }

  private void leave() {
    searched.add(centre);
    centre = new double[0];
  }

  private boolean isPending(History history, double[] point) {
    return history.pending().stream()
        .anyMatch(other -> VectorSums.distance(other, point) < DISTINCT * radius);
  }

  /** In units of the radius. */
  private double[] step(LeastNormQuadratic model, double size) {
    double[] lower = new double[dimension];
    double[] upper = new double[dimension];
    double reach = size / radius;
    for (int k = 0; k < dimension; k++) {
      lower[k] = Math.max(-reach, -centre[k] / radius);
      upper[k] = Math.min(reach, (1 - centre[k]) / radius);
    }
    return ModelStep.lowest(model, lower, upper);
  }

  /** The centre moved by t radii; by −t where that leads out of the cube and there is a choice. */
  private double[] moved(double[] t, boolean eitherWay) {
    double[] point = new double[dimension];
    for (int k = 0; k < dimension; k++) {
      double there = Math.fma(radius, t[k], centre[k]);
      if (eitherWay && (there < 0 || there > 1)) {
        there = Math.fma(-radius, t[k], centre[k]);
      }
      point[k] = Math.clamp(there, 0, 1);
    }
    return point;
  }

  private static double longest(double[] t) {
    return VectorSums.distance(t, new double[t.length]);
  }

  /** A random direction of length 1 in its longest coordinate. */
  private double[] direction(long trialNumber) {
    double[] t = new double[dimension];
    CounterRandom random = CounterRandom.of(seed ^ STREAM, trialNumber);
    for (int k = 0; k < dimension; k++) {
      t[k] = random.nextGaussian();
    }
    VectorSums.scale(1 / longest(t), t);
    return t;
  }

  /** What is known around the centre. */
  private static final class Points {
    final List<double[]> displacements = new ArrayList<>();
    double[] differences = {};
    double spread;

    LeastNormQuadratic model(int dimension) {
      return LeastNormQuadratic.fit(dimension, displacements, differences);
    }
  }

  private Points around(History history) {
    record Near(int rank, double distance) {}
    List<Near> near = new ArrayList<>();
    double highest = value;
    for (int i = 0; i < history.size(); i++) {
      double distance = VectorSums.distance(history.point(i), centre);
      highest = Math.max(highest, history.value(i));
      if (distance <= BANK * radius && distance >= TOO_NEAR * radius) {
        near.add(new Near(i, distance));
      }
    }
    near.sort(Comparator.comparingDouble(Near::distance));
    int count = Math.min(near.size(), Math.max(MOST_POINTS, 2 * dimension));
    Points points = new Points();
    points.spread = highest - value;
    points.differences = new double[count];
    for (int i = 0; i < count; i++) {
      int rank = near.get(i).rank;
      double[] t = history.point(rank).clone();
      for (int k = 0; k < dimension; k++) {
        t[k] = (t[k] - centre[k]) / radius;
      }
      points.displacements.add(t);
      points.differences[i] = history.value(rank) - value;
    }
    return points;
  }

  /** Goes to the best point where it has not been; false if there is none. */
  private boolean goElsewhere(History history) {
    int best = -1;
    for (int i = 0; i < history.size(); i++) {
      double[] point = history.point(i);
      if ((best < 0 || history.value(i) < history.value(best)) && !isSearched(point)) {
        best = i;
      }
    }
    if (best < 0) {
      return false;
    }
    startAt(history, history.point(best), history.value(best));
    return true;
  }

  private void startAt(History history, double[] point, double atValue) {
    centre = point;
    value = atValue;
    radius = Math.clamp(carriers(history), SMALLEST_START, LARGEST);
  }

  /** How far from the centre there are points in all directions. */
  private double carriers(History history) {
    radius = 1;
    List<double[]> displacements = around(history).displacements;
    return LeastNormQuadratic.reach(dimension, displacements);
  }

  /**
   * Takes in how a trial ended.
   *
   * @param trialNumber its number
   * @param point its canonical point
   * @param told its value; NaN if it failed
   */
  public void told(long trialNumber, double[] point, double told, History history) {
    Step step = pending.remove(trialNumber);
    if (centre.length == 0) {
      return;
    }
    if (step != null && step.predicted > 0) {
      double ratio = (step.from - told) / step.predicted;
      if (ratio > AS_SAID) {
        radius = Math.min(LARGEST, Math.max(radius, 2 * step.length));
      } else if (!(ratio >= TOO_LITTLE)) {
        radius = Math.min(radius, Math.max(0.5 * step.length, 0.1 * radius));
      }
    }
    if (told < value) {
      move(point, told, history);
    }
    if (centre.length > 0 && radius < SMALLEST) {
      leave();
    }
  }

  /** Has its centre at a better point, and leaves where it comes to a place that was searched. */
  private void move(double[] point, double told, History history) {
    boolean far = VectorSums.distance(point, centre) > BASIN;
    boolean known = isSearched(point) && !isBest(told, history);
    if (known) {
      leave();
    } else if (far) {
      startAt(history, point, told);
    } else {
      centre = point;
      value = told;
    }
  }

  private boolean isSearched(double[] point) {
    return searched.stream().anyMatch(place -> VectorSums.distance(place, point) < BASIN);
  }

  private static boolean isBest(double told, History history) {
    for (int i = 0; i < history.size(); i++) {
      if (history.value(i) < told) {
        return false;
      }
    }
    return true;
  }

  /** Writes all that has been learnt. */
  public void save(DataOutput out) throws IOException {
    write(out, centre);
    out.writeDouble(value);
    out.writeDouble(radius);
    out.writeInt(searched.size());
    for (double[] place : searched) {
      write(out, place);
    }
    out.writeInt(pending.size());
    for (Map.Entry<Long, Step> entry : pending.entrySet()) {
      out.writeLong(entry.getKey());
      out.writeDouble(entry.getValue().from);
      out.writeDouble(entry.getValue().predicted);
      out.writeDouble(entry.getValue().length);
    }
  }

  /** Reads what {@link #save} wrote, into a search that was never asked. */
  public void load(DataInput in) throws IOException {
    centre = read(in);
    value = in.readDouble();
    radius = in.readDouble();
    int places = in.readInt();
    for (int i = 0; i < places; i++) {
      searched.add(read(in));
    }
    int steps = in.readInt();
    for (int i = 0; i < steps; i++) {
      pending.put(in.readLong(), new Step(in.readDouble(), in.readDouble(), in.readDouble()));
    }
  }

  private static void write(DataOutput out, double[] point) throws IOException {
    out.writeBoolean(point.length > 0);
    for (double coordinate : point) {
      out.writeDouble(coordinate);
    }
  }

  private double[] read(DataInput in) throws IOException {
    double[] point = new double[in.readBoolean() ? dimension : 0];
    for (int k = 0; k < point.length; k++) {
      point[k] = in.readDouble();
    }
    return point;
  }
}
