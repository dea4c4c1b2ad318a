package dev.hone.math.cma;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Turns an objective f with m constraints g_i ≤ 0 into one function to be minimised,
 *
 * <pre>h = f + Σ_i { γ_i·g_i + ω_i·g_i²/2 where ω_i·g_i ≥ −γ_i, else −γ_i²/(2ω_i) },</pre>
 *
 * and adapts the multipliers γ and the factors ω from generation to generation, until the minimum
 * of h is that of f under the constraints. For smooth constraints that are modelled, not merely
 * satisfied or not: their size counts. An equality is two inequalities.
 *
 * <p>Constraints that are far from active cost nothing. Before a constraint has first been violated
 * by a tenth of a generation its term is 0.
 *
 * <p>Not safe for use from several threads at once. {@link #fitness} and {@link #adapt} are O(λm)
 * and, once all coefficients are set, allocate nothing.
 *
 * <p>Source: Atamna, Auger and Hansen, Linearly Convergent Evolution Strategies via Augmented
 * Lagrangian Constraint Handling (2017), section 3 and algorithm 1; first coefficients and the rule
 * for ω by the share of feasible points as in pycma 4.
 */
public final class AugmentedLagrangian {
  private static final double MULTIPLIER_DAMPING = 5;
  private static final double FACTOR_DAMPING = 5;

  private static final long MARK = 0x484f4e45_41554c41L; // "HONEAULA"
  private static final int VERSION = 1;

  private final int n;
  private final int m;
  private final double[] multipliers;
  private final double[] factors;
  private final boolean[] settled;

  /** The last g of the best point of a generation, in a ring: rows of m. */
  private final double[] recent;

  /** How often ω_i was changed the same way in a row; negative for falls. */
  private final int[] sameChanges;

  private final boolean[] touched;
  private final int horizon;
  private final double growth;
  private int remembered;
  private long updates;

  /**
   * Starts with multipliers and factors of 0.
   *
   * @param dimension n, at least 1
   * @param constraints m, at least 0
   * @throws IllegalArgumentException if one of them is outside its range
   */
  public AugmentedLagrangian(int dimension, int constraints) {
    if (dimension < 1) {
      throw new IllegalArgumentException("dimension = " + dimension + ": expected at least 1");
    }
    if (constraints < 0) {
      throw new IllegalArgumentException("constraints = " + constraints + ": expected 0 or more");
    }
    n = dimension;
    m = constraints;
    multipliers = new double[m];
    factors = new double[m];
    settled = new boolean[m];
    sameChanges = new int[m];
    touched = new boolean[m];
    horizon = 5 + n;
    recent = new double[Math.multiplyExact(horizon, m)];
    growth = StrictMath.pow(2, 1 / (FACTOR_DAMPING * n));
  }

  /** The number m of constraints. */
  public int constraints() {
    return m;
  }

  /** A copy of the multipliers γ, none negative. */
  public double[] multipliers() {
    return multipliers.clone();
  }

  /** A copy of the factors ω, none negative. */
  public double[] factors() {
    return factors.clone();
  }

  /** Forgets everything: for a new start elsewhere. */
  public void reset() {
    Arrays.fill(multipliers, 0);
    Arrays.fill(factors, 0);
    Arrays.fill(settled, false);
    Arrays.fill(sameChanges, 0);
    remembered = 0;
    updates = 0;
  }

  /** The whole state as bytes, with a format version and a checksum. */
  public byte[] snapshot() {
    return SnapshotEnvelope.seal(MARK, VERSION, this::save);
  }

  /**
   * Coefficients that go on where a {@link #snapshot} was taken, bit for bit.
   *
   * @throws IllegalArgumentException if the bytes are not a snapshot of this version, or damaged
   */
  public static AugmentedLagrangian restore(byte[] snapshot) {
    return SnapshotEnvelope.open(
        snapshot,
        MARK,
        "an augmented Lagrangian",
        VERSION,
        in -> {
          AugmentedLagrangian restored = new AugmentedLagrangian(in.readInt(), in.readInt());
          restored.load(in);
          return restored;
        });
  }

  private void save(DataOutput out) throws IOException {
    out.writeInt(n);
    out.writeInt(m);
    for (double[] numbers : new double[][] {multipliers, factors, recent}) {
      CmaSnapshot.writeDoubles(out, numbers);
    }
    for (int i = 0; i < m; i++) {
      out.writeBoolean(settled[i]);
      out.writeInt(sameChanges[i]);
    }
    out.writeInt(remembered);
    out.writeLong(updates);
  }

  private void load(DataInput in) throws IOException {
    for (double[] numbers : new double[][] {multipliers, factors, recent}) {
      CmaSnapshot.readDoubles(in, numbers);
    }
    for (int i = 0; i < m; i++) {
      settled[i] = in.readBoolean();
      sameChanges[i] = in.readInt();
    }
    remembered = in.readInt();
    updates = in.readLong();
  }

  /** Whether no constraint is violated; NaN counts as violated. */
  boolean isFeasible(double[] g, int offset) {
    for (int i = 0; i < m; i++) {
      if (!(g[offset + i] <= 0)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The term of one constraint.
   *
   * @param constraint its number, from 0
   * @param g its value
   * @return 0 before its first coefficients are set
   * @throws IndexOutOfBoundsException if there is no such constraint
   */
  public double penalty(int constraint, double g) {
    double multiplier = multipliers[constraint];
    double factor = factors[constraint];
    if (factor == 0) {
      return 0;
    }
    return factor * g >= -multiplier
        ? multiplier * g + 0.5 * factor * g * g
        : -0.5 * multiplier * multiplier / factor;
  }

  /**
   * Sets first coefficients where they are due, and writes h.
   *
   * @param values λ values of f; NaN for a lost evaluation
   * @param g λ×m, row-major; a row with a NaN is a lost evaluation
   * @param out receives λ values of h, NaN where lost
   * @throws IllegalArgumentException if {@code g} has not λ·m elements, or {@code out} fewer than λ
   */
  public void fitness(double[] values, double[] g, double[] out) {
    int lambda = values.length;
    if (g.length != (long) lambda * m || out.length < lambda) {
      throw new IllegalArgumentException(
          "g and out have lengths "
              + g.length
              + " and "
              + out.length
              + ": expected "
              + lambda
              + "·"
              + m
              + " and "
              + lambda);
    }
    for (int i = 0; i < m; i++) {
      if (!settled[i] || factors[i] == 0) {
        setCoefficients(i, values, g);
      }
    }
    Arrays.fill(touched, false);
    for (int row = 0; row < lambda; row++) {
      double sum = values[row];
      for (int i = 0; i < m; i++) {
        double gi = g[row * m + i];
        sum += Double.isNaN(gi) ? Double.NaN : penalty(i, gi);
        touched[i] |= factors[i] * gi > -multipliers[i];
      }
      out[row] = sum;
    }
  }

  /**
   * First coefficients by the spreads of f and g, until both feasible and infeasible points have
   * been seen side by side.
   */
  private void setCoefficients(int i, double[] values, double[] g) {
    double[] f = new double[values.length];
    double[] gi = new double[values.length];
    int count = 0;
    double signs = 0;
    for (int row = 0; row < values.length; row++) {
      double one = g[row * m + i];
      if (Double.isFinite(values[row]) && Double.isFinite(one)) {
        f[count] = values[row];
        gi[count++] = one;
        signs += Math.signum(one);
      }
    }
    double sign = count == 0 ? -1 : signs / count;
    if (sign <= -0.8) {
      return;
    }
    double spread = interquartileRange(f, count);
    double spreadOfG = interquartileRange(gi, count);
    for (int k = 0; k < count; k++) {
      gi[k] *= gi[k];
    }
    double spreadOfSquares = interquartileRange(gi, count);
    double tiny = 1e-11 * (spread + 1);
    double factor = 0.4 * spread / n / (spreadOfG + 1e-6 * spreadOfSquares + tiny);
    multipliers[i] = spread / (n * spreadOfG + tiny);
    boolean lower = factors[i] == 0 || (sign <= 0.2 ? factors[i] > factor : factors[i] < factor);
    if (lower) {
      factors[i] = factor;
    }
    settled[i] |= factor > 0 && (updates > 2 + n || Math.abs(sign) < 0.8);
  }

  private static double interquartileRange(double[] x, int count) {
    double[] sorted = Arrays.copyOf(x, count);
    Arrays.sort(sorted);
    return quantile(sorted, 0.75) - quantile(sorted, 0.25);
  }

  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int low = (int) at;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
  }

  /**
   * Adapts the coefficients after a generation.
   *
   * @param g holds the m constraint values of its best point in the sense of h, from {@code offset}
   *     on; nothing happens if one of them is not finite
   * @throws IndexOutOfBoundsException if there are fewer
   */
  public void adapt(double[] g, int offset) {
    for (int i = 0; i < m; i++) {
      if (!Double.isFinite(g[offset + i])) {
        return;
      }
    }
    System.arraycopy(g, offset, recent, (int) (updates % horizon) * m, m);
    remembered = Math.min(remembered + 1, horizon);
    boolean first = updates++ == 0;
    for (int i = 0; i < m; i++) {
      if (!first && factors[i] > 0) {
        adapt(i, g[offset + i]);
      }
    }
  }

  private void adapt(int i, double g) {
    boolean active = g * factors[i] > -multipliers[i];
    if (active || touched[i]) {
      multipliers[i] += factors[i] * g / MULTIPLIER_DAMPING;
    }
    if (multipliers[i] < 0) {
      // A feasible path would lead to −∞, and ω, which measures against it, to +∞.
      multipliers[i] = 0;
      return;
    }
    if (!active) {
      return;
    }
    double feasible = feasibleShare(i);
    if (g > 0 || feasible > 0.95) {
      changeFactor(i, 1);
    } else if (feasible < 0.9) {
      changeFactor(i, -1);
    }
  }

  /** The share of feasible points among the last best ones; those on the boundary count half. */
  private double feasibleShare(int i) {
    double sum = 0;
    for (int row = 0; row < remembered; row++) {
      double g = recent[row * m + i];
      sum += g < 0 ? 1 : g == 0 ? 0.5 : 0;
    }
    return sum / remembered;
  }

  /** Up to five times as fast where the direction has long been the same. */
  private void changeFactor(int i, int direction) {
    if (direction * sameChanges[i] < 0) {
      sameChanges[i] = 0;
    }
    sameChanges[i] += direction;
    int patience = 2 + m;
    int beyond = Math.clamp(Math.abs(sameChanges[i]) - (long) patience, 0, patience);
    double faster = 4.0 * beyond / patience;
    factors[i] *= StrictMath.pow(growth, 0.25 * direction * (1 + faster));
  }
}
