package dev.hone.pbt;

import dev.hone.SearchSpace;
import dev.hone.math.Backend;
import dev.hone.spi.Snapshot;
import java.io.DataInput;
import java.io.IOException;
import java.util.Objects;

/**
 * Population-based bandits, PB2: population-based training whose next hyperparameters are not those
 * of the best shaken at random, but what a Gaussian process expects the most of. It gets along with
 * small populations.
 *
 * <p>Members, checkpoints and copying as in {@link PopulationOptimizer}: who is among the worst
 * quarter takes the checkpoint of one of the best quarter. Hyperparameters then maximise an upper
 * confidence bound of the gain in the next interval, under a Gaussian process whose memory of
 * earlier intervals fades, given the model's value before; intervals that are being trained count
 * as pending. Categories and inactive parameters enter as differing or not. The latest 200
 * intervals are learnt from. A copy costs a fit of the process, O(n³) for each of some tens of
 * steps; any other suggestion next to nothing.
 *
 * <p>Source: Parker-Holder, Nguyen and Roberts, Provably Efficient Online Hyperparameter
 * Optimization with Population-Based Bandits (2020), algorithm 1 and section 3; confidence and the
 * value before as an input are those of the authors' program.
 */
public final class Pb2Optimizer extends PopulationOptimizer {
  private static final PopulationStrategy DEFAULT =
      new PopulationStrategy(8, 0, Exploit.TRUNCATION, 0.25, 1);

  private Pb2Optimizer(Builder builder) {
    super(builder, builder.bandit(), builder.options());
  }

  /** Starts building a population over a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /**
   * A population that goes on where a {@link #snapshot()} was taken, with the options it had then,
   * on the {@linkplain Backend#configured configured} backend; see {@link Builder#restore}.
   */
  public static Pb2Optimizer restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /**
   * The options of a {@link Pb2Optimizer}: 8 members, of which the worst quarter copies the best
   * quarter, unless set. Not safe for use from several threads.
   */
  public static final class Builder extends PopulationBuilder<Builder, Pb2Optimizer> {
    private Backend backend = Backend.configured();
    private double exploration = 1;

    private Builder(SearchSpace space) {
      super(space, Pb2Optimizer.class, DEFAULT);
    }

    /**
     * Forces a backend for the Gaussian process; unless set, what {@value Backend#PROPERTY} says,
     * or the fastest present. Not part of a snapshot: {@link #restore} takes it from here.
     */
    public Builder backend(Backend backend) {
      this.backend = Objects.requireNonNull(backend, "backend");
      return this;
    }

    /**
     * Sets a factor of the deviations in the confidence bound; 1 unless set, as in the paper. Less
     * is greedier: where the best hyperparameters change slowly, 0.3 gained more in our tests.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public Builder exploration(double factor) {
      if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "exploration = " + factor + ": expected a finite number of at least 0");
      }
      exploration = factor;
      return this;
    }

    @Override
    public Pb2Optimizer build() {
      return new Pb2Optimizer(this);
    }

    private BanditExploration bandit() {
      return new BanditExploration(space(), backend, exploration);
    }

    private Snapshot.Writer options() {
      PopulationStrategy population = strategy();
      double factor = exploration;
      return out -> {
        population.save(out);
        out.writeDouble(factor);
      };
    }

    @Override
    protected Builder another() {
      return new Builder(space()).backend(backend);
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      super.loadOptions(in);
      exploration(in.readDouble());
    }
  }
}
