package dev.hone;

import dev.hone.internal.gp.GpStrategy;
import dev.hone.internal.gp.GpSuggester;
import dev.hone.internal.gp.Preparation;
import dev.hone.internal.gp.WarmStart;
import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.acquisition.Acquisition;
import dev.hone.spi.Deadline;
import dev.hone.spi.History;
import dev.hone.spi.OptimizerBase;
import dev.hone.spi.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bayesian optimisation with a Gaussian process: the choice where a trial is expensive.
 *
 * <p>After an initial design of scrambled Sobol points, every suggestion maximises Log Expected
 * Improvement under a Matérn-5/2 model with one length-scale per parameter, fitted to all completed
 * trials by maximum a posteriori ({@link ModelPrior}). The bad tail of the told values is
 * compressed before the fit ({@link OutputTransform}); where nothing was tried, bad values are
 * expected ({@link PriorMean}); and improvement is measured against the best posterior mean rather
 * than the best noisy value. Pending trials count as if they had come out as the model expects; of
 * more than 1,024 the last 513 to 1,024 do. A point that was tried or is pending is never suggested
 * again, unless a finite space has no other left.
 *
 * <p>Where up to twelve parameters are all continuous, every third suggestion in the whole space
 * may be the lowest point of a sum of polynomials of one parameter each instead, if such a sum
 * predicts told values and promises a better one: it sees the bowl that a function full of dents
 * has.
 *
 * <p>One suggestion after n trials costs O(n³) for the fit, made once for all suggestions between
 * two tells, and O(n²) per candidate scored. The same seed and the same order of asks and tells
 * give the same suggestions, bit for bit, on one backend and instruction set. Safe to use from many
 * threads; suggestions are made one at a time.
 */
public final class GpOptimizer extends OptimizerBase {
  private static final String METHOD = "GpOptimizer";
  private static final int VERSION = 4;
  private static final int MOST_OBJECTIVES = 16;
  private static final int MOST_CONSTRAINTS = 64;

  /** Every other round is run under a deadline: that is done by other code in part. */
  private static final Duration WARM_UP_DEADLINE = Duration.ofMillis(2);

  private static final long WARM_UP_NANOS = 3_000_000_000L;
  private static final int WARM_UP_TRIALS = 60;
  private static final double WARM_UP_CENTRE = 0.3;

  private final GpStrategy strategy;
  private final Backend backend;
  private final @Nullable Preparation preparation;
  private GpSuggester suggester;

  private GpOptimizer(Builder builder) {
    super(builder);
    strategy = builder.completeStrategy();
    backend = builder.backend;
    preparation = builder.prepared ? new Preparation() : null;
    suggester =
        new GpSuggester(
            space(), seed(), builder.backend, strategy, directions().size(), constraintCount());
  }

  private GpOptimizer(Builder builder, Snapshot snapshot) {
    this(builder);
    try {
      restore(
          snapshot,
          in -> {
            suggester.load(history(), in);
            return suggester;
          });
    } catch (RuntimeException e) {
      release();
      throw e;
    }
  }

  /** Starts building an optimizer of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /**
   * An optimizer that goes on where a {@link #snapshot()} was taken, with the options it had then;
   * {@link Builder#restore} takes a backend.
   *
   * @param snapshot the bytes
   * @param space declared as the one before; values that differ only in the object count as the
   *     same
   * @throws IllegalArgumentException if the bytes are altered or cut off, or of another space,
   *     format version or method; the message says which
   */
  public static GpOptimizer restore(byte[] snapshot, SearchSpace space) {
    return new Builder(space).restore(snapshot);
  }

  /**
   * Everything as bytes: space, options, trials (pending ones too), queue and hyperparameters. The
   * optimizer that {@link #restore} makes of it suggests what this one would, bit for bit on the
   * same backend and instruction set; its {@link #trials} can be told as these. A fit that goes on
   * in the background is not part of it. O(nd); restoring is O(n³), once.
   *
   * @throws IllegalStateException if this optimizer is closed
   */
  @Override
  public byte[] snapshot() {
    return snapshot(METHOD, VERSION, strategy::save, suggester::save);
  }

