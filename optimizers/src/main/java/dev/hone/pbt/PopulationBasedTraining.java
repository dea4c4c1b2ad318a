package dev.hone.pbt;

import dev.hone.SearchSpace;
import dev.hone.spi.Snapshot;
import java.io.DataInput;
import java.io.IOException;
import java.util.Objects;

/**
 * Population-based training: models are trained side by side; every now and then the worst take
 * over the weights of the best, and go on with their hyperparameters a little changed. What comes
 * out is a schedule, such as a learning rate that falls when it is time to.
 *
 * <p>Exploit by truncation: who is among the worst fifth takes the checkpoint and hyperparameters
 * of one of the best fifth. Explore by perturbation: numbers are multiplied by 0.8 or 1.2, values
 * in order move one up or down, and each parameter, categories too, is drawn anew with probability
 * ¼. All of this within bounds; numbers whose range reaches below 0 move by a tenth of it; a
 * parameter that becomes active is drawn. How a trial is told of all this is said at {@link
 * PopulationOptimizer}. A suggestion costs O(N log N + d) for N members.
 *
 * <p>Source: Jaderberg, Dalibard, Osindero, Czarnecki, Donahue, Razavi, Vinyals, Green, Dunning,
 * Simonyan, Fernando and Kavukcuoglu, Population Based Training of Neural Networks (2017), sections
 * 3 and 4. The share of values drawn anew is that of Ray Tune (Liaw et al., 2018).
 */
public final class PopulationBasedTraining extends PopulationOptimizer {
  private static final PopulationStrategy DEFAULT =
      new PopulationStrategy(20, 0, Exploit.TRUNCATION, 0.2, 1);

  private PopulationBasedTraining(Builder builder) {
    super(builder, builder.perturbation, builder.options());
  }

  /** Starts building a population over a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /**
   * A population that goes on where a {@link #snapshot()} was taken, with the options it had then;
   * see {@link Builder#restore}.
   */
  public static PopulationBasedTraining restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /**
   * The options of a {@link PopulationBasedTraining}: 20 members, of which the worst fifth copies
   * the best fifth, unless set. Not safe for use from several threads.
   */
  public static final class Builder extends PopulationBuilder<Builder, PopulationBasedTraining> {
    private Perturbation perturbation = Perturbation.DEFAULT;

    private Builder(SearchSpace space) {
      super(space, PopulationBasedTraining.class, DEFAULT);
    }

    /** Sets who copies whom; {@link Exploit#TRUNCATION} unless set. */
    public Builder exploitBy(Exploit kind) {
      exploit(Objects.requireNonNull(kind, "kind"));
      return this;
    }

    /**
     * Sets what numbers are multiplied by, the one or the other; 0.8 and 1.2 unless set.
     *
     * @param lower between 0 and 1
     * @param upper above 1
     * @throws IllegalArgumentException if they are not
     */
    public Builder perturbation(double lower, double upper) {
      perturbation = new Perturbation(lower, upper, perturbation.resample());
      return this;
    }

    /**
     * Sets how likely each parameter is drawn anew when a member copies another; 0.25 unless set.
     *
     * @throws IllegalArgumentException if it is not 0 to 1
     */
    public Builder resample(double probability) {
      perturbation = new Perturbation(perturbation.lower(), perturbation.upper(), probability);
      return this;
    }

    @Override
    public PopulationBasedTraining build() {
      return new PopulationBasedTraining(this);
    }

    private Snapshot.Writer options() {
      PopulationStrategy population = strategy();
      Perturbation step = perturbation;
      return out -> {
        population.save(out);
        step.save(out);
      };
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      super.loadOptions(in);
      perturbation = Perturbation.load(in);
    }
  }
}
