package dev.hone.math.internal.simd;

/**
 * Kernels that become fast together, and whether they have.
 *
 * <p>Vector API code is a hundred times slower than a plain loop until the JIT's last compiler has
 * done it: every operation is a call that allocates. Each vector kernel therefore has a plain twin
 * of the same bits. The twins do the work until {@link KernelWarmUp} has seen the vector kernels
 * catch up with them. The flag is read once per call; a stale one costs nothing but time.
 */
@SuppressWarnings("ImmutableEnumChecker") // a constant is the cheapest place to read a flag from
enum KernelGroup {
  /** Dot product and axpy. */
  ROWS,
  /** Factorisation, triangular solve and inverse. */
  FACTORS,
  /** Matrix products. */
  PRODUCTS,
  /** The row passes of Gaussian processes. */
  COVARIANCE,
  /** Those of them that need masks, which are slow where a vector has but two lanes. */
  MASKED_COVARIANCE,
  /** The passes of mixtures of product kernels. */
  MIXTURE,
  /** The one of them that needs masks. */
  MASKED_MIXTURE,
  /** Normal numbers from uniform ones. */
  NORMAL_QUANTILE,
  EXP,
  LOG,
  /** Sine and cosine. */
  TRIGONOMETRY,
  ERFCX,
  LOG_NDTR,
  LOG_H,
  LOG_H_DERIVATIVE;

  /**
   * So much work on plain twins, some tens of milliseconds of it, shows that more is to come: a
   * program that makes one suggestion and ends is spared a warm-up as long as all its work.
   */
  private static final long ENOUGH = 100_000_000;

  /** Whether calls go to the vector kernels; once true it stays. */
  private boolean hot = WarmUpMode.CONFIGURED == WarmUpMode.OFF;

  /** Not atomic: a lost update delays the warm-up by one call. */
  private long work;

  /** Whether calls are to go to the vector kernels. */
  boolean isHot() {
    return hot;
  }

  /**
   * As {@link #isHot()}, before a call; one that the plain twin has to do counts, and many of them
   * start the warm-up.
   *
   * @param operations floating-point operations of the call, roughly
   */
  boolean isHot(long operations) {
    if (hot) {
      return true;
    }
    long before = work;
    work = before + operations;
    if (before < ENOUGH && work >= ENOUGH) {
      KernelWarmUp.inBackground(this);
    }
    return false;
  }

  /** Sends all calls to the vector kernels, or, in tests, to their plain twins again. */
  void setHot(boolean hot) {
    this.hot = hot;
  }
}
