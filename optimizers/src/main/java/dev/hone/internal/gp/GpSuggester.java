package dev.hone.internal.gp;

import dev.hone.SearchSpace;
import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.linalg.NumericalException;
import dev.hone.math.random.CounterRandom;
import dev.hone.spi.Deadline;
import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a suggestion comes from: the initial design, the model, or, where the model cannot
 * help, the design again.
 *
 * <p>A suggestion depends on the seed, the trial's number and the history alone, plus the last
 * hyperparameters, which depend on the asks before, unless there is a deadline: then also on time.
 * Not safe for use from several threads at once.
 */
public final class GpSuggester implements AutoCloseable {
  private final GpStrategy strategy;
  private final long seed;
  private final InitialDesign design;
  private final Surrogate surrogate;
  private final ModelUpdate update;
  private final @Nullable Companions companions;
  private final AcquisitionMaximizer maximizer;
  private boolean saidNoModel;
  private boolean saidExhausted;

  /** Prepares suggestions on a space; see the builder of {@link dev.hone.GpOptimizer}. */
  public GpSuggester(
      SearchSpace space,
      long seed,
      Backend backend,
      GpStrategy strategy,
      int objectives,
      int constraints) {
    EncodedSpace encoded = new EncodedSpace(space);
    GpModel model = strategy.model().model(encoded.kinds());
    Supplier<GpEngine> engines = () -> Engines.gp(backend, model);
    this.strategy = strategy;
    this.seed = seed;
    design = new InitialDesign(encoded, seed);
    surrogate = new Surrogate(engines, Quantity.objective(0, strategy.scaling()), strategy);
    update = new ModelUpdate(surrogate);
    if (strategy.acquisition().isPlain(objectives, constraints)) {
      companions = null;
    } else {
      companions = new Companions(surrogate, engines, strategy, objectives, constraints);
      surrogate.accompanyBy(companions);
    }
    maximizer = new AcquisitionMaximizer(encoded);
  }

  /** Returns the canonical point to try next; see the class description for the cost. */
  public double[] suggest(History history, long trialNumber, Deadline deadline) {
    int begun = history.size() + history.pending().size();
    if (begun < strategy.initialTrials() || history.size() == 0) {
      return design.next(history);
    }
    CounterRandom random = CounterRandom.of(seed, trialNumber);
    double[] best;
    try {
      if (!update.bringUpToDate(history, random.nextLong(), deadline)
          || (companions != null
              && !companions.bringUpToDate(history, random.nextLong(), deadline))) {
        return design.next(history);
      }
      best = maximizer.maximize(surrogate, history, random, deadline);
    } catch (NumericalException e) {
      sayNoModel(e);
      return design.next(history);
    }
    if (best != null) {
      return best;
    }
    double[] fallback = design.next(history);
    if (history.contains(fallback)) {
      sayExhausted();
    }
    return fallback;
  }

  /** Adds what was told to the model there is, so that the next suggestion need not: O(n²). */
  public void told(History history) {
    update.follow(history);
    if (companions != null) {
      companions.follow(history);
    }
  }

  /** Writes what a suggestion depends on beside the history. */
  public void save(DataOutput out) throws IOException {
    design.save(out);
    surrogate.save(out);
    if (companions != null) {
      companions.save(out);
    }
  }

  /** Reads what {@link #save} wrote, with the history it was written with. */
  public void load(History history, DataInput in) throws IOException {
    design.load(in);
    try {
      surrogate.load(history, in);
      if (companions != null) {
        companions.load(history, in);
      }
    } catch (NumericalException | IllegalArgumentException e) {
      throw new IOException("a model that cannot be", e);
    }
  }

  private void sayNoModel(NumericalException cause) {
    if (!saidNoModel) {
      saidNoModel = true;
      logger().log(Level.WARNING, "no model could be fitted; suggesting from the design", cause);
    }
  }

  private void sayExhausted() {
    if (!saidExhausted) {
      saidExhausted = true;
      logger()
          .log(Level.WARNING, "every point of the space has been tried; suggesting points again");
    }
  }

  /** Asked for when there is something to say: a logger takes ten milliseconds to set up. */
  private static Logger logger() {
    return System.getLogger("dev.hone");
  }

  @Override
  public void close() {
    if (companions != null) {
      companions.close();
    }
    update.close();
    surrogate.close();
  }
}
