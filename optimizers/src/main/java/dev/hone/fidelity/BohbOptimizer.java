package dev.hone.fidelity;

import dev.hone.SearchSpace;
import dev.hone.fidelity.ModelProposer.Options;
import java.io.DataInput;
import java.io.IOException;
import java.util.Objects;

/**
 * BOHB: Hyperband whose configurations come from a model instead of chance. Good after a few long
 * trials, since it begins with many short ones, and good in the end, since the model learns from
 * the long ones.
 *
 * <p>There is a model for each budget, and a new configuration comes from that of the highest
 * budget with d + 3 complete trials, of d parameters; a third of the configurations is drawn by
 * chance, as are all before there is a model. The model is {@link dev.hone.TpeOptimizer} with 64
 * candidates, or {@link dev.hone.GpOptimizer}; both deal with mixed and conditional spaces, with
 * several objectives and with constraints. Of several objectives, those go on that are in earlier
 * fronts, or have more room in the same one. Everything else as in {@link FidelityOptimizer}.
 *
 * <p>Source: Falkner, Klein and Hutter, BOHB: Robust and Efficient Hyperparameter Optimization at
 * Scale (2018), algorithm 2 and appendix B; kernel widths and weights are those of {@link
 * dev.hone.TpeOptimizer}.
 */
public final class BohbOptimizer extends FidelityOptimizer {
  /** The hypervolume takes exponential time in the objectives. */
  private static final int MAX_OBJECTIVES = 10;

  private BohbOptimizer(Builder builder, Levels levels) {
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
  public static BohbOptimizer restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The options of a {@link BohbOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends FidelityBuilder<Builder, BohbOptimizer> {
    private Options options = Options.DEFAULT;

    private Builder(SearchSpace space) {
      super(space, BohbOptimizer.class);
    }

    /** Sets what configurations come from; {@link BohbModel#TPE} unless set. */
    public Builder model(BohbModel model) {
      Objects.requireNonNull(model, "model");
      options =
          new Options(model, options.randomShare(), options.candidates(), options.leastTrials());
      return this;
    }

    /**
     * Sets which share of new configurations is drawn by chance; a third unless set.
     *
     * @throws IllegalArgumentException if it is not 0 to 1
     */
    public Builder randomShare(double share) {
      options = new Options(options.model(), share, options.candidates(), options.leastTrials());
      return this;
    }

    /**
     * Sets how many candidates a suggestion of {@link BohbModel#TPE} is the best of; 64 unless set.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder candidates(int count) {
      options = new Options(options.model(), options.randomShare(), count, options.leastTrials());
      return this;
    }

    /**
     * Sets how many trials of a budget have to be complete, but for two, before its model is used;
     * d + 1 unless set.
     *
     * @param count at least 1, or 0 for d + 1
     * @throws IllegalArgumentException if it is negative
     */
    public Builder leastTrials(int count) {
      options = new Options(options.model(), options.randomShare(), options.candidates(), count);
      return this;
    }

    @Override
    public BohbOptimizer build() {
      return new BohbOptimizer(this, levels());
    }

    private ModelProposer proposer(Levels levels) {
      return new ModelProposer(
          space(), directions(), constraintCount(), seed(), options, levels.last() + 1);
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
      return new Builder(space());
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      super.loadOptions(in);
      options = Options.load(in);
    }
  }
}
