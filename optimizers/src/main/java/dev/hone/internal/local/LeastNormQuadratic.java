package dev.hone.internal.local;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A quadratic m(t) = gᵀt + ½ tᵀHt that agrees with told differences f(t) − f(0) at as many points
 * as it can. Where they do not determine it, H is the one of least Frobenius norm.
 *
 * <p>Points are taken in the order given, which is that of their distances. The first d of them
 * that lead in directions different enough carry the linear part. What another differs by from the
 * linear interpolant is due to H alone: ⟨V, H⟩ = y with a symmetric matrix V. These are made
 * orthonormal one after the other, and those nearly in the span of the ones before are left out, so
 * that neither system is badly conditioned.
 *
 * <p>O(nd²·min(n, d²)) for n points. Immutable.
 *
 * <p>Source: Wild, MNH: A Derivative-Free Optimization Algorithm Using Minimal Norm Hessians
 * (2008); Conn, Scheinberg and Vicente, Introduction to Derivative-Free Optimization (2009),
 * chapters 4 to 6; Powell, Least Frobenius Norm Updating of Quadratic Models that Satisfy
 * Interpolation Conditions (2004), for the norm.
 */
final class LeastNormQuadratic {
  /** How much of a displacement must be new to carry the linear part. */
  private static final double NEW_DIRECTION = 0.1;

  /** How much of a matrix must be new to count. */
  private static final double NEW_CURVATURE = 0.05;

  private final int dimension;
  private final double[] gradient;

  /** By rows. */
  private final double[] hessian;

  private final Directions directions;

  private LeastNormQuadratic(int dimension, Directions directions) {
    this.dimension = dimension;
    this.directions = directions;
    gradient = new double[dimension];
    hessian = new double[dimension * dimension];
  }

