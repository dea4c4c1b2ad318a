package dev.hone.gpu;

import dev.hone.math.Backend;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpEngine;
import java.util.Arrays;

/**
 * A program that uses every kernel of Gaussian processes once, in a JVM whose driver is built with
 * sanitizers: these end it where a kernel reads or writes what is not its own. Numbers are held
 * against the CPU's, loosely: other tests hold them tightly.
 */
final class SanitizedEngines {
  private static final double TOLERANCE = 1e-7;

  /** One row, and more than a tile of them with a rest. */
  private static final int[] SIZES = {1, 35};

  private static final int CANDIDATES = 9;

  private SanitizedEngines() {}

  public static void main(String[] args) {
    for (CovarianceFunction covariance : CovarianceFunction.values()) {
      for (int n : SIZES) {
        DeviceCheckProblem problem = DeviceCheckProblem.of(covariance, 3, n, n > 1);
        double[] expected = results(problem, Backend.SCALAR);
        double[] actual = results(problem, Backend.GPU);
        for (int i = 0; i < expected.length; i++) {
          double scale = 1 + Math.abs(expected[i]);
          if (!(Math.abs(actual[i] - expected[i]) <= TOLERANCE * scale)) {
            String numbers = actual[i] + " in the place of " + expected[i];
            throw new AssertionError(covariance + ", n = " + n + ", result " + i + ": " + numbers);
          }
        }
      }
    }
    System.out.println("nothing wrong");
  }

  /** Likelihood, posterior, improvement, sample paths, with gradients, and an observation more. */
  private static double[] results(DeviceCheckProblem problem, Backend backend) {
    int m = CANDIDATES;
    int d = problem.model().dimension();
    double[] x = problem.candidates(m);
    double[][] out = {
      new double[problem.theta().length],
      new double[1],
      new double[m],
      new double[m],
      new double[m],
      new double[m * d],
      new double[2 * m],
      new double[2 * m * d],
      new double[m],
      new double[m]
    };
    try (GpEngine engine = problem.engine(backend)) {
      out[1][0] = engine.logMarginalLikelihood(problem.theta(), out[0]);
      engine.condition(problem.theta());
      engine.posterior(m, x, out[2], out[3]);
      engine.logExpectedImprovement(m, x, -1, out[4], out[5]);
      engine.samplePaths(2, 5).evaluate(m, x, out[6], out[7]);
      engine.append(Arrays.copyOf(x, d), 0.1);
      engine.posterior(m, x, out[8], out[9]);
    }
    return Arrays.stream(out).flatMapToDouble(Arrays::stream).toArray();
  }
}
