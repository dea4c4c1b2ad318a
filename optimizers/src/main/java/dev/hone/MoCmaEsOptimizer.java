package dev.hone;

import dev.hone.math.cma.MoCmaEs;
import dev.hone.spi.History;
import dev.hone.spi.OptimizerBase;
import dev.hone.spi.OptimizerBuilder;
import dev.hone.spi.Snapshot;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * MO-CMA-ES: two objectives at once, where trials are cheap and many. A population of μ points
 * approaches the Pareto front and spreads over it; {@link #front} has all trials that no other
 * beats.
 *
 * <p>Continuous and ordered discrete parameters; the latter take whole steps now and then, so that
 * no value becomes unreachable. Trials may end in any order, late or never. Failed ones count as
 * steps without success; {@linkplain #observe observed} and enqueued ones join the population if
 * they are good enough.
 *
 * <p>One suggestion costs O(d² + μ log μ), memory is O(μd²). The same seed and the same order of
 * asks and tells give the same suggestions. Safe to use from many threads.
 *
 * @see MoCmaEs
 */
public final class MoCmaEsOptimizer extends OptimizerBase {
  private static final String METHOD = "MoCmaEsOptimizer";
  private static final int VERSION = 1;

  private final int populationSize;
  private final double sigma;
  private final MoCmaEs strategy;

  /** By trial number: what to tell the strategy with. */
  private final Map<Long, Long> tickets = new TreeMap<>();

  /** A new search, or one that goes on where the snapshot was taken: not one after the other. */
  private MoCmaEsOptimizer(Builder builder, @Nullable Snapshot snapshot) {
    super(builder);
    populationSize = builder.populationSize;
    sigma = builder.sigma;
    strategy = snapshot == null ? builder.strategy() : restore(snapshot, this::load);
  }

  /** Starts building an optimizer of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /**
   * An optimizer that goes on where a {@link #snapshot()} was taken, with the options it had then;
   * see {@link Builder#restore}.
   */
  public static MoCmaEsOptimizer restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /**
   * Everything as bytes: space, options, trials (pending ones too), queue and the state of the
   * search. The optimizer that {@link #restore} makes of it suggests what this one would, bit for
   * bit.
   *
   * @throws IllegalStateException if this optimizer is closed
   */
  @Override
  public byte[] snapshot() {
    return snapshot(
        METHOD,
        VERSION,
        out -> {
          out.writeInt(populationSize);
          out.writeDouble(sigma);
        },
        this::save);
  }

  private void save(DataOutput out) throws IOException {
    out.writeInt(tickets.size());
    for (Map.Entry<Long, Long> entry : tickets.entrySet()) {
      out.writeLong(entry.getKey());
      out.writeLong(entry.getValue());
    }
    byte[] bytes = strategy.snapshot();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private MoCmaEs load(DataInput in) throws IOException {
    int waiting = in.readInt();
    for (int i = 0; i < waiting; i++) {
      long number = in.readLong();
      tickets.put(number, in.readLong());
    }
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return MoCmaEs.restore(bytes);
  }

  @Override
  protected double[] suggest(History history, long trialNumber) {
    double[] point = new double[space().dimension()];
    tickets.put(trialNumber, strategy.draw(point));
    return point;
  }

  @Override
  protected void told(Trial trial) {
    boolean complete = trial.state() == Trial.State.COMPLETE;
    double first = complete ? minimized(trial, 0) : Double.NaN;
    double second = complete ? minimized(trial, 1) : Double.NaN;
    Long ticket = tickets.remove(trial.number());
    if (ticket != null) {
      strategy.tell(ticket, first, second);
    } else if (complete) {
      strategy.inject(trial.configuration().encoded(), first, second);
    }
  }

  private double minimized(Trial trial, int objective) {
    return directions().get(objective).toMinimized(trial.outcome().objective(objective));
  }

  /** The options of a {@link MoCmaEsOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends OptimizerBuilder<Builder> {
    private static final double SIGMA = 0.2;

    private int populationSize = 50;
    private double sigma = SIGMA;

    private Builder(SearchSpace space) {
      super(space);
    }

    /**
     * Sets the size μ of the population, which the points of the front are spread over; 50 unless
     * set.
     *
     * @throws IllegalArgumentException if it is less than 2
     */
    public Builder populationSize(int mu) {
      if (mu < 2) {
        throw new IllegalArgumentException("populationSize = " + mu + ": expected at least 2");
      }
      populationSize = mu;
      return this;
    }

    /**
     * Sets the first standard deviation in the unit cube; {@value #SIGMA} unless set.
     *
     * @throws IllegalArgumentException if it is not in (0, 1]
     */
    public Builder sigma(double standardDeviation) {
      if (!(standardDeviation > 0 && standardDeviation <= 1)) {
        throw new IllegalArgumentException(
            "sigma = " + standardDeviation + ": expected a number above 0, up to 1");
      }
      sigma = standardDeviation;
      return this;
    }

    /** Two: neither more nor fewer. */
    @Override
    protected int maxObjectives() {
      return 2;
    }

    /**
     * Makes the optimizer.
     *
     * @throws IllegalArgumentException if there are not two objectives, or a parameter is
     *     categorical
     */
    @Override
    public MoCmaEsOptimizer build() {
      check();
      return new MoCmaEsOptimizer(this, /* snapshot= */ null);
    }

    private void check() {
      if (directions().size() != 2) {
        throw new IllegalArgumentException(
            directions().size() + " objectives: this method takes 2, see objectives(…)");
      }
      for (Param<?> param : space().parameters()) {
        if (param instanceof CategoricalParam<?>) {
          throw new IllegalArgumentException(
              "parameter '" + param.name() + "' is categorical: this method takes ordered ones");
        }
      }
    }

    /**
     * {@inheritDoc} The options are those of the snapshot. The space has to be declared as the one
     * before; values that differ only in the object count as the same.
     */
    @Override
    public MoCmaEsOptimizer restore(byte[] snapshot) {
      Snapshot opened = Snapshot.open(snapshot, METHOD, VERSION, space());
      Builder saved = new Builder(space());
      saved.takeOver(opened);
      opened.read(in -> saved.populationSize(in.readInt()).sigma(in.readDouble()));
      saved.check();
      return new MoCmaEsOptimizer(saved, opened);
    }

    private MoCmaEs strategy() {
      int d = space().dimension();
      double[] widths = new double[d];
      for (Param<?> param : space().parameters()) {
        if (param instanceof DiscreteParam<?> discrete && discrete.size() > 1) {
          widths[param.index()] = 1.0 / discrete.size();
        }
      }
      double[] middle = new double[d];
      Arrays.fill(middle, 0.5);
      double[] upper = new double[d];
      Arrays.fill(upper, 1);
      return MoCmaEs.builder(middle, sigma)
          .populationSize(populationSize)
          .bounds(new double[d], upper)
          .granularity(widths)
          .seed(seed())
          .build();
    }
  }
}