  /**
   * Fits the model.
   *
   * @param displacements t, n points of d coordinates, the nearest first, none of them 0
   * @param differences f(t) − f(0), finite
   */
  static LeastNormQuadratic fit(int dimension, List<double[]> displacements, double[] differences) {
    Directions directions = new Directions(dimension);
    List<double[]> others = new ArrayList<>();
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < displacements.size(); i++) {
      double[] t = displacements.get(i);
      double[] row = row(t, differences[i]);
      if (!directions.carries(t, row)) {
        others.add(t);
        rows.add(row);
      }
    }
    LeastNormQuadratic model = new LeastNormQuadratic(dimension, directions);
    double[] sizes = new double[rows.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = VectorSums.norm(rows.get(i), 1);
      directions.reduce(others.get(i), rows.get(i));
    }
    model.solve(leastNorm(rows, sizes, dimension));
    return model;
  }

  /**
   * How far the points reach that would carry the linear part, by their largest coordinates;
   * infinite if they do not carry all of it.
   *
   * @param displacements n points of d coordinates, the nearest first, none of them 0
   */
  static double reach(int dimension, List<double[]> displacements) {
    Directions directions = new Directions(dimension);
    double[] origin = new double[dimension];
    double reach = 0;
    for (double[] t : displacements) {
      if (directions.carries(t, new double[1])) {
        reach = Math.max(reach, VectorSums.distance(t, origin));
      }
    }
    return directions.units.size() == dimension ? reach : Double.POSITIVE_INFINITY;
  }

  /** A difference, then ½ttᵀ, its lower half scaled: products of rows are those of matrices. */
  private static double[] row(double[] t, double difference) {
    int d = t.length;
    double[] row = new double[1 + d * (d + 1) / 2];
    row[0] = difference;
    int k = 1;
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < i; j++) {
        row[k++] = Math.sqrt(0.5) * t[i] * t[j];
      }
      row[k++] = 0.5 * t[i] * t[i];
    }
    return row;
  }

  /**
   * The matrix H of least norm, as a row, with ⟨V, H⟩ = y for rows (y, V).
   *
   * @param sizes norms, one for each row, that what is new in V is compared with
   */
  private static double[] leastNorm(List<double[]> rows, double[] sizes, int dimension) {
    int most = dimension * (dimension + 1) / 2;
    double[] h = new double[1 + most];
    List<double[]> basis = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      double[] row = rows.get(i);
      // Twice is enough: the second pass takes away what rounding left.
      for (int pass = 0; pass < 2; pass++) {
        for (double[] one : basis) {
          VectorSums.addScaled(-VectorSums.dot(row, one, 1), one, row);
        }
      }
      double left = VectorSums.norm(row, 1);
      if (left <= NEW_CURVATURE * sizes[i]) {
        continue;
      }
      VectorSums.scale(1 / left, row);
      basis.add(row);
      for (int k = 1; k < h.length; k++) {
        h[k] = Math.fma(row[0], row[k], h[k]);
      }
      if (basis.size() == most) {
        break;
      }
    }
    return h;
  }

  private void solve(double[] h) {
    int k = 1;
    for (int i = 0; i < dimension; i++) {
      for (int j = 0; j < i; j++) {
        double entry = Math.sqrt(0.5) * h[k++];
        hessian[i * dimension + j] = entry;
        hessian[j * dimension + i] = entry;
      }
      hessian[i * dimension + i] = h[k++];
    }
    directions.addSlopes(h, gradient);
  }

  /** d numbers, the model's own. */
  double[] gradient() {
    return gradient;
  }

  /** d × d numbers by rows, the model's own. */
  double[] hessian() {
    return hessian;
  }

  /** A direction, of length 1, in which no point leads; null if there is none. */
  double @Nullable [] unknownDirection() {
    return directions.unknown();
  }

  /**
   * The value of the model.
   *
   * @param t d coordinates
   * @param slope d numbers, overwritten by the gradient at t
   */
  double value(double[] t, double[] slope) {
    double sum = 0;
    for (int i = 0; i < dimension; i++) {
      double product = 0;
      for (int j = 0; j < dimension; j++) {
        product = Math.fma(hessian[i * dimension + j], t[j], product);
      }
      slope[i] = gradient[i] + product;
      sum = Math.fma(gradient[i] + 0.5 * product, t[i], sum);
    }
    return sum;
  }

  /** Orthonormal directions, and what the linear interpolant of rows does along each. */
  private static final class Directions {
    private final int dimension;
    private final List<double[]> units = new ArrayList<>();
    private final List<double[]> slopes = new ArrayList<>();

    Directions(int dimension) {
      this.dimension = dimension;
    }

    /** Takes a point in, if it leads in a new direction. */
    boolean carries(double[] t, double[] row) {
      if (units.size() == dimension) {
        return false;
      }
      double[] unit = t.clone();
      double[] slope = row.clone();
      reduce(unit, slope);
      for (int pass = 0; pass < 2; pass++) {
        for (double[] one : units) {
          VectorSums.addScaled(-VectorSums.dot(unit, one, 0), one, unit);
        }
      }
      double left = VectorSums.norm(unit, 0);
      if (left <= NEW_DIRECTION * VectorSums.norm(t, 0)) {
        return false;
      }
      VectorSums.scale(1 / left, unit);
      VectorSums.scale(1 / left, slope);
      units.add(unit);
      slopes.add(slope);
      return true;
    }

    /** Takes away from a row what the linear interpolant has at t. */
    void reduce(double[] t, double[] row) {
      for (int i = 0; i < units.size(); i++) {
        VectorSums.addScaled(-VectorSums.dot(t, units.get(i), 0), slopes.get(i), row);
      }
    }

    /** Adds the linear part of what H leaves of the differences. */
    void addSlopes(double[] h, double[] gradient) {
      for (int i = 0; i < units.size(); i++) {
        double[] slope = slopes.get(i);
        VectorSums.addScaled(slope[0] - VectorSums.dot(slope, h, 1), units.get(i), gradient);
      }
    }

    double @Nullable [] unknown() {
      if (units.size() == dimension) {
        return null;
      }
      double[] best = new double[0];
      double longest = 0;
      for (int k = 0; k < dimension; k++) {
        double[] axis = new double[dimension];
        axis[k] = 1;
        for (int pass = 0; pass < 2; pass++) {
          for (double[] one : units) {
            VectorSums.addScaled(-VectorSums.dot(axis, one, 0), one, axis);
          }
        }
        double length = VectorSums.norm(axis, 0);
        if (length > longest) {
          longest = length;
          VectorSums.scale(1 / length, axis);
          best = axis;
        }
      }
      return best;
    }
  }
}
