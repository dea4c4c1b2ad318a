package dev.hone;

import dev.hone.internal.cma.CmaSetup;
import dev.hone.internal.cma.CmaStrategy;
import dev.hone.internal.cma.CmaSuggester;
import dev.hone.math.cma.CmaRestarts;
import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.RestartPolicy;
import dev.hone.math.cma.WarmStart;
import dev.hone.spi.OptimizerBuilder;
import dev.hone.spi.Snapshot;
import java.io.DataInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * CMA-ES with restarts: the choice where trials are cheap and many, from some hundred to millions.
 *
 * <p>Continuous parameters are searched in the unit cube, with bounds by a transform that is the
 * identity inside. Ordered discrete parameters get a margin, so that no value becomes unreachable
 * (Hamano et al., CMA-ES with Margin, 2022); categories have probabilities of their own, which
 * follow the natural gradient (Hamano et al., CatCMA, 2024). A parameter that is inactive in a
 * trial keeps the coordinate it was drawn with: it moves with those it is correlated with, and by
 * chance.
 *
 * <p>Trials may end in any order, late or never. A generation ends when λ trials have ended. Failed
 * ones count as lost; {@linkplain #observe observed} and enqueued ones are injected, with a step of
 * bounded length (Hansen, Injecting External Solutions Into CMA-ES, 2011). What is told of a run
 * that has been given up no longer moves the strategy. Configurations may repeat, in particular
 * where all parameters are discrete.
 *
 * <p>{@linkplain OptimizerBuilder#constraints Constraints} are told with an {@link Outcome}, and
 * their values count, not only their signs: objective and constraints become one function, an
 * augmented Lagrangian that is adapted from generation to generation (Atamna, Auger and Hansen,
 * 2017). {@link #best} is the best trial that meets them all. Solutions lie where constraints are 0
 * as a rule, and are approached from both sides.
 *
 * <p>One suggestion costs O(d²) for a full covariance, without a look at earlier trials. The same
 * seed and the same order of asks and tells give the same suggestions, bit for bit, on one backend
 * and instruction set. Safe to use from many threads.
 */
public final class CmaEsOptimizer extends CmaOptimizer {

  private CmaEsOptimizer(Builder builder, @Nullable Snapshot snapshot) {
    super(builder, snapshot);
  }

  /** Starts building an optimizer of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /**
   * An optimizer that goes on where a {@link #snapshot()} was taken, with the options it had then;
   * {@link Builder#restore} has the others. Decompositions that were made on another thread are
   * made by the caller of {@link #tell}, with the same bits.
   *
   * @param snapshot the bytes
   * @param space declared as the one before
   * @throws IllegalArgumentException if the bytes are altered or cut off, or of another space,
   *     format version or method; the message says which
   */
  public static CmaEsOptimizer restore(byte[] snapshot, SearchSpace space) {
    return new Builder(space).restoreAsSaved(snapshot);
  }

  /** The options of a {@link CmaEsOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends CmaOptimizer.Builder<Builder, CmaEsOptimizer> {
    private static final double SIGMA = 0.25;

    private RestartPolicy restarts = RestartPolicy.BIPOP;
    private Consumer<? super CmaRestarts.Run> listener = run -> {};
    private List<Trial> similar = List.of();
    private boolean noise;
    private boolean surrogate;
    private int populationSize;
    private double sigma = SIGMA;

    private Builder(SearchSpace space) {
      super(space, CmaEsOptimizer.class, 2);
    }

    /**
     * Sets the population size λ of the first run; by the number of parameters unless set.
     *
     * @throws IllegalArgumentException if it is less than 2
     */
    public Builder populationSize(int lambda) {
      if (lambda < 2) {
        throw new IllegalArgumentException("populationSize = " + lambda + ": expected at least 2");
      }
      populationSize = lambda;
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

    /** Sets what follows a run that has ended; {@link RestartPolicy#BIPOP} unless set. */
    public Builder restarts(RestartPolicy policy) {
      restarts = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets who is told of each run that has ended, under the lock of the optimizer, and why it did.
     * With constraints, the values a run knows are those of the augmented Lagrangian.
     */
    public Builder onRestart(Consumer<? super CmaRestarts.Run> runListener) {
      listener = Objects.requireNonNull(runListener, "runListener");
      return this;
    }

    /**
     * Starts the first run from what was learnt on a similar task: the distribution of its best
     * tenth of trials (Nomura et al., Warm Starting CMA-ES, 2021). Needs a full covariance, or one
     * that is {@link CovarianceModel#SEPARABLE}.
     *
     * <p>Trials that violate their constraints rank behind those that do not, by how much they do.
     *
     * @param trials of the same space and direction; those that are not complete are left out
     * @throws IllegalArgumentException if none is complete, or one is of another space
     */
    public Builder warmStart(Collection<? extends Trial> trials) {
      for (Trial trial : trials) {
        if (trial.configuration().space() != space()) {
          throw new IllegalArgumentException(trial + " belongs to another search space");
        }
      }
      List<Trial> complete = new ArrayList<>();
      trials.stream().filter(t -> t.state() == Trial.State.COMPLETE).forEach(complete::add);
      if (complete.isEmpty()) {
        throw new IllegalArgumentException(
            "none of " + trials.size() + " trials is complete: expected at least one");
      }
      similar = complete;
      return this;
    }

    /**
     * Takes only so much of each step as stands out from noise: for noisy objectives, at the price
     * of more trials where there is no noise. Needs a full covariance, decomposed at once; O(d³)
     * for a generation (Nomura, Akimoto and Ono, CMA-ES with Learning Rate Adaptation, 2023).
     */
    public Builder adaptLearningRates(boolean adapt) {
      noise = adapt;
      return this;
    }

    /**
     * Puts a quadratic model before each run, for trials that take a second or more: of a
     * generation only so many are evaluated as it takes to trust what the model says of the others
     * (Hansen, A Global Surrogate Assisted CMA-ES, 2019). Where values are smooth that is a
     * fraction of the trials. For at most 200 continuous parameters and no constraints; O(d⁶) for a
     * generation.
     */
    public Builder surrogate(boolean quadraticModel) {
      surrogate = quadraticModel;
      return this;
    }

    @Override
    protected int maxConstraints() {
      return Integer.MAX_VALUE;
    }

    /**
     * Makes the optimizer.
     *
     * @throws IllegalArgumentException if learning rates are to adapt, but the covariance is not
     *     full or decomposed on another thread; if there is to be a surrogate, but a parameter is
     *     not continuous, there are more than 200, or there are constraints
     * @throws dev.hone.math.BackendUnavailableException if a backend is forced and missing
     */
    @Override
    public CmaEsOptimizer build() {
      check();
      return new CmaEsOptimizer(this, /* snapshot= */ null);
    }

    @Override
    CmaEsOptimizer resume(Snapshot snapshot) {
      return new CmaEsOptimizer(this, snapshot);
    }

    @Override
    Builder another() {
      return new Builder(space());
    }

    @Override
    void check() {
      if (surrogate) {
        CmaSuggester.checkContinuous(space(), "a surrogate");
        if (constraintCount() > 0) {
          throw new IllegalArgumentException(
              constraintCount() + " constraints with a surrogate: expected none");
        }
      }
    }

    @Override
    CmaStrategy options() {
      return new CmaStrategy(
          model(),
          restarts,
          tolerances(),
          populationSize,
          sigma,
          noise,
          executor() != null,
          surrogate);
    }

    @Override
    void loadOptions(DataInput in) throws IOException {
      CmaStrategy saved = CmaStrategy.load(in);
      common(saved.model(), saved.tolerances(), saved.inBackground());
      restarts = saved.restarts();
      populationSize = saved.populationSize();
      sigma = saved.sigma();
      noise = saved.adaptLearningRates();
      surrogate = saved.surrogate();
    }

    @Override
    CmaSuggester begin() {
      return CmaSuggester.begin(space(), setup());
    }

    @Override
    CmaSuggester load(DataInput in) throws IOException {
      return CmaSuggester.load(space(), setup(), in);
    }

    private CmaSetup setup() {
      return new CmaSetup(
          options(), backend(), executor(), listener, seed(), constraintCount(), warm());
    }

    private @Nullable WarmStart warm() {
      if (similar.isEmpty()) {
        return null;
      }
      List<double[]> points = similar.stream().map(t -> t.configuration().encoded()).toList();
      double worst =
          similar.stream()
              .filter(t -> t.outcome().isFeasible())
              .mapToDouble(t -> direction().toMinimized(t.value()))
              .max()
              .orElse(0);
      double[] values = similar.stream().mapToDouble(t -> rankable(t, worst)).toArray();
      return CmaSuggester.warmStart(space(), points, values);
    }

    private double rankable(Trial trial, double worstFeasible) {
      return trial.outcome().isFeasible()
          ? direction().toMinimized(trial.value())
          : worstFeasible + trial.outcome().violation();
    }
  }
}