  /**
   * Has the code that asks need compiled by the JIT, by asking and telling an optimizer of the same
   * space and options for some seconds; {@link dev.hone.math.Engines#warmUp} included. This one is
   * not touched, and may be used at the same time.
   *
   * <p>For callers to whom the latency of the first asks matters; nobody needs to call it.
   */
  public void warmUp() {
    Engines.warmUp();
    long end = System.nanoTime() + WARM_UP_NANOS;
    for (long round = 0; System.nanoTime() < end; round++) {
      Builder builder = new Builder(space()).backend(backend).seed(round).with(strategy);
      try (GpOptimizer other = builder.build()) {
        for (int i = 0; i < WARM_UP_TRIALS && System.nanoTime() < end; i++) {
          Trial trial = round % 2 == 0 ? other.ask() : other.ask(WARM_UP_DEADLINE);
          double value = 0;
          for (double coordinate : trial.configuration().encoded()) {
            value += (coordinate - WARM_UP_CENTRE) * (coordinate - WARM_UP_CENTRE);
          }
          other.tell(trial, value);
        }
      }
    }
  }

  @Override
  protected double[] suggest(History history, long trialNumber) {
    return suggest(history, trialNumber, Deadline.never());
  }

  @Override
  protected double[] suggest(History history, long trialNumber, Deadline deadline) {
    if (preparation != null) {
      Preparation.Prepared ready = preparation.take(suggester, trialNumber, deadline);
      if (ready != null) {
        suggester = ready.suggester();
        return ready.point();
      }
    }
    return suggester.suggest(history, trialNumber, deadline);
  }

  @Override
  protected List<double[]> suggest(History history, long firstTrialNumber, int n) {
    if (n == 1) {
      return List.of(suggest(history, firstTrialNumber));
    }
    return suggester.suggest(history, firstTrialNumber, n, Deadline.never());
  }

  @Override
  protected void told(Trial trial) {
    suggester.told(history());
    if (preparation != null) {
      preparation.prepare(suggester, history());
    }
  }

  @Override
  protected void release() {
    if (preparation != null) {
      preparation.close();
    }
    suggester.close();
  }

  /**
   * The options of a {@link GpOptimizer}: how it searches, and those of {@linkplain GpModelBuilder
   * its model}. Not safe for use from several threads.
   */
  public static final class Builder extends GpModelBuilder<Builder> {
    private Backend backend = Backend.configured();
    private List<Double> reference = List.of();
    private List<Configuration> earlier = List.of();
    private boolean prepared;

    /** Whether the options are those of a snapshot, complete. */
    private boolean restored;

    private Builder(SearchSpace space) {
      super(space);
    }

    /**
     * Sets how many trials are spread over the space before the first model; unless set, 5 to 10,
     * the more parameters there are.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder initialTrials(int count) {
      return with(strategy().withInitialTrials(count));
    }

    /**
     * Sets what a suggestion maximises, for one objective {@link
     * dev.hone.math.acquisition.LogExpectedImprovement} unless set; for up to four {@link
     * dev.hone.math.acquisition.LogExpectedHypervolumeImprovement}, and for more {@link
     * dev.hone.math.acquisition.ParEgo}. If there are constraints, the probability that they hold
     * counts as well, see {@link dev.hone.math.acquisition.Constrained}.
     *
     * <p>One of your own is not part of a snapshot: set it again before you restore.
     */
    public Builder acquisition(Acquisition acquisition) {
      Objects.requireNonNull(acquisition, "acquisition");
      return with(strategy().withAcquisition(strategy().acquisition().withChosen(acquisition)));
    }

    /**
     * Sets whether improvement counts per unit of the {@linkplain Outcome#withCost cost} that
     * trials are told with, which is then modelled, too; not unless set. Trials without a cost are
     * fine.
     *
     * <p>Source: Snoek, Larochelle and Adams, Practical Bayesian Optimization of Machine Learning
     * Algorithms (2012).
     */
    public Builder perUnitCost(boolean on) {
      return with(strategy().withAcquisition(strategy().acquisition().withPerUnitCost(on)));
    }

    /**
     * Sets the point that hypervolumes are measured from, for several objectives: values worse than
     * those of interest. Unless set, a tenth of the front's range beyond it.
     *
     * @param values one for each objective, in its own unit, finite
     * @throws IllegalArgumentException if one is not finite
     */
    public Builder referencePoint(double... values) {
      List<Double> reference = new ArrayList<>();
      for (double value : values) {
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException("reference = " + value + ": expected a finite number");
        }
        reference.add(value);
      }
      this.reference = List.copyOf(reference);
      return this;
    }

