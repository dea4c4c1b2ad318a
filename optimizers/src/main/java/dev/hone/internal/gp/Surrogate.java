package dev.hone.internal.gp;

import dev.hone.PendingBelief;
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
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Gaussian process over what was told: scaled targets, hyperparameters at their maximum a
 * posteriori, pending trials believed to come out at their posterior mean (Kriging believer).
 *
 * <p>Its rows are the complete trials in the order of telling and then the pending ones in the
 * order of asking. A trial that is told in the order it was asked in stays where it is, and only
 * targets change: O(n²). One told out of order makes the rows behind it be added anew.
 *
 * <p>Source of the believer: Ginsbourger, Le Riche and Carraro, Kriging is well-suited to
 * parallelize optimization (2010), section 4.2.
 */
final class Surrogate implements AutoCloseable {
  /** Noise of a pending point that could not be added without. */
  private static final double SLACK = 1e-3;

  private final Supplier<GpEngine> engines;
  private final Quantity quantity;
  private final ModelOptions options;
  private final RefitSchedule schedule;

  private GpEngine engine;
  private @Nullable GpEngine spare;
  private @Nullable ModelFit model;

  /** How many complete trials have their targets in the engine. */
  private int told;

  private boolean surprised;

  /** How values became targets when they were told, and at the last fit: there noise stays. */
  private FittedScaling scaling = FittedScaling.IDENTITY;

  private FittedScaling noiseScaling = FittedScaling.IDENTITY;

  /** The targets of the complete trials. */
  private double[] targets = {};

  /** Other models that know the same points, or null. */
  private @Nullable Companions companions;

  private boolean keepsEveryPoint;

  /** The points of the engine's rows. */
  private final List<double[]> rows = new ArrayList<>();

  /** How often hyperparameters were fitted: a number that differs after every fit. */
  private int fits;

  /** The complete trials to improve on the best of, or null for all and those pending. */
  private int @Nullable [] rivals;

  /** Scores by all pending trials together, or null if each is scored as the next one alone. */
  private final @Nullable JointImprovement joint;

