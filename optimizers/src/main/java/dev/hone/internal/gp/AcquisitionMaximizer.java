package dev.hone.internal.gp;

import dev.hone.math.minimize.Lbfgsb;
import dev.hone.math.minimize.LbfgsbRun;
import dev.hone.math.random.CounterRandom;
import dev.hone.spi.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the point with the largest Log Expected Improvement among those neither evaluated nor
 * pending.
 *
 * <p>Candidates are scored in one batch. The best of them are improved: along relaxed dimensions by
 * L-BFGS-B with analytic gradients, all runs evaluated together; along discrete ones by moving to
 * the best neighbour as long as there is a better one. Mixed spaces alternate the two.
 */
final class AcquisitionMaximizer {
  private static final int GRADIENT_STARTS = 10;
  private static final int CLIMB_STARTS = 3;
  private static final int CLIMB_STEPS = 8;
  private static final int ALTERNATIONS = 3;

  private final EncodedSpace space;
  private final Candidates candidates;
  private final PointBuffer buffer;
  private final Lbfgsb minimizer =
      Lbfgsb.defaults().withMaxIterations(50).withProjectedGradientTolerance(1e-4);
  private double[] values = new double[0];
  private double[] gradients = new double[0];

  AcquisitionMaximizer(EncodedSpace space) {
    this.space = space;
    this.candidates = new Candidates(space);
    this.buffer = new PointBuffer(space.dimension());
  }

  /** A point and its acquisition value; equal only to itself or to one of the very same array. */
  @SuppressWarnings("ArrayRecordComponent") // Identity is what "nothing was improved" asks for.
  private record Scored(double[] point, double value) {}

  /** Returns the best new point found, or null if none was found that is new. */
  double @Nullable [] maximize(Surrogate surrogate, History history, CounterRandom random) {
    Novelty novelty = new Novelty(history);
    candidates.fill(buffer, history, novelty, random);
    if (buffer.size() == 0) {
      return null;
    }
    score(surrogate);
    int starts = space.hasRelaxed() ? GRADIENT_STARTS : CLIMB_STARTS;
    List<Scored> best = new ArrayList<>();
    for (int i : Candidates.largestFirst(values, buffer.size(), starts)) {
      best.add(new Scored(buffer.get(i), values[i]));
    }
    Scored winner = best.getFirst();
    for (int round = 0; round < ALTERNATIONS; round++) {
      if (space.hasRelaxed()) {
        best = ascend(best, surrogate, novelty);
      }
      List<Scored> climbed = climb(best, surrogate, novelty);
      Scored top = highest(climbed);
      if (top.value() > winner.value()) {
        winner = top;
      }
      if (!space.hasRelaxed() || !space.hasDiscrete() || climbed.equals(best)) {
        break;
      }
      best = climbed;
    }
    return winner.point();
  }

  /** Improves every start along the relaxed dimensions; a start that cannot be improved stays. */
  private List<Scored> ascend(List<Scored> starts, Surrogate surrogate, Novelty novelty) {
    int d = space.dimension();
    List<LbfgsbRun> runs = new ArrayList<>();
    for (Scored start : starts) {
      runs.add(startRun(start.point()));
    }
    List<LbfgsbRun> running = new ArrayList<>(runs);
    double[] gradient = new double[d];
    while (!running.isEmpty()) {
      buffer.clear();
      for (LbfgsbRun run : running) {
        buffer.add(run.point());
      }
      int m = running.size();
      ensureCapacity(m);
      surrogate.score(m, buffer.data(), values, gradients);
      List<LbfgsbRun> next = new ArrayList<>();
      for (int i = 0; i < m; i++) {
        for (int k = 0; k < d; k++) {
          gradient[k] = -gradients[i * d + k];
        }
        if (running.get(i).advance(-values[i], gradient)) {
          next.add(running.get(i));
        }
      }
      running = next;
    }
    // Relaxed ordered values are rounded to the nearest, so the result must be scored once more.
    buffer.clear();
    for (LbfgsbRun run : runs) {
      buffer.add(space.canonical(run.result().point()));
    }
    score(surrogate);
    List<Scored> improved = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      Scored reached = new Scored(buffer.get(i), values[i]);
      boolean better = reached.value() > starts.get(i).value() && novelty.accepts(reached.point());
      improved.add(better ? reached : starts.get(i));
    }
    return improved;
  }

  private LbfgsbRun startRun(double[] point) {
    double[] lower = point.clone();
    double[] upper = point.clone();
    for (int k = 0; k < point.length; k++) {
      if (space.isMovable(point, k)) {
        lower[k] = 0;
        upper[k] = 1;
      }
    }
    return minimizer.start(point, lower, upper);
  }

  /** Moves each of the best few to its best neighbour until none is better. */
  private List<Scored> climb(List<Scored> starts, Surrogate surrogate, Novelty novelty) {
    if (!space.hasDiscrete()) {
      return starts;
    }
    List<Scored> result = new ArrayList<>(starts);
    result.sort((a, b) -> Double.compare(b.value(), a.value()));
    for (int i = 0; i < Math.min(CLIMB_STARTS, result.size()); i++) {
      result.set(i, climb(result.get(i), surrogate, novelty));
    }
    return result;
  }

  private Scored climb(Scored start, Surrogate surrogate, Novelty novelty) {
    Scored here = start;
    for (int step = 0; step < CLIMB_STEPS; step++) {
      buffer.clear();
      space.forEachNeighbour(
          here.point(),
          neighbour -> {
            if (novelty.accepts(neighbour)) {
              buffer.add(neighbour);
            }
          });
      if (buffer.size() == 0) {
        return here;
      }
      score(surrogate);
      int best = Candidates.largestFirst(values, buffer.size(), 1)[0];
      if (!(values[best] > here.value())) {
        return here;
      }
      here = new Scored(buffer.get(best), values[best]);
    }
    return here;
  }

  private void score(Surrogate surrogate) {
    ensureCapacity(buffer.size());
    surrogate.score(buffer.size(), buffer.data(), values, null);
  }

  private static Scored highest(List<Scored> scored) {
    Scored highest = scored.getFirst();
    for (Scored s : scored) {
      if (s.value() > highest.value()) {
        highest = s;
      }
    }
    return highest;
  }

  private void ensureCapacity(int points) {
    if (values.length < points) {
      values = new double[points];
      gradients = Arrays.copyOf(gradients, points * space.dimension());
    }
  }
}
