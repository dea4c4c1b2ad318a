package dev.hone.math.gp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.gp.HyperparameterPrior.Fixed;
import dev.hone.math.internal.CpuGpEngines;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.internal.KernelSets;
import dev.hone.math.linalg.NumericalException;
import dev.hone.math.minimize.Curvature;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GpFitTest {

  @ParameterizedTest
  @MethodSource("dev.hone.math.gp.GpProblem#kernels")
  void recoversTheLengthScalesThatMadeTheData(KernelSet kernels) {
    double[] truth = {Math.log(0.2), Math.log(0.6), 0, Math.log(1e-3)};
    GpEngine engine = CpuGpEngines.create(model(2), kernels);
    drawTargets(engine, truth, 120, 11);
    GpFit fit = GpFit.under(GpPrior.dimensionScaled(2));
    GpFitResult result = fit.fit(engine, fit.starts(null, 2, 1));
    assertEquals(truth[0], result.theta()[0], 0.3);
    assertEquals(truth[1], result.theta()[1], 0.3);
    assertEquals(truth[3], result.theta()[3], 1);
    assertTrue(result.logLikelihood() >= engine.logMarginalLikelihood(truth, null) - 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void endsNoLowerThanAnyOfItsStarts(long seed) {
    GpEngine engine = CpuGpEngines.create(model(3), KernelSets.best());
    GpProblem problem = GpProblem.of(seed, CovarianceFunction.MATERN_52, 3, 15, false);
    engine.setData(15, problem.x(), problem.y());
    GpPrior prior = GpPrior.dimensionScaled(3);
    GpFit fit = GpFit.under(prior);
    List<double[]> starts = fit.starts(problem.theta(), 3, seed);
    assertEquals(5, starts.size());
    GpFitResult result = fit.fit(engine, starts);
    for (double[] start : starts) {
      double[] coordinates = prior.coordinates(start);
      double[] theta = new double[5];
      prior.hyperparameters(coordinates, theta);
      double logPosterior =
          engine.logMarginalLikelihood(theta, null)
              + prior.logDensity(coordinates, new double[coordinates.length]);
      assertTrue(result.logPosterior() >= logPosterior, "seed " + seed);
    }
    double logLikelihood = engine.logMarginalLikelihood(result.theta(), null);
    assertEquals(logLikelihood, result.logLikelihood(), 1e-9, "seed " + seed);
    assertTrue(result.evaluations() >= result.iterations());
    assertTrue(result.start() >= 0 && result.start() < 5);
  }

  @Test
  void theBestStartWinsWhereverItStands() {
    GpEngine engine = CpuGpEngines.create(model(2), KernelSets.best());
    double[] truth = {Math.log(0.3), Math.log(0.5), 0, Math.log(1e-3)};
    drawTargets(engine, truth, 40, 8);
    double[] poor = {Math.log(0.006), Math.log(900), 0, 0};
    GpFit fit = new GpFit(GpPrior.dimensionScaled(2), 1);
    assertEquals(1, fit.fit(engine, List.of(poor, truth, poor)).start());
    assertEquals(0, fit.fit(engine, List.of(truth, poor)).start());
  }

  @Test
  void startsTogetherEndWhereTheyEndAlone() {
    GpEngine engine = CpuGpEngines.create(model(3), KernelSets.best());
    GpProblem problem = GpProblem.of(21, CovarianceFunction.MATERN_52, 3, 25, false);
    engine.setData(25, problem.x(), problem.y());
    GpFit fit = GpFit.under(GpPrior.dimensionScaled(3));
    List<double[]> starts = fit.starts(problem.theta(), 4, 5);
    GpFitResult together = fit.fit(engine, starts);
    int evaluations = 0;
    for (int i = 0; i < starts.size(); i++) {
      GpFitResult alone = fit.fit(engine, List.of(starts.get(i)));
      GpFitResult.End end = together.ends().get(i);
      assertEquals(alone.ends().getFirst(), end, "start " + i);
      assertTrue(end.logPosterior() <= together.logPosterior());
      evaluations += alone.evaluations();
    }
    assertEquals(evaluations, together.evaluations());
    assertEquals(together.logPosterior(), together.ends().get(together.start()).logPosterior());
  }

  /** An observation more, and what the last fit knew of the curvature: two or three likelihoods. */
  @ParameterizedTest
  @ValueSource(ints = {61, 102})
  void goesOnFromTheLastFitWithFewLikelihoods(int n) {
    int d = 4;
    GpEngine engine = CpuGpEngines.create(model(d), KernelSets.best());
    double[] x = new double[n * d];
    CounterRandom.of(n, 1).fillUniform(x, 0, x.length);
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = Math.sin(4 * x[i * d]) + Math.cos(3 * x[i * d + 1] * x[i * d + 2]);
    }
    GpFit fit = GpFit.under(GpPrior.dimensionScaled(d)).withTolerance(1e-5);
    GpFitResult last = fit.fit(engine, n - 1, x, y, fit.starts(null, 0, 1));
    List<double[]> starts = List.of(last.theta());
    GpFitResult known = fit.fit(engine, n, x, y, null, starts, last.curvature());
    GpFitResult unknown = fit.fit(engine, n, x, y, starts);
    assertTrue(known.evaluations() <= 3, known::toString);
    assertTrue(unknown.evaluations() > known.evaluations(), unknown::toString);
    assertTrue(known.logPosterior() >= unknown.logPosterior() - 0.05, () -> known + " " + unknown);
    Curvature other = Curvature.of(d, new double[0]);
    assertThrows(
        IllegalArgumentException.class, () -> fit.fit(engine, n, x, y, null, starts, other));
  }

  @Test
  void endsWhereTheGradientVanishesOrABoundHolds() {
    GpEngine engine = CpuGpEngines.create(model(2), KernelSets.best());
    drawTargets(engine, new double[] {-1, 0, 0, -5}, 40, 3);
    GpPrior prior = GpPrior.gamma(2);
    GpFit fit = new GpFit(prior, 200);
    GpFitResult result = fit.fit(engine, fit.starts(null, 1, 5));
    double[] coordinates = prior.coordinates(result.theta());
    double[] thetaGradient = new double[4];
    engine.logMarginalLikelihood(result.theta(), thetaGradient);
    double[] gradient = new double[4];
    prior.logDensity(coordinates, gradient);
    prior.addPulledBack(coordinates, thetaGradient, gradient);
    for (int i = 0; i < 4; i++) {
      boolean inside =
          coordinates[i] > prior.lower()[i] + 1e-9 && coordinates[i] < prior.upper()[i] - 1e-9;
      assertEquals(0, inside ? gradient[i] : 0, 1e-2, "coordinate " + i);
    }
  }

  @Test
  void leavesTheEngineConditionedOnTheBest() {
    GpEngine engine = CpuGpEngines.create(model(1), KernelSets.best());
    double[] x = {0.1, 0.4, 0.8};
    double[] y = {1, -1, 0.3};
    engine.setData(3, x, y);
    GpFit fit = GpFit.under(GpPrior.dimensionScaled(1));
    GpFitResult result = fit.fit(engine, fit.starts(null, 0, 0));
    double[] mean = new double[3];
    engine.posterior(3, x, mean, null);
    GpEngine other = CpuGpEngines.create(model(1), KernelSets.best());
    other.setData(3, x, y);
    other.condition(result.theta());
    double[] expected = new double[3];
    other.posterior(3, x, expected, null);
    assertArrayEquals(expected, mean);
  }

  @Test
  void fitsToASubsetOfManyAndConditionsOnAll() {
    GpEngine engine = CpuGpEngines.create(model(3), KernelSets.best());
    GpProblem problem = GpProblem.of(22, CovarianceFunction.MATERN_52, 3, 50, false);
    GpFit fit = new GpFit(GpPrior.dimensionScaled(3), 10).withMaxObservations(20);
    List<double[]> starts = fit.starts(null, 1, 5);
    GpFitResult result = fit.fit(engine, 50, problem.x(), problem.y(), starts);
    assertEquals(20, result.observations());
    assertEquals(50, engine.size());

    FitSubset subset =
        FitSubset.choose(20, 50, problem.model().dimensions(), problem.x(), problem.y(), null);
    GpEngine other = CpuGpEngines.create(model(3), KernelSets.best());
    other.setData(20, subset.points(), subset.targets());
    assertArrayEquals(fit.fit(other, starts).theta(), result.theta());
    other.setData(50, problem.x(), problem.y());
    other.condition(result.theta());
    double[][] means = new double[2][6];
    engine.posterior(6, problem.candidates(6), means[0], null);
    other.posterior(6, problem.candidates(6), means[1], null);
    assertArrayEquals(means[1], means[0]);

    GpFitResult all = fit.fit(engine, 20, problem.x(), problem.y(), starts);
    assertEquals(20, all.observations());
    assertEquals(20, engine.size());
    assertThrows(IllegalArgumentException.class, () -> fit.withMaxObservations(1));
  }

  @Test
  void withoutObservationsThePriorDecides() {
    GpEngine engine = CpuGpEngines.create(model(2), KernelSets.best());
    GpPrior prior = GpPrior.dimensionScaled(2);
    GpFit fit = new GpFit(prior, 100);
    GpFitResult result = fit.fit(engine, fit.starts(null, 1, 0));
    assertArrayEquals(prior.start(), prior.coordinates(result.theta()), 1e-2);
  }

  @Test
  void raisesTheNoiseWhereNoStartHasALikelihood() {
    GpEngine engine = CpuGpEngines.create(model(1, CovarianceFunction.RBF), KernelSets.best());
    double[] x = new double[40];
    double[] y = new double[40];
    for (int i = 0; i < 40; i++) {
      x[i] = 0.5;
      y[i] = i % 2;
    }
    engine.setData(40, x, y);
    HyperparameterPrior.Free noise =
        new HyperparameterPrior.Free(new LogDensity.Normal(-8, 3), 0, -50, 1, -45);
    GpFit fit = GpFit.under(GpPrior.dimensionScaled(1).withNoise(noise));
    double[] start = {0, 0, -45};
    assertEquals(Double.NEGATIVE_INFINITY, engine.logMarginalLikelihood(start, null));
    GpFitResult result = fit.fit(engine, List.of(start));
    assertTrue(Double.isFinite(result.logPosterior()));
    assertTrue(result.theta()[2] > -10, "noise " + result.theta()[2]);
    assertEquals(0, result.start());

    GpFit fixed = GpFit.under(GpPrior.dimensionScaled(1).withNoise(new Fixed(-45)));
    assertThrows(NumericalException.class, () -> fixed.fit(engine, List.of(start)));
  }

  @Test
  void whatIsFixedStaysFixed() {
    GpEngine engine = CpuGpEngines.create(model(1), KernelSets.best());
    engine.setData(2, new double[] {0.2, 0.7}, new double[] {1, -1});
    double[] theta = {-0.5, 0.1, -3};
    GpFit fit =
        GpFit.under(GpPrior.of(1, new Fixed(theta[0]), new Fixed(theta[1]), new Fixed(theta[2])));
    GpFitResult result = fit.fit(engine, fit.starts(null, 1, 0));
    assertArrayEquals(theta, result.theta());
    assertEquals(engine.logMarginalLikelihood(theta, null), result.logPosterior());
  }

  @Test
  void startsAreAPureFunctionOfTheSeed() {
    GpFit fit = GpFit.under(GpPrior.dimensionScaled(4));
    assertArrayEquals(fit.starts(null, 3, 9).get(3), fit.starts(null, 3, 9).get(3));
    assertNotEquals(fit.starts(null, 1, 9).get(1)[0], fit.starts(null, 1, 10).get(1)[0]);
    assertNotEquals(fit.starts(null, 2, 9).get(1)[0], fit.starts(null, 2, 9).get(2)[0]);
  }

  @Test
  void wrongCallsAreNamed() {
    assertThrows(IllegalArgumentException.class, () -> new GpFit(GpPrior.gamma(1), 0));
    GpEngine engine = CpuGpEngines.create(model(1), KernelSets.best());
    GpFit fit = GpFit.under(GpPrior.gamma(1));
    assertThrows(IllegalArgumentException.class, () -> fit.fit(engine, List.of()));
    assertThrows(IllegalArgumentException.class, () -> fit.starts(null, -1, 0));
    GpFit other = GpFit.under(GpPrior.gamma(2));
    List<double[]> starts = other.starts(null, 0, 0);
    assertThrows(IllegalArgumentException.class, () -> other.fit(engine, starts));
  }

  private static GpModel model(int dimension) {
    return model(dimension, CovarianceFunction.MATERN_52);
  }

  private static GpModel model(int dimension, CovarianceFunction covariance) {
    return GpModel.numeric(covariance, dimension);
  }

  /** Draws targets one after the other, each from the posterior given those before it. */
  private static void drawTargets(GpEngine engine, double[] theta, int n, long seed) {
    CounterRandom random = CounterRandom.of(seed, 0);
    int d = engine.model().dimension();
    double noise = Math.exp(theta[d + 1]);
    double[] x = GpProblem.points(random, engine.model(), n);
    double[] y = new double[n];
    double[] mean = new double[1];
    double[] variance = new double[1];
    engine.setData(0, x, y);
    engine.condition(theta);
    for (int i = 0; i < n; i++) {
      double[] point = Arrays.copyOfRange(x, i * d, (i + 1) * d);
      engine.posterior(1, point, mean, variance);
      y[i] = mean[0] + Math.sqrt(variance[0] + noise) * random.nextGaussian();
      engine.append(point, y[i]);
    }
  }
}
