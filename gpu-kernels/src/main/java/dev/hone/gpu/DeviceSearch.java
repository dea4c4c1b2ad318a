package dev.hone.gpu;

import static dev.hone.gpu.Launcher.TILE;
import static dev.hone.gpu.Launcher.blocks;

import dev.hone.math.acquisition.LogExpectedImprovement;
import dev.hone.math.gp.CandidateDesign;
import dev.hone.math.random.CounterRandom;
import dev.hone.math.random.SobolSequence;
import org.jspecify.annotations.Nullable;

/**
 * The best of many candidates, made, scored and ranked on the device: only the best come back.
 *
 * <p>Candidates are screened first, by a bound of what each is worth at most, from covariances in
 * single precision and one observation's share of the variance. Those whose bound is below the
 * least of the best so far are left out; the others are scored as {@link DeviceCandidates} does, a
 * tile at a time. What single precision leaves is screened once more by {@link VarianceScreen}. The
 * first batches are small, as nothing is left out before there is a least; those behind them fill
 * the device. So the result is that of scoring all of them. Where single precision says nothing, as
 * with weights α of all but no noise, the bound is only wide, and all are scored. Only for the
 * owner thread.
 */
final class DeviceSearch {
  /** Half the distance of two floats next to 1. */
  private static final double UNIT = 0x1p-24;

  /** Integers up to here are floats. */
  private static final double LARGEST_CODE = 1 << 24;

  /** What a partial sum of the screening adds to its terms, in units: see SCREENED there. */
  private static final double SUM_ERROR = 20;

  /** Keeps the keys of a scrambling apart from other numbers: that of OwenScrambling. */
  private static final long SCRAMBLING = 0x4F77656EL;

  /** Binary digits of a Sobol coordinate. */
  private static final int BITS = 52;

  /** The largest batch: two threads for each lane of the largest devices. */
  private static final int LARGEST_BATCH = 1 << 18;

  /** The first batch, all of which is scored, unless more than half as many are wanted. */
  private static final int FIRST_BATCH = 256;

  /** How many times larger a batch is than the one before. */
  private static final int GROWTH = 4;

  /** The share of the memory that a batch may take. */
  private static final int SHARE = 8;

  private final DevicePosterior posterior;
  private final CandidateDesign design;
  private final int dimension;
  private final double diagonal;
  private final double covarianceSlack;

  /**
   * Prepares a search.
   *
   * @param x the observations, row-major
   * @param known variances known of the noise of single observations, or null
   */
  DeviceSearch(
      DevicePosterior posterior, CandidateDesign design, double[] x, double @Nullable [] known) {
    this.posterior = posterior;
    this.design = design;
    this.dimension = design.dimension();
    double largest = 0;
    for (int i = 0; known != null && i < posterior.size(); i++) {
      largest = Math.max(largest, known[i]);
    }
    DeviceCovariance covariance = posterior.covariance;
    this.diagonal =
        covariance.priorVariance() + covariance.noiseVariance() + posterior.jitter() + largest;
    this.covarianceSlack = covarianceSlack(x);
  }

  /**
   * How far a covariance of unit scale may be from the exact one: coordinates are rounded, sums of
   * squares and the function of r as well, and no covariance function is steeper than 1, nor r
   * times its slope than ¾. Twice that, to be safe; and never more than 1, as both are from 0 to 1.
   */
  private double covarianceSlack(double[] x) {
    DeviceCovariance covariance = posterior.covariance;
    int[] order = covariance.order();
    double squares = 0;
    for (int row = 0; row < dimension; row++) {
      boolean category = row >= covariance.numeric();
      double largest = category ? design.levels()[order[row]] : 1;
      for (int i = 0; i < posterior.size(); i++) {
        double coordinate = x[i * dimension + order[row]];
        largest = Math.max(largest, Math.abs(coordinate));
        if (category && coordinate != Math.rint(coordinate)) {
          return 1;
        }
      }
      if (category && largest > LARGEST_CODE) {
        return 1;
      }
      double scaled = category ? 0 : largest * covariance.scale(row);
      squares += scaled * scaled;
    }
    double units = 2 * Math.sqrt(squares) + 0.75 * (dimension + 4) + 16;
    return Math.min(1, 2 * UNIT * units);
  }

  /** What depends on how much room there is. */
  private record Room(ScreenBatch batch, DeviceCandidates.Tile tile) {}

  /** What stays on the device during a search. */
  private final class Search implements AutoCloseable {
    final Scratch scratch = new Scratch(posterior.session.memory());
    final DeviceCandidates candidates = new DeviceCandidates(posterior, dimension);
    final DeviceCandidates.Tile tile;
    final DeviceBuffer directions;
    final DeviceBuffer keys;
    final DeviceBuffer levels;
    final DeviceBuffer incumbents;
    final DeviceBuffer rows;
    final DeviceBuffer alpha;
    final DeviceBuffer count;
    final DeviceBuffer best;
    final DeviceBuffer bestIndices;
    final DeviceBuffer before;
    final DeviceBuffer beforeIndices;
    final DeviceBuffer found;

