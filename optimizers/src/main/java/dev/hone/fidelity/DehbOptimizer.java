package dev.hone.fidelity;

import dev.hone.SearchSpace;
import dev.hone.fidelity.DifferentialProposer.Options;
import java.io.DataInput;
import java.io.IOException;

/**
 * DEHB: Hyperband whose configurations come from differential evolution. Each budget has a
 * population; that of a higher one descends from the best of the one below. A suggestion costs next
 * to nothing, whatever the number of trials, and categories and many parameters do no harm.
 *
 * <p>In the first round of brackets random configurations are tried and the best of them go on, as
 * in Hyperband; what is good with a budget fills its population, and where that is full evolution
 * begins. From the second round on every trial is a child: a target, whose turn it is in the
 * population of the budget, is crossed with a mutant a + F·(b − c) of three of the best of the
 * population below (of the same one on the lowest rung), where F is 0.5 and a parameter is the
 * mutant's with probability 0.5; the child takes the target's place if it is no worse. A parameter
 * beyond its range is drawn anew. A trial that is not promoted from below goes on from none ({@link
 * #continues}).
 *
 * <p>Mixed and conditional spaces: all parameters by their place in the unit interval, categories
 * too; genes of inactive parameters are carried along. One objective without constraints.
 * Everything else as in {@link FidelityOptimizer}.
 *
 * <p>Source: Awad, Mallik and Hutter, DEHB: Evolutionary Hyperband for Scalable, Robust and
 * Efficient Hyperparameter Optimization (2021).
 */
public final class DehbOptimizer extends FidelityOptimizer {

  private DehbOptimizer(Builder builder, Levels levels) {
    super(builder, levels, builder.proposer(levels), builder.options::save);
  }

  /** Starts building an optimizer of a space; {@link Builder#budgets} has to be set. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /**
   * An optimizer that goes on where a {@link #snapshot()} was taken, with the options it had then;
   * see {@link Builder#restore}.
   */
  public static DehbOptimizer restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The options of a {@link DehbOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends FidelityBuilder<Builder, DehbOptimizer> {
    private Options options = Options.DEFAULT;

    private Builder(SearchSpace space) {
      super(space, DehbOptimizer.class);
    }

    /**
     * Sets the weight F of a difference, and how likely a parameter is the mutant's; both 0.5
     * unless set.
     *
     * @param differenceWeight above 0 and at most 2
     * @param crossoverRate 0 to 1
     * @throws IllegalArgumentException if one is not
     */
    public Builder mutation(double differenceWeight, double crossoverRate) {
      options = new Options(differenceWeight, crossoverRate);
      return this;
    }

    @Override
    public DehbOptimizer build() {
      return new DehbOptimizer(this, levels());
    }

    private DifferentialProposer proposer(Levels levels) {
      return new DifferentialProposer(space(), direction(), seed(), options, levels);
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      super.loadOptions(in);
      options = Options.load(in);
    }
  }
}
