package dev.hone;

import dev.hone.internal.cma.CmaSuggester;
import dev.hone.internal.cma.HybridSetup;
import dev.hone.internal.cma.HybridStrategy;
import dev.hone.internal.cma.HybridSuggester;
import dev.hone.math.cma.HybridSearch;
import dev.hone.spi.Snapshot;
import java.io.DataInput;
import java.io.IOException;
import java.util.Objects;
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
public final class HybridCmaEsOptimizer extends CmaOptimizer {

  private HybridCmaEsOptimizer(Builder builder, @Nullable Snapshot snapshot) {
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
   */
  public static HybridCmaEsOptimizer restore(byte[] snapshot, SearchSpace space) {
    return new Builder(space).restoreAsSaved(snapshot);
  }

  /** The options of a {@link HybridCmaEsOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends CmaOptimizer.Builder<Builder, HybridCmaEsOptimizer> {
    private long budget = Long.MAX_VALUE;
    private Consumer<? super HybridSearch.Run> listener = run -> {};

    private Builder(SearchSpace space) {
      super(space, HybridCmaEsOptimizer.class, 1);
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

    /** Sets who is told of each run that has ended, under the lock of the optimizer. */
    public Builder onRun(Consumer<? super HybridSearch.Run> runListener) {
      listener = Objects.requireNonNull(runListener, "runListener");
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
      return new HybridCmaEsOptimizer(this, /* snapshot= */ null);
    }

    @Override
    HybridCmaEsOptimizer resume(Snapshot snapshot) {
      return new HybridCmaEsOptimizer(this, snapshot);
    }

    @Override
    Builder another() {
      return new Builder(space());
    }

    @Override
    void check() {
      CmaSuggester.checkContinuous(space(), "a hybrid search");
    }

    @Override
    HybridStrategy options() {
      return new HybridStrategy(budget, model(), tolerances(), executor() != null);
    }

    @Override
    void loadOptions(DataInput in) throws IOException {
      HybridStrategy saved = HybridStrategy.load(in);
      budget = saved.budget();
      common(saved.model(), saved.tolerances(), saved.inBackground());
    }

    @Override
    HybridSuggester begin() {
      return new HybridSuggester(space(), setup());
    }

    @Override
    HybridSuggester load(DataInput in) throws IOException {
      return HybridSuggester.load(space(), setup(), in);
    }

    private HybridSetup setup() {
      return new HybridSetup(options(), backend(), executor(), listener, seed());
    }
  }
}
