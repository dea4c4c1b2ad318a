package dev.hone.internal.region;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a polytope in a box leaves each coordinate, given those before it.
 *
 * <p>Fourier–Motzkin elimination removes the last variable from a system of inequalities: each pair
 * that bounds it from above and from below gives one without it. What remains describes exactly the
 * points that can be completed. Rows that hold all over the box are dropped, and of parallel ones
 * all but the tightest; Chernikov's rule, which drops more, is not sound beside these.
 */
public final class FourierMotzkin {
  private static final int MOST_ROWS = 20_000;

  /**
   * Σ aⱼxⱼ ≤ b, scaled so that the largest coefficient is 1 or −1.
   *
   * @param a the coefficients; 0 for variables that are eliminated
   * @param b the bound
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(double[] a, double b) {

    static Row of(double[] a, double b) {
      double largest = 0;
      for (double coefficient : a) {
        largest = Math.max(largest, Math.abs(coefficient));
      }
      if (largest == 0) {
        return new Row(a, b);
      }
      var scaled = new double[a.length];
      for (int j = 0; j < a.length; j++) {
        scaled[j] = a[j] / largest;
      }
      return new Row(scaled, b / largest);
    }
  }

  private final double[] low;
  private final double[] high;

  /** For each variable, the rows that bound it and name no later one. */
  private final List<List<Row>> bounds;

  private FourierMotzkin(double[] low, double[] high, List<List<Row>> bounds) {
    this.low = low;
    this.high = high;
    this.bounds = bounds;
  }

  /**
   * Eliminates all variables, the last one first.
   *
   * @param names for messages
   * @param low the smallest values, n
   * @param high the largest values, n
   * @param a coefficients, m×n
   * @param b bounds, m
   * @throws IllegalArgumentException if no point satisfies all inequalities, or there are too many
   *     on the way
   */
  public static FourierMotzkin eliminate(
      List<String> names, double[] low, double[] high, double[][] a, double[] b) {
    int n = low.length;
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < a.length; i++) {
      addUnlessImplied(rows, Row.of(a[i], b[i]), low, high);
    }
    for (int i = 0; i < n; i++) {
      rows.add(boxRow(n, i, 1, high[i]));
      rows.add(boxRow(n, i, -1, -low[i]));
    }
    List<List<Row>> bounds = new ArrayList<>();
    for (int k = n - 1; k >= 0; k--) {
      int variable = k;
      bounds.addFirst(rows.stream().filter(r -> r.a()[variable] != 0).toList());
      rows = without(rows, k, low, high);
      if (rows.size() > MOST_ROWS) {
        throw new IllegalArgumentException(
            "the inequalities over "
                + names
                + " make "
                + rows.size()
                + " between "
                + names.subList(0, k)
                + ": expected at most "
                + MOST_ROWS);
      }
      if (rows.stream().anyMatch(r -> isContradiction(r, low, high))) {
        throw new IllegalArgumentException(
            "no values of " + names + " are in their ranges and satisfy all inequalities");
      }
    }
    return new FourierMotzkin(low, high, bounds);
  }

  /** Replaces coordinates of the unit cube by a point of the polytope, up to rounding. */
  public void decode(double[] x) {
    for (int k = 0; k < x.length; k++) {
      double[] interval = interval(k, x);
      x[k] = Math.fma(x[k], interval[1] - interval[0], interval[0]);
    }
  }

  /** Replaces a point of the polytope by coordinates of the unit cube, up to rounding. */
  public void encode(double[] x) {
    double[] point = x.clone();
    for (int k = 0; k < x.length; k++) {
      double[] interval = interval(k, point);
      double width = interval[1] - interval[0];
      x[k] = width > 0 ? (point[k] - interval[0]) / width : 0.5;
    }
  }

  /** From where to where the k-th value may go, given those before it in {@code x}. */
  public double[] interval(int k, double[] x) {
    double from = low[k];
    double to = high[k];
    for (Row row : bounds.get(k)) {
      double rest = row.b();
      for (int j = 0; j < k; j++) {
        rest = Math.fma(-row.a()[j], x[j], rest);
      }
      double bound = rest / row.a()[k];
      if (row.a()[k] > 0) {
        to = Math.min(to, bound);
      } else {
        from = Math.max(from, bound);
      }
    }
    // Rounding may let the ends cross by a little; the point between them is then the best.
    return from <= to ? new double[] {from, to} : new double[] {(from + to) / 2, (from + to) / 2};
  }

  private static Row boxRow(int n, int variable, double sign, double bound) {
    var a = new double[n];
    a[variable] = sign;
    return new Row(a, bound);
  }

  private static List<Row> without(List<Row> rows, int variable, double[] low, double[] high) {
    List<Row> kept = new ArrayList<>();
    for (Row row : rows) {
      if (row.a()[variable] == 0) {
        kept.add(row);
      }
    }
    for (Row upper : rows) {
      if (upper.a()[variable] <= 0) {
        continue;
      }
      for (Row lower : rows) {
        if (lower.a()[variable] >= 0) {
          continue;
        }
        addUnlessImplied(kept, combine(upper, lower, variable), low, high);
        if (kept.size() > MOST_ROWS) {
          return kept;
        }
      }
    }
    return kept;
  }

  private static Row combine(Row upper, Row lower, int variable) {
    double p = 1 / upper.a()[variable];
    double q = -1 / lower.a()[variable];
    var a = new double[upper.a().length];
    for (int j = 0; j < variable; j++) {
      double s = p * upper.a()[j];
      double t = q * lower.a()[j];
      // What cancels is 0, not a rounding error that would count as a coefficient.
      a[j] = Math.abs(s + t) <= 0x1p-48 * (Math.abs(s) + Math.abs(t)) ? 0 : s + t;
    }
    return Row.of(a, p * upper.b() + q * lower.b());
  }

  /** Leaves out what holds all over the box, and what another row says as well. */
  private static void addUnlessImplied(List<Row> rows, Row row, double[] low, double[] high) {
    if (extreme(row, high, low) <= row.b()) {
      return;
    }
    for (int i = 0; i < rows.size(); i++) {
      Row other = rows.get(i);
      if (Arrays.equals(other.a(), row.a())) {
        if (row.b() < other.b()) {
          rows.set(i, row);
        }
        return;
      }
    }
    rows.add(row);
  }

  /** Whether a row holds nowhere in the box, by more than rounding. */
  private static boolean isContradiction(Row row, double[] low, double[] high) {
    double scale = Math.abs(row.b());
    for (int j = 0; j < low.length; j++) {
      scale += Math.abs(row.a()[j]) * Math.max(Math.abs(low[j]), Math.abs(high[j]));
    }
    return extreme(row, low, high) > row.b() + 0x1p-40 * scale;
  }

  /** Σ aⱼxⱼ with the first bound where aⱼ is positive and the second where it is negative. */
  private static double extreme(Row row, double[] ifPositive, double[] ifNegative) {
    double sum = 0;
    for (int j = 0; j < ifPositive.length; j++) {
      sum += row.a()[j] * (row.a()[j] > 0 ? ifPositive[j] : ifNegative[j]);
    }
    return sum;
  }
}
