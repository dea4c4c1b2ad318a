package dev.hone.internal.gp;

import dev.hone.math.random.CounterRandom;
import dev.hone.math.random.SobolSequence;
import dev.hone.spi.History;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the search for the best acquisition value starts: points spread over the whole space, and
 * points close to the best ones found so far.
 *
 * <p>The spread points are those of one scrambled Sobol sequence, made once, with a digital shift
 * of their own for every suggestion.
 */
final class Candidates {
  private static final int GLOBAL = 2000;
  private static final int PERTURBATIONS = 200;
  static final int NEIGHBOURHOODS = 5;

  /** Binary digits of a coordinate that the shift reaches. */
  private static final int DIGITS = 52;

  private static final double UNIT = 0x1p-52;

  private final EncodedSpace space;
  private final double[] point;

  /** The spread points as integers of {@link #DIGITS} digits; empty until wanted. */
  private long[] spread = {};

  Candidates(EncodedSpace space) {
    this.space = space;
    this.point = new double[space.dimension()];
  }

  /** Candidates that share their {@linkplain #spread spread points} with others. */
  Candidates(EncodedSpace space, long[] spread) {
    this(space);
    this.spread = spread;
  }

  /** Fills {@code buffer} with candidates; discrete ones may be known already. */
  void fill(PointBuffer buffer, History history, CounterRandom random) {
    List<double[]> best = new ArrayList<>();
    for (int index : bestFirst(history, NEIGHBOURHOODS)) {
      best.add(history.point(index));
    }
    fill(buffer, best, random);
  }

  /**
   * As {@link #fill(PointBuffer, History, CounterRandom)}.
   *
   * @param best points of the best trials, {@value #NEIGHBOURHOODS} at most, the best first
   */
  void fill(PointBuffer buffer, List<double[]> best, CounterRandom random) {
    buffer.clear();
    addGlobal(buffer, random);
    if (space.hasRelaxed() && !best.isEmpty()) {
      addPerturbations(buffer, best.getFirst(), random);
    }
    for (double[] point : best) {
      space.forEachNeighbour(point, buffer::add);
    }
  }

  private void addGlobal(PointBuffer buffer, CounterRandom random) {
    int d = space.dimension();
    if (!space.hasRelaxed() || d > SobolSequence.maxDimension()) {
      for (int i = 0; i < GLOBAL; i++) {
        random.fillUniform(point, 0, d);
        addSnapped(buffer);
      }
      return;
    }
    if (spread.length == 0) {
      spread = spread(space, random.seed());
    }
    long[] shift = new long[d];
    for (int k = 0; k < d; k++) {
      shift[k] = random.nextLong() >>> (Long.SIZE - DIGITS);
    }
    for (int i = 0; i < GLOBAL; i++) {
      for (int k = 0; k < d; k++) {
        point[k] = (spread[i * d + k] ^ shift[k]) * UNIT;
      }
      addSnapped(buffer);
    }
  }

  /** Spread points for any number of instances, none where the sequence is of no use. */
  static long[] spread(EncodedSpace space, long seed) {
    int d = space.dimension();
    if (!space.hasRelaxed() || d > SobolSequence.maxDimension()) {
      return new long[0];
    }
    SobolSequence sobol = SobolSequence.scrambled(d, seed);
    double[] row = new double[d];
    long[] digits = new long[GLOBAL * d];
    for (int i = 0; i < GLOBAL; i++) {
      sobol.next(row, 0);
      for (int k = 0; k < d; k++) {
        digits[i * d + k] = (long) (row[k] / UNIT);
      }
    }
    return digits;
  }

  /**
   * Gaussian steps of four magnitudes, each coordinate moved with probability one half, so that
   * some steps leave good coordinates alone.
   */
  private void addPerturbations(PointBuffer buffer, double[] centre, CounterRandom random) {
    for (int i = 0; i < PERTURBATIONS; i++) {
      double scale = Math.pow(10, -1 - i % 4);
      for (int k = 0; k < point.length; k++) {
        double step = random.nextBoolean() ? scale * random.nextGaussian() : 0;
        point[k] = space.isRelaxed(k) ? Math.clamp(centre[k] + step, 0, 1) : centre[k];
      }
      addSnapped(buffer);
    }
  }

  private void addSnapped(PointBuffer buffer) {
    space.snap(point, 0);
    buffer.add(point);
  }

  private static int[] bestFirst(History history, int count) {
    Selection best = new Selection(count);
    for (int i = 0; i < history.size(); i++) {
      best.offer(i, -history.value(i));
    }
    return best.indices();
  }
}
