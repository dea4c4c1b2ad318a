package dev.hone.internal.gp;

import dev.hone.math.gp.DimensionKind;
import dev.hone.math.gp.GpCandidates;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpPosterior;
import dev.hone.math.gp.GpSamplePaths;
import dev.hone.math.linalg.NumericalException;
import dev.hone.math.special.SpecialFunctions;
import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Gaussian process over what was told: scaled targets, hyperparameters at their maximum a
 * posteriori, {@linkplain TrialRows rows} that follow what is told and asked, and what a point is
 * worth under it.
 */
final class Surrogate implements AutoCloseable {
  private final Supplier<GpEngine> engines;
  private final ModelOptions options;
  private final RefitSchedule schedule;

  private final TrialRows rows;
  private @Nullable GpEngine spare;
  private @Nullable ModelFit model;

  private boolean surprised;

  /** Other models that know the same points, or null. */
  private @Nullable Companions companions;

  /** How often hyperparameters were fitted: a number that differs after every fit. */
  private int fits;

  /** The complete trials to improve on the best of, or null for all and those pending. */
  private int @Nullable [] rivals;

  /** Scores by all pending trials together, or null if each is scored as the next one alone. */
  private final @Nullable JointImprovement joint;

  /** The value to improve on, or NaN until it is wanted. */
  private double incumbent = Double.NaN;

  /**
   * A model of a quantity.
   *
   * @param joint scores by all pending trials together, or null
   */
  Surrogate(
      Supplier<GpEngine> engines,
      Quantity quantity,
      GpStrategy strategy,
      @Nullable JointImprovement joint) {
    this.engines = engines;
    this.options = strategy.model();
    this.schedule = strategy.schedule();
    this.joint = joint;
    int sampled = joint == null ? 0 : JointImprovement.MOST;
    this.rows = new TrialRows(engines.get(), quantity, options.pending(), sampled);
  }

  /** Has suggestions maximise what others with this model say. */
  void accompanyBy(Companions others) {
    companions = others;
  }

  /** Whether suggestions maximise what others with this model say. */
  boolean isAccompanied() {
    return companions != null;
  }

  /** Has every pending point become a row, however little it adds. */
  void keepEveryPoint() {
    rows.keepEveryPoint();
  }

  /** What is believed of the targets. */
  GpPosterior posterior() {
    return engine();
  }

  /** The target of a value. */
  double target(double value) {
    return rows.target(value);
  }

  /** Values to a unit of the targets. */
  double unit() {
    return rows.unit();
  }

  /** The last fit, or null before the first. */
  @Nullable ModelFit model() {
    return model;
  }

  /** Whether there is no fit to so many trials, or it is time for another. */
  boolean isFitDue(int complete) {
    return model == null || surprised || schedule.isDue(model.observations(), complete);
  }

  /** What the next fit is to be made of. */
  ModelFit.Job job(History history, long seed) {
    int n = history.size();
    int d = engine().model().dimension();
    double[] points = new double[n * d];
    for (int i = 0; i < n; i++) {
      System.arraycopy(history.point(i), 0, points, i * d, d);
    }
    return new ModelFit.Job(
        n, points, rows.targets(history), rows.noise(history, n), model, surprised, options, seed);
  }

  /**
   * Fits the model to all complete trials, here and now.
   *
   * @throws NumericalException if no model could be fitted
   */
  void fit(History history, ModelFit.Job job) {
    model = null;
    rows.clear();
    GpEngine engine = engine();
    take(history, engine, ModelFit.run(engine, job));
  }

  /** An engine to run a fit in while this model is in use. */
  GpEngine takeSpare() {
    GpEngine taken = spare == null ? engines.get() : spare;
    spare = null;
    return taken;
  }

  /** Takes an engine back that a fit failed in. */
  void returnSpare(GpEngine engine) {
    spare = engine;
  }

  /** Goes over to a fit made in a spare engine. */
  void adopt(History history, GpEngine fitted, ModelFit result) {
    spare = engine();
    take(history, fitted, result);
  }

  private void take(History history, GpEngine fitted, ModelFit result) {
    model = result;
    fits++;
    changed();
    rows.adopt(history, fitted, result.observations());
    surprised = false;
  }

  /**
   * Adds what was told and asked since; O(n²) for each new row.
   *
   * @param pending of the trials that are, those to hold, in the order of asking
   * @throws NumericalException if a complete trial cannot be added at the hyperparameters of the
   *     last fit; it is then time for another
   */
  void follow(History history, Collection<double[]> pending) {
    changed();
    rivals = null;
    boolean retold;
    try {
      retold = rows.addTold(history);
    } catch (NumericalException e) {
      surprised = true;
      throw e;
    }
    if (retold) {
      int told = rows.told();
      surprised |= schedule.isSurprised(rows.retell(history), told, history.size());
    }
    rows.setPending(pending);
  }

