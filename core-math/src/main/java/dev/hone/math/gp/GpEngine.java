package dev.hone.math.gp;

import dev.hone.math.linalg.NumericalException;
import org.jspecify.annotations.Nullable;

/**
 * A Gaussian process with its data, wherever they live: likelihood, posterior and Log Expected
 * Improvement, each with gradients.
 *
 * <p>This is a seam: the CPU engines stand on {@link dev.hone.math.linalg.LinearAlgebra}; a GPU
 * engine keeps everything on its device. All speak of the same model: zero prior mean, covariance
 * of {@link GpModel}, noise variance added to the diagonal of the training covariance only.
 *
 * <p>Points are row-major in the unit cube (n×d or m×d). Hyperparameters θ are natural logarithms
 * in the order of {@link GpModel}. Posterior variances are those of the latent function, without
 * noise.
 *
 * <p>An engine is a state machine: {@link #setData}, then any number of {@link
 * #logMarginalLikelihood}; {@link #condition} makes the posterior available, {@link #append} and
 * {@link #truncate} keep it so. A posterior asked for before {@link #condition} is an {@link
 * IllegalStateException}. Engines are not safe for use from several threads at once. The same calls
 * give the same bits.
 */
public interface GpEngine extends GpPosterior, AutoCloseable {

  /** A short name for logs and benchmarks, such as {@code simd-256}. */
  String name();

  /**
   * Replaces all observations; O(nd). What was conditioned before is forgotten.
   *
   * @param n number of observations, 0 or more
   * @param x n×d, copied
   * @param y n targets, copied
   * @throws IllegalArgumentException if an array is too short or a value is not finite
   */
  void setData(int n, double[] x, double[] y);

  /**
   * As {@link #setData(int, double[], double[])}, with a variance known for the noise of each
   * observation: it is added to the diagonal of the covariance beside the noise variance of θ.
   *
   * <p>Source: Goldberg, Williams and Bishop, Regression with input-dependent noise (1997), where
   * the variances are given.
   *
   * @param noise n variances in the units of the squared targets, each 0 or more, copied
   * @throws IllegalArgumentException also if a variance is negative or not finite
   */
  void setData(int n, double[] x, double[] y, double[] noise);

  /**
   * Returns log p(y | X, θ) and its gradient; O(n³). With no observations both are 0. Does not
   * change what {@link #condition} set.
   *
   * <p>Source: Rasmussen and Williams (2006), eqs. 2.30 and 5.9.
   *
   * @param theta the natural logarithms of {@link GpModel}
   * @param gradient receives ∂ log p/∂θ, or null if not wanted
   * @return the log marginal likelihood, or −∞ if the covariance is not numerically positive
   *     definite at θ; the gradient is then NaN
   */
  double logMarginalLikelihood(double[] theta, double @Nullable [] gradient);

  /**
   * Computes log p(y | X, θ) and its gradient at several θ, with the same bits as one after the
   * other; O(n³) each. An engine for which many are cheaper than one by one overrides this.
   *
   * @param count how many θ
   * @param thetas count rows of the natural logarithms of {@link GpModel}
   * @param values receives {@code count} log marginal likelihoods
   * @param gradients receives as many derivatives
   * @throws IllegalArgumentException if an array is too short
   */
  default void logMarginalLikelihoods(
      int count, double[] thetas, double[] values, double[] gradients) {
    int length = model().hyperparameterCount();
    if (count < 0 || Math.min(thetas.length, gradients.length) < (long) count * length) {
      throw new IllegalArgumentException(
          "count = " + count + ": expected 0 to the rows of thetas and gradients");
    }
    double[] theta = new double[length];
    double[] gradient = new double[length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(thetas, i * length, theta, 0, length);
      values[i] = logMarginalLikelihood(theta, gradient);
      System.arraycopy(gradient, 0, gradients, i * length, length);
    }
  }

  /**
   * Factors the covariance at θ, so that the posterior can be asked for; O(n³). If the covariance
   * is not numerically positive definite, a growing jitter is added to its diagonal.
   *
   * @param theta the natural logarithms of {@link GpModel}
   * @throws NumericalException if no jitter helped; what was conditioned before is forgotten
   */
  void condition(double[] theta);

  /**
   * Adds one observation at the hyperparameters conditioned on; O(n²).
   *
   * @param x a point of d coordinates
   * @param y its target
   * @throws NumericalException if the factor cannot be extended (the point all but repeats another
   *     and the noise is tiny); the engine is then as before the call
   */
  void append(double[] x, double y);

  /**
   * As {@link #append(double[], double)}, with a variance known for the noise of the observation.
   *
   * @param noise a variance, 0 or more, added to the noise variance of θ
   * @throws IllegalArgumentException also if it is negative or not finite
   */
  void append(double[] x, double y, double noise);

