package dev.hone;

import dev.hone.internal.cma.CmaOptions;
import dev.hone.internal.cma.CmaSearch;
import dev.hone.math.Backend;
import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.StopTolerances;
import dev.hone.spi.History;
import dev.hone.spi.OptimizerBase;
import dev.hone.spi.OptimizerBuilder;
import dev.hone.spi.Snapshot;
import java.io.DataInput;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Searches that learn from generations of trials which steps pay off together: what CMA-ES alone
 * and as a part of a hybrid search have in common.
 *
 * <p>Trials may end in any order, late or never. The same seed and the same order of asks and tells
 * give the same suggestions, bit for bit, on one backend and instruction set. Safe to use from many
 * threads.
 */
public abstract sealed class CmaOptimizer extends OptimizerBase
    permits CmaEsOptimizer, HybridCmaEsOptimizer {
  private final String method;
  private final int version;
  private final CmaOptions options;
  private final CmaSearch search;

  /**
   * A new search, or one that goes on.
   *
   * @param snapshot of which the options have been read; null for a new search
   */
  CmaOptimizer(Builder<?, ?> builder, @Nullable Snapshot snapshot) {
    super(builder);
    method = builder.method;
    version = builder.version;
    options = builder.options();
    search = snapshot == null ? builder.begin() : restore(snapshot, builder::load);
  }

  /**
   * Everything as bytes: space, options, trials (pending ones too), queue and the state of the
   * search. The optimizer that {@code restore} makes of it suggests what this one would, bit for
   * bit on the same backend and instruction set; its {@link #trials} can be told as these. O(number
   * of trials + d²).
   *
   * @throws IllegalStateException if this optimizer is closed; or if a full covariance is more than
   *     an array of bytes can hold, which it is from some 11,500 dimensions on
   */
  @Override
  public final byte[] snapshot() {
    return snapshot(method, version, options::save, search::save);
  }

  @Override
  protected final double[] suggest(History history, long trialNumber) {
    return search.suggest(trialNumber);
  }

  @Override
  protected final void told(Trial trial) {
    if (trial.state() == Trial.State.COMPLETE) {
      search.told(
          trial.number(),
          trial.configuration(),
          direction().toMinimized(trial.value()),
          trial.outcome().constraints());
    } else {
      search.failed(trial.number());
    }
  }

  @Override
  protected final void release() {
    search.close();
  }

  /**
   * The options that both searches have. Not safe for use from several threads.
   *
   * @param <B> the type of the builder itself
   * @param <O> the type of the optimizer
   */
  public abstract static sealed class Builder<B extends Builder<B, O>, O extends CmaOptimizer>
      extends OptimizerBuilder<B> permits CmaEsOptimizer.Builder, HybridCmaEsOptimizer.Builder {
    private final String method;
    private final int version;
    private CovarianceModel model = CovarianceModel.AUTO;
    private StopTolerances tolerances = StopTolerances.DEFAULT;
    private Backend backend = Backend.configured();
    private @Nullable Executor executor;

    /** Starts from the defaults of a method, whose snapshots have a name and a version. */
    Builder(SearchSpace space, Class<O> method, int version) {
      super(space);
      this.method = method.getSimpleName();
      this.version = version;
    }

    /** Sets what is known of covariances; {@link CovarianceModel#AUTO} unless set. */
    public B model(CovarianceModel covarianceModel) {
      model = Objects.requireNonNull(covarianceModel, "covarianceModel");
      return self();
    }

    /** Sets when a run of CMA-ES is given up. */
    public B tolerances(StopTolerances stopTolerances) {
      tolerances = Objects.requireNonNull(stopTolerances, "stopTolerances");
      return self();
    }

    /**
     * Decomposes full covariances on another thread while trials are running, so that no {@link
     * Optimizer#tell} takes much longer than the others. Suggestions are then up to two
     * decompositions behind the tells instead of one; they still depend on seed, asks and tells
     * only.
     */
    public B decomposeIn(Executor backgroundExecutor) {
      executor = Objects.requireNonNull(backgroundExecutor, "backgroundExecutor");
      return self();
    }

    /**
     * Forces a backend; unless set, what {@value Backend#PROPERTY} says, or the fastest present.
     */
    public B backend(Backend backend) {
      this.backend = Objects.requireNonNull(backend, "backend");
      return self();
    }

    @Override
    public abstract O build();

    /**
     * Makes an optimizer that goes on where a {@linkplain Optimizer#snapshot() snapshot} was taken,
     * instead of a new one. Set the options as they were; on another backend bits may differ.
     * Listeners and warm starts are not part of a snapshot.
     *
     * @param snapshot the bytes
     * @throws IllegalArgumentException if the bytes are altered or cut off, or of another space,
     *     format version or method, or were written with other options than those set; the message
     *     says what differs
     * @throws dev.hone.math.BackendUnavailableException if a backend is forced and missing
     */
    @Override
    public final O restore(byte[] snapshot) {
      check();
      Snapshot opened = open(snapshot);
      B saved = asSaved(opened);
      Snapshot.checkSame("direction", opened.direction(), direction());
      Snapshot.checkSame("constraints", opened.constraintCount(), constraintCount());
      Snapshot.checkSame("seed", opened.seed(), seed());
      Snapshot.checkSame("options", saved.options(), options());
      return resume(opened);
    }

    /** Goes on with whatever options the snapshot has. */
    final O restoreAsSaved(byte[] snapshot) {
      check();
      Snapshot opened = open(snapshot);
      return asSaved(opened).resume(opened);
    }

    private Snapshot open(byte[] snapshot) {
      return Snapshot.open(snapshot, method, version, space());
    }

    private B asSaved(Snapshot opened) {
      B saved = another();
      Builder<B, O> builder = saved;
      builder.takeOver(opened);
      opened.read(
          in -> {
            saved.loadOptions(in);
            return saved;
          });
      return saved;
    }

    /** Sets what both have to what was read. */
    final void common(CovarianceModel model, StopTolerances tolerances, boolean inBackground) {
      this.model = model;
      this.tolerances = tolerances;
      executor = inBackground ? Runnable::run : null;
    }

    /** A builder of the same space with the defaults. */
    abstract B another();

    /** Checks that options, space and constraints go together. */
    abstract void check();

    /** What the search is built with now. */
    abstract CmaOptions options();

    /** Sets the options to those that were saved. */
    abstract void loadOptions(DataInput in) throws IOException;

    /** Makes an optimizer of a snapshot whose options have been read. */
    abstract O resume(Snapshot snapshot);

    /** Starts a search. */
    abstract CmaSearch begin();

    /** Reads a search that was saved. */
    abstract CmaSearch load(DataInput in) throws IOException;

    final CovarianceModel model() {
      return model;
    }

    final StopTolerances tolerances() {
      return tolerances;
    }

    final Backend backend() {
      return backend;
    }

    final @Nullable Executor executor() {
      return executor;
    }
  }
}
