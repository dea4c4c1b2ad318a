package dev.hone.internal.cma;

import dev.hone.math.Backend;
import dev.hone.math.cma.CmaEsBuilder;
import dev.hone.math.cma.HybridSearch;
import dev.hone.math.cma.HybridSearchBuilder;
import dev.hone.math.cma.RestartPolicy;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link HybridSuggester} is made with.
 *
 * @param strategy the options that decide about suggestions
 * @param backend where runs are computed
 * @param background where they decompose; null for where they are told
 * @param listener told of each run that has ended
 * @param seed of all random numbers
 */
public record HybridSetup(
    HybridStrategy strategy,
    Backend backend,
    @Nullable Executor background,
    Consumer<? super HybridSearch.Run> listener,
    long seed)
    implements GenerationsFactory {
  /** What tells the streams of both strategies apart: 2⁶⁴ divided by the golden ratio. */
  private static final long OTHER_SEED = 0x9e3779b97f4a7c15L;

  private static final double SIGMA = 0.25;

  @Override
  public Generations begin(CmaCoordinates coordinates) {
    return Generations.of(builder(coordinates).build(), listener);
  }

  @Override
  public Generations restore(CmaCoordinates coordinates, byte[] snapshot) {
    return Generations.of(builder(coordinates).restore(snapshot), listener);
  }

  private HybridSearchBuilder builder(CmaCoordinates coordinates) {
    double[] upper = new double[coordinates.dimension()];
    Arrays.fill(upper, 1);
    return HybridSearch.builder(new double[upper.length], upper)
        .budget(strategy.budget())
        .seed(seed)
        .configure(this::configure);
  }

  private CmaEsBuilder configure(CmaEsBuilder builder) {
    if (background != null) {
      builder.decomposeIn(background);
    }
    return builder.model(strategy.model()).tolerances(strategy.tolerances()).backend(backend);
  }

  @Override
  public int constraints() {
    return 0;
  }

  /** The plain strategy that works beside a search that waits. */
  CmaSetup beside() {
    CmaStrategy plain =
        new CmaStrategy(
            strategy.model(),
            RestartPolicy.BIPOP,
            strategy.tolerances(),
            0,
            SIGMA,
            false,
            background != null,
            false);
    return new CmaSetup(
        plain, backend, background, run -> {}, seed ^ OTHER_SEED, 0, /* warm= */ null);
  }
}
