package dev.hone;

import dev.hone.internal.descent.Descent;
import dev.hone.internal.descent.DescentSearch;
import dev.hone.internal.descent.Evaluation;
import dev.hone.spi.History;
import dev.hone.spi.OptimizerBase;
import dev.hone.spi.OptimizerBuilder;
import dev.hone.spi.Snapshot;
import java.io.DataInput;
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
public abstract sealed class DescentOptimizer extends OptimizerBase
    permits Adam, SgdMomentum, LbfgsbOptimizer, Spsa {
  private static final int VERSION = 1;

  private final boolean gradients;
  private final DescentSearch search;
  private final Snapshot.Writer options;
  private final double[] start;
  private final List<DoubleParam> parameters;

  /** A new search. */
  DescentOptimizer(
      Builder<?> builder, boolean gradients, Descent.Factory descents, Snapshot.Writer options) {
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

  /** Opens a snapshot of a method. */
  static Snapshot open(Class<?> method, byte[] snapshot, SearchSpace space) {
    return Snapshot.open(snapshot, method.getSimpleName(), VERSION, space);
  }

  /** Reads the search of a snapshot whose options have been read. */
  final void resume(Snapshot snapshot) {
    restore(
        snapshot,
        in -> {
          search.load(in);
          return search;
        });
  }

  /**
   * Everything as bytes: space, options, trials (pending ones too), queue and descents. The
   * optimizer that {@code restore} makes of it suggests what this one would, bit for bit. O(nd).
   *
   * @throws IllegalStateException if this optimizer is closed
   */
  @Override
  public final byte[] snapshot() {
    return snapshot(
        getClass().getSimpleName(),
        VERSION,
        out -> {
          out.writeBoolean(start.length > 0);
          for (double coordinate : start) {
            out.writeDouble(coordinate);
          }
          options.write(out);
        },
        search::save);
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
   */
  public abstract static sealed class Builder<B extends Builder<B>> extends OptimizerBuilder<B>
      permits Adam.Builder, SgdMomentum.Builder, LbfgsbOptimizer.Builder, Spsa.Builder {
    private double[] start = {};

    Builder(SearchSpace space) {
      super(space);
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

    /** Reads the options that all descents have. */
    final void loadStart(DataInput in) throws IOException {
      start = new double[in.readBoolean() ? space().dimension() : 0];
      for (int i = 0; i < start.length; i++) {
        start[i] = in.readDouble();
      }
    }
  }
}
