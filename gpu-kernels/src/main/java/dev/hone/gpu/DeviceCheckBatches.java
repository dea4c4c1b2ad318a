package dev.hone.gpu;

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
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** What {@link DeviceCheck} does with likelihoods, fleets, searches for candidates, and CMA-ES. */
final class DeviceCheckBatches {

  /** Likelihoods of a job: those of a short fit. */
  private static final int THETAS = 8;

  /** So many of the best candidates are wanted. */
  private static final int BEST = 100;

  /** The value that they are to improve on. */
  private static final double BAR = -2;

  private DeviceCheckBatches() {}

  /** Likelihoods with gradients, then posteriors and Log Expected Improvement, of many members. */
  static DeviceCheckJob fleet(int members, int n, int d, int m) {
    String name = "fleet of " + members + ", n=" + n + ", d=" + d;
    return new DeviceCheckJob(
        name, backend -> fleet(backend, members, n, d, m), 1e-8, DeviceFloors.fleet(members, n, m));
  }

  private static DeviceCheckJob.Prepared fleet(Backend backend, int members, int n, int d, int m) {
    GpModel model = GpModel.numeric(CovarianceFunction.MATERN_52, d);
    GpFleetEngine fleet = Engines.gpFleet(backend, model, members);
    int room = fleet.members();
    double[] theta = new double[d + 2];
    Arrays.fill(theta, 0, d, Math.log(0.4 * Math.sqrt(d)));
    theta[d + 1] = -4;
    double[] x = new double[n * d];
    double[] y = new double[n];
    double[] candidates = new double[m * d];
    CounterRandom.of(3, 0).fillUniform(candidates, 0, m * d);
    int width = 1 + d + 2 + m;
    return new DeviceCheckJob.Prepared(
        fleet::close,
        () -> {
          double[] results = new double[members * width];
          for (int from = 0; from < members; from += room) {
            int count = Math.min(room, members - from);
            int[] listed = new int[count];
            int[] sizes = new int[count];
            double[] thetas = new double[count * theta.length];
            double[][] points = new double[count][];
            double[][] values = new double[count][m];
            for (int i = 0; i < count; i++) {
              CounterRandom random = CounterRandom.of(2, from + i);
              random.fillUniform(x, 0, x.length);
              random.fillGaussian(y, 0, n);
              fleet.setData(i, n, x, y);
              listed[i] = i;
              sizes[i] = m;
              points[i] = candidates;
              System.arraycopy(theta, 0, thetas, i * theta.length, theta.length);
            }
            double[] likelihoods = new double[count];
            double[] gradients = new double[thetas.length];
            fleet.logMarginalLikelihoods(count, listed, thetas, likelihoods, gradients);
            fleet.condition(count, listed, thetas);
            double[] best = new double[count];
            Arrays.fill(best, -1);
            fleet.logExpectedImprovement(count, listed, sizes, points, best, values, null);
            for (int i = 0; i < count; i++) {
              int at = (from + i) * width;
              results[at] = likelihoods[i];
              System.arraycopy(gradients, i * (d + 2), results, at + 1, d + 2);
              System.arraycopy(values[i], 0, results, at + d + 3, m);
            }
          }
          return results;
        });
  }

  /** Likelihoods with gradients at a few θ, as in a fit. */
  static DeviceCheckJob likelihood(int n, int d) {
    String name = THETAS + " likelihoods, n=" + n + ", d=" + d;
    double floor = THETAS * DeviceFloors.likelihood(n);
    return new DeviceCheckJob(name, backend -> likelihood(backend, n, d), 1e-8, floor);
  }

  private static DeviceCheckJob.Prepared likelihood(Backend backend, int n, int d) {
    DeviceCheckProblem problem =
        DeviceCheckProblem.of(CovarianceFunction.MATERN_52, d, n, /* categories= */ false);
    GpEngine engine = problem.engine(backend);
    double[] theta = problem.theta().clone();
    double[] gradient = new double[d + 2];
    double[] results = new double[THETAS * (d + 3)];
    return new DeviceCheckJob.Prepared(
        engine::close,
        () -> {
          for (int i = 0; i < THETAS; i++) {
            theta[0] = problem.theta()[0] + 0.05 * i;
            theta[d + 1] = problem.theta()[d + 1] + 0.1 * i;
            int at = i * (d + 3);
            results[at] = engine.logMarginalLikelihood(theta, gradient);
            System.arraycopy(gradient, 0, results, at + 1, d + 2);
          }
          return results;
        });
  }

