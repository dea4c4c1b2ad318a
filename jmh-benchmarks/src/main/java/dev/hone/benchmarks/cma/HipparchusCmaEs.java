package dev.hone.benchmarks.cma;

import java.util.Arrays;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.PointValuePair;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.hipparchus.random.Well19937c;

/** The baseline: the CMA-ES of Hipparchus, active and without bounds, as ours is. */
final class HipparchusCmaEs {

  private HipparchusCmaEs() {}

  /** Runs some generations on Σx²; returns the smallest value found. */
  static double run(double[] start, double sigma, int lambda, int generations) {
    double[] best = {Double.POSITIVE_INFINITY};
    double[] sigmas = new double[start.length];
    Arrays.fill(sigmas, sigma);
    CMAESOptimizer optimizer =
        new CMAESOptimizer(
            generations,
            Double.NEGATIVE_INFINITY,
            true,
            0,
            0,
            new Well19937c(5),
            false,
            (int iteration, PointValuePair before, PointValuePair now) -> false);
    try {
      optimizer.optimize(
          new MaxEval((generations + 1) * lambda + 1),
          new ObjectiveFunction(
              x -> {
                double value = ShortRunBenchmark.sphere(x, 0, x.length);
                best[0] = Math.min(best[0], value);
                return value;
              }),
          GoalType.MINIMIZE,
          new InitialGuess(start),
          SimpleBounds.unbounded(start.length),
          new CMAESOptimizer.Sigma(sigmas),
          new CMAESOptimizer.PopulationSize(lambda));
    } catch (MathIllegalStateException budgetIsUsedUp) {
      // How it ends when no criterion of its own does.
      return best[0];
    }
    return best[0];
  }
}
