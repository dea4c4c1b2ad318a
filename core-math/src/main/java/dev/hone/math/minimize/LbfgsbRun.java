package dev.hone.math.minimize;

import dev.hone.math.linalg.Shapes;
import dev.hone.math.minimize.MoreThuenteSearch.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * One minimisation by {@link Lbfgsb}, driven by its caller: evaluate the function at {@link
 * #point}, report it to {@link #advance}, and again while that returns true.
 *
 * <p>Where the function is not finite (NaN, ±∞, or such a gradient), the run steps back towards the
 * last point and goes on. Not safe for use from several threads at once; after construction only
 * {@link #result} and {@link #curvature} allocate.
 */
public final class LbfgsbRun {
  private static final double LONGEST_STEP = 1e10;

  private final Lbfgsb options;
  private final Box box;
  private final int dimension;
  private final LimitedMemoryHessian hessian;
  private final GeneralizedCauchyPoint cauchy;
  private final SubspaceMinimizer subspace;
  private final MoreThuenteSearch search = new MoreThuenteSearch();

  private final double[] x;
  private final double[] gradient;
  private double value;

  private final double[] trial;
  private final double[] direction;
  private final double[] gradientChange;

  private final double[] best;
  private double bestValue;
  private double bestNorm = Double.NaN;

  private int iterations;
  private int evaluations;

  /** Whether the curvature was known before the run, and with it what a step is worth. */
  private boolean isInformed;

  private @Nullable Termination termination;

  LbfgsbRun(Lbfgsb options, double[] start, Box box, @Nullable Curvature known) {
    this.options = options;
    this.box = box;
    dimension = box.dimension();
    trial = new double[dimension];
    best = new double[dimension];
    x = new double[dimension];
    gradient = new double[dimension];
    direction = new double[dimension];
    gradientChange = new double[dimension];
    hessian = new LimitedMemoryHessian(dimension, options.memory());
    cauchy = new GeneralizedCauchyPoint(box, hessian, options.memory());
    subspace = new SubspaceMinimizer(box, hessian, options.memory());
    begin(start);
    if (known != null) {
      known.teach(hessian, direction, gradientChange);
      isInformed = hessian.size() > 0;
    }
  }

  /**
   * Starts another run in the place of this one, as {@link Lbfgsb#start} would; O(n).
   *
   * @param start n finite coordinates, moved into the bounds; not kept
   * @param lower lower bounds, not kept
   * @param upper upper bounds, not kept
   * @throws IllegalArgumentException if a length differs, the start is not finite or an interval
   *     holds no number; the run is then as before
   */
  public void restart(double[] start, double[] lower, double[] upper) {
    checkStart(start, dimension);
    box.set(lower, upper);
    begin(start);
  }

  private void begin(double[] start) {
    checkStart(start, dimension);
    for (int i = 0; i < dimension; i++) {
      trial[i] = box.clip(i, start[i]);
    }
    System.arraycopy(trial, 0, best, 0, dimension);
    System.arraycopy(trial, 0, x, 0, dimension);
    hessian.reset();
    isInformed = false;
    bestValue = Double.NaN;
    bestNorm = Double.NaN;
    iterations = 0;
    evaluations = 0;
    termination = null;
  }

  /**
   * The point to evaluate next, within the bounds.
   *
   * @return the run's own array: read it, do not write to it; {@link #advance} changes it
   */
  public double[] point() {
    return trial;
  }

  /**
   * Reports the function at {@link #point}; O(nm²).
   *
   * @param value f(x), NaN or ±∞ where it is not defined
   * @param gradient ∇f(x), n partial derivatives, not kept
   * @return whether the run goes on: the next point is then to be evaluated
   * @throws IllegalArgumentException if the gradient is too short
   * @throws IllegalStateException if the run has ended
   */
  public boolean advance(double value, double[] gradient) {
    return advance(value, gradient, 0);
  }

  /**
   * Reports the function at {@link #point}, its gradient lying in a larger array; O(nm²).
   *
   * @param value f(x), NaN or ±∞ where it is not defined
   * @param gradients holds ∇f(x), n partial derivatives from {@code offset}, not kept
   * @return whether the run goes on: the next point is then to be evaluated
   * @throws IllegalArgumentException if the gradient does not lie inside the array
   * @throws IllegalStateException if the run has ended
   */
  public boolean advance(double value, double[] gradients, int offset) {
    if (termination != null) {
      throw new IllegalStateException("the run has ended: " + termination);
    }
    Shapes.checkVector("gradients", dimension, gradients, offset);
    evaluations++;
    boolean finite = Double.isFinite(value) && Vectors.allFinite(dimension, gradients, offset);
    if (evaluations == 1) {
      return takeFirst(finite, value, gradients, offset);
    }
    if (finite && value < bestValue) {
      keepBest(value, gradients, offset);
    }
    Outcome outcome =
        finite
            ? search.advance(value, Vectors.dot(dimension, gradients, offset, direction, 0))
            : search.retreat();
    return switch (outcome) {
      case CONTINUE -> evaluateTrial();
      case ACCEPTED -> accept(value, gradients, offset);
      case FAILED -> recover();
    };
  }

  /**
   * The best point so far, that of the {@link #result} once there is one.
   *
   * @return the run's own array: read it, do not write to it; {@link #advance} changes it
   */
  public double[] bestPoint() {
    return best;
  }

  /** The function at {@link #bestPoint}; not finite where it was not at the start. */
  public double bestValue() {
    return bestValue;
  }

  /** What is known of the function's curvature by now; allocates. */
  public Curvature curvature() {
    return Curvature.of(dimension, hessian.pairs());
  }

  /** Whether the run has ended, so that there is a {@link #result}. */
  public boolean isFinished() {
    return termination != null;
  }

  /**
   * The outcome.
   *
   * @throws IllegalStateException if the run goes on
   */
  public Minimum result() {
    if (termination == null) {
      throw new IllegalStateException("the run goes on: evaluate point() and advance");
    }
    return new Minimum(best, bestValue, bestNorm, iterations, evaluations, termination);
  }

  private boolean takeFirst(boolean finite, double value, double[] gradients, int offset) {
    if (!finite) {
      bestValue = value;
      return end(Termination.START_NOT_FINITE);
    }
    moveTo(value, gradients, offset);
    keepBest(value, gradients, offset);
    if (bestNorm <= options.projectedGradientTolerance()) {
      return end(Termination.PROJECTED_GRADIENT);
    }
    return searchLine();
  }

  /** Ends an iteration at the trial point. */
  private boolean accept(double value, double[] gradients, int offset) {
    iterations++;
    double reduction = this.value - value;
    double scale = Math.max(1, Math.max(Math.abs(this.value), Math.abs(value)));
    for (int i = 0; i < dimension; i++) {
      direction[i] = trial[i] - x[i];
      gradientChange[i] = gradients[offset + i] - gradient[i];
    }
    moveTo(value, gradients, offset);
    hessian.update(direction, gradientChange);
    if (box.projectedGradientNorm(x, gradient, 0) <= options.projectedGradientTolerance()) {
      // An earlier trial may be lower by a hair, but this point keeps what the ending promises.
      keepBest(value, gradients, offset);
      return end(Termination.PROJECTED_GRADIENT);
    }
    if (reduction <= options.relativeReduction() * scale) {
      return end(Termination.RELATIVE_REDUCTION);
    }
    if (iterations >= options.maxIterations()) {
      return end(Termination.MAX_ITERATIONS);
    }
    return searchLine();
  }

  /** Starts the line search of an iteration, forgetting the model if that is what it takes. */
  private boolean searchLine() {
    double slope = findDirection();
    if (!(slope < 0)) {
      return recover();
    }
    if (isInformed && promisesNothing(slope)) {
      return end(Termination.RELATIVE_REDUCTION);
    }
    // The target lies in the box, whatever the rounding of the quotients.
    double longest = Math.max(1, box.longestStep(x, direction, LONGEST_STEP));
    double first = 1;
    if (hessian.size() == 0) {
      // Without a model a gradient has no scale: first try a step of length 1.
      first = 1 / Math.sqrt(Vectors.dot(dimension, direction, 0, direction, 0));
    }
    search.begin(value, slope, Math.min(first, longest), longest);
    return evaluateTrial();
  }

  /**
   * Whether the model has the next iteration lower the function by no more than the tolerance: at
   * its minimiser it is lower by half the slope. The model of a run that knows the curvature from
   * another one has earned that trust; one just begun to learn has not.
   */
  private boolean promisesNothing(double slope) {
    return hessian.size() > 0
        && -0.5 * slope <= options.relativeReduction() * Math.max(1, Math.abs(value));
  }

  private boolean recover() {
    if (hessian.size() == 0) {
      return end(Termination.LINE_SEARCH_FAILED);
    }
    hessian.reset();
    return searchLine();
  }

  /** Sets the direction and returns φ′(0), NaN if there is no direction. */
  private double findDirection() {
    cauchy.search(x, gradient);
    double[] target = cauchy.point();
    if (hessian.size() > 0 && !subspace.minimize(x, gradient, target, cauchy.displacement())) {
      return Double.NaN;
    }
    for (int i = 0; i < dimension; i++) {
      direction[i] = target[i] - x[i];
    }
    return Vectors.dot(dimension, direction, 0, gradient, 0);
  }

  private boolean evaluateTrial() {
    if (evaluations >= options.maxEvaluations()) {
      return end(Termination.MAX_EVALUATIONS);
    }
    double step = search.step();
    double[] target = cauchy.point();
    for (int i = 0; i < dimension; i++) {
      // A full step must land on its bounds exactly.
      trial[i] = step == 1 ? target[i] : box.clip(i, Math.fma(step, direction[i], x[i]));
    }
    return true;
  }

  private void moveTo(double value, double[] gradients, int offset) {
    this.value = value;
    System.arraycopy(trial, 0, x, 0, dimension);
    System.arraycopy(gradients, offset, gradient, 0, dimension);
  }

  private void keepBest(double value, double[] gradients, int offset) {
    bestValue = value;
    System.arraycopy(trial, 0, best, 0, dimension);
    bestNorm = box.projectedGradientNorm(trial, gradients, offset);
  }

  private boolean end(Termination reason) {
    termination = reason;
    return false;
  }

  private static void checkStart(double[] start, int dimension) {
    if (start.length != dimension) {
      throw new IllegalArgumentException(
          "start has length %d: expected %d, as lower has".formatted(start.length, dimension));
    }
    for (int i = 0; i < dimension; i++) {
      if (!Double.isFinite(start[i])) {
        throw new IllegalArgumentException(
            "start[%d] = %s: expected a finite number".formatted(i, start[i]));
      }
    }
  }
}
