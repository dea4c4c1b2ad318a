package dev.hone.internal.gp;

import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpFit;
import dev.hone.math.gp.GpFitResult;
import dev.hone.math.gp.GpPrior;
import dev.hone.math.linalg.NumericalException;
import dev.hone.math.minimize.Curvature;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hyperparameters and what they were fitted to. A value: nothing in it changes.
 *
 * @param observations how many complete trials
 * @param searched of how many trials the last fit from several starts was made
 * @param surprised whether a model since then predicted badly, so that another such fit is wanted
 * @param curvature what is known of the posterior around there, or null
 */
@SuppressWarnings("ArrayRecordComponent") // Written once, read by this package only.
record ModelFit(
    int observations,
    int searched,
    boolean surprised,
    double[] theta,
    @Nullable Curvature curvature) {

  /**
   * From how many times as many trials on the likelihood is searched from several starts again;
   * before, the last optimum is a good start, and the only one.
   */
  private static final double NEW_SEARCH = 1.5;

  /**
   * The same after a surprise, when another optimum may be the better one by now. Surprises come in
   * rows, and such a fit costs ten times the likelihoods of one that goes on.
   */
  private static final double SURPRISED_SEARCH = 1.1;

  /** Below this many trials every fit is a search: fits are cheap, and optima jump. */
  private static final int ALWAYS_SEARCHED = 50;

  /** Gains of the log posterior below this share of it are not worth an iteration. */
  private static final double TOLERANCE = 1e-6;

  /**
   * The same of a fit that goes on from the last: what it gains there is far less than what the
   * hyperparameters are uncertain by, and the next fit goes on where this one ends.
   */
  private static final double WARM_TOLERANCE = 1e-5;

  /** More than a fit remembers. */
  private static final int MOST_PAIRS = 64;

  private static final double[] NONE = {};

  /**
   * What a fit is made of; the arrays are the job's own.
   *
   * @param points n×d
   * @param targets n
   * @param noise a variance known for each, or null
   * @param last the fit before, or null
   * @param surprised whether the fit before predicted badly: its optimum is no good start then
   * @param options of the model
   * @param seed of the starts
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed over, not shared.
  record Job(
      int n,
      double[] points,
      double[] targets,
      double @Nullable [] noise,
      @Nullable ModelFit last,
      boolean surprised,
      ModelOptions options,
      long seed) {}

  /**
   * Fits, and leaves the engine conditioned on all trials of the job.
   *
   * @throws NumericalException if no model could be fitted
   */
  static ModelFit run(GpEngine engine, Job job) {
    ModelFit last = job.last();
    GpFit fit = recipe(job.options().prior(engine.model()));
    boolean surprised = job.surprised() || (last != null && last.surprised());
    boolean search =
        isSearch(last, job.n())
            || (last != null && surprised && job.n() >= SURPRISED_SEARCH * last.searched());
    List<double[]> starts = starts(fit, last, search, job.seed());
    Curvature known = null;
    if (last != null && !search) {
      fit = fit.withTolerance(WARM_TOLERANCE);
      known = last.curvature();
    }
    GpFitResult result =
        fit.fit(engine, job.n(), job.points(), job.targets(), job.noise(), starts, known);
    int searched = search || last == null ? job.n() : last.searched();
    return new ModelFit(
        job.n(), searched, surprised && !search, result.theta(), result.curvature());
  }

  /** How hyperparameters are fitted. */
  static GpFit recipe(GpPrior prior) {
    return GpFit.under(prior).withTolerance(TOLERANCE);
  }

  /** Whether a fit to n trials starts from more than the optimum before. */
  static boolean isSearch(@Nullable ModelFit last, int n) {
    return last == null || n < ALWAYS_SEARCHED || n >= NEW_SEARCH * last.searched();
  }

  /** Where a fit starts. */
  static List<double[]> starts(GpFit fit, @Nullable ModelFit last, boolean search, long seed) {
    if (last == null) {
      // The likelihood has several maxima: the first fit, with no earlier one to start from, draws
      // a start.
      return fit.starts(null, 1, seed);
    }
    return search ? fit.starts(last.theta(), 0, seed) : List.of(last.theta());
  }

  /** The fit to n trials that came after another, with no more known than {@link #save} writes. */
  static ModelFit of(@Nullable ModelFit last, boolean search, int n, double[] theta) {
    return new ModelFit(n, search || last == null ? n : last.searched(), false, theta, null);
  }

  /** Writes this fit, or that there is none. */
  static void save(@Nullable ModelFit fit, DataOutput out) throws IOException {
    out.writeInt(fit == null ? 0 : fit.observations());
    if (fit != null) {
      out.writeInt(fit.searched());
      for (double value : fit.theta()) {
        out.writeDouble(value);
      }
    }
  }

  /** Reads what {@link #save} wrote, for a model of so many hyperparameters. */
  static @Nullable ModelFit load(DataInput in, int hyperparameters) throws IOException {
    int observations = in.readInt();
    if (observations == 0) {
      return null;
    }
    int searched = in.readInt();
    double[] theta = new double[hyperparameters];
    for (int i = 0; i < theta.length; i++) {
      theta[i] = in.readDouble();
    }
    return new ModelFit(observations, searched, false, theta, null);
  }

  /** Writes what the next fit goes on from beside that. */
  void saveProgress(DataOutput out) throws IOException {
    out.writeBoolean(surprised);
    double[] pairs = curvature == null ? NONE : curvature.pairs();
    out.writeInt(pairs.length);
    for (double value : pairs) {
      out.writeDouble(value);
    }
  }

  /** The same fit with what {@link #saveProgress} wrote, of so many free hyperparameters. */
  ModelFit withProgress(DataInput in, int free) throws IOException {
    boolean wasSurprised = in.readBoolean();
    int length = in.readInt();
    if (length < 0 || length > MOST_PAIRS * 2 * free) {
      throw new IOException("a curvature of " + length + " numbers");
    }
    double[] pairs = new double[length];
    for (int i = 0; i < length; i++) {
      pairs[i] = in.readDouble();
    }
    Curvature known = length == 0 ? null : Curvature.of(free, pairs);
    return new ModelFit(observations, searched, wasSurprised, theta, known);
  }
}
