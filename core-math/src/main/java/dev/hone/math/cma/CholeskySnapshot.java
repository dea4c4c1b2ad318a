package dev.hone.math.cma;

import dev.hone.math.linalg.LinearAlgebra;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link CmaEngine} with a full covariance is between two generations, as {@link
 * CmaEngine#save} writes it: the same bytes whatever the engine runs on, so that what was saved on
 * one machine goes on on another.
 *
 * <p>Matrices are row-major with {@link #leadingDimension}, of which the upper triangle counts;
 * factors are those of {@link CovarianceModel#CHOLESKY}. Arrays are handed over, not copied.
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over from engine to engine, and to nobody else.
public record CholeskySnapshot(
    double[] mean,
    double[] stepPath,
    double[] path,
    long decomposedAt,
    double[] covariance,
    double[] factor,
    double[] deviations,
    Pending pending,
    @Nullable Background background) {

  /**
   * Updates that are not in the covariance yet: C = decay·(covariance + PᵀP − NᵀN).
   *
   * @param decay what the covariance is to be multiplied by in the end
   * @param positive the rows of P, n numbers each
   * @param negative the rows of N
   */
  @SuppressWarnings("ArrayRecordComponent") // As above.
  public record Pending(double decay, double[] positive, double[] negative) {
    /** No updates. */
    public static Pending none() {
      return new Pending(1, new double[0], new double[0]);
    }
  }

  /**
   * That decompositions are made in the background, and what the last one has given.
   *
   * @param factor the next factor, or null if none is on its way
   * @param deviations its standard deviations, or null
   */
  @SuppressWarnings("ArrayRecordComponent") // As above.
  public record Background(double @Nullable [] factor, double @Nullable [] deviations) {}

  /**
   * Numbers from one row of a matrix to the next: a multiple of 8 and, where columns could fall
   * into few cache sets, not one of 64.
   *
   * @param n the dimension
   */
  public static int leadingDimension(int n) {
    int multiple = Math.ceilDiv(n, 8) * 8;
    return multiple >= 256 && multiple % 64 == 0 ? multiple + 8 : multiple;
  }

  /**
   * What it takes at least, without pending updates and a decomposition on its way: two matrices
   * and four vectors.
   *
   * @param n the dimension
   */
  static long leastBytes(int n) {
    return Double.BYTES * (2L * n * leadingDimension(n) + 4L * n);
  }

  /**
   * Reads what an engine of n dimensions wrote.
   *
   * @param in where from
   * @param n the dimension
   * @throws IOException if it cannot be read
   */
  public static CholeskySnapshot read(DataInput in, int n) throws IOException {
    int matrix = n * leadingDimension(n);
    double[] mean = doubles(in, n);
    double[] stepPath = doubles(in, n);
    double[] path = doubles(in, n);
    long decomposedAt = in.readLong();
    double[] covariance = doubles(in, matrix);
    double[] factor = doubles(in, matrix);
    double[] deviations = doubles(in, n);
    int positives = in.readInt();
    int negatives = in.readInt();
    double decay = Double.longBitsToDouble(in.readLong());
    Pending pending = new Pending(decay, doubles(in, positives * n), doubles(in, negatives * n));
    boolean inBackground = in.readBoolean();
    boolean onItsWay = in.readBoolean();
    double[] nextFactor = onItsWay ? doubles(in, matrix) : null;
    double[] nextDeviations = onItsWay ? doubles(in, n) : null;
    return new CholeskySnapshot(
        mean,
        stepPath,
        path,
        decomposedAt,
        covariance,
        factor,
        deviations,
        pending,
        inBackground || onItsWay ? new Background(nextFactor, nextDeviations) : null);
  }

  private static double[] doubles(DataInput in, int count) throws IOException {
    double[] x = new double[count];
    for (int i = 0; i < count; i++) {
      x[i] = Double.longBitsToDouble(in.readLong());
    }
    return x;
  }

  /**
   * Writes it.
   *
   * @param out where to
   * @throws IOException if it cannot be written
   */
  public void write(DataOutput out) throws IOException {
    write(out, mean);
    write(out, stepPath);
    write(out, path);
    out.writeLong(decomposedAt);
    write(out, covariance);
    write(out, factor);
    write(out, deviations);
    out.writeInt(pending.positive().length / mean.length);
    out.writeInt(pending.negative().length / mean.length);
    out.writeLong(Double.doubleToRawLongBits(pending.decay()));
    write(out, pending.positive());
    write(out, pending.negative());
    double[] nextFactor = background == null ? null : background.factor();
    double[] nextDeviations = background == null ? null : background.deviations();
    out.writeBoolean(background != null);
    out.writeBoolean(nextFactor != null);
    if (nextFactor != null && nextDeviations != null) {
      write(out, nextFactor);
      write(out, nextDeviations);
    }
  }

  private static void write(DataOutput out, double[] x) throws IOException {
    for (double value : x) {
      out.writeLong(Double.doubleToRawLongBits(value));
    }
  }

  /**
   * The covariance with all updates in it; O(n²) for each that is pending.
   *
   * @param la adds them
   * @return upper triangle, with {@link #leadingDimension}
   */
  public double[] settledCovariance(LinearAlgebra la) {
    int n = mean.length;
    int ld = leadingDimension(n);
    double[] c = covariance.clone();
    if (pending.positive().length > 0) {
      la.syrkTn(n, pending.positive().length / n, 1, pending.positive(), 0, n, c, 0, ld);
    }
    if (pending.negative().length > 0) {
      la.syrkTn(n, pending.negative().length / n, -1, pending.negative(), 0, n, c, 0, ld);
    }
    for (int i = 0; i < c.length; i++) {
      c[i] *= pending.decay();
    }
    return c;
  }
}
