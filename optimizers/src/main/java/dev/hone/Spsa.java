package dev.hone;

import dev.hone.internal.descent.Descent;
import dev.hone.internal.descent.SpsaStrategy;
import java.io.DataInput;
import java.io.IOException;

/**
 * Simultaneous perturbation stochastic approximation: descent without gradients, for noisy values
 * of many continuous parameters. Two trials estimate a direction, however many parameters there
 * are.
 *
 * <p>Trials come in pairs that lie opposite each other around the place of a descent; a batch of
 * two is tried side by side. Step k is a/(A + k + 1)^α times the estimate, perturbations are c/(k +
 * 1)^γ. Everything else as in {@link DescentOptimizer}.
 *
 * <p>Source: Spall, Multivariate Stochastic Approximation Using a Simultaneous Perturbation
 * Gradient Approximation (1992); Spall, Implementation of the Simultaneous Perturbation Algorithm
 * for Stochastic Optimization (1998), for the gains: α = 0.602, γ = 0.101, A a tenth of the steps,
 * and a such that the first step has the length wanted; Sadegh, Constrained Optimization via
 * Stochastic Approximation with a Simultaneous Perturbation Gradient Approximation (1997), for the
 * bounds.
 */
public final class Spsa extends DescentOptimizer {

  private Spsa(Builder builder) {
    super(builder, false, builder.descents(), builder.strategy::save);
  }

  /** Starts building an optimizer of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /**
   * An optimizer that goes on where a {@link #snapshot()} was taken, with the options it had then;
   * see {@link Builder#restore}.
   */
  public static Spsa restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The options of {@link Spsa}. Not safe for use from several threads. */
  public static final class Builder extends DescentOptimizer.Builder<Builder, Spsa> {
    private SpsaStrategy strategy = SpsaStrategy.DEFAULT;

    private Builder(SearchSpace space) {
      super(space, Spsa.class);
    }

    /**
     * Sets how long the first step is in each coordinate of the unit cube; 0.1 unless set.
     *
     * @throws IllegalArgumentException if it is not in (0, 0.5]
     */
    public Builder firstStep(double length) {
      strategy = strategy.withFirstStep(length);
      return this;
    }

    /**
     * Sets c, how far the trials of the first pair lie from the place of the descent in each
     * coordinate of the unit cube; 0.05 unless set. So far that the values of a pair differ by more
     * than their noise.
     *
     * @throws IllegalArgumentException if it is not in (0, 0.25]
     */
    public Builder perturbation(double c) {
      strategy = strategy.withPerturbation(c);
      return this;
    }

    /**
     * Sets how fast steps and perturbations shrink; 0.602 and 0.101 unless set, the least that
     * convergence needs. 1 and 1/6 are the best in the long run.
     *
     * @throws IllegalArgumentException if α is not in (0, 1], or γ not in [0, α)
     */
    public Builder exponents(double alpha, double gamma) {
      strategy = strategy.withExponents(alpha, gamma);
      return this;
    }

    /**
     * Sets over how many pairs an estimate of the gradient is averaged; 1 unless set.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder pairs(int count) {
      strategy = strategy.withPairs(count);
      return this;
    }

    /**
     * Sets how many trials there will be, a tenth of whose steps is A; 200 unless set.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder budget(long trials) {
      strategy = strategy.withBudget(trials);
      return this;
    }

    @Override
    public Spsa build() {
      return new Spsa(this);
    }

    private Descent.Factory descents() {
      return strategy.descents(seed());
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      super.loadOptions(in);
      strategy = SpsaStrategy.load(in);
    }
  }
}
