package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.cma.CmaEngine;
import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.gp.CandidateDesign;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpFleetEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.linalg.NumericalException;
import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * That the orders of threads find a missing barrier: every barrier of the kernels, and every wait
 * for copies, is left out in turn, and the results have to change, or a kernel to fail, in one of
 * the orders.
 */
class BarrierMutationTest {
  private static final long[] ORDERS = {0, 1, 7, 99};
  private static final int N = 70;
  private static final int D = 9;
  private static final int M = 3;

  private final double[] x = new double[(N + 1) * D];
  private final double[] y = new double[N];
  private final double[] theta = new double[D + 2];

  @Test
  void everyBarrierIsNeededAndMissed() {
    StandIn standIn = StandIn.install();
    CounterRandom random = CounterRandom.of(3, 0);
    random.fillGaussian(x, 0, x.length);
    random.fillGaussian(y, 0, N);
    Arrays.fill(theta, 0, D, 0.5);
    theta[D + 1] = -4;
    double[] expected = results(standIn, 0, -1);
    for (long order : ORDERS) {
      assertEquals(Arrays.toString(expected), Arrays.toString(results(standIn, order, -1)));
    }
    List<String> barriers = standIn.barriers();
    List<String> unmissed = new ArrayList<>();
    for (int barrier = 0; barrier < barriers.size(); barrier++) {
      if (!isMissed(standIn, barrier, expected)) {
        unmissed.add(barriers.get(barrier));
      }
      StandIn.install();
    }
    assertTrue(barriers.size() >= 30, barriers::toString);
    // A product's barrier, and its wait for what that is about.
    assertEquals(2, barriers.stream().filter(b -> b.startsWith("gemm.cu:")).count());
    assertEquals(List.of(), unmissed);
  }

  private boolean isMissed(StandIn standIn, int barrier, double[] expected) {
    for (long order : ORDERS) {
      try {
        if (!Arrays.equals(expected, results(standIn, order, barrier))) {
          return true;
        }
      } catch (GpuException | NumericalException e) {
        return true;
      }
    }
    return false;
  }

  /** A covariance after generations with negative weights, and samples of it. */
  private static double[] generations() {
    int n = 20;
    int lambda = 12;
    StrategyParameters p = new StrategyParameters(CovarianceModel.CHOLESKY, n, lambda, true);
    double[] points = new double[n * lambda];
    double[] covariance = new double[n * n];
    int[] order = CounterRandom.of(1, 2).permutation(lambda);
    try (CmaEngine engine = Engines.cma(Backend.GPU, p)) {
      engine.reset(new double[n], null);
      CounterRandom random = CounterRandom.of(1, 3);
      for (int g = 0; g < 3; g++) {
        engine.sample(random, 0.5, points);
        engine.update(lambda, order, 0.5, g);
        engine.decompose(g + 1);
      }
      engine.covariance(covariance);
      return joined(points, covariance);
    }
  }

  /**
   * The best of several tiles of candidates, more of them than a block ranks at a time, and how
   * many screening has left.
   */
  private static double[] found(GpEngine engine) {
    double[] found = new double[290 * D];
    double[] value = new double[290];
    engine.bestCandidates(CandidateDesign.sobol(D, 400, 1), -1, 290, found, value);
    double[] best = new double[5];
    engine.bestCandidates(CandidateDesign.sobol(D, 400, 1), -1, 5, new double[5 * D], best);
    double scored = ((CudaGpEngine) engine).scoredCandidates();
    return joined(joined(found, value), joined(best, new double[] {scored}));
  }

  /** Values and gradients of more paths than a group. */
  private double[] paths(GpModel model) {
    double[] values = new double[9 * M];
    double[] gradients = new double[9 * M * D];
    try (GpEngine engine = Engines.gp(Backend.GPU, model)) {
      engine.setData(9, x, y);
      engine.condition(theta);
      engine.samplePaths(9, 2).evaluate(M, x, values, gradients);
    }
    return joined(values, gradients);
  }

  /**
   * More pairs than there are blocks, of processes of different sizes; one of them repeats a point,
   * so that it is conditioned in several attempts.
   */
  private double[] fleet(GpModel model) {
    int[] sizes = {21, 34, 12};
    double[] repeated = x.clone();
    System.arraycopy(repeated, 0, repeated, D, D);
    int pairs = 40;
    int[] members = new int[pairs];
    double[] thetas = new double[pairs * theta.length];
    for (int i = 0; i < pairs; i++) {
      members[i] = i % 3;
      System.arraycopy(theta, 0, thetas, i * theta.length, theta.length);
    }
    double[] results = new double[pairs * (theta.length + 1)];
    try (GpFleetEngine fleet = Engines.gpFleet(Backend.GPU, model, 3)) {
      for (int i = 0; i < 3; i++) {
        fleet.setData(i, sizes[i], i == 2 ? repeated : x, y);
      }
      double[] gradients = new double[thetas.length];
      fleet.logMarginalLikelihoods(pairs, members, thetas, results, gradients);
      System.arraycopy(gradients, 0, results, pairs, gradients.length);
      thetas[3 * theta.length - 1] = -60;
      fleet.condition(3, members, thetas);
      double[][] z = new double[3][40];
      double[][] means = new double[3][40];
      double[][] points = {x, x, x};
      double[][] values = new double[3][M];
      double[][] slopes = new double[3][M * D];
      fleet.innovations(3, members, z);
      fleet.fittedMeans(3, members, means);
      double[] best = {-1, -1, -1};
      fleet.logExpectedImprovement(3, members, new int[] {M, M, M}, points, best, values, slopes);
      for (int i = 0; i < 3; i++) {
        results = joined(results, z[i]);
        results = joined(results, means[i]);
        results = joined(results, values[i]);
        results = joined(results, slopes[i]);
      }
    } catch (IllegalStateException e) {
      // A member that could not be conditioned: wrong, or all of them would have thrown.
      return new double[0];
    }
    return results;
  }

  private static double[] joined(double[] first, double[] second) {
    double[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private double[] results(StandIn standIn, long order, int skipped) {
    standIn.order(order);
    standIn.skip(skipped);
    GpModel model = GpModel.numeric(CovarianceFunction.MATERN_52, D);
    double[] all;
    // Room for small tiles of candidates only.
    System.setProperty(DeviceMemory.PROPERTY, "520k");
    try (GpEngine engine = Engines.gp(Backend.GPU, model)) {
      engine.setData(N, x, y);
      double[] gradient = new double[D + 2];
      double likelihood = engine.logMarginalLikelihood(theta, gradient);
      engine.condition(theta);
      engine.append(Arrays.copyOfRange(x, N * D, (N + 1) * D), 0.5);
      double[] value = new double[M];
      double[] inputGradient = new double[M * D];
      engine.logExpectedImprovement(M, x, -1, value, inputGradient);
      double[] results = Arrays.copyOf(gradient, gradient.length + M + M * D + 1);
      System.arraycopy(value, 0, results, D + 2, M);
      System.arraycopy(inputGradient, 0, results, D + 2 + M, M * D);
      results[results.length - 1] = likelihood;
      all = joined(results, found(engine));
    } finally {
      System.clearProperty(DeviceMemory.PROPERTY);
    }
    try {
      return joined(joined(joined(all, fleet(model)), generations()), paths(model));
    } finally {
      standIn.skip(-1);
    }
  }
}
