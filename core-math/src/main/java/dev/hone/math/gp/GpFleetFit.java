package dev.hone.math.gp;

import dev.hone.math.Parallelism;
import dev.hone.math.minimize.Lbfgsb;
import dev.hone.math.minimize.LbfgsbRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fits the hyperparameters of many small Gaussian processes as {@link GpFit} fits those of one: all
 * searches of all members go on together, and each of their rounds is one {@linkplain
 * GpFleetEngine#logMarginalLikelihoods batch of likelihoods}.
 *
 * <p>What a member gets does not depend on the others. Searches are kept and used again, so that
 * after the first calls little is allocated. Of many searches the steps between two batches are
 * shared out to the threads of the pool. Not safe for use from several threads at once.
 */
public final class GpFleetFit {
  /**
   * Searches that a thread advances at a time: some 6 µs each, so that two tasks are worth their
   * sharing out. The engines of a CPU have fewer members at once, and their rounds one task.
   */
  private static final int TASK = 64;

  private final GpFleetEngine engine;
  private final GpFit fit;
  private final GpPrior prior;
  private final Lbfgsb minimizer;
  private final double[] lower;
  private final double[] upper;
  private final double[] theta;

  /** What the threads work in, one for each. */
  private Step[] steps;

  /** Whether the search at a place among those active goes on. */
  private boolean[] goesOn = {};

  /** The searches under way, and behind them those that wait to be used again. */
  private final List<LbfgsbRun> runs = new ArrayList<>();

  private int started;

  /** Which of the listed members a search is of. */
  private int[] owners = {};

  private int[] active = {};
  private int[] batch = {};
  private double[] thetas = {};
  private double[] values = {};
  private double[] gradients = {};

  /** For every listed member the lowest end so far, +∞ if there is none. */
  private double[] lowest = {};

  /** What a thread needs to advance a search. */
  private static final class Step {
    final double[] theta;
    final double[] thetaGradient;
    final double[] gradient;

    Step(int parameters, int free) {
      theta = new double[parameters];
      thetaGradient = new double[parameters];
      gradient = new double[free];
    }
  }

  /** What is done to each of the active searches, by their places. */
  private interface Each {
    void run(int place, Step step);
  }

  /**
   * Prepares fits.
   *
   * @param engine holds the data
   * @param fit prior, iterations and tolerance; its limit of observations is not looked at
   * @throws IllegalArgumentException if the prior is not one of the engine's model
   */
  public GpFleetFit(GpFleetEngine engine, GpFit fit) {
    this.engine = engine;
    this.fit = fit;
    prior = fit.prior();
    if (engine.model().hyperparameterCount() != prior.components().size()) {
      throw new IllegalArgumentException(
          "the prior has "
              + prior.components().size()
              + " components: expected one for each hyperparameter of the model, "
              + engine.model().hyperparameterCount());
    }
    minimizer =
        Lbfgsb.defaults()
            .withMaxIterations(fit.maxIterations())
            .withRelativeReduction(fit.tolerance());
    lower = prior.lower();
    upper = prior.upper();
    theta = new double[prior.components().size()];
    steps = steps(1);
  }

  /**
   * Fits several members to their data and leaves them conditioned on the best hyperparameters.
   * Where no start has a finite likelihood, each is tried again with more noise.
   *
   * @param count how many members
   * @param members the members, none of them twice
   * @param starts for each listed member hyperparameters to start from, at least one, as natural
   *     logarithms; moved into the prior's bounds
   * @param thetas receives a row for each listed member: the best hyperparameters found
   * @return for each listed member whether it was fitted and conditioned; the others have no finite
   *     likelihood, whatever the noise
   * @throws IllegalArgumentException if a member has no start, or an array is too short
   */
  public boolean[] fit(int count, int[] members, List<List<double[]>> starts, double[][] thetas) {
    if (count < 0 || count > Math.min(members.length, Math.min(starts.size(), thetas.length))) {
      throw new IllegalArgumentException(
          "count = " + count + ": expected 0 to the rows of members, starts and thetas");
    }
    if (lowest.length < count) {
      lowest = new double[count];
    }
    Arrays.fill(lowest, 0, count, Double.POSITIVE_INFINITY);
    started = 0;
    for (int i = 0; i < count; i++) {
      if (starts.get(i).isEmpty()) {
        throw new IllegalArgumentException(
            "starts of member " + members[i] + " = []: expected at least one");
      }
      for (double[] start : starts.get(i)) {
        begin(i, prior.coordinates(start));
      }
    }
    search(members, thetas);
    if (prior.noiseCoordinate() >= 0) {
      for (double variance : GpFit.RESCUE_NOISE) {
        rescue(count, members, starts, variance, thetas);
      }
    }
    return condition(count, members, thetas);
  }

  private void rescue(
      int count, int[] members, List<List<double[]>> starts, double variance, double[][] thetas) {
    started = 0;
    for (int i = 0; i < count; i++) {
      if (lowest[i] == Double.POSITIVE_INFINITY) {
        for (double[] start : starts.get(i)) {
          begin(i, fit.withNoise(prior.coordinates(start), variance));
        }
      }
    }
    search(members, thetas);
  }

  private void begin(int owner, double[] coordinates) {
    if (started == runs.size()) {
      runs.add(minimizer.start(coordinates, lower, upper));
    } else {
      runs.get(started).restart(coordinates, lower, upper);
    }
    if (started == owners.length) {
      owners = Arrays.copyOf(owners, 2 * started + 8);
    }
    owners[started++] = owner;
  }

  /** Drives the searches begun to their ends; the first of equally good ones counts. */
  private void search(int[] members, double[][] thetas) {
    reserve(started);
    int running = 0;
    for (int run = 0; run < started; run++) {
      active[running++] = run;
    }
    while (running > 0) {
      running = step(running, members);
    }
    for (int run = 0; run < started; run++) {
      double value = runs.get(run).bestValue();
      int owner = owners[run];
      if (Double.isFinite(value) && value < lowest[owner]) {
        lowest[owner] = value;
        prior.hyperparameters(runs.get(run).bestPoint(), theta);
        System.arraycopy(theta, 0, thetas[owner], 0, theta.length);
      }
    }
  }

  private Step[] steps(int workers) {
    Step[] made = new Step[workers];
    Arrays.setAll(made, i -> new Step(theta.length, prior.freeCount()));
    return made;
  }

  /** Evaluates every active search once; returns how many go on, which are then the first. */
  private int step(int running, int[] members) {
    forEach(running, (i, step) -> place(i, step, members));
    engine.logMarginalLikelihoods(running, batch, thetas, values, gradients);
    forEach(running, (i, step) -> goesOn[i] = advance(i, step));
    int goOn = 0;
    for (int i = 0; i < running; i++) {
      if (goesOn[i]) {
        active[goOn++] = active[i];
      }
    }
    return goOn;
  }

  /** Shares out the places from 0 to below a number. */
  private void forEach(int running, Each each) {
    int workers = Parallelism.threads();
    if (steps.length < workers) {
      steps = steps(workers);
    }
    Parallelism.forEach(
        Math.ceilDiv(running, TASK),
        workers,
        (task, worker) -> {
          for (int i = task * TASK; i < Math.min(running, (task + 1) * TASK); i++) {
            each.run(i, steps[worker]);
          }
        });
  }

  /** Puts down where an active search wants to be evaluated. */
  private void place(int i, Step step, int[] members) {
    int length = step.theta.length;
    prior.hyperparameters(runs.get(active[i]).point(), step.theta);
    System.arraycopy(step.theta, 0, thetas, i * length, length);
    batch[i] = members[owners[active[i]]];
  }

  /** Tells an active search what came of it; returns whether it goes on. */
  private boolean advance(int i, Step step) {
    LbfgsbRun run = runs.get(active[i]);
    int length = step.theta.length;
    System.arraycopy(gradients, i * length, step.thetaGradient, 0, length);
    double value =
        prior.negativeLogPosterior(run.point(), values[i], step.thetaGradient, step.gradient);
    return run.advance(value, step.gradient);
  }

  private void reserve(int count) {
    if (active.length < count) {
      active = new int[count];
      goesOn = new boolean[count];
      batch = new int[count];
      values = new double[count];
      thetas = new double[count * theta.length];
      gradients = new double[count * theta.length];
    }
  }

  private boolean[] condition(int count, int[] members, double[][] thetas) {
    reserve(count);
    int found = 0;
    for (int i = 0; i < count; i++) {
      if (lowest[i] < Double.POSITIVE_INFINITY) {
        batch[found] = members[i];
        System.arraycopy(thetas[i], 0, this.thetas, found * theta.length, theta.length);
        found++;
      }
    }
    engine.condition(found, batch, this.thetas);
    boolean[] fitted = new boolean[count];
    for (int i = 0; i < count; i++) {
      fitted[i] = lowest[i] < Double.POSITIVE_INFINITY && engine.isConditioned(members[i]);
    }
    return fitted;
  }
}
