package dev.hone.math.cma;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Watches a run and says when, and why, it has come to its end. */
final class StopCriteria {
  private static final int LONGEST_HISTORY = 20_000;
  private static final double LARGEST_MEAN = 1e300;

  private final StopTolerances tolerances;
  private final StrategyParameters parameters;
  private final boolean patient;
  private final int n;
  private final double initialSigma;
  private final double[] recentBests;
  private final int shortestHistory;
  private final long earliestStagnation;
  private final double[] axis;
  private double[] bests = new double[256];
  private double[] medians = new double[256];
  private double[] sorted = {};

  /** Generations in a row whose best value is that of a quarter of them. */
  private int flat;

  /**
   * Watches a run from its beginning.
   *
   * @param patient whether slow progress is no reason to stop: with learning rates that adapt
   */
  StopCriteria(
      StopTolerances tolerances,
      StrategyParameters parameters,
      double initialSigma,
      boolean patient) {
    this.patient = patient || !tolerances.stagnation();
    this.tolerances = tolerances;
    this.parameters = parameters;
    this.initialSigma = initialSigma;
    n = parameters.dimension();
    int lambda = parameters.populationSize();
    recentBests = new double[(int) Math.min(LONGEST_HISTORY, 10 + Math.ceil(30.0 * n / lambda))];
    double tenth = 10 + 10 * Math.sqrt(n) * n / lambda;
    shortestHistory = (int) Math.min(LONGEST_HISTORY / 2, tenth);
    earliestStagnation = (long) Math.max(100, n * (5 + 100.0 / lambda));
    axis = new double[parameters.model().isFull() ? n : 0];
  }

  /** Takes note of a generation before the step size is updated. */
  void record(double[] values, int[] order, int ranked, long generation) {
    double best = values[order[0]];
    recentBests[(int) (generation % recentBests.length)] = best;
    int slot = (int) (generation % LONGEST_HISTORY);
    if (slot >= bests.length) {
      int length = Math.min(2 * bests.length, LONGEST_HISTORY);
      bests = Arrays.copyOf(bests, length);
      medians = Arrays.copyOf(medians, length);
    }
    bests[slot] = best;
    medians[slot] = values[order[ranked / 2]];
    int quarter = Math.min(ranked - 1, (int) (1.1 + parameters.populationSize() / 4.0));
    flat = best == values[order[quarter]] ? flat + 1 : 0;
  }

  /**
   * Says why the run is at its end, or null.
   *
   * @param generation how many updates there were, at least 1
   * @param ranked how many values the last generation had; its criteria rest where it had none
   */
  @Nullable CmaStop check(
      CmaEngine engine,
      @Nullable IntegerMargin margin,
      double sigma,
      double[] values,
      int[] order,
      int ranked,
      long generation) {
    if (ranked > 0) {
      CmaStop byValues = checkValues(values[order[0]], values[order[ranked - 1]], generation);
      if (byValues != null) {
        return byValues;
      }
    }
    return checkDistribution(engine, margin, sigma, generation);
  }

  private @Nullable CmaStop checkValues(double best, double worst, long generation) {
    if (flat > tolerances.flatGenerations()) {
      return CmaStop.FLAT_FITNESS;
    }
    if (generation >= recentBests.length) {
      double low = best;
      double high = best;
      for (double value : recentBests) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      if (high - low < tolerances.funHistory()) {
        return CmaStop.TOL_FUN_HISTORY;
      }
      if (Math.max(high, worst) - low < tolerances.fun()) {
        return CmaStop.TOL_FUN;
      }
    }
    return isStagnating(generation) ? CmaStop.STAGNATION : null;
  }

  /** Medians of the last tenth of the run against those of the tenth before, as pycma 4. */
  private boolean isStagnating(long generation) {
    int part = Math.clamp(generation / 10, shortestHistory, LONGEST_HISTORY / 2);
    // Sorting every time would cost more than the generation.
    if (patient
        || generation < earliestStagnation
        || generation < 2L * part
        || generation % (1 + part / 16) != 0) {
      return false;
    }
    return medianOf(bests, generation - part, part) >= medianOf(bests, generation - 2L * part, part)
        && medianOf(medians, generation - part, part)
            >= medianOf(medians, generation - 2L * part, part);
  }

  private double medianOf(double[] history, long from, int count) {
    if (sorted.length < count) {
      sorted = new double[Math.min(2 * count, LONGEST_HISTORY)];
    }
    for (int i = 0; i < count; i++) {
      sorted[i] = history[(int) ((from + i) % LONGEST_HISTORY)];
    }
    Arrays.sort(sorted, 0, count);
    return sorted[count / 2];
  }

  private @Nullable CmaStop checkDistribution(
      CmaEngine engine, @Nullable IntegerMargin margin, double sigma, long generation) {
    double[] mean = engine.mean();
    double[] path = engine.evolutionPath();
    boolean shrunk = true;
    double largest = 0;
    double smallestX = tolerances.x() * initialSigma;
    for (int j = 0; j < n; j++) {
      if (!(Math.abs(mean[j]) <= LARGEST_MEAN)) {
        return CmaStop.OUT_OF_RANGE;
      }
      if (margin != null && margin.isDiscrete(j)) {
        continue;
      }
      double deviation = engine.standardDeviation(j);
      largest = Math.max(largest, deviation);
      shrunk &= sigma * deviation < smallestX && sigma * Math.abs(path[j]) < smallestX;
      if (mean[j] == mean[j] + 0.2 * sigma * deviation) {
        return CmaStop.NO_EFFECT_COORDINATE;
      }
    }
    if (shrunk) {
      boolean onlyDiscrete = largest == 0;
      if (!onlyDiscrete) {
        return CmaStop.TOL_X;
      }
    }
    if (sigma * largest > tolerances.facUpX() * initialSigma) {
      return CmaStop.TOL_FAC_UP_X;
    }
    if (sigma / initialSigma > tolerances.upSigma() * Math.max(largest, 1)) {
      return CmaStop.TOL_UP_SIGMA;
    }
    if (engine.conditionNumber() > tolerances.condition()) {
      return CmaStop.CONDITION;
    }
    return axis.length > 0 && margin == null && axisHasNoEffect(engine, sigma, generation)
        ? CmaStop.NO_EFFECT_AXIS
        : null;
  }

  /** One axis a generation, in turn. */
  private boolean axisHasNoEffect(CmaEngine engine, double sigma, long generation) {
    engine.axis((int) (generation % n), axis);
    double[] mean = engine.mean();
    for (int j = 0; j < n; j++) {
      if (mean[j] != mean[j] + 0.1 * sigma * axis[j]) {
        return false;
      }
    }
    return true;
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(flat);
    out.writeInt(bests.length);
    for (double[] history : new double[][] {recentBests, bests, medians}) {
      for (double value : history) {
        out.writeDouble(value);
      }
    }
  }

  void load(DataInput in) throws IOException {
    flat = in.readInt();
    int length = in.readInt();
    if (length < bests.length || length > LONGEST_HISTORY) {
      throw new IOException("a history of " + length + " generations");
    }
    bests = new double[length];
    medians = new double[length];
    for (double[] history : new double[][] {recentBests, bests, medians}) {
      for (int i = 0; i < history.length; i++) {
        history[i] = in.readDouble();
      }
    }
  }
}
