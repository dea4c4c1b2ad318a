package dev.hone.math.cma;

import dev.hone.math.Engines;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Directions for a search along axes, from a quadratic model of the points of a polish before. */
final class PolishDirections {
  /** Above, a quadratic model would take more time than searches along its axes bring. */
  private static final int MOST_DIMENSIONS = 64;

  /** Values of a generation that differ by less, relatively, are too rounded for a model. */
  private static final double LEAST_SPREAD = 1e-9;

  private final int n;
  private final @Nullable QuadraticModel model;
  private final RecentPoints recent;
  private double polished = Double.POSITIVE_INFINITY;

  PolishDirections(int dimension) {
    n = dimension;
    boolean modelled = n > 1 && n <= MOST_DIMENSIONS;
    model = modelled ? new QuadraticModel(n, Engines.linearAlgebra()) : null;
    recent = new RecentPoints(n, modelled ? RecentPoints.capacity(n, 0) : 1);
  }

  /** Forgets the points of the polish before. */
  void begin() {
    recent.clear();
  }

  /** Takes the points of a generation. */
  void collect(double[] points, double[] values) {
    if (model != null && isSpread(values)) {
      for (int i = 0; i < values.length; i++) {
        recent.add(points, i * n, values[i]);
      }
    }
  }

  private static boolean isSpread(double[] values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return high - low > LEAST_SPREAD * Math.abs(low);
  }

  /** The next search goes along the axes that the last polish has found, if it has gained by it. */
  void turn(AxisSearch axes, double[] best, double value) {
    boolean gained = value < polished;
    polished = gained ? value : Double.POSITIVE_INFINITY;
    if (gained && model != null && !axes.isSeparable()) {
      double[] columns = new double[n * n];
      if (recent.fit(model, 1) && model.conjugateDirections(columns)) {
        axes.turn(best, columns);
      }
    }
  }

  void save(DataOutput out) throws IOException {
    out.writeDouble(polished);
    recent.save(out);
  }

  void load(DataInput in) throws IOException {
    polished = in.readDouble();
    recent.load(in);
  }
}
