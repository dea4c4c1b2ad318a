package dev.hone.internal.gp;

import dev.hone.math.random.CounterRandom;
import dev.hone.math.random.SobolSequence;

/**
 * Points spread over a region: those of one scrambled Sobol sequence, made once, with a digital
 * shift of their own for every use.
 *
 * <p>In a region around a centre, each coordinate of a point is the sequence's with the region's
 * probability, else the centre's: in many dimensions it is better to move a few at a time.
 *
 * <p>Source of the latter: Regis and Shoemaker, Combining radial basis function surrogates and
 * dynamic coordinate search (2013), as in TuRBO.
 */
final class SpreadPoints {
  /** Binary digits of a coordinate that the shift reaches. */
  private static final int DIGITS = 52;

  private static final double UNIT = 0x1p-52;

  private final EncodedSpace space;
  private final long seed;
  private final double[] point;

  /** The points as integers of {@link #DIGITS} digits; made when wanted. */
  private long[] spread = {};

  SpreadPoints(EncodedSpace space, long seed) {
    this.space = space;
    this.seed = seed;
    this.point = new double[space.dimension()];
  }

  /** Adds {@code count} points, a power of two for the best spread. */
  void add(PointBuffer buffer, int count, Region region, CounterRandom random) {
    int d = point.length;
    boolean sobol = space.hasRelaxed() && d <= SobolSequence.maxDimension();
    if (!sobol) {
      for (int i = 0; i < count; i++) {
        random.fillUniform(point, 0, d);
        place(buffer, region, random);
      }
      return;
    }
    if (spread.length < count * d) {
      spread = spread(count);
    }
    long[] shift = new long[d];
    for (int k = 0; k < d; k++) {
      shift[k] = random.nextLong() >>> (Long.SIZE - DIGITS);
    }
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < d; k++) {
        point[k] = (spread[i * d + k] ^ shift[k]) * UNIT;
      }
      place(buffer, region, random);
    }
  }

  private long[] spread(int count) {
    int d = point.length;
    SobolSequence sobol = SobolSequence.scrambled(d, seed);
    double[] row = new double[d];
    long[] digits = new long[count * d];
    for (int i = 0; i < count; i++) {
      sobol.next(row, 0);
      for (int k = 0; k < d; k++) {
        digits[i * d + k] = (long) (row[k] / UNIT);
      }
    }
    return digits;
  }

  /** Moves the point, uniform in the cube, into the region. */
  private void place(PointBuffer buffer, Region region, CounterRandom random) {
    double[] centre = region.centre();
    if (centre != null) {
      int d = point.length;
      int always = random.nextInt(d);
      for (int k = 0; k < d; k++) {
        // What the centre does not have, another value of its parent may switch on.
        boolean moved =
            k == always
                || region.moved() >= 1
                || random.nextDouble() < region.moved()
                || !space.isActive(centre, k);
        point[k] =
            moved
                ? Math.fma(region.upper(k) - region.lower(k), point[k], region.lower(k))
                : centre[k];
      }
    }
    space.snap(point, 0);
    buffer.add(point);
  }
}
