package dev.hone.math.gp;

/**
 * Points whose posterior is wanted again and again while an engine learns: what was computed of
 * them is kept, and an observation more costs O(mn) and not O(mn²).
 *
 * <p>They follow their engine through whatever happens to it: each call answers for the engine as
 * it is then. What is computed depends on the observations that were conditioned on and those
 * appended since, not on when it was asked for. Not safe for use from several threads at once, nor
 * while another thread uses the engine.
 */
public interface GpCandidates {

  /** The number m of points. */
  int size();

  /**
   * Puts as many other points in the place of these.
   *
   * @param x m×d, copied
   * @throws IllegalArgumentException if {@code x} is too short or a coordinate is not finite
   */
  void replace(double[] x);

  /**
   * Posterior mean and latent variance of every point; O(m(n + d)) for each observation appended
   * since the last call, O(mn² + mnd) after {@link GpEngine#condition}.
   *
   * @param mean receives m means
   * @param variance receives m variances, each 0 or more
   * @throws IllegalArgumentException if an array is too short
   */
  void moments(double[] mean, double[] variance);

  /**
   * Log Expected Improvement, minimising, of every point, as {@link
   * GpEngine#logExpectedImprovement}; the cost is that of {@link #moments}.
   *
   * @param best the value f* to improve on
   * @param value receives m values
   * @throws IllegalArgumentException if {@code value} is too short or {@code best} is not finite
   */
  void logExpectedImprovement(double best, double[] value);
}
