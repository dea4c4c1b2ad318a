package dev.hone.internal.cma;

import dev.hone.Configuration;
import dev.hone.SearchSpace;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Asks and tells in any order of a hybrid search, some of whose parts know their next point only
 * when they have been told the last. Whoever asks meanwhile gets points of a plain CMA-ES with
 * restarts that goes on beside it, and of which the search learns what was best.
 */
public final class HybridSuggester implements CmaSearch {
  /** A point that so many later ones have overtaken counts as lost: nothing waits for ever. */
  private static final int PATIENCE = 50;

  private final SearchSpace space;
  private final HybridSetup setup;
  private final CmaSuggester search;
  private final Set<Long> askedBeside = new TreeSet<>();
  private @Nullable CmaSuggester beside;
  private int overtaken;

  /** Starts the search. */
  public HybridSuggester(SearchSpace space, HybridSetup setup) {
    this.space = space;
    this.setup = setup;
    search = new CmaSuggester(space, setup);
  }

  private HybridSuggester(SearchSpace space, HybridSetup setup, DataInput in) throws IOException {
    this.space = space;
    this.setup = setup;
    search = new CmaSuggester(space, setup, in);
    overtaken = in.readInt();
    beside = in.readBoolean() ? new CmaSuggester(space, setup.beside(), in) : null;
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      askedBeside.add(in.readLong());
    }
  }

  /**
   * Goes on where {@link #save} was called.
   *
   * @throws IllegalArgumentException if what was written does not make sense
   */
  public static HybridSuggester load(SearchSpace space, HybridSetup setup, DataInput in)
      throws IOException {
    return new HybridSuggester(space, setup, in);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    search.save(out);
    out.writeInt(overtaken);
    out.writeBoolean(beside != null);
    if (beside != null) {
      beside.save(out);
    }
    out.writeInt(askedBeside.size());
    for (long number : askedBeside) {
      out.writeLong(number);
    }
  }

  @Override
  public double[] suggest(long trialNumber) {
    if (search.canSuggest()) {
      overtaken = 0;
      return search.suggest(trialNumber);
    }
    askedBeside.add(trialNumber);
    CmaSuggester other = beside;
    if (other == null) {
      other = new CmaSuggester(space, setup.beside());
      beside = other;
    }
    return other.suggest(trialNumber);
  }

  @Override
  public void told(long trialNumber, Configuration where, double value, double[] constraints) {
    if (beside != null && askedBeside.remove(trialNumber)) {
      beside.told(trialNumber, where, value, constraints);
      search.observe(where, value);
      overtake();
    } else {
      search.told(trialNumber, where, value, constraints);
    }
  }

  @Override
  public void failed(long trialNumber) {
    if (beside != null && askedBeside.remove(trialNumber)) {
      beside.failed(trialNumber);
      overtake();
    } else {
      search.failed(trialNumber);
    }
  }

  private void overtake() {
    if (++overtaken >= PATIENCE) {
      overtaken = 0;
      search.giveUp();
    }
  }

  @Override
  public void close() {
    search.close();
    if (beside != null) {
      beside.close();
    }
  }
}
