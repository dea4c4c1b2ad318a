package dev.hone;

import dev.hone.internal.local.LocalSearch;
import dev.hone.spi.History;
import dev.hone.spi.ResumableOptimizer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A local search on quadratic models of the trials around the best, observed ones too: what {@link
 * AutoOptimizer} ends a budget of models with. Of continuous parameters without conditions, and one
 * objective without constraints or noise.
 */
final class LocalQuadratic extends ResumableOptimizer {
  private final LocalSearch search;

  private LocalQuadratic(Builder builder) {
    super(builder);
    search = new LocalSearch(space().dimension(), seed());
  }

  /** Starts building an optimizer of a space that {@link #suits} it. */
  static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /** Whether all parameters are continuous and without conditions. */
  static boolean suits(SearchSpace space) {
    return space.parameters().stream()
        .allMatch(param -> param instanceof DoubleParam && space.isUnconditional(param));
  }

  @Override
  protected double[] suggest(History history, long trialNumber) {
    return search.suggest(history, trialNumber);
  }

  @Override
  protected void told(Trial trial) {
    double value =
        trial.state() == Trial.State.COMPLETE ? direction().toMinimized(trial.value()) : Double.NaN;
    search.told(trial.number(), trial.configuration().encoded(), value, history());
  }

  @Override
  protected void saveState(DataOutput out) throws IOException {
    search.save(out);
  }

  @Override
  protected void loadState(DataInput in) throws IOException {
    search.load(in);
  }

  /** The options, of which there are none of its own. */
  static final class Builder extends ResumableOptimizer.Builder<Builder, LocalQuadratic> {
    private Builder(SearchSpace space) {
      super(space, LocalQuadratic.class);
    }

    @Override
    public LocalQuadratic build() {
      if (!suits(space())) {
        throw new IllegalArgumentException(
            "space = " + space() + ": expected continuous parameters without conditions");
      }
      return new LocalQuadratic(this);
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }
  }
}
