package dev.hone.internal.cma;

import dev.hone.math.Backend;
import dev.hone.math.cma.CmaEs;
import dev.hone.math.cma.CmaEsBuilder;
import dev.hone.math.cma.CmaRestarts;
import dev.hone.math.cma.LqCmaEs;
import dev.hone.math.cma.StopTolerances;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.cma.WarmStart;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link CmaSuggester} is made with: makes the runs of its strategy.
 *
 * @param strategy the options that decide about suggestions
 * @param backend where runs are computed
 * @param background where they decompose; null for where they are told
 * @param listener told of each run that has ended
 * @param seed of all random numbers
 * @param constraints how many there are
 * @param warm where the first run starts; null for the middle
 */
public record CmaSetup(
    CmaStrategy strategy,
    Backend backend,
    @Nullable Executor background,
    Consumer<? super CmaRestarts.Run> listener,
    long seed,
    int constraints,
    @Nullable WarmStart warm)
    implements GenerationsFactory {

  @Override
  public Generations begin(CmaCoordinates coordinates) {
    CmaRestarts restarts =
        new CmaRestarts(
            strategy.restarts(),
            strategy.populationSize() > 0
                ? strategy.populationSize()
                : defaultPopulation(coordinates),
            strategy.sigma(),
            seed,
            start(coordinates),
            configurator(coordinates),
            listener);
    return strategy.surrogate()
        ? Generations.of(new LqCmaEs(restarts, backend))
        : Generations.of(restarts);
  }

  @Override
  public Generations restore(CmaCoordinates coordinates, byte[] snapshot) {
    return strategy.surrogate()
        ? Generations.of(
            LqCmaEs.restore(snapshot, backend, bytes -> restoreRestarts(coordinates, bytes)))
        : Generations.of(restoreRestarts(coordinates, snapshot));
  }

  private CmaRestarts restoreRestarts(CmaCoordinates coordinates, byte[] snapshot) {
    return CmaRestarts.restore(
        snapshot, backend, background, start(coordinates), configurator(coordinates), listener);
  }

  private static CmaRestarts.Start start(CmaCoordinates coordinates) {
    return (run, random) -> start(run, coordinates.dimension(), random);
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

  private CmaRestarts.Configurator configurator(CmaCoordinates coordinates) {
    StopTolerances tolerances = tolerances(coordinates);
    return (run, start, sigma) -> {
      CmaEsBuilder builder =
          warm == null || run > 0
              ? CmaEs.builder(start, sigma)
              : CmaEs.builder(warm.mean(), warm.sigma()).covariance(warm.covariance());
      coordinates.configure(builder);
      if (background != null) {
        builder.decomposeIn(background);
      }
      return builder
          .model(strategy.model())
          .adaptLearningRates(strategy.adaptLearningRates())
          .backend(backend)
          .tolerances(tolerances);
    };
  }

  /**
   * Discrete coordinates make more generations flat, as pycma has it; under constraints, values
   * rise as multipliers do.
   */
  private StopTolerances tolerances(CmaCoordinates coordinates) {
    StopTolerances given =
        constraints == 0 ? strategy.tolerances() : strategy.tolerances().withStagnation(false);
    if (coordinates.discreteCount() == 0) {
      return given;
    }
    int flat = 3 + 30 * coordinates.discreteCount() / coordinates.dimension();
    return given.withFlatGenerations(Math.max(flat, given.flatGenerations()));
  }

  /** Discrete coordinates need more samples to be told apart, as pycma has it. */
  private static int defaultPopulation(CmaCoordinates coordinates) {
    int dimension = coordinates.dimension();
    int discrete = coordinates.discreteCount();
    return discrete == 0
        ? StrategyParameters.defaultPopulationSize(dimension)
        : (int) (6 + 3 * (StrictMath.log(dimension) + StrictMath.log(discrete)));
  }
}
