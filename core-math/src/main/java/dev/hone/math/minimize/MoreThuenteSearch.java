package dev.hone.math.minimize;

/**
 * A search for a step α that satisfies the strong Wolfe conditions φ(α) ≤ φ(0) + μαφ′(0) and
 * |φ′(α)| ≤ η|φ′(0)|, or reaches its longest step while still going down.
 *
 * <p>The caller evaluates φ and φ′ at {@link #step} and reports them, until told to stop. Where φ
 * is not finite, the search goes halfway back and never beyond again.
 *
 * <p>Source: Moré and Thuente, Line Search Algorithms with Guaranteed Sufficient Decrease (1994):
 * section 2 for the interval, section 4 for the trial steps.
 */
final class MoreThuenteSearch {

  /** What the caller is to do next. */
  enum Outcome {
    /** Evaluate at the new step. */
    CONTINUE,
    /** Take the step that was evaluated last. */
    ACCEPTED,
    /** Give up: no step was found. */
    FAILED
  }

  /** μ: low, as Moré and Thuente recommend with η = 0.9 for quasi-Newton directions. */
  private static final double SUFFICIENT_DECREASE = 1e-3;

  /** η. */
  private static final double CURVATURE = 0.9;

  /** A bracket this narrow, relative to its upper end, is not searched further. */
  private static final double NARROW = 0.1;

  private static final int MAX_TRIALS = 20;

  /** Bisections after which the step is below the precision of a double. */
  private static final int MAX_RETREATS = 52;

  /** A bracket that two trials do not shrink to this is bisected. */
  private static final double SHRINKAGE = 0.66;

  private static final double LEAST_EXTRAPOLATION = 1.1;
  private static final double MOST_EXTRAPOLATION = 4;

  private double startValue;
  private double startSlope;
  private double longest;
  private double step;
  private int trials;
  private int retreats;

  /** The best step so far. */
  private double near;

  private double nearValue;
  private double nearSlope;

  /** The other end of the bracket. */
  private double far;

  private double farValue;
  private double farSlope;
  private boolean bracketed;
  private double shortestTrial;
  private double longestTrial;
  private double width;
  private double widthBefore;

  /** Until a step has a lower value and a rising slope, trial steps fit φ less its tangent. */
  private boolean seekingDecrease;

  /**
   * Starts a search from α = 0.
   *
   * @param slope φ′(0), negative
   * @param firstStep the first trial, at most {@code longestStep}
   */
  void begin(double value, double slope, double firstStep, double longestStep) {
    startValue = value;
    startSlope = slope;
    retreats = 0;
    restart(firstStep, longestStep);
  }

  /** The step to evaluate. */
  double step() {
    return step;
  }

  /** Reports that φ is not finite at {@link #step}. */
  Outcome retreat() {
    retreats++;
    if (retreats > MAX_RETREATS) {
      return Outcome.FAILED;
    }
    double halfway = near + (step - near) / 2;
    restart(halfway, halfway);
    return Outcome.CONTINUE;
  }

  /** Reports φ and φ′ at {@link #step}. */
  Outcome advance(double value, double slope) {
    trials++;
    double decrease = SUFFICIENT_DECREASE * startSlope;
    boolean decreased = value <= startValue + step * decrease;
    if (decreased && Math.abs(slope) <= CURVATURE * -startSlope) {
      return Outcome.ACCEPTED;
    }
    if (decreased && step == longest && slope <= decrease) {
      return Outcome.ACCEPTED;
    }
    if (bracketed && isExhausted()) {
      return value < startValue ? Outcome.ACCEPTED : Outcome.FAILED;
    }
    if (trials == MAX_TRIALS) {
      return Outcome.FAILED;
    }
    if (decreased && slope >= 0) {
      seekingDecrease = false;
    }
    boolean tilted = seekingDecrease && value <= nearValue && !decreased;
    step = nextTrial(value, slope, tilted ? decrease : 0);
    limitTrial();
    return Outcome.CONTINUE;
  }

  private void restart(double firstStep, double longestStep) {
    longest = longestStep;
    step = firstStep;
    trials = 0;
    near = 0;
    nearValue = startValue;
    nearSlope = startSlope;
    far = 0;
    farValue = startValue;
    farSlope = startSlope;
    bracketed = false;
    shortestTrial = 0;
    longestTrial = step + MOST_EXTRAPOLATION * step;
    width = longest;
    widthBefore = 2 * longest;
    seekingDecrease = true;
  }

