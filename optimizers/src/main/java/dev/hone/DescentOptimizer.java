package dev.hone;

import dev.hone.internal.descent.Descent;
import dev.hone.internal.descent.DescentSearch;
import dev.hone.internal.descent.Evaluation;
import dev.hone.spi.History;
import dev.hone.spi.ResumableOptimizer;
import dev.hone.spi.Snapshot;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Descents in a space of real numbers: what methods have in common that follow a gradient, told or
 * estimated.
 *
 * <p>The first descent starts at {@linkplain Builder#start a configuration of yours}, else at the
 * best one {@linkplain #observe observed} or enqueued and told before, else in the middle of the
 * space. Asked again while it waits to be told, further descents start, at scrambled Sobol points
 * or where something better was observed: a batch of n is n descents side by side, and whichever
 * has come lowest goes on first. A descent that has come to its end makes room for another start,
 * so that the search never ends.
 *
 * <p>Descents go on in the unit cube, where every range has length 1: gradients, which are told by
 * the values of parameters in their own units, are multiplied by {@link DoubleParam#slopeAt}, and
 * steps end at the border. Where a trial fails, a descent goes back half the way. All parameters
 * must be {@link DoubleParam}s without conditions, and there is one objective.
 *
 * <p>One suggestion costs O(d + n) for n trials pending. The same seed and the same order of calls
 * give the same suggestions, bit for bit. Safe to use from many threads.
 */
public abstract sealed class DescentOptimizer extends ResumableOptimizer
    permits Adam, SgdMomentum, LbfgsbOptimizer, Spsa {
  private final boolean gradients;
  private final DescentSearch search;
  private final Snapshot.Writer options;
  private final double[] start;
  private final List<DoubleParam> parameters;

  /** A new search. */
  DescentOptimizer(
      Builder<?, ?> builder, boolean gradients, Descent.Factory descents, Snapshot.Writer options) {
    super(builder);
    this.gradients = gradients;
    this.options = options;
    parameters = continuous(space(), getClass().getSimpleName());
    start = builder.start.clone();
    search = new DescentSearch(space().dimension(), seed(), descents, start);
  }

  private static List<DoubleParam> continuous(SearchSpace space, String method) {
    return space.parameters().stream()
        .map(
            param -> {
              if (param instanceof DoubleParam real && space.isUnconditional(real)) {
                return real;
              }
              throw new IllegalArgumentException(
                  method
                      + " descends in real numbers only, but the space has <"
                      + param
                      + (space.isUnconditional(param) ? "" : ", with a condition")
                      + ">: expected continuous parameters without conditions");
            })
        .toList();
  }

  @Override
  protected final void saveOptions(DataOutput out) throws IOException {
    out.writeBoolean(start.length > 0);
    for (double coordinate : start) {
      out.writeDouble(coordinate);
    }
    options.write(out);
  }

  @Override
  protected final void saveState(DataOutput out) throws IOException {
    search.save(out);
  }

  @Override
  protected final void loadState(DataInput in) throws IOException {
    search.load(in);
  }

  @Override
  protected final void checkTold(Outcome outcome) {
    if (gradients && outcome.isFinite() && outcome.gradient() == null) {
      throw new IllegalArgumentException(
          "an outcome without gradient: "
              + getClass().getSimpleName()
              + " expected Outcome.of(value).withGradient(…); the trial is still pending");
    }
  }

  @Override
  protected final double[] suggest(History history, long trialNumber) {
    return search.suggest(trialNumber);
  }

  @Override
  protected final void told(Trial trial) {
    search.told(
        trial.number(),
        trial.configuration().encoded(),
        trial.state() == Trial.State.COMPLETE ? evaluation(trial) : null);
  }

  private Evaluation evaluation(Trial trial) {
    Outcome minimized = trial.outcome().toMinimized(directions());
    double[] gradient = minimized.gradient();
    if (gradient == null) {
      return new Evaluation(minimized.objective(0), new double[0]);
    }
    for (DoubleParam param : parameters) {
      // By the coordinate: dv/du times the derivative by v.
      gradient[param.index()] *= param.slopeAt(trial.get(param));
    }
    return new Evaluation(minimized.objective(0), gradient);
  }

  /**
   * The options that all descents have.
   *
   * @param <B> the type of the builder itself
   * @param <O> the type of the optimizer
   */
  public abstract static sealed class Builder<B extends Builder<B, O>, O extends DescentOptimizer>
      extends ResumableOptimizer.Builder<B, O>
      permits Adam.Builder, SgdMomentum.Builder, LbfgsbOptimizer.Builder, Spsa.Builder {
    private double[] start = {};

    Builder(SearchSpace space, Class<O> method) {
      super(space, method);
    }

    /**
     * Sets where the first descent starts, such as the setting in use.
     *
     * @throws IllegalArgumentException if the configuration belongs to another space
     */
    public B start(Configuration configuration) {
      if (configuration.space() != space()) {
        throw new IllegalArgumentException(
            configuration + " belongs to another search space: expected one of " + space());
      }
      start = configuration.encoded();
      return self();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the space has parameters that are not continuous, or with
     *     a condition; the message names the first
     */
    @Override
    public abstract O build();

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      start = new double[in.readBoolean() ? space().dimension() : 0];
      for (int i = 0; i < start.length; i++) {
        start[i] = in.readDouble();
      }
    }
  }
}
