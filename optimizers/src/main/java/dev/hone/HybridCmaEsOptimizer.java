package dev.hone;

import dev.hone.internal.cma.CmaBytes;
import dev.hone.internal.cma.CmaSuggester;
import dev.hone.internal.cma.HybridSetup;
import dev.hone.internal.cma.HybridSuggester;
import dev.hone.math.Backend;
import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.HybridSearch;
import dev.hone.math.cma.StopTolerances;
import dev.hone.spi.History;
import dev.hone.spi.OptimizerBase;
import dev.hone.spi.OptimizerBuilder;
import dev.hone.spi.Snapshot;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Global search of continuous parameters where trials are cheap and very many: runs of CMA-ES with
 * large and with small populations, local searches, and searches along the axes share the trials,
 * since no one of them is best at every kind of function.
 *
 * <p>Trials may end in any order, late or never. Some parts of the search know their next point
 * only when they have been told the last one: with several trials at once, the others then are
 * those of a {@link CmaEsOptimizer}'s strategy that goes on beside. With one trial at a time the
 * search is that of {@link HybridSearch}.
 *
 * <p>One suggestion costs O(d²), memory is O(d²). The same seed and the same order of asks and
 * tells give the same suggestions, bit for bit, on one backend and instruction set. Safe to use
 * from many threads.
 *
 * @see HybridSearch
 */
public final class HybridCmaEsOptimizer extends OptimizerBase {
  private static final String METHOD = "HybridCmaEsOptimizer";
  private static final int VERSION = 1;

  private final Options options;
  private final HybridSuggester suggester;

  private HybridCmaEsOptimizer(Builder builder) {
    super(builder);
    options = builder.options();
    suggester = new HybridSuggester(space(), builder.setup());
  }

  private HybridCmaEsOptimizer(Builder builder, Snapshot snapshot) {
    super(builder);
    options = builder.options();
    HybridSetup setup = builder.setup();
    suggester = restore(snapshot, in -> HybridSuggester.load(space(), setup, in));
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
  public static HybridCmaEsOptimizer restore(byte[] snapshot, SearchSpace space) {
    return new Builder(space).restoreAsSaved(snapshot);
  }

  /**
   * Everything as bytes: space, options, trials (pending ones too), queue and the state of the
   * search. The optimizer that {@link #restore} makes of it suggests what this one would, bit for
   * bit on the same backend and instruction set. O(number of trials + d²).
   *
   * @throws IllegalStateException if this optimizer is closed
   */
  @Override
  public byte[] snapshot() {
    return snapshot(METHOD, VERSION, options::save, suggester::save);
  }

  @Override
  protected double[] suggest(History history, long trialNumber) {
    return suggester.suggest(trialNumber);
  }

  @Override
  protected void told(Trial trial) {
    if (trial.state() == Trial.State.COMPLETE) {
      double value = direction().toMinimized(trial.value());
      suggester.told(trial.number(), trial.configuration(), value);
    } else {
      suggester.failed(trial.number());
    }
  }

  @Override
  protected void release() {
    suggester.close();
  }

  /** What a snapshot holds. */
  private record Options(
      long budget, CovarianceModel model, StopTolerances tolerances, boolean inBackground) {

    void save(DataOutput out) throws IOException {
      out.writeLong(budget);
      out.writeUTF(model.name());
      CmaBytes.writeTolerances(out, tolerances);
      out.writeBoolean(inBackground);
    }

    static Options load(DataInput in) throws IOException {
      return new Options(
          in.readLong(),
          CovarianceModel.valueOf(in.readUTF()),
          CmaBytes.readTolerances(in),
          in.readBoolean());
    }
  }

  /** The options of a {@link HybridCmaEsOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends OptimizerBuilder<Builder> {
    private long budget = Long.MAX_VALUE;
    private CovarianceModel model = CovarianceModel.AUTO;
    private StopTolerances tolerances = StopTolerances.DEFAULT;
    private Backend backend = Backend.configured();
    private Consumer<? super HybridSearch.Run> listener = run -> {};
    private @Nullable Executor executor;

    private Builder(SearchSpace space) {
      super(space);
    }

    /**
     * Sets how many trials there will be, so that the last part of them can go to one population as
     * large as they allow; unknown unless set. Nothing ends by itself when they are used up.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder budget(long trials) {
      if (trials < 1) {
        throw new IllegalArgumentException("budget = " + trials + ": expected at least 1");
      }
      budget = trials;
      return this;
    }

    /** Sets what is known of covariances; {@link CovarianceModel#AUTO} unless set. */
    public Builder model(CovarianceModel covarianceModel) {
      model = Objects.requireNonNull(covarianceModel, "covarianceModel");
      return this;
    }

    /** Sets when a run of CMA-ES is given up. */
    public Builder tolerances(StopTolerances stopTolerances) {
      tolerances = Objects.requireNonNull(stopTolerances, "stopTolerances");
      return this;
    }

    /** Sets who is told of each run that has ended, under the lock of the optimizer. */
    public Builder onRun(Consumer<? super HybridSearch.Run> runListener) {
      listener = Objects.requireNonNull(runListener, "runListener");
      return this;
    }

    /** Decomposes full covariances on another thread, as {@link CmaEsOptimizer} may. */
    public Builder decomposeIn(Executor backgroundExecutor) {
      executor = Objects.requireNonNull(backgroundExecutor, "backgroundExecutor");
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
     * @throws IllegalArgumentException if a parameter is not continuous
     * @throws dev.hone.math.BackendUnavailableException if a backend is forced and missing
     */
    @Override
    public HybridCmaEsOptimizer build() {
      check();
      return new HybridCmaEsOptimizer(this);
    }

    /**
     * Makes an optimizer that goes on where a {@linkplain #snapshot() snapshot} was taken, instead
     * of a new one. Set the options as they were; on another backend bits may differ. A listener is
     * not part of a snapshot.
     *
     * @throws IllegalArgumentException if the bytes are refused, see {@link
     *     HybridCmaEsOptimizer#restore}, or were written with other options than those set; the
     *     message says what differs
     * @throws dev.hone.math.BackendUnavailableException if a backend is forced and missing
     */
    @Override
    public HybridCmaEsOptimizer restore(byte[] snapshot) {
      check();
      Snapshot opened = Snapshot.open(snapshot, METHOD, VERSION, space());
      Snapshot.checkSame("direction", opened.direction(), direction());
      Snapshot.checkSame("seed", opened.seed(), seed());
      Snapshot.checkSame("options", opened.read(Options::load), options());
      return new HybridCmaEsOptimizer(this, opened);
    }

    private HybridCmaEsOptimizer restoreAsSaved(byte[] snapshot) {
      check();
      Snapshot opened = Snapshot.open(snapshot, METHOD, VERSION, space());
      takeOver(opened);
      Options saved = opened.read(Options::load);
      budget = saved.budget();
      model = saved.model();
      tolerances = saved.tolerances();
      executor = saved.inBackground() ? Runnable::run : null;
      return new HybridCmaEsOptimizer(this, opened);
    }

    private void check() {
      CmaSuggester.checkContinuous(space(), "a hybrid search");
    }

    @Override
    protected Builder self() {
      return this;
    }

    private Options options() {
      return new Options(budget, model, tolerances, executor != null);
    }

    private HybridSetup setup() {
      return new HybridSetup(budget, model, tolerances, backend, executor, listener, seed());
    }
  }
}
