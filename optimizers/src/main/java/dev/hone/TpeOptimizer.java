package dev.hone;

import dev.hone.internal.tpe.TpeStrategy;
import dev.hone.internal.tpe.TpeSuggester;
import dev.hone.math.Backend;
import dev.hone.spi.History;
import dev.hone.spi.ResumableOptimizer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * Tree-structured Parzen estimator: learns where good trials are and where the others, and tries
 * what is likelier among the good. A suggestion costs a fraction of a millisecond after thousands
 * of trials, in spaces with many parameters, categories and conditions.
 *
 * {@snippet lang=java :
 * try (Optimizer optimizer = TpeOptimizer.on(space).seed(42).build()) {
 *   for (int i = 0; i < 200; i++) {
 *     Trial trial = optimizer.ask();
 *     optimizer.tell(trial, train(trial));
 *   }
 * }
 * }
 *
 * <p>After some points of a scrambled Sobol sequence, the best trials count as good. The density l
 * of the good ones and the density g of the others are mixtures of product kernels around them,
 * with one wide kernel for what is unknown; candidates are drawn from l, and the one of the largest
 * l/g is suggested (Bergstra, Bardenet, Bengio and Kégl, Algorithms for Hyper-Parameter
 * Optimization, 2011). Parameters are modelled jointly (Falkner, Klein and Hutter, BOHB, 2018);
 * those with a condition have densities of their own, made of the trials where they were active.
 * Good trials count by how much better they are than the others (Song et al., A General Recipe for
 * Likelihood-free Bayesian Optimization, 2022; Watanabe, Tree-Structured Parzen Estimator, 2023,
 * compares the choices). With several objectives the trials of the first fronts are good, and count
 * by the hypervolume they add (Ozaki et al., Multiobjective Tree-Structured Parzen Estimator,
 * 2022); with constraints, those that miss them come last. Pending and failed trials count as not
 * good. A point that was tried is not suggested again as long as new ones are found.
 *
 * <p>One suggestion after n trials costs O(n·d) for each candidate, on vectors; a tell O(d·log n)
 * beside a copy of d arrays. The same seed and the same order of calls give the same suggestions,
 * bit for bit, on every backend. Safe to use from many threads; suggestions are made one at a time.
 */
public final class TpeOptimizer extends ResumableOptimizer {
  /** The hypervolume takes exponential time in the objectives. */
  private static final int MAX_OBJECTIVES = 10;

  private final TpeStrategy strategy;
  private final TpeSuggester suggester;

  private TpeOptimizer(Builder builder) {
    super(builder);
    strategy = builder.strategy;
    suggester = new TpeSuggester(space(), directions().size(), seed(), builder.backend, strategy);
  }

  /** Starts building an optimizer of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /**
   * An optimizer that goes on where a {@link #snapshot()} was taken, with the options it had then;
   * {@link Builder#restore} takes a backend.
   */
  public static TpeOptimizer restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  @Override
  protected void saveOptions(DataOutput out) throws IOException {
    strategy.save(out);
  }

  @Override
  protected void saveState(DataOutput out) throws IOException {
    suggester.save(history(), out);
  }

  @Override
  protected void loadState(DataInput in) throws IOException {
    suggester.load(history(), in);
  }

  @Override
  protected double[] suggest(History history, long trialNumber) {
    return suggester.suggest(history, trialNumber);
  }

  @Override
  protected List<double[]> suggest(History history, long firstTrialNumber, int n) {
    try {
      return super.suggest(history, firstTrialNumber, n);
    } finally {
      suggester.told(history);
    }
  }

  @Override
  protected void told(Trial trial) {
    suggester.told(history());
  }

  /** The options of a {@link TpeOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends ResumableOptimizer.Builder<Builder, TpeOptimizer> {
    private Backend backend = Backend.configured();
    private TpeStrategy strategy = TpeStrategy.DEFAULT;

    private Builder(SearchSpace space) {
      super(space, TpeOptimizer.class);
    }

    /**
     * Sets how many trials are spread over the space before the first estimate; 5 unless set.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder startupTrials(int count) {
      strategy = strategy.withStartupTrials(count);
      return this;
    }

    /**
     * Sets how many candidates a suggestion is the best of; 24 unless set. More of them make the
     * search greedier.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder candidates(int count) {
      strategy = strategy.withCandidates(count);
      return this;
    }

    /**
     * Sets which trials count as good: this share of the complete ones, rounded up, but no more
     * than a limit; 0.15 and 25 unless set.
     *
     * @throws IllegalArgumentException if the share is not between 0 and 1, or the limit less than
     *     1
     */
    public Builder good(double share, int limit) {
      strategy = strategy.withGood(share, limit);
      return this;
    }

    /**
     * Sets how much the wide kernel counts, where a trial counts 1; 1 unless set. The more, the
     * more the search explores.
     *
     * @throws IllegalArgumentException if it is not above 0 and finite
     */
    public Builder priorWeight(double weight) {
      strategy = strategy.withPriorWeight(weight);
      return this;
    }

    /** Sets how wide kernels are; {@link TpeBandwidth#SCOTT} unless set. */
    public Builder bandwidth(TpeBandwidth bandwidth) {
      strategy = strategy.withBandwidth(Objects.requireNonNull(bandwidth, "bandwidth"));
      return this;
    }

    /** Sets how much good trials count; {@link TpeWeighting#IMPROVEMENT} unless set. */
    public Builder weighting(TpeWeighting weighting) {
      strategy = strategy.withWeighting(Objects.requireNonNull(weighting, "weighting"));
      return this;
    }

    /**
     * Forces a backend; unless set, what {@value Backend#PROPERTY} says, or the fastest present.
     * All give the same bits; {@link #restore} takes it from here. {@link Backend#NATIVE} and
     * {@link Backend#GPU} have nothing for this method, which then runs as with {@link
     * Backend#AUTO}.
     */
    public Builder backend(Backend backend) {
      this.backend = Objects.requireNonNull(backend, "backend");
      return this;
    }

    /**
     * Makes the optimizer.
     *
     * @throws dev.hone.math.BackendUnavailableException if {@link Backend#SIMD} is forced and
     *     missing
     */
    @Override
    public TpeOptimizer build() {
      return new TpeOptimizer(this);
    }

    @Override
    protected int maxObjectives() {
      return MAX_OBJECTIVES;
    }

    @Override
    protected int maxConstraints() {
      return Integer.MAX_VALUE;
    }

    @Override
    protected Builder another() {
      return new Builder(space()).backend(backend);
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      strategy = TpeStrategy.load(in);
    }
  }
}
