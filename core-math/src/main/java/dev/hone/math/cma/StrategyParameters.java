package dev.hone.math.cma;

import java.util.Arrays;

/**
 * The strategy constants of a CMA-ES: weights, learning rates and damping. Immutable.
 *
 * <p>Source: Hansen, The CMA Evolution Strategy: A Tutorial (2016), table 1, with the constants of
 * pycma 4; for {@link CovarianceModel#SEPARABLE} the learning rates of Ros and Hansen (2008), for
 * {@link CovarianceModel#VKD} those of Akimoto and Hansen (2016) as long as it has no direction,
 * for {@link CovarianceModel#LIMITED_MEMORY} the step-size adaptation of Loshchilov, Glasmachers
 * and Beyer (2019).
 */
public final class StrategyParameters {
  /** The least share of the old matrix that one generation leaves. */
  private static final double MIN_DECAY = 0.05;

  private final CovarianceModel model;
  private final int dimension;
  private final int populationSize;
  private final int parents;
  private final double[] weights;
  private final double effectiveParents;
  private final double pathDecay;
  private final double rankOneRate;
  private final double rankMuRate;
  private final double stepPathDecay;
  private final double damping;
  private final double expectedNorm;
  private final int decompositionGap;

  /**
   * The constants for n dimensions and λ samples.
   *
   * @param model not {@link CovarianceModel#AUTO}
   * @param dimension n, at least 1
   * @param populationSize λ, at least 2
   * @param active whether bad samples get negative weights (full models only)
   * @throws IllegalArgumentException if one of them is outside its range
   */
  public StrategyParameters(
      CovarianceModel model, int dimension, int populationSize, boolean active) {
    this(model, dimension, populationSize, active, 1);
  }

