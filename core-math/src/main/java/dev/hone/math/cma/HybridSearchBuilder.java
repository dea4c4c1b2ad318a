package dev.hone.math.cma;

import java.util.function.UnaryOperator;

/** The options of a {@link HybridSearch}. Not safe for use from several threads. */
public final class HybridSearchBuilder {
  final double[] lower;
  final double[] upper;
  long budget = Long.MAX_VALUE;
  long seed;
  UnaryOperator<CmaEsBuilder> configuration = UnaryOperator.identity();

  HybridSearchBuilder(double[] lower, double[] upper) {
    if (lower.length == 0) {
      throw new IllegalArgumentException("lower has length 0: expected at least 1");
    }
    CmaEsBuilder.checkBounds(lower, upper, lower.length);
    for (int j = 0; j < lower.length; j++) {
      if (Double.isInfinite(lower[j]) || Double.isInfinite(upper[j])) {
        throw new IllegalArgumentException(
            "bounds of coordinate "
                + j
                + " are "
                + lower[j]
                + " and "
                + upper[j]
                + ": expected finite ones");
      }
    }
    this.lower = lower.clone();
    this.upper = upper.clone();
  }

  /**
   * Sets how many evaluations there will be; unknown unless set. The search does not end by itself.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public HybridSearchBuilder budget(long evaluations) {
    if (evaluations < 1) {
      throw new IllegalArgumentException("budget = " + evaluations + ": expected at least 1");
    }
    budget = evaluations;
    return this;
  }

  /** Sets the seed of all random numbers; 0 unless set. */
  public HybridSearchBuilder seed(long value) {
    seed = value;
    return this;
  }

  /**
   * Sets what all runs of CMA-ES have in common, such as model, backend or tolerances; population
   * size, seed and stream are set afterwards.
   */
  public HybridSearchBuilder configure(UnaryOperator<CmaEsBuilder> common) {
    configuration = common;
    return this;
  }

  /** Makes the search. */
  public HybridSearch build() {
    return new HybridSearch(this);
  }

  /**
   * Makes a search that goes on where a {@linkplain HybridSearch#snapshot snapshot} was taken, with
   * options set as they were.
   *
   * @throws IllegalArgumentException if the bytes are not a snapshot of this version, damaged, or
   *     of another box, budget or seed
   */
  public HybridSearch restore(byte[] snapshot) {
    return HybridSearch.restore(this, snapshot);
  }
}
