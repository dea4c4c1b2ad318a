package dev.hone.math.minimize;

import java.util.Arrays;

/**
 * The first local minimiser of the quadratic model along the projected gradient path P(x − tg).
 *
 * <p>The path is piecewise linear; each bound met ends a piece, and the derivatives f′ and f″ of
 * the model along the next piece follow from the last ones in O(m²).
 *
 * <p>Source: Byrd, Lu, Nocedal and Zhu, A Limited Memory Algorithm for Bound Constrained
 * Optimization (1995), algorithm CP.
 */
final class GeneralizedCauchyPoint {
  private final Box box;
  private final LimitedMemoryHessian hessian;
  private final BreakpointQueue breakpoints;
  private final double[] point;
  private final double[] d;
  private final double[] p;
  private final double[] c;
  private final double[] w;
  private final double[] mw;

  GeneralizedCauchyPoint(Box box, LimitedMemoryHessian hessian, int memory) {
    this.box = box;
    this.hessian = hessian;
    breakpoints = new BreakpointQueue(box.dimension());
    point = new double[box.dimension()];
    d = new double[box.dimension()];
    p = new double[2 * memory];
    c = new double[2 * memory];
    w = new double[2 * memory];
    mw = new double[2 * memory];
  }

  /** The point found, valid until the next search. */
  double[] point() {
    return point;
  }

  /** Wᵀ(point − x), valid until the next search. */
  double[] displacement() {
    return c;
  }

  /**
   * Finds the point; O(nm + n log n + bm²) for b bounds met.
   *
   * @param x a point in the box that is not stationary
   */
  void search(double[] x, double[] gradient) {
    int columns = 2 * hessian.size();
    int moving = start(x, gradient);
    hessian.transposedTimes(d, p);
    Arrays.fill(c, 0, columns, 0);
    double theta = hessian.theta();
    double slope = -Vectors.dot(d.length, d, 0, d, 0);
    double curvature = -theta * slope - quadraticForm(columns, p);
    // Rounding must not turn the model concave: the same floor holds on every piece.
    double leastCurvature = Math.ulp(1.0) * -theta * slope;
    curvature = Math.max(curvature, leastCurvature);
    double t = 0;
    double toMinimum = -slope / curvature;
    while (breakpoints.firstStep() - t <= toMinimum && moving > 0) {
      double piece = breakpoints.firstStep() - t;
      t = breakpoints.firstStep();
      int b = breakpoints.removeFirst();
      double g = gradient[b];
      point[b] = d[b] > 0 ? box.upper(b) : box.lower(b);
      d[b] = 0;
      moving--;
      for (int j = 0; j < columns; j++) {
        c[j] = Math.fma(piece, p[j], c[j]);
      }
      hessian.row(b, w);
      System.arraycopy(w, 0, mw, 0, columns);
      hessian.timesMiddle(mw);
      double wc = Vectors.dot(columns, mw, 0, c, 0);
      double wp = Vectors.dot(columns, mw, 0, p, 0);
      double ww = Vectors.dot(columns, mw, 0, w, 0);
      slope += piece * curvature + g * g + theta * g * (point[b] - x[b]) - g * wc;
      curvature = Math.max(curvature - theta * g * g - 2 * g * wp - g * g * ww, leastCurvature);
      for (int j = 0; j < columns; j++) {
        p[j] = Math.fma(g, w[j], p[j]);
      }
      toMinimum = moving == 0 ? 0 : Math.max(-slope / curvature, 0);
    }
    finish(x, t + toMinimum, columns, toMinimum);
  }

  /** Sets the direction and the breakpoints, and returns how many variables move. */
  private int start(double[] x, double[] gradient) {
    breakpoints.clear();
    int moving = 0;
    for (int i = 0; i < x.length; i++) {
      double g = gradient[i];
      point[i] = x[i];
      double step = Double.POSITIVE_INFINITY;
      if (g < 0) {
        step = (x[i] - box.upper(i)) / g;
      } else if (g > 0) {
        step = (x[i] - box.lower(i)) / g;
      }
      d[i] = step > 0 ? -g : 0;
      if (d[i] != 0) {
        moving++;
        if (step < Double.POSITIVE_INFINITY) {
          breakpoints.add(i, step);
        }
      }
    }
    return moving;
  }

  private void finish(double[] x, double t, int columns, double piece) {
    for (int i = 0; i < x.length; i++) {
      if (d[i] != 0) {
        point[i] = box.clip(i, Math.fma(t, d[i], x[i]));
      }
    }
    for (int j = 0; j < columns; j++) {
      c[j] = Math.fma(piece, p[j], c[j]);
    }
  }

  /** vᵀMv. */
  private double quadraticForm(int columns, double[] v) {
    System.arraycopy(v, 0, mw, 0, columns);
    hessian.timesMiddle(mw);
    return Vectors.dot(columns, mw, 0, v, 0);
  }
}
