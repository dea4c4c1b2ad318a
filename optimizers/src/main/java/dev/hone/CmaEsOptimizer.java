package dev.hone;

import dev.hone.internal.cma.CmaSuggester;
import dev.hone.math.Backend;
import dev.hone.math.cma.CmaEs;
import dev.hone.math.cma.CmaEsBuilder;
import dev.hone.math.cma.CmaRestarts;
import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.RestartPolicy;
import dev.hone.math.cma.StopTolerances;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.cma.WarmStart;
import dev.hone.math.random.CounterRandom;
import dev.hone.spi.History;
import dev.hone.spi.OptimizerBase;
import dev.hone.spi.OptimizerBuilder;
import java.util.ArrayList;
import java.util.Arrays;
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
 * <p>One suggestion costs O(d²) for a full covariance, without a look at earlier trials. The same
 * seed and the same order of asks and tells give the same suggestions, bit for bit, on one backend
 * and instruction set. Safe to use from many threads.
 */
public final class CmaEsOptimizer extends OptimizerBase {
  private final CmaSuggester suggester;

  private CmaEsOptimizer(Builder builder) {
    super(builder);
    suggester = new CmaSuggester(space(), seed(), builder.setup());
  }

  /** Starts building an optimizer of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  @Override
  protected double[] suggest(History history, long trialNumber) {
    return suggester.suggest(trialNumber);
  }

  @Override
  protected void told(Trial trial) {
    double value =
        trial.state() == Trial.State.COMPLETE ? direction().toMinimized(trial.value()) : Double.NaN;
    suggester.told(trial.number(), trial.configuration().encoded(), value);
  }

  @Override
  protected void release() {
    suggester.close();
  }

  /** The options of a {@link CmaEsOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends OptimizerBuilder<Builder> {
    private static final double SIGMA = 0.25;

    private Backend backend = Backend.configured();
    private CovarianceModel model = CovarianceModel.AUTO;
    private RestartPolicy restarts = RestartPolicy.BIPOP;
    private StopTolerances tolerances = StopTolerances.DEFAULT;
    private Consumer<? super CmaRestarts.Run> listener = run -> {};
    private List<Trial> similar = List.of();
    private int populationSize;
    private double sigma = SIGMA;

    private Builder(SearchSpace space) {
      super(space);
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
     */
    public Builder onRestart(Consumer<? super CmaRestarts.Run> runListener) {
      listener = Objects.requireNonNull(runListener, "runListener");
      return this;
    }

    /** Sets what is known of the covariance; {@link CovarianceModel#AUTO} unless set. */
    public Builder model(CovarianceModel covarianceModel) {
      model = Objects.requireNonNull(covarianceModel, "covarianceModel");
      return this;
    }

    /**
     * Starts the first run from what was learnt on a similar task: the distribution of its best
     * tenth of trials (Nomura et al., Warm Starting CMA-ES, 2021). Needs a full covariance, or one
     * that is {@link CovarianceModel#SEPARABLE}.
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

    /** Sets when a run is given up. */
    public Builder tolerances(StopTolerances stopTolerances) {
      tolerances = Objects.requireNonNull(stopTolerances, "stopTolerances");
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
    public CmaEsOptimizer build() {
      return new CmaEsOptimizer(this);
    }

    @Override
    protected Builder self() {
      return this;
    }

    private @Nullable WarmStart warm() {
      if (similar.isEmpty()) {
        return null;
      }
      List<double[]> points = similar.stream().map(t -> t.configuration().encoded()).toList();
      double[] values =
          similar.stream().mapToDouble(t -> direction().toMinimized(t.value())).toArray();
      return CmaSuggester.warmStart(space(), points, values);
    }

    private CmaSuggester.Setup setup() {
      return new Options(
          backend, model, restarts, tolerances, listener, populationSize, sigma, seed(), warm());
    }
  }

  /** The builder's options at the time of {@link Builder#build}. */
  private record Options(
      Backend backend,
      CovarianceModel model,
      RestartPolicy restarts,
      StopTolerances tolerances,
      Consumer<? super CmaRestarts.Run> listener,
      int populationSize,
      double sigma,
      long seed,
      @Nullable WarmStart warm)
      implements CmaSuggester.Setup {

    @Override
    public CmaRestarts strategy(
        int dimension, int discreteCount, CmaRestarts.Configurator configurator) {
      int flat = 3 + 30 * discreteCount / dimension;
      int lambda =
          populationSize > 0 ? populationSize : defaultPopulation(dimension, discreteCount);
      return new CmaRestarts(
          restarts,
          lambda,
          sigma,
          seed,
          (run, random) -> start(run, dimension, random),
          (run, start, runSigma) -> {
            CmaEsBuilder builder = configurator.builder(run, start, runSigma);
            return discreteCount == 0
                ? builder
                : builder.tolerances(
                    tolerances.withFlatGenerations(Math.max(flat, tolerances.flatGenerations())));
          },
          listener);
    }

    /** Discrete coordinates need more samples to be told apart, as pycma has it. */
    private static int defaultPopulation(int dimension, int discreteCount) {
      return discreteCount == 0
          ? StrategyParameters.defaultPopulationSize(dimension)
          : (int) (6 + 3 * (StrictMath.log(dimension) + StrictMath.log(discreteCount)));
    }

    /** The first run starts in the middle, later ones anywhere. */
    private static double[] start(int run, int dimension, CounterRandom random) {
      double[] point = new double[dimension];
      if (run == 0) {
        Arrays.fill(point, 0.5);
      } else {
        random.fillUniform(point, 0, dimension);
      }
      return point;
    }

    @Override
    public CmaEsBuilder builder(int run, double[] start, double runSigma) {
      CmaEsBuilder builder =
          warm == null || run > 0
              ? CmaEs.builder(start, runSigma)
              : CmaEs.builder(warm.mean(), warm.sigma()).covariance(warm.covariance());
      return builder.model(model).backend(backend).tolerances(tolerances);
    }
  }
}