  /** One likelihood with its gradient. */
  static DeviceCheckJob single(int n) {
    return new DeviceCheckJob(
        "likelihood + gradient, n=" + n,
        backend -> single(backend, n),
        1e-8,
        DeviceFloors.likelihood(n));
  }

  private static DeviceCheckJob.Prepared single(Backend backend, int n) {
    DeviceCheckProblem problem =
        DeviceCheckProblem.of(CovarianceFunction.MATERN_52, 20, n, /* categories= */ false);
    GpEngine engine = problem.engine(backend);
    double[] gradient = new double[22];
    double[] results = new double[23];
    return new DeviceCheckJob.Prepared(
        engine::close,
        () -> {
          results[22] = engine.logMarginalLikelihood(problem.theta(), gradient);
          System.arraycopy(gradient, 0, results, 0, 22);
          return results;
        });
  }

  /** Log Expected Improvement of candidates that the caller has. */
  static DeviceCheckJob improvement(int m, int n) {
    double floor = DeviceFloors.improvement(m, n, 20);
    return new DeviceCheckJob(
        "LogEI of " + m + ", n=" + n, backend -> improvement(backend, m, n), 1e-7, floor);
  }

  private static DeviceCheckJob.Prepared improvement(Backend backend, int m, int n) {
    DeviceCheckProblem problem =
        DeviceCheckProblem.of(CovarianceFunction.MATERN_52, 20, n, /* categories= */ false);
    GpEngine engine = problem.engine(backend);
    engine.condition(problem.theta());
    double[] x = problem.candidates(m);
    double[] value = new double[m];
    return new DeviceCheckJob.Prepared(
        engine::close,
        () -> {
          engine.logExpectedImprovement(m, x, -1, value, null);
          return value;
        });
  }

  /** Functions drawn from a posterior, at many points. */
  static DeviceCheckJob paths(int count, int m, int n, int d) {
    String name = count + " paths at " + m + ", n=" + n + ", d=" + d;
    double floor = DeviceFloors.paths(count, m, n, d);
    return new DeviceCheckJob(name, backend -> paths(backend, count, m, n, d), 1e-8, floor);
  }

  private static DeviceCheckJob.Prepared paths(Backend backend, int count, int m, int n, int d) {
    DeviceCheckProblem problem =
        DeviceCheckProblem.of(CovarianceFunction.MATERN_52, d, n, /* categories= */ false);
    GpEngine engine = problem.engine(backend);
    engine.condition(problem.theta());
    double[] x = problem.candidates(m);
    double[] values = new double[count * m];
    return new DeviceCheckJob.Prepared(
        engine::close,
        () -> {
          engine.samplePaths(count, 3).evaluate(m, x, values, null);
          return values;
        });
  }

  /** The best of many candidates. */
  static DeviceCheckJob search(long candidates, int n, int d) {
    String name = "best of " + candidates + ", n=" + n + ", d=" + d;
    double floor = DeviceFloors.improvement(candidates, n, d);
    // Which of two that are equal but for rounding comes first is no matter.
    return new DeviceCheckJob(name, backend -> search(backend, candidates, n, d, 0), 1e-7, floor);
  }

  /** The same where it would take the CPU minutes, which only scores what was found again. */
  static DeviceCheckJob rescoredSearch(long candidates, int n, int d) {
    DeviceCheckJob whole = search(candidates, n, d);
    return new DeviceCheckJob(
            whole.name(),
            backend -> search(backend, candidates, n, d, d),
            whole.tolerance(),
            whole.floor())
        .rescoredBy(found -> rescore(found, n, d));
  }

