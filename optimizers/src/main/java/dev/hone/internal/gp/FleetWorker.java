package dev.hone.internal.gp;

import dev.hone.math.Parallelism;
import dev.hone.math.gp.DimensionKind;
import dev.hone.math.gp.GpFit;
import dev.hone.math.gp.GpFleetEngine;
import dev.hone.math.gp.GpFleetFit;
import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the suggestions of a cohort of members, as many as its engine has room for: fits,
 * posteriors and acquisition values of all of them are computed together. What a member is
 * suggested does not depend on the others.
 *
 * <p>Source of the steps: those of {@link GpSuggester} for one optimizer. Not safe for use from
 * several threads at once.
 */
final class FleetWorker implements AutoCloseable {
  private final EncodedSpace space;
  private final GpStrategy strategy;
  private final FleetLog log;
  private final GpFleetEngine engine;
  private final GpFit recipe;
  private final GpFleetFit fleetFit;
  private final Slot[] slots;

  private double[] points = {};

  // Arguments of one call of the engine, for the slots listed.
  private final int[] listed;
  private final int[] sizes;
  private final double[] best;
  private final double[][] rows;
  private final double[][] values;
  private final double[][] gradients;
  private double[] thetas;

  /** A place for a member while it is suggested a point. */
  private static final class Slot {
    private final FleetSearch search;
    private final double[] lengthScales;
    private @Nullable FleetMember member;
    private @Nullable CounterRandom random;
    private long fitSeed;
    private boolean isFitted;
    private boolean surprised;
    private double incumbent;
    private double[] perObservation = {};

    Slot(FleetSearch search, int dimension) {
      this.search = search;
      lengthScales = new double[dimension];
    }

    FleetMember member() {
      FleetMember present = member;
      if (present == null) {
        throw new IllegalStateException("the slot is empty");
      }
      return present;
    }
  }

  FleetWorker(
      EncodedSpace space,
      GpStrategy strategy,
      long spreadSeed,
      GpFleetEngine engine,
      FleetLog log) {
    this.space = space;
    this.strategy = strategy;
    this.log = log;
    this.engine = engine;
    recipe = ModelFit.recipe(strategy.model().prior(engine.model()));
    fleetFit = new GpFleetFit(engine, recipe);
    int room = engine.members();
    slots = new Slot[room];
    SpreadPoints spread = new SpreadPoints(space, spreadSeed);
    for (int i = 0; i < room; i++) {
      slots[i] = new Slot(new FleetSearch(space, spread), space.dimension());
    }
    listed = new int[room];
    sizes = new int[room];
    best = new double[room];
    rows = new double[room][];
    values = new double[room][];
    gradients = new double[room][];
    thetas = new double[room * engine.model().hyperparameterCount()];
  }

  /**
   * Proposes a point to every member of a range that has none.
   *
   * @param threads how many may work on this cohort where the engine does not
   */
  void propose(FleetMember[] members, int from, int to, int threads) {
    int count = 0;
    for (int i = from; i < to; i++) {
      FleetMember member = members[i];
      if (member.proposal() != null) {
        continue;
      }
      if (member.told() < strategy.initialTrials()) {
        proposeFromDesign(member);
      } else {
        occupy(count++, member);
      }
    }
    fit(count);
    search(count, threads);
  }

  private void occupy(int slot, FleetMember member) {
    CounterRandom random = CounterRandom.of(member.seed(), member.ended());
    slots[slot].member = member;
    slots[slot].random = random;
    slots[slot].fitSeed = random.nextLong();
    slots[slot].surprised = false;
    int n = member.complete();
    if (points.length < n * space.dimension()) {
      points = new double[(n + n / 2) * space.dimension()];
    }
    member.copyComplete(points);
    double[] targets = strategy.scaling().targets(member.completeValues());
    engine.setData(slot, n, points, targets);
  }

  private void proposeFromDesign(FleetMember member) {
    InitialDesign design = new InitialDesign(space, member.seed());
    design.goTo(member.designPosition());
    double[] point = design.next(candidate -> member.knows(candidate, 0));
    member.setDesignPosition(design.position());
    if (member.knows(point, 0)) {
      log.sayExhausted();
    }
    member.propose(point);
  }

  /**
   * Conditions every slot on its member's data, at hyperparameters fitted again where it is due.
   */
  private void fit(int count) {
    int current = 0;
    for (int i = 0; i < count; i++) {
      FleetMember member = slots[i].member();
      ModelFit model = member.model();
      slots[i].isFitted =
          model != null && !strategy.schedule().isDue(model.observations(), member.told());
      if (model != null && slots[i].isFitted) {
        list(current++, i, model.theta());
      }
    }
    engine.condition(current, listed, thetas);
    checkSurprises(current);
    fitDue(count);
    readIncumbents(count);
  }

  private void list(int at, int slot, double[] theta) {
    listed[at] = slot;
    System.arraycopy(theta, 0, thetas, at * theta.length, theta.length);
  }

