package dev.hone.math.cma;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The points of a generation: what the model says of each, and what was told of some. */
final class LqPopulation {
  private final int n;
  private final int size;
  private final double[] points;
  private final double[] truth;
  private final double[] predicted;
  private final boolean[] taken;
  private final boolean[] told;

  LqPopulation(int dimension, int populationSize) {
    n = dimension;
    size = populationSize;
    points = new double[size * n];
    truth = new double[size];
    predicted = new double[size];
    taken = new boolean[size];
    told = new boolean[size];
  }

  int size() {
    return size;
  }

  double[] points() {
    return points;
  }

  /** By the last {@link #predict}; no NaN. */
  double[] predicted() {
    return predicted;
  }

  void begin(double[] samples) {
    System.arraycopy(samples, 0, points, 0, size * n);
    Arrays.fill(told, false);
    Arrays.fill(taken, false);
  }

  void set(int row, double[] from, int offset) {
    System.arraycopy(from, offset, points, row * n, n);
  }

  /** Marks a point as handed out; false if it was, or is told. */
  boolean take(int row) {
    boolean free = !taken[row] && !told[row];
    taken[row] = true;
    return free;
  }

  /** The point with these bits that nothing was told of; −1 if there is none. */
  int find(double[] from, int offset) {
    for (int i = 0; i < size; i++) {
      if (!told[i] && Arrays.equals(points, i * n, i * n + n, from, offset, offset + n)) {
        return i;
      }
    }
    return -1;
  }

  /** The last in an order of which nothing was told, best one that is not handed out either. */
  int lastUntold(int[] order, int count) {
    int found = -1;
    for (int i = count - 1; i >= 0; i--) {
      int row = order[i];
      if (!told[row]) {
        if (!taken[row]) {
          return row;
        }
        found = found < 0 ? row : found;
      }
    }
    return found;
  }

  void tell(int row, double value) {
    told[row] = true;
    truth[row] = value;
  }

  /** Without a model, rows count in their order. */
  void predict(@Nullable QuadraticModel model) {
    for (int i = 0; i < size; i++) {
      double value = model == null ? i : model.value(points, i * n);
      predicted[i] = Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }
  }

  /**
   * A value for each point: as told if all are, else by the model, shifted so that its best is the
   * best one told.
   */
  double[] completed() {
    double smallestTruth = Double.POSITIVE_INFINITY;
    double smallestPredicted = Double.POSITIVE_INFINITY;
    boolean complete = true;
    for (int i = 0; i < size; i++) {
      complete &= told[i];
      smallestTruth = told[i] && truth[i] < smallestTruth ? truth[i] : smallestTruth;
      smallestPredicted = Math.min(smallestPredicted, predicted[i]);
    }
    if (complete) {
      return truth;
    }
    double offset = smallestTruth - smallestPredicted;
    for (int i = 0; i < size; i++) {
      boolean lost = told[i] && Double.isNaN(truth[i]);
      truth[i] = lost ? Double.NaN : predicted[i] + (Double.isFinite(offset) ? offset : 0);
    }
    return truth;
  }

  void save(DataOutput out) throws IOException {
    CmaSnapshot.writeDoubles(out, points);
    CmaSnapshot.writeDoubles(out, truth);
    for (int i = 0; i < size; i++) {
      out.writeBoolean(told[i]);
      out.writeBoolean(taken[i]);
    }
  }

  void load(DataInput in) throws IOException {
    CmaSnapshot.readDoubles(in, points);
    CmaSnapshot.readDoubles(in, truth);
    for (int i = 0; i < size; i++) {
      told[i] = in.readBoolean();
      taken[i] = in.readBoolean();
    }
  }
}