  /**
   * A search.
   *
   * @param coordinates of the points found that are results too, behind the values: all or none
   */
  private static DeviceCheckJob.Prepared search(
      Backend backend, long candidates, int n, int d, int coordinates) {
    GpEngine engine = searched(backend, n, d);
    CandidateDesign design =
        CandidateDesign.sobol(d, candidates - candidates / 8, 5)
            .withPerturbations(candidates / 8, 0.05, Arrays.copyOf(engine.points(), d));
    int k = (int) Math.min(BEST, candidates);
    double[] found = new double[k * d];
    double[] value = new double[k];
    return new DeviceCheckJob.Prepared(
        engine::close,
        () -> {
          engine.bestCandidates(design, BAR, k, found, value);
          double[] results = Arrays.copyOf(value, k + k * coordinates);
          System.arraycopy(found, 0, results, k, k * coordinates);
          return results;
        });
  }

  private static double[] rescore(double[] found, int n, int d) {
    int k = found.length / (1 + d);
    double[] value = new double[k];
    double[] points = Arrays.copyOfRange(found, k, found.length);
    try (GpEngine cpu = searched(Backend.AUTO, n, d)) {
      cpu.logExpectedImprovement(k, points, BAR, value, null);
    }
    double[] results = found.clone();
    System.arraycopy(value, 0, results, 0, k);
    return results;
  }

  private static GpEngine searched(Backend backend, int n, int d) {
    GpEngine engine = Engines.gp(backend, GpModel.numeric(CovarianceFunction.MATERN_52, d));
    double[] x = new double[n * d];
    double[] y = new double[n];
    CounterRandom random = CounterRandom.of(4, n);
    random.fillUniform(x, 0, x.length);
    random.fillGaussian(y, 0, n);
    double[] theta = new double[d + 2];
    Arrays.fill(theta, 0, d, Math.log(0.3 * Math.sqrt(d)));
    theta[d + 1] = -3;
    engine.setData(n, x, y);
    engine.condition(theta);
    return engine;
  }

  /** A generation of CMA-ES, its decomposition included: as many samples, and their update. */
  static DeviceCheckJob generation(int n, int lambda) {
    String name = "generation of CMA-ES, n=" + n + ", lambda=" + lambda;
    double floor = DeviceFloors.generation(n, lambda);
    return new DeviceCheckJob(name, backend -> generation(backend, n, lambda, false), 1e-7, floor);
  }

  /** The same, but samples stay on the GPU. */
  static DeviceCheckJob residentGeneration(int n, int lambda) {
    DeviceCheckJob whole = generation(n, lambda);
    return new DeviceCheckJob(
        whole.name() + ", resident",
        backend -> generation(backend, n, lambda, true),
        whole.tolerance(),
        whole.floor());
  }

  private static DeviceCheckJob.Prepared generation(
      Backend backend, int n, int lambda, boolean resident) {
    StrategyParameters p = new StrategyParameters(CovarianceModel.CHOLESKY, n, lambda, true);
    CmaEngine engine = Engines.cma(backend, p);
    engine.reset(new double[n], null);
    CounterRandom random = CounterRandom.of(7, n);
    int[] order = CounterRandom.of(6, n).permutation(lambda);
    // What is looked at: some of the samples, and of the update the new factor's first column.
    int rows = Math.min(lambda, 100);
    double[] results = new double[(rows + 1) * n];
    double[] points = new double[resident && engine instanceof DeviceCmaEngine ? 0 : n * lambda];
    double[] axis = new double[n];
    AtomicLong generation = new AtomicLong();
    return new DeviceCheckJob.Prepared(
        engine::close,
        () -> {
          if (resident && engine instanceof DeviceCmaEngine device) {
            device.sampleOnDevice(random, 0.5);
            device.points(0, rows, results);
          } else {
            engine.sample(random, 0.5, points);
            System.arraycopy(points, 0, results, 0, rows * n);
          }
          long number = generation.getAndAdd(p.decompositionGap());
          engine.update(lambda, order, 0.5, number);
          engine.decompose(number + p.decompositionGap());
          engine.axis(0, axis);
          System.arraycopy(axis, 0, results, rows * n, n);
          return results;
        });
  }
}
