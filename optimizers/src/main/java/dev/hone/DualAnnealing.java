package dev.hone;

import dev.hone.internal.evo.Annealing;
import dev.hone.internal.evo.AnnealingStrategy;
import dev.hone.spi.ResumableOptimizer;
import java.io.DataInput;
import java.io.IOException;

/**
 * Dual annealing: generalised simulated annealing with local search, for thousands of cheap trials
 * of one objective that is smooth in the small and has many local minima.
 *
 * <p>Steps have heavy tails, which thin out as the temperature falls, and lead around the ends of a
 * range to the other end. Ordered discrete parameters move by their place in the unit interval, a
 * category left is one of the others, all alike. After a chain of 2d trials that has found a new
 * best, or after many that have not, a local search polishes: L-BFGS-B on forward differences over
 * the active continuous parameters, while the others stand still. It takes d + 1 trials for a step,
 * which can run side by side, and is what makes the method precise; it is of little use, and can be
 * switched off, where the objective is noisy.
 *
 * <p>Temperatures are compared with differences of the objective, so that its scale matters: those
 * of the defaults suit differences of about 1. Trials that run side by side start from the same
 * place and are judged as they are told; an observed trial is judged like a step. Everything else
 * as in {@link EvolutionaryOptimizer}.
 *
 * <p>One suggestion costs O(d), the end of a local search's step O(d²).
 *
 * <p>Source: Tsallis and Stariolo, Generalized Simulated Annealing (1996); Xiang, Gubian, Suomela
 * and Hoeng, Generalized Simulated Annealing for Global Optimization: The GenSA Package (2013),
 * with the defaults from there, for ranges of width 10.
 */
public final class DualAnnealing extends EvolutionaryOptimizer {

  private DualAnnealing(Builder builder) {
    super(builder, builder.annealing(), builder.strategy::save);
  }

  /** Starts building an optimizer of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /**
   * An optimizer that goes on where a {@link #snapshot()} was taken, with the options it had then;
   * see {@link Builder#restore}.
   */
  public static DualAnnealing restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The options of a {@link DualAnnealing}. Not safe for use from several threads. */
  public static final class Builder extends ResumableOptimizer.Builder<Builder, DualAnnealing> {
    private AnnealingStrategy strategy = AnnealingStrategy.DEFAULT;

    private Builder(SearchSpace space) {
      super(space, DualAnnealing.class);
    }

    /**
     * Sets how hot the search starts, and when it starts again from elsewhere; 5230 and 2e-5 unless
     * set.
     *
     * @param first the first temperature, in units of the objective
     * @param restartRatio the share of it at which the search starts again; between 0 and 1
     * @throws IllegalArgumentException if one is out of range
     */
    public Builder temperature(double first, double restartRatio) {
      strategy = strategy.withTemperature(first, restartRatio);
      return this;
    }

    /**
     * Sets the two exponents of generalised annealing; 2.62 and −5 unless set.
     *
     * @param visiting q_v, how heavy the tails of steps are; between 1 and 3
     * @param acceptance q_a, the smaller, the less readily worse places are accepted; below 1
     * @throws IllegalArgumentException if one is out of range
     */
    public Builder exponents(double visiting, double acceptance) {
      strategy = strategy.withExponents(visiting, acceptance);
      return this;
    }

    /** Sets whether good places are polished by local search, which they are unless set. */
    public Builder localSearch(boolean wanted) {
      strategy = strategy.withLocalSearch(wanted);
      return this;
    }

    @Override
    public DualAnnealing build() {
      return new DualAnnealing(this);
    }

    private Annealing annealing() {
      return new Annealing(space(), seed(), strategy);
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      strategy = AnnealingStrategy.load(in);
    }
  }
}
