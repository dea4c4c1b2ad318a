package dev.hone.internal.tpe;

import dev.hone.SearchSpace;
import dev.hone.math.Backend;
import dev.hone.math.random.CounterRandom;
import dev.hone.spi.Deadline;
import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.System.Logger.Level;

/**
 * Decides where a suggestion comes from: the startup design, the estimates, or, where these know
 * nothing new, chance.
 *
 * <p>A suggestion depends on the seed, the trial's number, the history, and the slots that its
 * trials have in the estimates, which depend on the calls before. Not safe for use from several
 * threads at once.
 */
public final class TpeSuggester {
  /** How often candidates are drawn anew because all were tried before. */
  private static final int ROUNDS = 20;

  /** Completions of candidates looked at in a round. */
  private static final int PATIENCE = 200;

  private final SearchSpace space;
  private final TpeStrategy strategy;
  private final long seed;
  private final StartupDesign design;
  private final TrialEstimates estimates;
  private boolean saidExhausted;

  /** Prepares suggestions on a space; see the builder of {@link dev.hone.TpeOptimizer}. */
  public TpeSuggester(
      SearchSpace space, int objectives, long seed, Backend backend, TpeStrategy strategy) {
    this.space = space;
    this.strategy = strategy;
    this.seed = seed;
    design = new StartupDesign(space, seed);
    estimates = new TrialEstimates(space, objectives, strategy, backend);
  }

  /** Returns the canonical point to try next. */
  public double[] suggest(History history, long trialNumber) {
    Deadline.checkInterrupt();
    int begun = history.size() + history.pending().size();
    if (begun < strategy.startupTrials() || history.size() == 0) {
      return design.next(history, trialNumber);
    }
    estimates.follow(history);
    estimates.prepare(history);
    CounterRandom random = CounterRandom.of(seed, trialNumber);
    double[] point = new double[space.dimension()];
    for (int round = 0; round < ROUNDS; round++) {
      Search search = new Search(history, random, point);
      if (search.completes(0)) {
        return search.canonical;
      }
    }
    double[] chance = design.random(history, random);
    if (history.contains(chance)) {
      sayExhausted();
    }
    return chance;
  }

  /** Takes in what was told, so that the next suggestion need not. */
  public void told(History history) {
    estimates.follow(history);
  }

  /** Writes what a suggestion depends on beside the history. */
  public void save(History history, DataOutput out) throws IOException {
    estimates.save(history, out);
  }

  /** Reads what {@link #save} wrote, with the history it was written with. */
  public void load(History history, DataInput in) throws IOException {
    estimates.load(history, in);
  }

  private void sayExhausted() {
    if (!saidExhausted) {
      saidExhausted = true;
      System.getLogger("dev.hone")
          .log(Level.WARNING, "nothing new was found to try; suggesting points again");
    }
  }

  /**
   * Puts a point together, group by group: parents first, since what they are decides which groups
   * follow. The best candidates come first; the next ones follow if all that begins with them was
   * tried before.
   */
  private final class Search {
    private final History history;
    private final CounterRandom random;
    private final double[] point;
    private double[] canonical = {};
    private int looks;

    Search(History history, CounterRandom random, double[] point) {
      this.history = history;
      this.random = random;
      this.point = point;
    }

    boolean completes(int g) {
      if (g == estimates.groups()) {
        looks++;
        canonical = point.clone();
        space.canonicalize(canonical, 0);
        return !history.contains(canonical);
      }
      GroupModel model = estimates.group(g);
      if (!model.isActive(point)) {
        return completes(g + 1);
      }
      model.drawCandidates(random);
      for (int rank = 0; rank < model.candidates() && looks < PATIENCE; rank++) {
        model.writeCandidate(rank, point);
        if (completes(g + 1)) {
          return true;
        }
      }
      return false;
    }
  }
}
