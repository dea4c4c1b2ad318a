package dev.hone.math.cma;

import dev.hone.math.random.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Global search for the minimum on an interval: halves the one between two points that it is
 * easiest to find a better value in, which is where the flattest parabola through both would do.
 *
 * <p>Values count from that of the best point, once it has been {@linkplain #centre centred}.
 */
final class AxisLine {
  /**
   * How much better than the best a value must be to be worth looking for, relative to the spread.
   */
  private static final double IMPROVEMENT = 1e-8;

  /** Of the interval: what lies between nearer points is not looked into. */
  private static final double NARROWEST = 1e-10;

  private double lower;
  private double upper;
  private double[] t = new double[64];
  private double[] y = new double[64];

  /** √ of how far each value is above what is looked for. */
  private double[] heights = new double[64];

  private int count;
  private int best;
  private double worst;
  private double aim;
  private boolean exhausted;

  /** Forgets all points but one, whose value is 0, of an interval. */
  void restart(double from, double low, double high) {
    lower = low;
    upper = high;
    count = 0;
    exhausted = false;
    insert(0, from, 0);
    best = 0;
    worst = 0;
    aim = Double.NaN;
  }

  boolean isAtEnd(int points) {
    return exhausted || count >= points;
  }

  /** Where to evaluate next. */
  double next() {
    if (t[0] > lower) {
      return lower;
    }
    if (t[count - 1] < upper) {
      return upper;
    }
    int easiest = easiest();
    return t[easiest] + 0.5 * (t[easiest + 1] - t[easiest]);
  }

  private int easiest() {
    double narrowest = NARROWEST * (upper - lower);
    int easiest = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < count - 1; i++) {
      double width = t[i + 1] - t[i];
      double root = (heights[i] + heights[i + 1]) / width;
      if (root < least && width > narrowest) {
        least = root;
        easiest = i;
      }
    }
    return easiest;
  }

  /** Takes a value, relative to that of the start. */
  void add(double at, double value) {
    int found = Arrays.binarySearch(t, 0, count, at);
    int place = found < 0 ? -found - 1 : found;
    insert(place, at, value);
    if (place <= best) {
      best++;
    }
    if (value < y[best]) {
      best = place;
    }
    worst = Math.max(worst, value);
    double spread = Math.max(worst - y[best], Double.MIN_NORMAL);
    double newAim = y[best] - IMPROVEMENT * spread;
    if (newAim == aim) {
      heights[place] = Math.sqrt(value - aim);
    } else {
      aim = newAim;
      for (int i = 0; i < count; i++) {
        heights[i] = Math.sqrt(y[i] - aim);
      }
    }
    exhausted = t[0] == lower && t[count - 1] == upper && easiest() < 0;
  }

  private void insert(int place, double at, double value) {
    if (count == t.length) {
      t = Arrays.copyOf(t, 2 * count);
      y = Arrays.copyOf(y, 2 * count);
      heights = Arrays.copyOf(heights, 2 * count);
    }
    System.arraycopy(t, place, t, place + 1, count - place);
    System.arraycopy(y, place, y, place + 1, count - place);
    System.arraycopy(heights, place, heights, place + 1, count - place);
    t[place] = at;
    y[place] = value;
    count++;
  }

  /** The best point. */
  double best() {
    return t[best];
  }

  /** Makes the best value the 0 of all; returns what it was. */
  double centre() {
    double value = y[best];
    for (int i = 0; i < count; i++) {
      y[i] -= value;
    }
    worst -= value;
    aim -= value;
    return value;
  }

  /** Any of the points. */
  double some(CounterRandom random) {
    return t[random.nextInt(count)];
  }

  /** The value of a point that was added. */
  double at(double where) {
    return y[Arrays.binarySearch(t, 0, count, where)];
  }

  void save(DataOutput out) throws IOException {
    out.writeDouble(lower);
    out.writeDouble(upper);
    out.writeInt(count);
    for (double[] numbers : new double[][] {t, y, heights}) {
      for (int i = 0; i < count; i++) {
        out.writeDouble(numbers[i]);
      }
    }
    out.writeInt(best);
    out.writeDouble(worst);
    out.writeDouble(aim);
    out.writeBoolean(exhausted);
  }

  void load(DataInput in) throws IOException {
    lower = in.readDouble();
    upper = in.readDouble();
    count = in.readInt();
    int capacity = Math.max(t.length, count);
    t = new double[capacity];
    y = new double[capacity];
    heights = new double[capacity];
    for (double[] numbers : new double[][] {t, y, heights}) {
      for (int i = 0; i < count; i++) {
        numbers[i] = in.readDouble();
      }
    }
    best = in.readInt();
    worst = in.readDouble();
    aim = in.readDouble();
    exhausted = in.readBoolean();
  }
}
