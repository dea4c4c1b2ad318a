package dev.hone.math.cma;

import dev.hone.math.Backend;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The options of a {@link CmaEs}. Not safe for use from several threads. */
public final class CmaEsBuilder {
  final double[] start;
  final double sigma;
  final double[] scales;
  final double[] lower;
  final double[] upper;
  final double[] @Nullable [] thresholds;
  double @Nullable [] covariance;
  int populationSize;
  CovarianceModel model = CovarianceModel.AUTO;
  boolean active = true;
  boolean adaptLearningRates;
  double stepDamping = 1;
  Backend backend = Backend.configured();
  @Nullable Executor background;
  StopTolerances tolerances = StopTolerances.DEFAULT;
  double target = Double.NEGATIVE_INFINITY;
  long maxEvaluations = Long.MAX_VALUE;
  long maxGenerations = Long.MAX_VALUE;
  long seed;
  long stream;

  CmaEsBuilder(double[] start, double sigma) {
    if (start.length == 0) {
      throw new IllegalArgumentException("start has length 0: expected at least 1");
    }
    if (!(sigma > 0 && sigma <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("sigma = " + sigma + ": expected a positive number");
    }
    this.start = start.clone();
    this.sigma = sigma;
    int n = start.length;
    scales = filled(n, 1);
    lower = filled(n, Double.NEGATIVE_INFINITY);
    upper = filled(n, Double.POSITIVE_INFINITY);
    thresholds = new double[n][];
  }

  private static double[] filled(int n, double value) {
    double[] x = new double[n];
    Arrays.fill(x, value);
    return x;
  }

  static void checkLength(String name, double[] x, int length) {
    if (x.length != length) {
      throw new IllegalArgumentException(name + " has length " + x.length + ": expected " + length);
    }
  }

  /**
   * Sets the population size λ; 4 + ⌊3 ln n⌋ unless set.
   *
   * @throws IllegalArgumentException if it is less than 2
   */
  public CmaEsBuilder populationSize(int lambda) {
    if (lambda < 2) {
      throw new IllegalArgumentException("populationSize = " + lambda + ": expected at least 2");
    }
    populationSize = lambda;
    return this;
  }

  /**
   * Sets by how much the first standard deviations of the coordinates differ: σ times these; all 1
   * unless set.
   *
   * @throws IllegalArgumentException if there are not n, or one is not positive
   */
  public CmaEsBuilder scales(double[] factors) {
    checkLength("scales", factors, start.length);
    for (int j = 0; j < factors.length; j++) {
      if (!(factors[j] > 0 && factors[j] <= Double.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "scales[" + j + "] = " + factors[j] + ": expected a positive number");
      }
    }
    System.arraycopy(factors, 0, scales, 0, factors.length);
    return this;
  }

  /**
   * Sets bounds that no point leaves; infinite where there are none.
   *
   * @throws IllegalArgumentException if there are not n of each, or one is not below its
   *     counterpart
   */
  public CmaEsBuilder bounds(double[] low, double[] high) {
    checkBounds(low, high, start.length);
    System.arraycopy(low, 0, lower, 0, low.length);
    System.arraycopy(high, 0, upper, 0, high.length);
    return this;
  }

  static void checkBounds(double[] low, double[] high, int n) {
    checkLength("lower", low, n);
    checkLength("upper", high, n);
    for (int j = 0; j < low.length; j++) {
      boolean open = Double.isInfinite(low[j]) || Double.isInfinite(high[j]);
      if (!(low[j] < high[j]) || (!open && high[j] - low[j] > Double.MAX_VALUE / 4)) {
        throw new IllegalArgumentException(
            "bounds of coordinate "
                + j
                + " are "
                + low[j]
                + " and "
                + high[j]
                + ": expected the first below the second, by less than 4e307");
      }
    }
  }

  /**
   * Says that a coordinate is rounded before evaluation, and where: its plateaus stay within reach
   * however small σ becomes. Leave such a coordinate without bounds.
   *
   * @param ascending where plateaus meet, copied; a value at a threshold belongs to the lower one
   * @throws IllegalArgumentException if they do not ascend
   * @throws IndexOutOfBoundsException if there is no such coordinate
   */
  public CmaEsBuilder thresholds(int coordinate, double... ascending) {
    Objects.checkIndex(coordinate, start.length);
    for (int i = 1; i < ascending.length; i++) {
      if (!(ascending[i - 1] < ascending[i])) {
        throw new IllegalArgumentException(
            "thresholds "
                + ascending[i - 1]
                + " and "
                + ascending[i]
                + " of coordinate "
                + coordinate
                + ": expected them to ascend");
      }
    }
    thresholds[coordinate] = ascending.clone();
    return this;
  }

  /**
   * Sets the first covariance, in units of σ² and the squared scales; the identity unless set.
   *
   * @param matrix n×n, row-major; its upper triangle is copied
   * @throws IllegalArgumentException if the length is not n²
   */
  public CmaEsBuilder covariance(double[] matrix) {
    checkLength("covariance", matrix, start.length * start.length);
    covariance = matrix.clone();
    return this;
  }

  /** Sets what is known of the covariance; {@link CovarianceModel#AUTO} unless set. */
  public CmaEsBuilder model(CovarianceModel covarianceModel) {
    model = Objects.requireNonNull(covarianceModel, "covarianceModel");
    return this;
  }

  /** Sets whether bad points have negative weights in a full covariance; they do unless set. */
  public CmaEsBuilder active(boolean negativeWeights) {
    active = negativeWeights;
    return this;
  }

  /**
   * Decomposes the covariance on another thread while points are being evaluated, so that no tell
   * takes much longer than the others. The executor gets a decomposition from the ask that follows,
   * since to wake a thread takes longer than most tells. The distribution is then up to two
   * decompositions behind instead of one; points still depend on the seed and the values only. A
   * {@linkplain CmaEs#restore restored} strategy decomposes by itself, with the same bits.
   */
  public CmaEsBuilder decomposeIn(Executor executor) {
    background = Objects.requireNonNull(executor, "executor");
    return this;
  }

  /**
   * Takes only so much of each step as stands out from noise: for noisy functions, and for
   * multimodal ones with the default population, at the price of more evaluations where neither is
   * the case. Slow progress is then no reason to stop. Needs a full covariance; O(n³) for a
   * generation.
   *
   * <p>Source: Nomura, Akimoto and Ono, CMA-ES with Learning Rate Adaptation (2023).
   */
  public CmaEsBuilder adaptLearningRates(boolean adapt) {
    adaptLearningRates = adapt;
    return this;
  }

  /**
   * Sets what the damping d_σ of the step size is multiplied by; 1 unless set. Above it, σ falls
   * more slowly: a run takes that much longer where the function is easy, and more seldom converges
   * on the flank of a sharp ridge.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public CmaEsBuilder stepDamping(double factor) {
    if (!(factor > 0 && factor <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "stepDamping = " + factor + ": expected a positive number");
    }
    stepDamping = factor;
    return this;
  }

  /** Sets the tolerances of the stop criteria. */
  public CmaEsBuilder tolerances(StopTolerances stopTolerances) {
    tolerances = Objects.requireNonNull(stopTolerances, "stopTolerances");
    return this;
  }

  /** Sets at which value to stop; never unless set. */
  public CmaEsBuilder target(double value) {
    target = value;
    return this;
  }

  /** Sets after how many evaluations to stop; never unless set. */
  public CmaEsBuilder maxEvaluations(long count) {
    maxEvaluations = count;
    return this;
  }

  /** Sets after how many generations to stop; never unless set. */
  public CmaEsBuilder maxGenerations(long count) {
    maxGenerations = count;
    return this;
  }

  /** Sets the seed of all random numbers; 0 unless set. */
  public CmaEsBuilder seed(long value) {
    seed = value;
    return this;
  }

  /** Sets which of the independent streams of the seed to use; 0 unless set. */
  public CmaEsBuilder stream(long value) {
    stream = value;
    return this;
  }

  /** Forces a backend; unless set, what {@value Backend#PROPERTY} says, or the fastest present. */
  public CmaEsBuilder backend(Backend value) {
    backend = Objects.requireNonNull(value, "value");
    return this;
  }

  /**
   * Makes the strategy.
   *
   * @throws IllegalArgumentException if the start is outside the bounds or not finite
   * @throws dev.hone.math.linalg.NumericalException if the covariance has a variance that is not
   *     positive
   * @throws dev.hone.math.BackendUnavailableException if a backend is forced and missing
   */
  public CmaEs build() {
    return new CmaEs(new CmaOptions(this));
  }
}
