package dev.hone.math.cma;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The last points that were evaluated, with their values; the oldest are overwritten. */
final class RecentPoints {
  /** A model of all products then has 20,301 coefficients, and its matrix 3 GB. */
  private static final int MOST_DIMENSIONS = 200;

  private final int n;
  private final double[] points;
  private final double[] values;
  private final Ranking ranking;
  private int count;
  private int oldest;

  RecentPoints(int dimension, int capacity) {
    n = dimension;
    points = new double[capacity * n];
    values = new double[capacity];
    ranking = new Ranking(capacity);
  }

  /** As many as a full quadratic model is fitted to: twice the number of its coefficients. */
  static int capacity(int n, int populationSize) {
    long wanted = Math.max(populationSize, n * (n + 3L) + 2);
    if (n > MOST_DIMENSIONS) {
      throw new IllegalArgumentException(
          "dimension = " + n + ": expected at most " + MOST_DIMENSIONS + " for a quadratic model");
    }
    return (int) wanted;
  }

  /** Takes a point with a finite value; others say nothing to a model. */
  void add(double[] from, int offset, double value) {
    if (Double.isFinite(value)) {
      System.arraycopy(from, offset, points, oldest * n, n);
      values[oldest] = value;
      oldest = (oldest + 1) % values.length;
      count = Math.min(count + 1, values.length);
    }
  }

  void clear() {
    count = 0;
    oldest = 0;
  }

  int count() {
    return count;
  }

  /** Where the i-th last point is, in {@link #points} and {@link #values}. */
  int slot(int i) {
    return Math.floorMod(oldest - 1 - i, values.length);
  }

  double[] points() {
    return points;
  }

  double[] values() {
    return values;
  }

  /** Fits the best of the points, as far as the model of the highest degree can spare others. */
  boolean fit(QuadraticModel model, double share) {
    int kept = count;
    for (QuadraticModel.Degree degree : QuadraticModel.Degree.values()) {
      if (QuadraticModel.suffices(count, degree, n)) {
        int least = (int) Math.ceil(1.1 * QuadraticModel.size(degree, n)) + 1;
        kept = Math.min(count, (int) Math.max(least, share * (count + 1)));
      }
    }
    ranking.rank(values, count);
    return model.fit(points, values, ranking.order(), kept);
  }

  /**
   * How far a model orders the last points as they are (Kendall's τ).
   *
   * @param wanted of how many of the last points, if there are as many
   * @return −1 to 1; NaN for fewer than two points
   */
  double agreement(QuadraticModel model, int wanted) {
    int m = Math.min(count, wanted);
    double[] byModel = new double[m];
    int[] slots = new int[m];
    for (int i = 0; i < m; i++) {
      slots[i] = slot(i);
      byModel[i] = model.value(points, slots[i] * n);
    }
    double concordant = 0;
    for (int i = 1; i < m; i++) {
      for (int j = 0; j < i; j++) {
        double x = Math.signum(byModel[i] - byModel[j]);
        concordant += x * Math.signum(values[slots[i]] - values[slots[j]]);
      }
    }
    return concordant / (0.5 * m * (m - 1));
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(count);
    out.writeInt(oldest);
    CmaSnapshot.writeDoubles(out, points);
    CmaSnapshot.writeDoubles(out, values);
  }

  void load(DataInput in) throws IOException {
    count = in.readInt();
    oldest = in.readInt();
    CmaSnapshot.readDoubles(in, points);
    CmaSnapshot.readDoubles(in, values);
  }
}
