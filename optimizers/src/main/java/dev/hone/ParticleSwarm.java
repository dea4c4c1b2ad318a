package dev.hone;

import dev.hone.internal.evo.Swarm;
import dev.hone.internal.evo.SwarmStrategy;
import dev.hone.spi.ResumableOptimizer;
import java.io.DataInput;
import java.io.IOException;

/**
 * Standard particle swarm optimisation 2011: for thousands of cheap trials of one objective over
 * ordered parameters. Categories are taken in the order of declaration, so that other methods are
 * better where there are many.
 *
 * <p>Particles fly through the unit cube, drawn to the best place they have seen and to the best of
 * those who inform them. They move in turn, also when earlier moves have not been told; an observed
 * trial is what the least informed particle remembers. A place may be tried again. Everything else
 * as in {@link EvolutionaryOptimizer}.
 *
 * <p>One suggestion costs O(d + S·K), one tell O(d + S), for S particles that inform K others.
 *
 * <p>Source: Clerc, Standard Particle Swarm Optimisation (2012), with the defaults from there: S =
 * 40, K = 3, w = 1/(2 ln 2), c = 1/2 + ln 2.
 */
public final class ParticleSwarm extends EvolutionaryOptimizer {

  private ParticleSwarm(Builder builder) {
    super(builder, builder.swarm(), builder.strategy::save);
  }

  /** Starts building an optimizer of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /**
   * An optimizer that goes on where a {@link #snapshot()} was taken, with the options it had then;
   * see {@link Builder#restore}.
   */
  public static ParticleSwarm restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The options of a {@link ParticleSwarm}. Not safe for use from several threads. */
  public static final class Builder extends ResumableOptimizer.Builder<Builder, ParticleSwarm> {
    private SwarmStrategy strategy = SwarmStrategy.DEFAULT;

    private Builder(SearchSpace space) {
      super(space, ParticleSwarm.class);
    }

    /**
     * Sets how many particles there are, and how many of them each informs; 40 and 3 unless set.
     *
     * @throws IllegalArgumentException if there are less than 2 particles or 1 informed
     */
    public Builder particles(int size, int informed) {
      strategy = new SwarmStrategy(size, informed, strategy.inertia(), strategy.acceleration());
      return this;
    }

    /**
     * Sets how particles fly.
     *
     * @param inertia w, how much of its velocity a particle keeps; from 0 to less than 1
     * @param acceleration c, how strongly it is drawn to good places; above 0, below 4
     * @throws IllegalArgumentException if one is out of range
     */
    public Builder flight(double inertia, double acceleration) {
      strategy = new SwarmStrategy(strategy.size(), strategy.informants(), inertia, acceleration);
      return this;
    }

    @Override
    public ParticleSwarm build() {
      return new ParticleSwarm(this);
    }

    private Swarm swarm() {
      return new Swarm(space(), seed(), strategy);
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      strategy = SwarmStrategy.load(in);
    }
  }
}