  /** Takes a canonical point as pending too, until {@link #follow} is called without it. */
  void plan(double[] point) {
    changed();
    rows.addPending(point);
    if (companions != null) {
      companions.plan(point);
    }
  }

  /**
   * Sets which trials the value to improve on is the best of, until {@link #follow} is called.
   *
   * @param ranks complete trials by their rank, or null for all and those pending
   */
  void improveOn(int @Nullable [] ranks) {
    rivals = ranks;
    changed();
  }

  /** The value to improve on has to be found again. */
  private void changed() {
    incumbent = Double.NaN;
    if (joint != null) {
      joint.reset();
    }
  }

  /**
   * The value to improve on is the model's belief at the best evaluated or pending point, not the
   * luckiest observation: what is noise in a single value is averaged out.
   */
  private double incumbent() {
    if (Double.isNaN(incumbent)) {
      double[] means = fittedMeans();
      incumbent = Double.POSITIVE_INFINITY;
      if (rivals == null) {
        // With the joint improvement, those pending have samples of their own to improve on.
        int size = joint == null ? size() : rows.told();
        for (int i = 0; i < size; i++) {
          incumbent = Math.min(incumbent, means[i]);
        }
      } else {
        for (int rank : rivals) {
          incumbent = Math.min(incumbent, means[rank]);
        }
      }
    }
    return incumbent;
  }

  /**
   * Posterior means at the complete trials by rank, and then at those pending; valid until used.
   */
  double[] fittedMeans() {
    return rows.fittedMeans();
  }

  void save(DataOutput out) throws IOException {
    ModelFit.save(model, out);
    if (model != null) {
      model.saveProgress(out);
    }
    out.writeBoolean(surprised);
  }

  /**
   * Makes the model again that was saved with this history: conditioned on what it was fitted to,
   * and then extended, as it was.
   */
  void load(History history, DataInput in) throws IOException {
    ModelFit saved = ModelFit.load(in, engine().model().hyperparameterCount());
    if (saved != null) {
      saved = saved.withProgress(in, options.prior(engine().model()).freeCount());
    }
    boolean wasSurprised = in.readBoolean();
    if (saved == null) {
      model = null;
      surprised = false;
      rows.clear();
      return;
    }
    if (saved.observations() < 0 || saved.observations() > history.size()) {
      throw new IOException("a fit to " + saved.observations() + " of " + history.size());
    }
    ModelFit.Job job = job(history, 0);
    int fitted = saved.observations();
    double[] noise = rows.noise(history, fitted);
    GpEngine engine = engine();
    if (noise == null) {
      engine.setData(fitted, job.points(), job.targets());
    } else {
      engine.setData(fitted, job.points(), job.targets(), noise);
    }
    engine.condition(saved.theta());
    take(history, engine, saved);
    follow(history, history.pending());
    surprised = wasSurprised;
  }

  /** A number that differs after every fit. */
  int fits() {
    return fits;
  }

  /** The number of trials that the model knows, pending ones included. */
  int size() {
    return engine().size();
  }

  /** Points that follow the model as long as it stays in {@link #engine}. */
  GpCandidates candidates(int m, double[] points) {
    return engine().candidates(m, points);
  }

  /** Where the model is: another one after a fit in the background. */
  GpEngine engine() {
    return rows.engine();
  }

  /** Functions drawn from the model, pending trials come out as it expects. */
  GpSamplePaths paths(int count, long seed) {
    return engine().samplePaths(count, seed);
  }

  /** Log Expected Improvement at points that follow the model. */
  void screen(GpCandidates candidates, double[] value) {
    candidates.logExpectedImprovement(incumbent(), value);
  }

  /** Log Expected Improvement at m points, or what else is to be maximised. */
  void screen(int m, double[] points, double[] value) {
    if (companions != null) {
      companions.score(m, points, value, null);
      return;
    }
    engine().logExpectedImprovement(m, points, incumbent(), value, null);
  }

  /** Whether {@link #score} is another function than {@link #screen}. */
  boolean isJoint() {
    return joint != null && rows.pendingCount() > 0;
  }

  /** What is to be maximised, at m points, and its gradient if wanted. */
  void score(int m, double[] points, double[] value, double @Nullable [] gradient) {
    if (companions != null) {
      companions.score(m, points, value, gradient);
    } else if (joint != null && rows.pendingCount() > 0) {
      joint.prepare(engine(), incumbent(), rows.pending());
      engine().evaluate(m, points, joint.known(), joint, value, gradient);
    } else {
      engine().logExpectedImprovement(m, points, incumbent(), value, gradient);
    }
  }

  /** Along a numeric dimension, how far one has to go for the objective to look different. */
  double lengthScale(int dimension) {
    return model == null || engine().model().dimensions().get(dimension) != DimensionKind.NUMERIC
        ? 1
        : SpecialFunctions.exp(model.theta()[engine().model().lengthScaleIndex(0) + dimension]);
  }

  @Override
  public void close() {
    engine().close();
    if (spare != null) {
      spare.close();
    }
  }
}
