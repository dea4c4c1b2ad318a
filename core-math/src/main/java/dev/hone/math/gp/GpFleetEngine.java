package dev.hone.math.gp;

import org.jspecify.annotations.Nullable;

/**
 * Many small Gaussian processes of one model, worked on together: each has its own data and its own
 * hyperparameters, and every call is about a list of them.
 *
 * <p>This is the seam of thousands of small problems: a GPU runs such a list as one batch, a CPU
 * puts one process into each lane of its vectors. What a process gives does not depend on which
 * others stand in the list with it: the same calls give the same bits.
 *
 * <p>The model is the one of {@link GpEngine}, with the same conventions: points are row-major in
 * the unit cube, hyperparameters θ are natural logarithms in the order of {@link GpModel},
 * posterior variances are those of the latent function. Members are numbered from 0 to {@link
 * #members} − 1. Each is a state machine like a {@link GpEngine}: {@link #setData}, likelihoods,
 * {@link #condition}, then its posterior; a posterior asked for before is an {@link
 * IllegalStateException}.
 *
 * <p>An engine is for one thread at a time; several may be used side by side. Arguments that do not
 * fit are an {@link IllegalArgumentException}, before anything is done.
 */
public interface GpFleetEngine extends AutoCloseable {

  /** A short name for logs and benchmarks, such as {@code simd-256}. */
  String name();

  /** The model of all members. */
  GpModel model();

  /** How many processes there is room for. */
  int members();

  /** The number n of observations of a member. */
  int size(int member);

  /**
   * Replaces the observations of a member; O(nd). What it was conditioned on is forgotten.
   *
   * @param member which one
   * @param n number of observations, 0 or more
   * @param x n×d, copied
   * @param y n targets, copied
   * @throws IllegalArgumentException if there is no such member, an array is too short or a value
   *     is not finite
   */
  void setData(int member, int n, double[] x, double[] y);

  /**
   * Computes log p(y | X, θ) and its gradient for several pairs of a member and θ; O(n³) each.
   *
   * @param count how many pairs
   * @param members the members, {@code count} of them; one may occur several times
   * @param thetas count rows of natural logarithms
   * @param values receives {@code count} log marginal likelihoods, −∞ where the covariance is not
   *     numerically positive definite
   * @param gradients receives as many rows ∂ log p/∂θ; NaN where the value is −∞
   */
  void logMarginalLikelihoods(
      int count, int[] members, double[] thetas, double[] values, double[] gradients);

  /**
   * Factors the covariances of several members, each at a θ of its own; O(n³) each. Where one is
   * not numerically positive definite, a growing jitter is added to its diagonal; if that does not
   * help either, the member is not {@linkplain #isConditioned conditioned} afterwards.
   *
   * @param count how many members
   * @param members the members, none of them twice
   * @param thetas count rows of natural logarithms
   */
  void condition(int count, int[] members, double[] thetas);

  /** Whether the posterior of a member can be asked for. */
  boolean isConditioned(int member);

  /**
   * The posterior means at the observations of several members; O(n²) each.
   *
   * @param count how many members
   * @param members the members
   * @param means receives a row for each listed member: its n means
   */
  void fittedMeans(int count, int[] members, double[][] means);

  /**
   * How far every target lay from what the observations before it predicted, in standard
   * deviations, as {@link GpEngine#innovations}; O(n²) each.
   *
   * @param count how many members
   * @param members the members
   * @param z receives a row for each listed member: its n innovations
   */
  void innovations(int count, int[] members, double[][] z);

  /**
   * Log Expected Improvement, minimising, at points of several members, with gradients; O(mn² +
   * mnd) each.
   *
   * @param count how many members
   * @param members the members
   * @param sizes the number m of points of each, 0 or more
   * @param x a row for each listed member: its m×d points
   * @param best for each listed member the value to improve on
   * @param values receives a row for each: m values
   * @param gradients receives a row for each: m×d partial derivatives (0 along categories), or null
   *     if not wanted
   */
  void logExpectedImprovement(
      int count,
      int[] members,
      int[] sizes,
      double[][] x,
      double[] best,
      double[][] values,
      double @Nullable [][] gradients);

  /** Releases what the engine holds outside the Java heap. */
  @Override
  void close();
}
