package dev.hone.internal.gp;

import dev.hone.math.random.CounterRandom;
import dev.hone.spi.Deadline;
import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans suggestions with a model that is up to date: one after the other by what each adds to those
 * before it, or many drawn at once; in the whole space or in trust regions.
 */
final class SuggestionPlanner {
  /** More suggestions are drawn in parts, which bounds memory. */
  private static final int DRAWN_AT_ONCE = 1 << 14;

  private final Region whole;
  private final Surrogate surrogate;
  private final InitialDesign design;
  private final BatchPlan batches;
  private final long seed;
  private final AcquisitionMaximizer[] maximizers;
  private final ThompsonBatch thompson;
  private final SeparableStep separable;
  private final @Nullable TrustRegions regions;

  SuggestionPlanner(
      EncodedSpace space,
      Surrogate surrogate,
      InitialDesign design,
      GpStrategy strategy,
      long seed) {
    this.whole = Region.whole(space.dimension());
    this.surrogate = surrogate;
    this.design = design;
    this.batches = strategy.batches();
    this.seed = seed;
    SpreadPoints spread = new SpreadPoints(space, seed);
    // Each with candidates of its own, which follow the model as long as its region stays.
    maximizers = new AcquisitionMaximizer[Math.max(1, batches.trustRegions())];
    for (int i = 0; i < maximizers.length; i++) {
      maximizers[i] = new AcquisitionMaximizer(space, spread, seed + i);
    }
    thompson = new ThompsonBatch(space, spread);
    separable = new SeparableStep(space);
    regions =
        batches.trustRegions() == 0
            ? null
            : new TrustRegions(space, batches.trustRegions(), strategy.initialTrials());
  }

  /**
   * Adds suggestions until there are n, or nothing new is found. What it throws leaves the state as
   * it was.
   *
   * @param points suggestions of the same batch so far
   * @param random the stream of the first suggestion to come
   * @param deadline until when; suggestions are then made one after the other
   */
  void plan(
      List<double[]> points,
      int n,
      History history,
      Novelty novelty,
      long firstTrialNumber,
      CounterRandom random,
      Deadline deadline) {
    TrustRegions trust = regions;
    if (trust != null) {
      trust.follow(history);
      addDesigns(trust, points, n, novelty);
    }
    int wanted = n - points.size();
    // What is drawn knows the first objective only.
    boolean drawable = !deadline.isLimited() && !surrogate.isAccompanied();
    if (wanted > 0 && batches.isDrawn(wanted) && drawable) {
      draw(points, wanted, history, novelty, random);
    } else {
      addGreedily(points, n, history, novelty, firstTrialNumber, random, deadline);
    }
    if (trust != null) {
      trust.commit();
    }
  }

  private void addGreedily(
      List<double[]> points,
      int n,
      History history,
      Novelty novelty,
      long firstTrialNumber,
      CounterRandom random,
      Deadline deadline) {
    CounterRandom next = random;
    while (points.size() < n) {
      double[] point = separable(history, novelty, firstTrialNumber + points.size(), deadline);
      if (point == null) {
        point = best(history, novelty, next, deadline);
      }
      if (point == null) {
        return;
      }
      points.add(point);
      if (points.size() < n) {
        novelty.plan(point);
        surrogate.plan(point);
        next = CounterRandom.of(seed, firstTrialNumber + points.size());
        // What the fits of a single ask would have drawn.
        next.nextLong();
        if (surrogate.isAccompanied()) {
          next.nextLong();
        }
      }
    }
  }

  /** A point that the search for improvement would not find, if it is time for one. */
  private double @Nullable [] separable(
      History history, Novelty novelty, long trialNumber, Deadline deadline) {
    boolean asked = regions == null && !surrogate.isAccompanied() && !deadline.isLimited();
    return asked ? separable.suggest(history, novelty, trialNumber) : null;
  }

  /** Spreads the first points of regions that have started over. */
  private void addDesigns(TrustRegions trust, List<double[]> points, int n, Novelty novelty) {
    for (int i = 0; i < trust.count(); i++) {
      while (points.size() < n && trust.wantsDesign(i)) {
        double[] point = design.next(novelty);
        if (novelty.isTaken(point)) {
          return;
        }
        novelty.plan(point);
        surrogate.plan(point);
        trust.suggested(i, point, true);
        points.add(point);
      }
    }
  }

  private void draw(
      List<double[]> points, int wanted, History history, Novelty novelty, CounterRandom random) {
    TrustRegions trust = regions;
    List<Region> places = new ArrayList<>();
    List<Integer> placed = new ArrayList<>();
    if (trust == null) {
      places.add(whole);
    } else {
      for (int i = 0; i < trust.count(); i++) {
        if (trust.get(i).size() > 0) {
          places.add(trust.place(i, surrogate, history));
          placed.add(i);
        }
      }
    }
    if (places.isEmpty()) {
      return;
    }
    int left = wanted;
    while (left > 0) {
      int part = Math.min(left, DRAWN_AT_ONCE);
      List<ThompsonBatch.Pick> picks = thompson.plan(surrogate, places, novelty, part, random);
      for (ThompsonBatch.Pick pick : picks) {
        points.add(pick.point());
        if (trust != null) {
          trust.suggested(placed.get(pick.region()), pick.point(), false);
        }
      }
      if (picks.size() < part) {
        return;
      }
      left -= part;
    }
  }

  /** The best new point of the space, or of all regions. */
  private double @Nullable [] best(
      History history, Novelty novelty, CounterRandom random, Deadline deadline) {
    TrustRegions trust = regions;
    if (trust == null) {
      Scored best = maximizers[0].maximize(surrogate, history, novelty, whole, random, deadline);
      return best == null ? null : best.point();
    }
    Scored best = null;
    int owner = -1;
    for (int i = 0; i < trust.count(); i++) {
      if (trust.get(i).size() == 0 || (best != null && deadline.hasPassed())) {
        continue;
      }
      Region place = trust.place(i, surrogate, history);
      surrogate.improveOn(trust.get(i).members());
      Scored found = maximizers[i].maximize(surrogate, history, novelty, place, random, deadline);
      if (found != null && (best == null || found.value() > best.value())) {
        best = found;
        owner = i;
      }
    }
    if (best == null) {
      return null;
    }
    trust.suggested(owner, best.point(), false);
    return best.point();
  }

  /** Forgets the suggestions of a plan that was not finished. */
  void rollBack() {
    if (regions != null) {
      regions.rollBack();
    }
  }

  void save(DataOutput out) throws IOException {
    if (regions != null) {
      regions.save(out);
    }
  }

  void load(History history, DataInput in) throws IOException {
    if (regions != null) {
      regions.load(history, in);
    }
  }
}