    final ScreenBatch batch;
    final @Nullable VarianceScreen second;

    // Of a tile.
    final DeviceBuffer values;
    final DeviceBuffer byMean;
    final DeviceBuffer byVariance;
    final int k;

    /** Candidates that were scored exactly. */
    long scored;

    Search(int k) {
      this.k = k;
      try {
        directions = scratch.doubles((long) BITS * dimension);
        keys = scratch.doubles(dimension);
        levels = scratch.doubles(dimension);
        incumbents = scratch.doubles(design.incumbents().length);
        rows = scratch.doubles((long) dimension * posterior.ld() / 2 + 1);
        alpha = scratch.doubles(posterior.size() / 2 + 1);
        count = scratch.doubles(1);
        best = scratch.doubles(k);
        bestIndices = scratch.doubles(k);
        before = scratch.doubles(k);
        beforeIndices = scratch.doubles(k);
        found = scratch.doubles((long) k * dimension);
        Room room = room();
        batch = room.batch;
        tile = room.tile;
      } catch (RuntimeException e) {
        scratch.close();
        throw e;
      }
      values = tile.extras.get(0);
      byMean = tile.extras.get(1);
      byVariance = tile.extras.get(2);
      try {
        second = VarianceScreen.of(posterior, dimension, batch.size);
      } catch (RuntimeException e) {
        tile.close();
        batch.close();
        scratch.close();
        throw e;
      }
    }

    /** Room for a batch and a tile: half as large a batch where there is none. */
    private Room room() {
      for (int size = largestBatch(); ; size = Math.max(TILE, size / 2 / TILE * TILE)) {
        ScreenBatch made = null;
        try {
          made = new ScreenBatch(size, dimension, posterior.session.memory());
          return new Room(made, candidates.tile(size, 1, 1, 1));
        } catch (RuntimeException e) {
          if (made != null) {
            made.close();
          }
          if (!(e instanceof GpuOutOfMemoryException) || size <= TILE) {
            throw e;
          }
        }
      }
    }

    /** The batch behind one of a size. */
    int larger(int m) {
      return Math.min(batch.size, GROWTH * m);
    }

    private int largestBatch() {
      long each = ScreenBatch.bytes(dimension);
      long fitting = posterior.session.memory().budget() / SHARE / each;
      int largest = Math.clamp(fitting / TILE * TILE, TILE, LARGEST_BATCH);
      return (int) Math.min(largest, design.size());
    }

    /** Brings up what the design is, and observations and weights in single precision. */
    void start() {
      Transfers transfers = posterior.session.transfers();
      long[] table = directions();
      transfers.upload(table, table.length, directions);
      CounterRandom random = CounterRandom.of(design.seed(), SCRAMBLING);
      long[] scrambling = new long[dimension];
      for (int k = 0; k < dimension; k++) {
        scrambling[k] = random.nextLong();
      }
      transfers.upload(scrambling, dimension, keys);
      transfers.upload(design.levels(), levels);
      double[] centres = design.incumbents();
      transfers.upload(centres, 0, centres.length, incumbents, 0);
      toSingle((long) dimension * posterior.ld(), posterior.rows(), rows);
      toSingle(posterior.size(), posterior.alpha(), alpha);
      double[] none = new double[k];
      long[] last = new long[k];
      for (int i = 0; i < k; i++) {
        none[i] = Double.NEGATIVE_INFINITY;
        last[i] = Long.MAX_VALUE - k + i;
      }
      transfers.upload(none, 0, k, best, 0);
      transfers.upload(last, k, bestIndices);
    }

    private void toSingle(long count, long source, DeviceBuffer target) {
      Launcher launcher = posterior.session.launcher();
      launcher.of(Kernel.TO_SINGLE).arg(count).arg(source).arg(target);
      launcher.run((int) Math.ceilDiv(count, Launcher.THREADS));
    }

    /** Candidates from first on, or those of a list. */
    void make(int m, long first, @Nullable DeviceBuffer indices, DeviceBuffer out) {
      int several = Math.max(1, design.incumbents().length / dimension);
      Launcher launcher = posterior.session.launcher();
      launcher.of(Kernel.DESIGN_POINTS).arg(m).arg(dimension).arg(first);
      launcher.arg(indices == null ? 0 : indices.address()).arg(design.spread());
      launcher.arg(directions).arg(keys).arg(levels).arg(design.seed());
      launcher.arg(CandidateDesign.STREAM).arg(design.radius()).arg(several).arg(incumbents);
      launcher.arg(out).run(blocks(m * dimension));
    }

    /**
     * Screens m candidates from first on, and scores and ranks those that may be among the best.
     */
    void advance(long first, int m, double f, double meanSlack) {
      int left = screen(first, m, f, meanSlack);
      scored += left;
      for (int from = 0; from < left; from += tile.width) {
        score(Math.min(tile.width, left - from), from, first, f);
      }
    }

