package dev.hone;

/**
 * How a {@link GpOptimizer} plans suggestions that are tried side by side.
 *
 * <p>With several objectives, constraints, costs or another acquisition than the default, and under
 * a deadline, all are planned one after the other.
 */
public enum BatchMethod {
  /**
   * {@link #KRIGING_BELIEVER} for up to 64 suggestions at once, {@link #THOMPSON_SAMPLING} for
   * more.
   */
  AUTOMATIC,

  /**
   * One after the other, each taken to come out as the model expects. O(n) per suggestion and
   * candidate. Asking for several gives what as many single asks would give.
   *
   * <p>Source: Ginsbourger, Le Riche and Carraro, Kriging is well-suited to parallelize
   * optimization (2010), section 4.2.
   */
  KRIGING_BELIEVER,

  /**
   * One after the other, each such that all together, those pending included, are expected to
   * improve most (qLogEI): over 512 joint samples of the model. Takes longer than {@link
   * #KRIGING_BELIEVER}, and for at most 64 at once, those pending included; what is beyond is
   * planned as that does.
   *
   * <p>Source: Ament et al., Unexpected Improvements to Expected Improvement (2023), section 3.2.
   */
  JOINT_IMPROVEMENT,

  /**
   * Each the best candidate of a function drawn from the model; of more than some hundred, several
   * are taken from each function. The choice for thousands at once.
   *
   * <p>Source: Wilson et al., Efficiently Sampling Functions from Gaussian Process Posteriors
   * (2020).
   */
  THOMPSON_SAMPLING
}
