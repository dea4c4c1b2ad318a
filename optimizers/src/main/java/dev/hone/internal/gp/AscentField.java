package dev.hone.internal.gp;

import dev.hone.math.minimize.Lbfgsb;
import dev.hone.math.minimize.LbfgsbRun;
import java.util.ArrayList;
import java.util.List;

/**
 * Climbs up an acquisition function along the relaxed dimensions: one independent L-BFGS-B run for
 * every start, all to be evaluated together by the caller. Coordinates are measured in
 * length-scales, so that one step length suits them all. After a few steps only the runs that have
 * come highest go on.
 *
 * <p>Runs are kept and used again: after the first climbs nothing is allocated.
 */
final class AscentField {
  /**
   * Steps remembered: a climb takes 10 to 20, and with twice the memory it comes no higher, but its
   * own arithmetic takes as long as the model's.
   */
  private static final int MEMORY = 5;

  private static final Lbfgsb MINIMIZER =
      Lbfgsb.defaults()
          .withMemory(MEMORY)
          .withMaxIterations(50)
          .withProjectedGradientTolerance(1e-3)
          .withRelativeReduction(1e-6);

  /** Evaluations after which the field is thinned out. */
  private static final int TRIAL_STEPS = 8;

  /** Runs that go on. */
  private static final int SURVIVORS = 4;

  /** A dimension counts as no flatter than this many cubes, and no steeper than a part of one. */
  private static final double LONGEST_SCALE = 4;

  private static final double SHORTEST_SCALE = 0.02;

  private final EncodedSpace space;
  private final double[] scale;
  private final double[] point;
  private final double[] lower;
  private final double[] upper;

  /** Those of this ascent are the first {@link #size}. */
  private final List<Climb> climbs = new ArrayList<>();

  private int size;
  private int steps;

  /** A run and the highest value it has seen. */
  private static final class Climb {
    private final LbfgsbRun run;
    private double value;
    private boolean running;

    Climb(LbfgsbRun run) {
      this.run = run;
    }
  }

  AscentField(EncodedSpace space) {
    this.space = space;
    scale = new double[space.dimension()];
    point = new double[space.dimension()];
    lower = new double[space.dimension()];
    upper = new double[space.dimension()];
  }

  /** Starts an ascent without starts, in length-scales given by dimension. */
  void begin(double[] lengthScales) {
    for (int k = 0; k < scale.length; k++) {
      scale[k] = Math.clamp(lengthScales[k], SHORTEST_SCALE, LONGEST_SCALE);
    }
    size = 0;
    steps = 0;
  }

  /** Adds a start, a canonical point at an offset, which is not to leave a region. */
  void add(double[] points, int offset, Region region) {
    System.arraycopy(points, offset, point, 0, point.length);
    for (int k = 0; k < point.length; k++) {
      boolean movable = space.isMovable(point, k);
      double scaled = point[k] / scale[k];
      lower[k] = movable ? region.lower(k) / scale[k] : scaled;
      upper[k] = movable ? region.upper(k) / scale[k] : scaled;
    }
    for (int k = 0; k < point.length; k++) {
      point[k] /= scale[k];
    }
    if (size == climbs.size()) {
      climbs.add(new Climb(MINIMIZER.start(point, lower, upper)));
    } else {
      climbs.get(size).run.restart(point, lower, upper);
    }
    Climb climb = climbs.get(size++);
    climb.value = Double.NEGATIVE_INFINITY;
    climb.running = !climb.run.isFinished();
  }

  /** Fills a buffer with the point that each run under way is to be evaluated at. */
  void collect(PointBuffer buffer) {
    buffer.clear();
    for (int i = 0; i < size; i++) {
      if (climbs.get(i).running) {
        buffer.add(unscaled(climbs.get(i).run.point()));
      }
    }
  }

  /**
   * Takes the values at the points collected, and their gradients, which are scaled in place.
   *
   * @return whether some run goes on
   */
  boolean advance(double[] values, double[] gradients) {
    int d = scale.length;
    int at = 0;
    boolean goesOn = false;
    for (int i = 0; i < size; i++) {
      Climb climb = climbs.get(i);
      if (climb.running) {
        for (int k = 0; k < d; k++) {
          gradients[at * d + k] *= -scale[k];
        }
        climb.value = Math.max(climb.value, values[at]);
        climb.running = climb.run.advance(-values[at], gradients, at * d);
        goesOn |= climb.running;
        at++;
      }
    }
    steps++;
    if (steps == TRIAL_STEPS && goesOn) {
      goesOn = thinOut();
    }
    return goesOn;
  }

  /** Gives up the runs under way that are not among the highest of all. */
  private boolean thinOut() {
    boolean goesOn = false;
    for (int i = 0; i < size; i++) {
      Climb climb = climbs.get(i);
      climb.running &= rank(i) < SURVIVORS;
      goesOn |= climb.running;
    }
    return goesOn;
  }

  /** How many runs have come higher, or as high before this one. */
  private int rank(int i) {
    double value = climbs.get(i).value;
    int higher = 0;
    for (int j = 0; j < size; j++) {
      int order = Double.compare(climbs.get(j).value, value);
      if (order > 0 || (order == 0 && j < i)) {
        higher++;
      }
    }
    return higher;
  }

  /** Fills a buffer with the ends, rounded to the space, of the runs that were not given up. */
  void ends(PointBuffer buffer) {
    buffer.clear();
    for (int i = 0; i < size; i++) {
      LbfgsbRun run = climbs.get(i).run;
      if (run.isFinished()) {
        space.canonicalize(unscaled(run.bestPoint()), 0);
        buffer.add(point);
      }
    }
  }

  /** A point of the cube, in an array that is used again. */
  private double[] unscaled(double[] scaled) {
    for (int k = 0; k < point.length; k++) {
      point[k] = Math.clamp(scaled[k] * scale[k], 0, 1);
    }
    return point;
  }
}