  /** Whether no trial can be told apart from the ends of the bracket. */
  private boolean isExhausted() {
    return step <= shortestTrial
        || step >= longestTrial
        || longestTrial - shortestTrial <= NARROW * longestTrial;
  }

  /**
   * Replaces an end of the bracket by the step just evaluated and returns the next trial.
   *
   * @param tilt slope of the line taken off φ
   */
  private double nextTrial(double value, double slope, double tilt) {
    double f = value - step * tilt;
    double g = slope - tilt;
    double fNear = nearValue - near * tilt;
    double gNear = nearSlope - tilt;
    double fFar = farValue - far * tilt;
    double gFar = farSlope - tilt;
    boolean higher = f > fNear;
    boolean turned = Math.signum(g) * Math.signum(gNear) < 0;

    double trial;
    if (higher) {
      double cubic = near + cubicRatio(near, fNear, gNear, step, f, g) * (step - near);
      double meanSlope = (fNear - f) / (step - near);
      double quadratic = near + gNear / (meanSlope + gNear) / 2 * (step - near);
      boolean cubicNearer = Math.abs(cubic - near) < Math.abs(quadratic - near);
      trial = cubicNearer ? cubic : cubic + (quadratic - cubic) / 2;
    } else if (turned) {
      double cubic = step + cubicRatio(step, f, g, near, fNear, gNear) * (near - step);
      double secant = step + g / (g - gNear) * (near - step);
      trial = Math.abs(cubic - step) > Math.abs(secant - step) ? cubic : secant;
    } else if (Math.abs(g) < Math.abs(gNear)) {
      trial = flatteningTrial(f, g, fNear, gNear);
    } else if (bracketed) {
      trial = step + cubicRatio(step, f, g, far, fFar, gFar) * (far - step);
    } else {
      trial = step > near ? longestTrial : shortestTrial;
    }

    if (higher) {
      far = step;
      farValue = value;
      farSlope = slope;
    } else {
      if (turned) {
        far = near;
        farValue = nearValue;
        farSlope = nearSlope;
      }
      near = step;
      nearValue = value;
      nearSlope = slope;
    }
    bracketed |= higher || turned;
    return trial;
  }

  /** The third case of Moré and Thuente: lower, same direction, a flatter slope. */
  private double flatteningTrial(double f, double g, double fNear, double gNear) {
    double ratio = cubicRatio(step, f, g, near, fNear, gNear);
    double cubic;
    if (ratio < 0) {
      cubic = step + ratio * (near - step);
    } else {
      cubic = step > near ? longestTrial : shortestTrial;
    }
    double secant = step + g / (g - gNear) * (near - step);
    boolean cubicNearer = Math.abs(cubic - step) < Math.abs(secant - step);
    if (bracketed) {
      double limit = step + SHRINKAGE * (far - step);
      double trial = cubicNearer ? cubic : secant;
      return step > near ? Math.min(limit, trial) : Math.max(limit, trial);
    }
    double trial = cubicNearer ? secant : cubic;
    return Math.max(shortestTrial, Math.min(longestTrial, trial));
  }

  /** Keeps the bracket shrinking and the trial inside its limits. */
  private void limitTrial() {
    if (bracketed) {
      double newWidth = Math.abs(far - near);
      if (newWidth >= SHRINKAGE * widthBefore) {
        step = near + (far - near) / 2;
      }
      widthBefore = width;
      width = newWidth;
      shortestTrial = Math.min(near, far);
      longestTrial = Math.max(near, far);
    } else {
      shortestTrial = step + LEAST_EXTRAPOLATION * (step - near);
      longestTrial = step + MOST_EXTRAPOLATION * (step - near);
    }
    step = Math.max(0, Math.min(step, longest));
    if (bracketed && isExhausted()) {
      step = near;
    }
  }

  /**
   * The minimiser of the cubic through two values and slopes, as the fraction of the way from a to
   * b at which it lies; where there is none, the point of inflection.
   */
  private static double cubicRatio(double a, double fa, double ga, double b, double fb, double gb) {
    double theta = 3 * (fa - fb) / (b - a) + ga + gb;
    double scale = Math.max(Math.abs(theta), Math.max(Math.abs(ga), Math.abs(gb)));
    double discriminant = (theta / scale) * (theta / scale) - (ga / scale) * (gb / scale);
    double gamma = Math.copySign(scale * Math.sqrt(Math.max(0, discriminant)), b - a);
    return (gamma - ga + theta) / (gamma - ga + gamma + gb);
  }
}