    /**
     * Starts from what was learned in another study of the same parameters: its best configurations
     * are tried first, in the place of up to half of the initial trials. Its values are not
     * modelled, since their scale may be another; values of the same objective are added to the
     * optimizer by {@link Optimizer#observe}.
     *
     * <p>Source: Feurer, Springenberg and Hutter, Initializing Bayesian Hyperparameter Optimization
     * via Meta-Learning (2015).
     *
     * @param trials of the other study, whose directions are those set here before; those that are
     *     not complete do not count
     * @throws IllegalArgumentException if a trial is of a space that is declared otherwise, or has
     *     another number of objectives
     */
    public Builder warmStart(Collection<? extends Trial> trials) {
      earlier = WarmStart.best(space(), directions(), trials);
      return this;
    }

    @Override
    protected int maxObjectives() {
      return MOST_OBJECTIVES;
    }

    @Override
    protected int maxConstraints() {
      return MOST_CONSTRAINTS;
    }

    /** Sets how suggestions tried side by side are planned; automatically unless set. */
    public Builder batches(BatchMethod method) {
      Objects.requireNonNull(method, "method");
      return with(strategy().withBatches(strategy().batches().withMethod(method)));
    }

    /**
     * Looks for suggestions in trust regions only: boxes around the best trials, that grow with
     * success, shrink without, and start over elsewhere when they have become too small. For many
     * parameters and many trials; several regions look in several places. 0, the whole space,
     * unless set.
     *
     * <p>Source: Eriksson et al., Scalable Global Optimization via Local Bayesian Optimization
     * (TuRBO, 2019).
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder trustRegions(int count) {
      return with(strategy().withBatches(strategy().batches().withTrustRegions(count)));
    }

    /**
     * Has the next suggestion prepared after each tell, on a daemon thread of its own, so that
     * {@link Optimizer#ask()} returns at once if there was time: the very suggestion that it would
     * make otherwise. One that something else is asked or told after is dropped. Takes a second
     * model's memory, and is not part of a snapshot.
     */
    public Builder prepareInBackground() {
      prepared = true;
      return this;
    }

    /**
     * Forces a backend; unless set, what {@value Backend#PROPERTY} says, or the fastest present.
     */
    public Builder backend(Backend backend) {
      this.backend = Objects.requireNonNull(backend, "backend");
      return this;
    }

    /**
     * Makes the optimizer.
     *
     * @throws dev.hone.math.BackendUnavailableException if a backend is forced and missing
     */
    @Override
    public GpOptimizer build() {
      GpOptimizer optimizer = new GpOptimizer(this);
      int most = (strategy().initialTrials() + 1) / 2;
      for (int i = 0; i < Math.min(most, earlier.size()); i++) {
        optimizer.enqueue(earlier.get(i));
      }
      return optimizer;
    }

    /** The options, with those that depend on each other. */
    private GpStrategy completeStrategy() {
      GpStrategy complete = restored ? strategy() : strategy(directions().size());
      if (!reference.isEmpty()) {
        complete =
            complete.withAcquisition(complete.acquisition().withReference(minimizedReference()));
      }
      return complete;
    }

    private List<Double> minimizedReference() {
      if (reference.size() != directions().size()) {
        throw new IllegalArgumentException(
            "reference = "
                + reference
                + ": expected one value for each of "
                + directions().size()
                + " objectives");
      }
      List<Double> minimized = new ArrayList<>();
      for (int j = 0; j < reference.size(); j++) {
        minimized.add(directions().get(j).toMinimized(reference.get(j)));
      }
      return minimized;
    }

    /**
     * Makes an optimizer that goes on where a {@linkplain #snapshot() snapshot} was taken, instead
     * of a new one, with the options that the snapshot has, on the backend set here, and prepared
     * in the background if that is set here. On another one than before, bits may differ.
     *
     * @throws IllegalArgumentException if the bytes are refused, see {@link GpOptimizer#restore}
     * @throws dev.hone.math.BackendUnavailableException if a backend is forced and missing
     */
    @Override
    public GpOptimizer restore(byte[] snapshot) {
      Snapshot opened = Snapshot.open(snapshot, METHOD, VERSION, space());
      Builder saved = new Builder(space()).backend(backend);
      saved.prepared = prepared;
      saved.takeOver(opened);
      Acquisition own = strategy().acquisition().chosen();
      saved.restored = true;
      saved.with(opened.read(in -> GpStrategy.load(in, own)));
      return new GpOptimizer(saved, opened);
    }

    @Override
    protected Builder self() {
      return this;
    }
  }
}
