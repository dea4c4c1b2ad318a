package dev.hone.internal.gp;

import dev.hone.math.minimize.Lbfgsb;
import dev.hone.math.minimize.LbfgsbRun;
import dev.hone.spi.Deadline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Climbs the acquisition function along the relaxed dimensions: one independent L-BFGS-B run for
 * every start, all evaluated together. Coordinates are measured in length-scales, so that one step
 * length suits them all. After a few steps only the runs that have come highest go on.
 */
final class BatchAscent {
  private static final Lbfgsb MINIMIZER =
      Lbfgsb.defaults()
          .withMaxIterations(50)
          .withProjectedGradientTolerance(1e-3)
          .withRelativeReduction(1e-6);

  /** Evaluations after which the field is thinned out. */
  private static final int TRIAL_STEPS = 12;

  /** Runs that go on. */
  private static final int SURVIVORS = 4;

  /** A dimension counts as no flatter than this many cubes, and no steeper than a part of one. */
  private static final double LONGEST_SCALE = 4;

  private static final double SHORTEST_SCALE = 0.02;

  private final EncodedSpace space;
  private final PointBuffer buffer;
  private final double[] scale;
  private final double[] point;
  private double[] values = {};
  private double[] gradients = {};

  BatchAscent(EncodedSpace space) {
    this.space = space;
    this.buffer = new PointBuffer(space.dimension());
    this.scale = new double[space.dimension()];
    this.point = new double[space.dimension()];
  }

  /** A run and the highest value it has seen. */
  private static final class Climb {
    private final LbfgsbRun run;
    private double value = Double.NEGATIVE_INFINITY;

    Climb(LbfgsbRun run) {
      this.run = run;
    }
  }

  /**
   * Returns the end of every start's run, rounded to the space and not yet scored; those of runs
   * that were given up or cut off by the deadline are left out.
   */
  List<double[]> ascend(
      List<Scored> starts, Surrogate surrogate, Region region, Deadline deadline) {
    for (int k = 0; k < scale.length; k++) {
      scale[k] = Math.clamp(surrogate.lengthScale(k), SHORTEST_SCALE, LONGEST_SCALE);
    }
    List<Climb> climbs = new ArrayList<>();
    for (Scored start : starts) {
      climbs.add(new Climb(startRun(start.point(), region)));
    }
    List<Climb> running = climbs;
    for (int step = 1; !running.isEmpty(); step++) {
      if (deadline.hasPassed()) {
        return List.of();
      }
      Deadline.checkInterrupt();
      running = step(running, surrogate);
      if (step == TRIAL_STEPS) {
        running = highest(running, climbs);
      }
    }
    List<double[]> ends = new ArrayList<>();
    for (Climb climb : climbs) {
      if (climb.run.isFinished()) {
        ends.add(space.canonical(unscaled(climb.run.result().point()).clone()));
      }
    }
    return ends;
  }

  private LbfgsbRun startRun(double[] start, Region region) {
    double[] scaled = start.clone();
    double[] lower = start.clone();
    double[] upper = start.clone();
    for (int k = 0; k < start.length; k++) {
      scaled[k] /= scale[k];
      boolean movable = space.isMovable(start, k);
      lower[k] = movable ? region.lower(k) / scale[k] : scaled[k];
      upper[k] = movable ? region.upper(k) / scale[k] : scaled[k];
    }
    return MINIMIZER.start(scaled, lower, upper);
  }

  /** Evaluates every run once; returns those that go on. */
  private List<Climb> step(List<Climb> running, Surrogate surrogate) {
    int d = scale.length;
    int m = running.size();
    buffer.clear();
    for (Climb climb : running) {
      buffer.add(unscaled(climb.run.point()));
    }
    if (values.length < m) {
      values = new double[m];
      gradients = new double[m * d];
    }
    surrogate.score(m, buffer.data(), values, gradients);
    List<Climb> next = new ArrayList<>();
    for (int i = 0; i < m; i++) {
      for (int k = 0; k < d; k++) {
        gradients[i * d + k] *= -scale[k];
      }
      Climb climb = running.get(i);
      climb.value = Math.max(climb.value, values[i]);
      if (climb.run.advance(-values[i], gradients, i * d)) {
        next.add(climb);
      }
    }
    return next;
  }

  /** Of the runs under way those among the highest of all. */
  private static List<Climb> highest(List<Climb> running, List<Climb> all) {
    List<Climb> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingDouble((Climb climb) -> climb.value).reversed());
    List<Climb> kept = new ArrayList<>(running);
    kept.retainAll(sorted.subList(0, Math.min(SURVIVORS, sorted.size())));
    return kept;
  }

  /** A point of the cube, in an array that is used again. */
  private double[] unscaled(double[] scaled) {
    for (int k = 0; k < point.length; k++) {
      point[k] = Math.clamp(scaled[k] * scale[k], 0, 1);
    }
    return point;
  }
}
