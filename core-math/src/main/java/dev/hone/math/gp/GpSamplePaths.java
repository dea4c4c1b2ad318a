package dev.hone.math.gp;

import org.jspecify.annotations.Nullable;

/**
 * Functions drawn from the posterior of a Gaussian process: each can be evaluated anywhere, again
 * and again, and is the same function every time.
 *
 * <p>They are drawn by Matheron's rule, f(·) + k(·, X)·(K + σ²I)⁻¹(y − f(X) − ε): a function f of
 * the prior, moved onto the data by an exact update. f is a sum of random Fourier features, whose
 * covariance is that of the model on average over their draw, and for any one draw to about 2 % of
 * the prior variance; eight paths share their features. Along categories a feature changes its
 * sign, at random for each category, with just the probability that the covariance asks for. The
 * update is exact: without noise a path goes through the data.
 *
 * <p>Paths stay what they are whatever becomes of the engine they come from. Not safe for use from
 * several threads at once. The same calls give the same bits.
 *
 * <p>Source: Wilson, Borovitskiy, Terenin, Mostowsky and Deisenroth, Efficiently Sampling Functions
 * from Gaussian Process Posteriors (2020), eqs. 12 and 13; Rahimi and Recht, Random Features for
 * Large-Scale Kernel Machines (2007).
 */
public interface GpSamplePaths {

  /** The number of paths. */
  int count();

  /** The number d of coordinates of a point. */
  int dimension();

  /**
   * Evaluates every path at m points; O(m·(n + F·d + count·(n + F))) for F features, some 1,000,
   * and n observations; with gradients O(m·count·(n + F)·d). On the CPU it allocates nothing once
   * it has seen as many points, from 64 on.
   *
   * @param m number of points, 0 or more
   * @param x m×d, row-major
   * @param values receives count×m values, those of the first path first
   * @param gradients receives count×m×d partial derivatives with respect to {@code x} (0 along
   *     categories), or null if not wanted
   * @throws IllegalArgumentException if an array is too short, {@code m} is negative, or a
   *     coordinate is not finite
   * @throws dev.hone.math.BackendFailureException if they are on a device that fails
   */
  void evaluate(int m, double[] x, double[] values, double @Nullable [] gradients);
}