  /**
   * As {@link #StrategyParameters(CovarianceModel, int, int, boolean)}, with a step size that
   * changes more slowly, or faster.
   *
   * @param dampingFactor what d_σ is multiplied by, positive
   * @throws IllegalArgumentException if one of them is outside its range
   */
  public StrategyParameters(
      CovarianceModel model,
      int dimension,
      int populationSize,
      boolean active,
      double dampingFactor) {
    if (!(dampingFactor > 0 && dampingFactor <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "dampingFactor = " + dampingFactor + ": expected a positive number");
    }
    if (model == CovarianceModel.AUTO) {
      throw new IllegalArgumentException("model = AUTO: expected one that is resolved");
    }
    if (dimension < 1) {
      throw new IllegalArgumentException("dimension = " + dimension + ": expected at least 1");
    }
    if (populationSize < 2) {
      throw new IllegalArgumentException(
          "populationSize = " + populationSize + ": expected at least 2");
    }
    this.model = model;
    this.dimension = dimension;
    this.populationSize = populationSize;
    double n = dimension;
    double lambda = populationSize;
    weights = rawWeights(populationSize);
    parents = populationSize / 2;
    effectiveParents = effectiveSize(weights, 0, parents);
    double muEff = effectiveParents;
    if (model == CovarianceModel.VKD) {
      rankOneRate = projectedRankOneRate(0);
      rankMuRate = projectedRankMuRate(0);
      pathDecay = Math.sqrt(rankOneRate);
    } else {
      pathDecay = (4 + muEff / n) / (n + 4 + 2 * muEff / n);
      double speedUp = model == CovarianceModel.SEPARABLE ? (n + 2) / 3 : 1;
      double one = Math.min(1, lambda / 6) * 2 / ((n + 1.3) * (n + 1.3) + muEff);
      rankOneRate = Math.min(speedUp * one, (1 - MIN_DECAY) / 2);
      double mu = 2 * (0.25 + muEff + 1 / muEff - 2) / ((n + 2) * (n + 2) + muEff);
      rankMuRate = Math.min(1 - MIN_DECAY - rankOneRate, speedUp * mu);
    }
    expectedNorm = Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
    double cs = (muEff + 2) / (n + muEff + 3);
    double ds = 1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (n + 1)) - 1) + cs;
    boolean matrixFree = model == CovarianceModel.LIMITED_MEMORY && 2 * lambda < n * cs;
    stepPathDecay = matrixFree ? 2 * lambda / n : cs;
    damping = dampingFactor * (matrixFree ? 1 : ds);
    scaleWeights(active && model.isFull());
    decompositionGap =
        (int) Math.clamp(1 / (10 * n * (rankOneRate + rankMuRate)), 1, Integer.MAX_VALUE);
  }

  /** The rate c_1 of {@link CovarianceModel#VKD} with k directions; c_c is its root. */
  public double projectedRankOneRate(int directions) {
    double elements = dimension * (directions + 1.0);
    return 2 / (elements + dimension + 2 * (directions + 2) + effectiveParents);
  }

  /** The rate c_μ of {@link CovarianceModel#VKD} with k directions. */
  public double projectedRankMuRate(int directions) {
    double muEff = effectiveParents;
    double elements = dimension * (directions + 1.0);
    double rate = 2 * (muEff - 2 + 1 / muEff) / (elements + 4 * (directions + 2) + muEff);
    return Math.min(1 - MIN_DECAY - projectedRankOneRate(directions), rate);
  }

  /** The default population size λ = 4 + ⌊3 ln n⌋. */
  public static int defaultPopulationSize(int dimension) {
    return 4 + (int) (3 * StrictMath.log(dimension));
  }

  private static double[] rawWeights(int lambda) {
    double[] w = new double[lambda];
    for (int i = 0; i < lambda; i++) {
      w[i] = StrictMath.log((lambda + 1) / 2.0) - StrictMath.log(i + 1);
    }
    return w;
  }

  private static double effectiveSize(double[] w, int from, int to) {
    double sum = 0;
    double squares = 0;
    for (int i = from; i < to; i++) {
      sum += w[i];
      squares += w[i] * w[i];
    }
    return squares == 0 ? 0 : sum * sum / squares;
  }

  /** Tutorial, eqs. 49 to 53; the middle sample of an odd population has weight 0. */
  private void scaleWeights(boolean active) {
    double positive = 0;
    double negative = 0;
    for (double w : weights) {
      positive += Math.max(w, 0);
      negative -= Math.min(w, 0);
    }
    double total = 0;
    if (active && negative > 0 && rankMuRate > 0) {
      double muEffNegative = effectiveSize(weights, parents, populationSize);
      double byRates = 1 + rankOneRate / rankMuRate;
      double byVariance = 1 + 2 * muEffNegative / (effectiveParents + 2);
      double byDefiniteness = (1 - rankOneRate - rankMuRate) / (dimension * rankMuRate);
      total = Math.min(byRates, Math.min(byVariance, byDefiniteness));
    }
    for (int i = 0; i < weights.length; i++) {
      double w = weights[i];
      weights[i] =
          i < parents ? w / positive : negative == 0 ? 0 : Math.min(w, 0) * total / negative;
    }
  }

  /** The model these constants are for. */
  public CovarianceModel model() {
    return model;
  }

  /** The dimension n. */
  public int dimension() {
    return dimension;
  }

  /** The population size λ. */
  public int populationSize() {
    return populationSize;
  }

  /** The number μ of samples with a positive weight. */
  public int parents() {
    return parents;
  }

  /** The weight of the sample of a rank, from 0 for the best; positive ones sum to 1. */
  public double weight(int rank) {
    return weights[rank];
  }

  /** A copy of the λ weights, best sample first. */
  public double[] weights() {
    return Arrays.copyOf(weights, weights.length);
  }

  /** The effective number of parents μ_eff = 1/Σw² over the positive weights. */
  public double effectiveParents() {
    return effectiveParents;
  }

  /** The rate c_c of the evolution path of the covariance. */
  public double pathDecay() {
    return pathDecay;
  }

  /** The rate c_1 of the rank-one update. */
  public double rankOneRate() {
    return rankOneRate;
  }

  /** The rate c_μ of the rank-μ update. */
  public double rankMuRate() {
    return rankMuRate;
  }

  /** The rate c_σ of the evolution path of the step size. */
  public double stepPathDecay() {
    return stepPathDecay;
  }

  /** The damping d_σ of the step size. */
  public double damping() {
    return damping;
  }

  /** The expected length χ_n of a standard normal vector of n components. */
  public double expectedNorm() {
    return expectedNorm;
  }

  /** After how many generations the matrix is decomposed again. */
  public int decompositionGap() {
    return decompositionGap;
  }
}
