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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final EncodedSpace space;
  private final InitialDesign design;
  private final Surrogate surrogate;
  private final ModelUpdate update;
  private final @Nullable Companions companions;
  private final SuggestionPlanner planner;
  private @Nullable Novelty novelty;
  private final int objectives;
  private final int constraints;
  private final SearchSpace searchSpace;
  private final Backend backend;

  /** What has been said, also by twins. */
  private final AtomicBoolean saidNoModel;

  private final AtomicBoolean saidExhausted;

  /** Prepares suggestions on a space; see the builder of {@link dev.hone.GpOptimizer}. */
  public GpSuggester(
      SearchSpace space,
      long seed,
      Backend backend,
      GpStrategy strategy,
      int objectives,
      int constraints) {
    this(
        space,
        seed,
        backend,
        strategy,
        objectives,
        constraints,
        new AtomicBoolean(),
        new AtomicBoolean());
  }

  private GpSuggester(
      SearchSpace space,
      long seed,
      Backend backend,
      GpStrategy strategy,
      int objectives,
      int constraints,
      AtomicBoolean saidNoModel,
      AtomicBoolean saidExhausted) {
    this.searchSpace = space;
    this.backend = backend;
    this.saidNoModel = saidNoModel;
    this.saidExhausted = saidExhausted;
    this.objectives = objectives;
    this.constraints = constraints;
    this.space = new EncodedSpace(space);
    GpModel model = strategy.model().model(this.space.kinds());
    Supplier<GpEngine> engines = new EngineSource(backend, model);
    this.strategy = strategy;
    this.seed = seed;
    design = new InitialDesign(this.space, seed);
    boolean plain = strategy.acquisition().isPlain(objectives, constraints);
    JointImprovement joint =
        plain && strategy.batches().isJoint() ? new JointImprovement(seed) : null;
    surrogate = new Surrogate(engines, Quantity.objective(0, strategy.scaling()), strategy, joint);
    update = new ModelUpdate(surrogate);
    if (plain) {
      companions = null;
    } else {
      companions = new Companions(surrogate, engines, strategy, objectives, constraints);
      surrogate.accompanyBy(companions);
    }
    planner = new SuggestionPlanner(this.space, surrogate, design, strategy, seed);
  }

  /** Makes engines; no lambda, as it may be the first of its JVM, which takes milliseconds. */
  private record EngineSource(Backend backend, GpModel model) implements Supplier<GpEngine> {
    @Override
    public GpEngine get() {
      return Engines.gp(backend, model);
    }
  }

  /** Another suggester with the same options, to be {@linkplain #load loaded}. */
  GpSuggester twin() {
    return new GpSuggester(
        searchSpace, seed, backend, strategy, objectives, constraints, saidNoModel, saidExhausted);
  }

  /** Whether {@link #save} says all: not while a fit goes on in the background. */
  boolean canBeCopied() {
    return !update.isFitting() && (companions == null || !companions.isFitting());
  }

  /** Returns the canonical point to try next; see the class description for the cost. */
  public double[] suggest(History history, long trialNumber, Deadline deadline) {
    return suggest(history, trialNumber, 1, deadline).getFirst();
  }

  /**
   * Returns n canonical points to try side by side, planned with one fit of the model at most. What
   * it throws leaves the suggestions to come as they would have been.
   */
  public List<double[]> suggest(History history, long firstTrialNumber, int n, Deadline deadline) {
    long position = design.position();
    try {
      return plan(history, firstTrialNumber, n, deadline);
    } catch (RuntimeException | Error e) {
      design.goTo(position);
      planner.rollBack();
      throw e;
    }
  }

  private List<double[]> plan(History history, long firstTrialNumber, int n, Deadline deadline) {
    Novelty novelty = novelty(history);
    List<double[]> points = new ArrayList<>();
    int begun = history.size() + history.pending().size();
    int designed = history.size() == 0 ? n : Math.min(n, strategy.initialTrials() - begun);
    for (int i = 0; i < designed; i++) {
      points.add(fromDesign(novelty));
    }
    if (points.size() < n) {
      CounterRandom random = CounterRandom.of(seed, firstTrialNumber + points.size());
      if (hasModel(history, random, deadline)) {
        for (double[] point : points) {
          surrogate.plan(point);
        }
        try {
          planner.plan(points, n, history, novelty, firstTrialNumber, random, deadline);
        } catch (NumericalException e) {
          planner.rollBack();
          sayNoModel(e);
        }
      }
    }
    while (points.size() < n) {
      points.add(fromDesign(novelty));
    }
    return points;
  }

  private Novelty novelty(History history) {
    Novelty begun = novelty;
    if (begun == null) {
      begun = new Novelty(space, history);
      novelty = begun;
    } else {
      begun.begin(history);
    }
    return begun;
  }

  private boolean hasModel(History history, CounterRandom random, Deadline deadline) {
    try {
      return update.bringUpToDate(history, random.nextLong(), deadline)
          && (companions == null || companions.bringUpToDate(history, random.nextLong(), deadline));
    } catch (NumericalException e) {
      sayNoModel(e);
      return false;
    }
  }

  private double[] fromDesign(Novelty novelty) {
    double[] point = design.next(novelty);
    if (novelty.isTaken(point)) {
      sayExhausted();
    }
    novelty.plan(point);
    return point;
  }

  /** Adds what was told to the model there is, so that the next suggestion need not: O(n²). */
  public void told(History history) {
    update.told(history);
    if (companions != null) {
      companions.told(history);
    }
  }

  /** Writes what a suggestion depends on beside the history. */
  public void save(DataOutput out) throws IOException {
    design.save(out);
    surrogate.save(out);
    if (companions != null) {
      companions.save(out);
    }
    planner.save(out);
  }

  /** Reads what {@link #save} wrote, with the history it was written with; forgets all else. */
  public void load(History history, DataInput in) throws IOException {
    update.abandon();
    design.load(in);
    try {
      surrogate.load(history, in);
      if (companions != null) {
        companions.load(history, in);
      }
      planner.load(history, in);
    } catch (NumericalException | IllegalArgumentException e) {
      throw new IOException("a model that cannot be", e);
    }
  }

  private void sayNoModel(NumericalException cause) {
    if (saidNoModel.compareAndSet(false, true)) {
      logger().log(Level.WARNING, "no model could be fitted; suggesting from the design", cause);
    }
  }

  private void sayExhausted() {
    if (saidExhausted.compareAndSet(false, true)) {
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