  private double[] scratch = {};

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
    this.quantity = quantity;
    this.options = strategy.model();
    this.schedule = strategy.schedule();
    this.joint = joint;
    this.engine = engines.get();
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
    keepsEveryPoint = true;
  }

  /** What is believed of the targets. */
  GpPosterior posterior() {
    return engine;
  }

  /** The target of a value. */
  double target(double value) {
    return scaling.target(value);
  }

  /** Values to a unit of the targets. */
  double unit() {
    return scaling.unit();
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
    int d = engine.model().dimension();
    double[] points = new double[n * d];
    for (int i = 0; i < n; i++) {
      System.arraycopy(history.point(i), 0, points, i * d, d);
    }
    double[] noise = quantity.noise(history, n, quantity.fit(history, n));
    return new ModelFit.Job(n, points, targets(history), noise, model, surprised, options, seed);
  }

  /**
   * Fits the model to all complete trials, here and now.
   *
   * @throws NumericalException if no model could be fitted
   */
  void fit(History history, ModelFit.Job job) {
    model = null;
    rows.clear();
    adopt(history, ModelFit.run(engine, job));
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
    spare = engine;
    engine = fitted;
    adopt(history, result);
  }

  private void adopt(History history, ModelFit result) {
    model = result;
    fits++;
    changed();
    told = result.observations();
    targets = told == history.size() ? targets(history) : new double[0];
    noiseScaling = quantity.fit(history, told);
    surprised = false;
    rows.clear();
    for (int i = 0; i < told; i++) {
      rows.add(history.point(i));
    }
  }

  /**
   * Adds what was told and asked since; O(n²) for each new row.
   *
   * @throws NumericalException if a complete trial cannot be added at the hyperparameters of the
   *     last fit; it is then time for another
   */
  void follow(History history) {
    int n = history.size();
    changed();
    rivals = null;
    int known = told;
    while (known < Math.min(n, rows.size())
        && Arrays.equals(rows.get(known), history.point(known))) {
      known++;
    }
    if (known < n) {
      truncate(known);
      try {
        for (int i = known; i < n; i++) {
          append(history, i);
          rows.add(history.point(i));
        }
      } catch (NumericalException e) {
        surprised = true;
        throw e;
      }
    }
    if (told < n || known < n) {
      retell(history);
    }
    addPending(n, history.pending());
  }

  private void append(History history, int i) {
    double noise = quantity.noise(history.outcome(i), noiseScaling);
    if (noise > 0) {
      engine.append(history.point(i), 0, noise);
    } else {
      engine.append(history.point(i), 0);
    }
  }

  private void retell(History history) {
    int n = history.size();
    targets = targets(history);
    engine.setTargets(n, targets);
    scratch = grown(scratch);
    engine.innovations(scratch);
    surprised |= schedule.isSurprised(scratch, told, n);
    told = n;
  }

  private double[] targets(History history) {
    double[] values = quantity.values(history, history.size());
    scaling = quantity.fit(history, values.length);
    return scaling.targets(values);
  }

  /**
   * Takes pending points as if they had come out at their posterior mean. That takes the
   * uncertainty away around them, so that the next suggestion goes elsewhere. A point too close to
   * others to be added leaves the model as it is, which is certain there already.
   */
  private void addPending(int from, Collection<double[]> pending) {
    int row = from;
    boolean same = true;
    for (double[] point : pending) {
      same = same && row < rows.size() && Arrays.equals(rows.get(row), point);
      if (same) {
        row++;
      } else {
        truncate(row);
        if (believe(point)) {
          row++;
        }
      }
    }
    truncate(row);
    lie();
  }

  /** Takes a canonical point as pending too, until {@link #follow} is called without it. */
  void plan(double[] point) {
    changed();
    believe(point);
    lie();
    if (companions != null) {
      companions.plan(point);
    }
  }

  /** Has all pending points come out as the same value, if that is what is believed of them. */
  private void lie() {
    PendingBelief belief =
        quantity.kind() == Quantity.Kind.OBJECTIVE ? options.pending() : PendingBelief.EXPECTED;
    if (belief == PendingBelief.EXPECTED || pendingRows() == 0 || targets.length != told) {
      return;
    }
    double[] all = Arrays.copyOf(targets, rows.size());
    double value =
        switch (belief) {
          case BEST -> Arrays.stream(targets).min().orElse(0);
          case WORST -> Arrays.stream(targets).max().orElse(0);
          case MEAN, EXPECTED -> Arrays.stream(targets).average().orElse(0);
        };
    Arrays.fill(all, told, all.length, value);
    engine.setTargets(all.length, all);
  }

  /** Adds one pending point; returns whether the engine could take it. */
  private boolean believe(double[] point) {
    try {
      if (joint != null && rows.size() - told < JointImprovement.MOST) {
        engine.appendKnown(point);
      } else {
        engine.appendPending(point);
      }
      rows.add(point);
      return true;
    } catch (NumericalException alreadyCertain) {
      if (keepsEveryPoint) {
        double[] mean = new double[1];
        engine.posterior(1, point, mean, null);
        engine.append(point, mean[0], SLACK);
        rows.add(point);
        return true;
      }
      logger().log(Level.DEBUG, "a pending trial adds nothing to the model", alreadyCertain);
      return false;
    }
  }

  private void truncate(int size) {
    if (size < rows.size()) {
      engine.truncate(size);
      rows.subList(size, rows.size()).clear();
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
        int size = joint == null ? engine.size() : told;
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
    scratch = grown(scratch);
    engine.fittedMeans(scratch);
    return scratch;
  }

  private double[] grown(double[] array) {
    int size = engine.size();
    return array.length >= size ? array : new double[size + size / 2 + 8];
  }

  void save(DataOutput out) throws IOException {
    ModelFit.save(model, out);
    out.writeBoolean(surprised);
  }

  /**
   * Makes the model again that was saved with this history: conditioned on what it was fitted to,
   * and then extended, as it was.
   */
  void load(History history, DataInput in) throws IOException {
    ModelFit saved = ModelFit.load(in, engine.model().hyperparameterCount());
    boolean wasSurprised = in.readBoolean();
    if (saved == null) {
      model = null;
      surprised = false;
      told = 0;
      rows.clear();
      return;
    }
    if (saved.observations() < 0 || saved.observations() > history.size()) {
      throw new IOException("a fit to " + saved.observations() + " of " + history.size());
    }
    ModelFit.Job job = job(history, 0);
    int fitted = saved.observations();
    double[] noise = quantity.noise(history, fitted, quantity.fit(history, fitted));
    if (noise == null) {
      engine.setData(fitted, job.points(), job.targets());
    } else {
      engine.setData(fitted, job.points(), job.targets(), noise);
    }
    engine.condition(saved.theta());
    adopt(history, saved);
    follow(history);
    surprised = wasSurprised;
  }

  /** A number that differs after every fit. */
  int fits() {
    return fits;
  }

  /** The number of trials that the model knows, pending ones included. */
  int size() {
    return engine.size();
  }

  /** Points that follow the model as long as it stays in {@link #engine}. */
  GpCandidates candidates(int m, double[] points) {
    return engine.candidates(m, points);
  }

  /** Where the model is: another one after a fit in the background. */
  GpEngine engine() {
    return engine;
  }

  /** Functions drawn from the model, pending trials come out as it expects. */
  GpSamplePaths paths(int count, long seed) {
    return engine.samplePaths(count, seed);
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
    engine.logExpectedImprovement(m, points, incumbent(), value, null);
  }

  /** Whether {@link #score} is another function than {@link #screen}. */
  boolean isJoint() {
    return joint != null && pendingRows() > 0;
  }

  /** What is to be maximised, at m points, and its gradient if wanted. */
  void score(int m, double[] points, double[] value, double @Nullable [] gradient) {
    if (companions != null) {
      companions.score(m, points, value, gradient);
    } else if (joint != null && pendingRows() > 0) {
      joint.prepare(engine, incumbent(), rows.subList(told, rows.size()));
      engine.evaluate(m, points, joint.known(), joint, value, gradient);
    } else {
      engine.logExpectedImprovement(m, points, incumbent(), value, gradient);
    }
  }

  private int pendingRows() {
    return rows.size() - told;
  }

  /** Along a numeric dimension, how far one has to go for the objective to look different. */
  double lengthScale(int dimension) {
    return model == null || engine.model().dimensions().get(dimension) != DimensionKind.NUMERIC
        ? 1
        : SpecialFunctions.exp(model.theta()[engine.model().lengthScaleIndex(0) + dimension]);
  }

  /** Asked for when there is something to say: a logger takes ten milliseconds to set up. */
  private static Logger logger() {
    return System.getLogger("dev.hone");
  }

  @Override
  public void close() {
    engine.close();
    if (spare != null) {
      spare.close();
    }
  }
}
