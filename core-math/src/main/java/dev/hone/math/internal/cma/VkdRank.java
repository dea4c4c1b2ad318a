package dev.hone.math.internal.cma;

import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.special.SpecialFunctions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How many directions a {@link VkdCmaEngine} keeps: more when all it has are long, the diagonal has
 * settled and the step size falls slowly; fewer where directions have become short.
 *
 * <p>Source: Akimoto and Hansen, Online Model Selection for Restricted Covariance Matrix Adaptation
 * (2016), with its constants; the bound on the change of the diagonal is that of the authors'
 * program for c_c = √c_1.
 */
final class VkdRank {
  /** A direction counts as long from this variance on, in units of the others. */
  private static final double LONG = 30;

  private static final double GROWTH = 1.414;
  private static final double SLOW_SIGMA = 0.1;
  private static final double SETTLED_DIAGONAL = 1;

  /** Numbers that all directions together may have: 128 MiB. */
  private static final int MOST_NUMBERS = 1 << 24;

  private final StrategyParameters parameters;
  private final int n;
  private final int most;
  private final double sigmaDecay;
  private final long patience;
  private final double[] lastLogVariance;
  private final double[] variancesChange;
  private double[] lastLogLength = {};
  private double[] lengthsChange = {};
  private double lastLogSigma = Double.NaN;
  private double sigmaChange;
  private long generations;
  private int directions;

  VkdRank(StrategyParameters parameters) {
    this.parameters = parameters;
    n = parameters.dimension();
    most = Math.min(n / 2, MOST_NUMBERS / n);
    sigmaDecay = 0.5 * Math.min(1, (double) parameters.populationSize() / n) / (LONG / 10);
    patience = 2L * n - 1;
    lastLogVariance = new double[n];
    variancesChange = new double[n];
  }

  /** Forgets all: no direction. */
  void reset(double[] deviations) {
    directions = 0;
    generations = 0;
    lastLogSigma = Double.NaN;
    sigmaChange = 0;
    Arrays.fill(variancesChange, 0);
    for (int j = 0; j < n; j++) {
      lastLogVariance[j] = 2 * SpecialFunctions.log(deviations[j]);
    }
    lastLogLength = new double[0];
    lengthsChange = new double[0];
  }

  /** The number k of directions to keep. */
  int directions() {
    return directions;
  }

  double rankOneRate() {
    return parameters.projectedRankOneRate(directions);
  }

  double rankMuRate() {
    return parameters.projectedRankMuRate(directions);
  }

  double pathDecay() {
    return Math.sqrt(rankOneRate());
  }

  /**
   * Takes note of the model after a generation.
   *
   * @param sigma the step size of the generation
   * @param deviations √C_ii
   * @param excess S of the directions, longest first
   */
  void observe(double sigma, double[] deviations, double[] excess) {
    generations++;
    double logSigma = SpecialFunctions.log(sigma);
    if (!Double.isNaN(lastLogSigma)) {
      sigmaChange += sigmaDecay * (logSigma - lastLogSigma - sigmaChange);
    }
    lastLogSigma = logSigma;
    double decay = 1.0 / n;
    for (int j = 0; j < n; j++) {
      double log = 2 * SpecialFunctions.log(deviations[j]);
      variancesChange[j] += decay * (log - lastLogVariance[j] - variancesChange[j]);
      lastLogVariance[j] = log;
    }
    for (int i = 0; i < directions; i++) {
      double log = SpecialFunctions.log(1 + excess[i]);
      lengthsChange[i] += decay * (log - lastLogLength[i] - lengthsChange[i]);
      lastLogLength[i] = log;
    }
  }

  /** Keeps more directions, if it is time to. */
  boolean grow() {
    if (generations <= patience || directions >= most || !isSlow() || !isSettled()) {
      return false;
    }
    for (int i = 0; i < directions; i++) {
      if (!(lastLogLength[i] > SpecialFunctions.log(LONG))) {
        return false;
      }
    }
    int more = Math.max((int) Math.ceil(directions * GROWTH), directions + 1);
    resize(Math.min(more, most));
    generations = 0;
    return true;
  }

  private boolean isSlow() {
    return Math.abs(sigmaChange / sigmaDecay) < SLOW_SIGMA;
  }

  private boolean isSettled() {
    double bound = SETTLED_DIAGONAL * (rankOneRate() + rankMuRate());
    for (double change : variancesChange) {
      if (!(Math.abs(change) < bound)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a direction has become short, and shortens. */
  boolean isDispensable(int direction) {
    return generations > directions * patience
        && lastLogLength[direction] < SpecialFunctions.log(LONG)
        && lengthsChange[direction] < 0;
  }

  /** Forgets a direction; those after it move up. */
  void drop(int direction) {
    for (double[] list : new double[][] {lastLogLength, lengthsChange}) {
      System.arraycopy(list, direction + 1, list, direction, directions - direction - 1);
    }
    resize(directions - 1);
  }

  private void resize(int count) {
    directions = count;
    lastLogLength = Arrays.copyOf(lastLogLength, count);
    lengthsChange = Arrays.copyOf(lengthsChange, count);
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(directions);
    out.writeLong(generations);
    Doubles.write(out, new double[] {lastLogSigma, sigmaChange}, 2);
    Doubles.write(out, lastLogVariance, n);
    Doubles.write(out, variancesChange, n);
    Doubles.write(out, lastLogLength, directions);
    Doubles.write(out, lengthsChange, directions);
  }

  void load(DataInput in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > most) {
      throw new IOException(count + " directions of " + n + " dimensions");
    }
    resize(count);
    generations = in.readLong();
    double[] sigmas = new double[2];
    Doubles.read(in, sigmas, 2);
    lastLogSigma = sigmas[0];
    sigmaChange = sigmas[1];
    Doubles.read(in, lastLogVariance, n);
    Doubles.read(in, variancesChange, n);
    Doubles.read(in, lastLogLength, directions);
    Doubles.read(in, lengthsChange, directions);
  }
}
