package dev.hone.internal.gp;

import dev.hone.math.acquisition.Acquisition;
import dev.hone.math.acquisition.Belief;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpPosterior;
import dev.hone.math.linalg.NumericalException;
import dev.hone.spi.Deadline;
import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The models beside that of the first objective, of further objectives, constraints and the cost,
 * and what a suggestion maximises with all of them.
 *
 * <p>All know the same points in the same order.
 */
final class Companions implements AutoCloseable {

  /** A model and what keeps it up to date. */
  private record Companion(Quantity quantity, Surrogate surrogate, ModelUpdate update) {}

  private final Surrogate first;
  private final Acquisition acquisition;
  private final List<Double> reference;
  private final List<Companion> companions = new ArrayList<>();
  private boolean costKnown;
  private long seed;
  private int planned;
  private Acquisition.@Nullable Scorer scorer;

  Companions(
      Surrogate first,
      Supplier<GpEngine> engines,
      GpStrategy strategy,
      int objectives,
      int constraints) {
    this.first = first;
    this.acquisition = strategy.acquisition().acquisition(objectives);
    this.reference = strategy.acquisition().reference();
    List<Quantity> quantities = new ArrayList<>();
    for (int j = 1; j < objectives; j++) {
      quantities.add(Quantity.objective(j, strategy.scaling()));
    }
    for (int c = 0; c < constraints; c++) {
      quantities.add(Quantity.constraint(c));
    }
    if (strategy.acquisition().perUnitCost()) {
      quantities.add(Quantity.logCost());
    }
    for (Quantity quantity : quantities) {
      Surrogate surrogate = new Surrogate(engines, quantity, strategy, null);
      surrogate.keepEveryPoint();
      companions.add(new Companion(quantity, surrogate, new ModelUpdate(surrogate)));
    }
    if (!companions.isEmpty()) {
      first.keepEveryPoint();
    }
  }

  /**
   * Makes all models those of all complete and pending trials.
   *
   * @param seed of this suggestion
   * @return whether all have a model; without a deadline they have
   * @throws NumericalException if one could not be fitted
   */
  boolean bringUpToDate(History history, long seed, Deadline deadline) {
    this.seed = seed;
    planned = 0;
    reset();
    costKnown = true;
    for (Companion companion : companions) {
      if (companion.quantity().kind() == Quantity.Kind.LOG_COST) {
        costKnown = companion.quantity().isKnown(history);
        if (!costKnown) {
          continue;
        }
      }
      if (!companion.update().bringUpToDate(history, seed, deadline)
          || companion.surrogate().size() != first.size()) {
        return false;
      }
    }
    return true;
  }

  /** Whether a fit goes on in the background. */
  boolean isFitting() {
    for (Companion companion : companions) {
      if (companion.update().isFitting()) {
        return true;
      }
    }
    return false;
  }

  /** Adds what was told to the models there are. */
  void told(History history) {
    reset();
    for (Companion companion : companions) {
      companion.update().told(history);
    }
  }

  /** Takes a point as pending in all models. */
  void plan(double[] point) {
    planned++;
    reset();
    for (Companion companion : companions) {
      if (isInUse(companion)) {
        companion.surrogate().plan(point);
      }
    }
  }

  private boolean isInUse(Companion companion) {
    return costKnown || companion.quantity().kind() != Quantity.Kind.LOG_COST;
  }

  /** Forgets what was prepared: a model has changed. */
  void reset() {
    if (scorer != null) {
      scorer.close();
      scorer = null;
    }
  }

  /** What is to be maximised, at m points, and its gradient if wanted. */
  void score(int m, double[] points, double[] value, double @Nullable [] gradient) {
    Acquisition.Scorer prepared = scorer;
    if (prepared == null) {
      prepared = acquisition.prepare(belief());
      scorer = prepared;
    }
    prepared.score(m, points, value, gradient);
  }

  private Belief belief() {
    List<GpPosterior> objectives = new ArrayList<>();
    List<GpPosterior> constraints = new ArrayList<>();
    List<Double> targets = new ArrayList<>();
    objectives.add(first.posterior());
    if (!reference.isEmpty()) {
      targets.add(first.target(reference.getFirst()));
    }
    Companion cost = null;
    for (Companion companion : companions) {
      switch (companion.quantity().kind()) {
        case OBJECTIVE -> {
          objectives.add(companion.surrogate().posterior());
          if (!reference.isEmpty()) {
            double value = reference.get(companion.quantity().index());
            targets.add(companion.surrogate().target(value));
          }
        }
        case CONSTRAINT -> constraints.add(companion.surrogate().posterior());
        case LOG_COST -> cost = isInUse(companion) ? companion : null;
      }
    }
    Belief belief = Belief.of(objectives).withConstraints(constraints).withSeed(seed + planned);
    if (!targets.isEmpty()) {
      belief = belief.withReference(targets.stream().mapToDouble(t -> t).toArray());
    }
    if (cost != null) {
      belief = belief.withLogCost(cost.surrogate().posterior(), cost.surrogate().unit());
    }
    return belief;
  }

  void save(DataOutput out) throws IOException {
    for (Companion companion : companions) {
      companion.surrogate().save(out);
    }
  }

  void load(History history, DataInput in) throws IOException {
    reset();
    for (Companion companion : companions) {
      companion.update().abandon();
      companion.surrogate().load(history, in);
    }
  }

  @Override
  public void close() {
    reset();
    for (Companion companion : companions) {
      companion.update().close();
      companion.surrogate().close();
    }
  }
}