  /**
   * Adds a point that has no target yet, as if it had come out as expected; O(n²). It takes away
   * the uncertainty around it and leaves every posterior mean as it is.
   *
   * <p>Source: Ginsbourger, Le Riche and Carraro, Kriging is well-suited to parallelize
   * optimization (2010), section 4.2.
   *
   * @param x a point of d coordinates
   * @throws NumericalException as {@link #append}
   */
  void appendPending(double[] x);

  /**
   * Adds a point at which the latent function itself, not a noisy observation of it, is believed to
   * be known and as expected; O(n²). With such points, the whitened covariances of {@link
   * #evaluate} are those of the latent function at several points, as joint samples need them. An
   * engine that does not tell the two apart adds it as {@link #appendPending} does.
   *
   * @param x a point of d coordinates
   * @throws NumericalException as {@link #append}
   */
  default void appendKnown(double[] x) {
    appendPending(x);
  }

  /**
   * Replaces targets at the hyperparameters conditioned on; O(n²). The first {@code count}
   * observations get new ones, and those behind them have none: they are as if {@linkplain
   * #appendPending pending}.
   *
   * @param count observations with a target, 0 to {@link #size}
   * @param y count targets, copied
   * @throws IllegalArgumentException if {@code count} is out of range, or {@code y} is too short or
   *     not finite
   */
  void setTargets(int count, double[] y);

  /**
   * How far every target lay from what the observations before it predicted, in standard deviations
   * (noise included): standard normal draws if the model is right, z = U⁻ᵀy for K = UᵀU. 0 for an
   * observation without a target. O(n) beside what one call of {@link #posterior} does anyway.
   *
   * @param z receives n values
   */
  void innovations(double[] z);

  /**
   * Forgets all but the first {@code n} observations and stays conditioned; O(n²).
   *
   * @throws IllegalArgumentException if {@code n} is negative or above {@link #size}
   */
  void truncate(int n);

  /**
   * Returns the log density that the model, before it is told, gives to an observation; O(n²). A
   * very negative one is a surprise: the hyperparameters may not fit any more.
   *
   * @param x a point of d coordinates
   * @param y its target
   */
  double logPredictiveDensity(double[] x, double y);

  /**
   * Predicts each observation from all others at the hyperparameters conditioned on; O(n³) once,
   * not for each. What {@link #condition} set is left as it is.
   *
   * <p>Source: Rasmussen and Williams (2006), eqs. 5.10 to 5.12.
   *
   * @param mean receives n means
   * @param variance receives n variances of the targets, noise included
   * @return the sum of the log densities of the targets under these predictions
   */
  double leaveOneOut(double[] mean, double[] variance);

  /**
   * Evaluates a function of the posterior at m points, with its gradient; O(mn² + mnd) and what the
   * function costs. The function is called for blocks of points.
   *
   * @param m number of points
   * @param x m×d
   * @param last with how many of the last observations the function wants the covariances, 0 to
   *     {@link #size}
   * @param function the function, which must not call this engine
   * @param value receives m values
   * @param gradient receives m×d partial derivatives with respect to {@code x} (0 in categorical
   *     dimensions), or null if not wanted
   * @throws IllegalArgumentException if an array is too short or {@code last} is out of range
   */
  void evaluate(
      int m,
      double[] x,
      int last,
      PosteriorFunction function,
      double[] value,
      double @Nullable [] gradient);

  /**
   * Takes m points whose posterior will be wanted again and again while this engine learns.
   *
   * @param x m×d, copied
   * @return candidates that follow this engine; on engines that keep nothing of them, each call
   *     costs as much as the first
   * @throws IllegalArgumentException if {@code x} is too short or {@code m} is negative
   */
  default GpCandidates candidates(int m, double[] x) {
    if (m < 0 || x.length < (long) m * model().dimension()) {
      throw new IllegalArgumentException("m = " + m + ": expected 0 to the rows of x");
    }
    return new RescoredCandidates(this, m, x);
  }

  /**
   * Finds the best of many candidates by Log Expected Improvement; at most O(N(n² + nd)) for N
   * candidates. What it finds is what scoring each of them finds: an engine that leaves some out
   * has proved that they are not among the best.
   *
   * @param design the candidates
   * @param best the value f* to improve on
   * @param k how many are wanted, 0 or more
   * @param x receives as many points, the best first; of equals the earlier
   * @param value receives their values
   * @return how many were written: k, or all there are if that is less
   * @throws IllegalArgumentException if the design is not one of the model, an argument is out of
   *     range, or an array is too short
   */
  default int bestCandidates(
      CandidateDesign design, double best, int k, double[] x, double[] value) {
    CandidateRanking.check(model(), design, best, k, x, value);
    return CandidateRanking.search(this, design, best, k, x, value);
  }

  /** Releases what the engine holds outside the Java heap. */
  @Override
  void close();
}