    /** Lists those of m candidates that may be among the best; returns how many. */
    private int screen(long first, int m, double f, double meanSlack) {
      Launcher launcher = posterior.session.launcher();
      DeviceCovariance covariance = posterior.covariance;
      double floor = LogExpectedImprovement.VARIANCE_FLOOR * covariance.priorVariance();
      make(m, first, null, batch.points);
      covariance.layOut(
          m, batch.points.address(), batch.coordinates.address(), batch.size, launcher);
      covariance.screen(
          posterior.size(),
          m,
          rows.address(),
          posterior.ld(),
          alpha.address(),
          batch.coordinates.address(),
          batch.size,
          diagonal,
          meanSlack,
          covarianceSlack,
          f,
          floor,
          batch.bound.address(),
          batch.meanBound.address(),
          launcher);
      if (second == null) {
        return survivors(m, null, batch.list);
      }
      int left = survivors(m, null, batch.screened);
      second.bounds(left, batch.screened, batch.points, batch.meanBound, f, floor, batch.bound);
      return survivors(left, batch.screened, batch.list);
    }

    /** Lists those of m candidates, or of a list, whose bounds are high enough; how many. */
    private int survivors(int m, @Nullable DeviceBuffer of, DeviceBuffer out) {
      if (m == 0) {
        return 0;
      }
      Launcher launcher = posterior.session.launcher();
      long least = best.at(k - 1L);
      launcher.of(Kernel.COUNT_SURVIVORS).arg(m).arg(batch.bound).arg(least);
      launcher.arg(batch.counts).run(Math.ceilDiv(blocks(m), Launcher.THREADS / Launcher.WARP));
      launcher.of(Kernel.SURVIVORS).arg(m).arg(of == null ? 0 : of.address());
      launcher.arg(batch.bound).arg(least).arg(batch.counts).arg(out).arg(count).run(blocks(m));
      return posterior.session.transfers().downloadInt(count);
    }

    /** Scores some of those listed, and ranks them among the best so far. */
    private void score(int some, int from, long first, double f) {
      Transfers transfers = posterior.session.transfers();
      Launcher launcher = posterior.session.launcher();
      long listed = batch.list.at(from);
      launcher.of(Kernel.GATHER_ROWS).arg(some).arg(dimension).arg(listed);
      launcher.arg(batch.points);
      launcher.arg(tile.points).run(blocks(some * dimension));
      candidates.means(tile, some, tile.points);
      candidates.variances(tile, some);
      candidates.improvement(tile, some, f, values, byMean, byVariance);
      transfers.copy(best, 0, before, 0, k);
      transfers.copy(bestIndices, 0, beforeIndices, 0, k);
      launcher.of(Kernel.RANK_BEST).arg(k).arg(before).arg(beforeIndices).arg(some).arg(values);
      launcher.arg(listed).arg(first).arg(best).arg(bestIndices).run(blocks(k + some));
    }

    @Override
    public void close() {
      if (second != null) {
        second.close();
      }
      batch.close();
      scratch.close();
      tile.close();
    }
  }

  /** Direction numbers, a row of all dimensions for each bit: the points of a single Gray bit. */
  private long[] directions() {
    SobolSequence sequence = SobolSequence.unscrambled(dimension);
    double[] point = new double[dimension];
    long[] table = new long[BITS * dimension];
    for (int bit = 0; bit < BITS; bit++) {
      // The Gray code of 2^(bit + 1) - 1.
      sequence.point((2L << bit) - 1, point, 0);
      for (int k = 0; k < dimension; k++) {
        table[bit * dimension + k] = (long) (point[k] * 0x1p52);
      }
    }
    return table;
  }

  /**
   * As {@link dev.hone.math.gp.GpEngine#bestCandidates}, solved.
   *
   * @param k at least 1, at most the candidates there are
   * @return how many candidates were scored exactly
   */
  long search(double f, int k, double[] x, double[] value) {
    try (Search search = new Search(k)) {
      search.start();
      double[] alpha = new double[posterior.size()];
      posterior.copyAlpha(alpha);
      double weights = 0;
      for (double a : alpha) {
        weights += Math.abs(a);
      }
      double perWeight = covarianceSlack + SUM_ERROR * UNIT;
      double meanSlack = posterior.covariance.priorVariance() * weights * perWeight;
      int m = Math.min(search.batch.size, Math.max(FIRST_BATCH, 2 * k));
      for (long first = 0; first < design.size(); first += m, m = search.larger(m)) {
        int there = (int) Math.min(m, design.size() - first);
        search.advance(first, there, f, meanSlack);
      }
      Transfers transfers = posterior.session.transfers();
      transfers.download(search.best, 0, value, 0, k);
      search.make(k, 0, search.bestIndices, search.found);
      transfers.download(search.found, 0, x, 0, k * dimension);
      return search.scored;
    }
  }
}
