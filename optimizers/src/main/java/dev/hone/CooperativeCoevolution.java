package dev.hone;

import dev.hone.internal.evo.Cooperation;
import dev.hone.internal.evo.CooperationStrategy;
import dev.hone.spi.ResumableOptimizer;
import java.io.DataInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Cooperative co-evolution: for hundreds of parameters or more, many of which do not depend on each
 * other. Finds out which do, and has each group searched by an optimizer of its own while the
 * others stand at the best values known.
 *
 * <p>First some trials go into grouping, O(d log d) as a rule and at least 3·d: at the corner of
 * all smallest values, where two sets of parameters belong together if the change that the one
 * makes depends on the other by more than rounding explains. So the objective has to be without
 * noise; where it is not, or fails at the corner, all parameters end in one group, and nothing is
 * won. Then turns go to the groups that gain most, and now and then to all. Grouping goes on by two
 * trials at a time; what is asked for beside them is spread over the space. Trials side by side
 * belong to as many groups as their turns reach; a trial that improved on a context that is no
 * longer the best is tried again in the present one.
 *
 * <p>In groups, discrete parameters are searched by number, and categories as such; conditional
 * parameters form one group with all discrete ones that may decide about them. An observed or
 * enqueued trial that is better than the context has its parts tried in it. Everything else as in
 * {@link EvolutionaryOptimizer}, but that {@link #restore} takes as long as all suggestions took
 * that there were, which it makes again. Memory is that of the trials: 24 bytes for each and each
 * parameter.
 *
 * <p>Source: Potter and De Jong, A Cooperative Coevolutionary Approach to Function Optimization
 * (1994); Omidvar, Yang, Mei, Li and Yao, DG2: A Faster and More Accurate Differential Grouping for
 * Large-Scale Black-Box Optimization (2017); Sun, Omidvar, Kirley and Li, Adaptive Threshold
 * Parameter Estimation with Recursive Differential Grouping for Problem Decomposition (2018); turns
 * after Omidvar, Kazimipour, Li and Yao, CBCC3 — A Contribution-Based Cooperative Co-evolutionary
 * Algorithm with Improved Exploration/Exploitation Balance (2016).
 */
public final class CooperativeCoevolution extends EvolutionaryOptimizer {
  private final Cooperation cooperation;

  private CooperativeCoevolution(Builder builder, Cooperation cooperation) {
    super(builder, cooperation, builder.strategy::save);
    this.cooperation = cooperation;
  }

  /** Starts building an optimizer of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /**
   * An optimizer that goes on where a {@link #snapshot()} was taken, with the options it had then
   * and groups searched by {@link CmaEsOptimizer}; {@link Builder#restore} has others.
   */
  public static CooperativeCoevolution restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The parameters of each group; empty while the groups are being found. */
  public List<List<Param<?>>> groups() {
    List<List<Param<?>>> groups = new ArrayList<>();
    for (int[] group : cooperation.groups()) {
      List<Param<?>> params = new ArrayList<>();
      for (int j : group) {
        params.add(space().parameters().get(j));
      }
      groups.add(List.copyOf(params));
    }
    return List.copyOf(groups);
  }

  /** The options of a {@link CooperativeCoevolution}. Not safe for use from several threads. */
  public static final class Builder
      extends ResumableOptimizer.Builder<Builder, CooperativeCoevolution> {
    private CooperationStrategy strategy = CooperationStrategy.DEFAULT;
    private OptimizerFactory factory = CmaEsOptimizer::on;

    private Builder(SearchSpace space) {
      super(space, CooperativeCoevolution.class);
    }

    /**
     * Sets what searches a group: an optimizer of one objective whose suggestions depend on seed,
     * asks and tells only; {@link CmaEsOptimizer} unless set.
     */
    public Builder groupOptimizer(OptimizerFactory groupFactory) {
      factory = Objects.requireNonNull(groupFactory, "groupFactory");
      return this;
    }

    /**
     * Sets how many parameters that depend on no other are searched together at most; 50 unless
     * set.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder separableGroup(int size) {
      strategy = new CooperationStrategy(size);
      return this;
    }

    @Override
    public CooperativeCoevolution build() {
      return new CooperativeCoevolution(this, new Cooperation(space(), seed(), strategy, factory));
    }

    /**
     * {@inheritDoc} But groups are searched as is set here, which has to be as before.
     *
     * @throws IllegalArgumentException also if groups were searched by another optimizer
     */
    @Override
    public CooperativeCoevolution restore(byte[] snapshot) {
      return super.restore(snapshot);
    }

    @Override
    protected Builder another() {
      return new Builder(space()).groupOptimizer(factory);
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      strategy = CooperationStrategy.load(in);
    }
  }
}