  /** Has those fitted again whose newest values their model did not expect. */
  private void checkSurprises(int count) {
    int conditioned = 0;
    for (int i = 0; i < count; i++) {
      Slot slot = slots[listed[i]];
      slot.isFitted = engine.isConditioned(listed[i]);
      if (slot.isFitted) {
        listed[conditioned] = listed[i];
        rows[conditioned++] = perObservation(listed[i]);
      }
    }
    engine.innovations(conditioned, listed, rows);
    for (int i = 0; i < conditioned; i++) {
      Slot slot = slots[listed[i]];
      FleetMember member = slot.member();
      ModelFit model = member.model();
      int n = engine.size(listed[i]);
      int fresh = model == null ? n : member.told() - model.observations();
      slot.surprised =
          strategy.schedule().isSurprised(slot.perObservation, Math.max(0, n - fresh), n);
      slot.isFitted = !slot.surprised;
    }
  }

  private void fitDue(int count) {
    int due = 0;
    List<List<double[]>> starts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (!slots[i].isFitted) {
        FleetMember member = slots[i].member();
        boolean search = slots[i].surprised || ModelFit.isSearch(member.model(), member.told());
        starts.add(ModelFit.starts(recipe, member.model(), search, slots[i].fitSeed));
        listed[due] = i;
        rows[due++] = new double[engine.model().hyperparameterCount()];
      }
    }
    boolean[] fitted = fleetFit.fit(due, listed, starts, rows);
    for (int i = 0; i < due; i++) {
      Slot slot = slots[listed[i]];
      FleetMember member = slot.member();
      slot.isFitted = fitted[i];
      boolean search = slot.surprised || ModelFit.isSearch(member.model(), member.told());
      member.setModel(
          fitted[i] ? ModelFit.of(member.model(), search, member.told(), rows[i]) : null);
    }
  }

  /** The value to improve on is the model's belief at the best evaluated point, as ever. */
  private void readIncumbents(int count) {
    int fitted = 0;
    for (int i = 0; i < count; i++) {
      if (slots[i].isFitted) {
        listed[fitted] = i;
        rows[fitted++] = perObservation(i);
      }
    }
    engine.fittedMeans(fitted, listed, rows);
    for (int i = 0; i < fitted; i++) {
      double lowest = Double.POSITIVE_INFINITY;
      for (int j = 0; j < engine.size(listed[i]); j++) {
        lowest = Math.min(lowest, rows[i][j]);
      }
      slots[listed[i]].incumbent = lowest;
    }
  }

  private double[] perObservation(int slot) {
    int n = engine.size(slot);
    if (slots[slot].perObservation.length < n) {
      slots[slot].perObservation = new double[n + n / 2];
    }
    return slots[slot].perObservation;
  }

  /**
   * Searches for the best new point of every slot that has a model; the others go by the design.
   */
  private void search(int count, int threads) {
    Parallelism.forEach(count, threads, (i, worker) -> begin(slots[i]));
    while (evaluate(count, false) + evaluate(count, true) > 0) {
      Parallelism.forEach(
          count,
          threads,
          (i, worker) -> {
            if (!slots[i].search.isDone()) {
              slots[i].search.advance();
            }
          });
    }
    for (int i = 0; i < count; i++) {
      FleetMember member = slots[i].member();
      double[] point = slots[i].isFitted ? slots[i].search.best() : null;
      if (point == null) {
        proposeFromDesign(member);
      } else {
        member.propose(point);
      }
      slots[i].member = null;
      slots[i].random = null;
    }
  }

  private void begin(Slot slot) {
    FleetMember member = slot.member();
    ModelFit model = member.model();
    CounterRandom random = slot.random;
    if (!slot.isFitted || model == null || random == null) {
      log.sayNoModel();
      return;
    }
    for (int k = 0; k < slot.lengthScales.length; k++) {
      boolean numeric = engine.model().dimensions().get(k) == DimensionKind.NUMERIC;
      slot.lengthScales[k] =
          numeric ? SpecialFunctions.exp(model.theta()[engine.model().lengthScaleIndex(0) + k]) : 1;
    }
    slot.search.begin(member, slot.lengthScales, random);
  }

  /** Evaluates what the searches wait for, with or without gradients; returns how many do. */
  private int evaluate(int count, boolean withGradients) {
    int waiting = 0;
    for (int i = 0; i < count; i++) {
      FleetSearch search = slots[i].search;
      if (!search.isDone() && search.wantsGradients() == withGradients) {
        listed[waiting] = i;
        sizes[waiting] = search.size();
        best[waiting] = slots[i].incumbent;
        rows[waiting] = search.points();
        values[waiting] = search.values();
        gradients[waiting] = search.gradients();
        waiting++;
      }
    }
    engine.logExpectedImprovement(
        waiting, listed, sizes, rows, best, values, withGradients ? gradients : null);
    return waiting;
  }

  @Override
  public void close() {
    engine.close();
  }
}
