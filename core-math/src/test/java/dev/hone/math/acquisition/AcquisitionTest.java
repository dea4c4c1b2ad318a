package dev.hone.math.acquisition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.DimensionKind;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.internal.CpuGpEngines;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.internal.KernelSets;
import dev.hone.math.pareto.Hypervolume;
import dev.hone.math.pareto.NonDominatedBoxes;
import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("backend")
class AcquisitionTest {
  private static final int D = 3;

  private static final GpModel MODEL =
      new GpModel(
          CovarianceFunction.MATERN_52,
          List.of(DimensionKind.NUMERIC, DimensionKind.CATEGORICAL, DimensionKind.NUMERIC));

  private static final List<Acquisition> ALL =
      List.of(
          new LogExpectedImprovement(),
          new LogProbabilityOfImprovement(),
          new LowerConfidenceBound(2),
          new PosteriorMean(),
          new ThompsonSampling(),
          new NoisyLogExpectedImprovement(4),
          new LogExpectedHypervolumeImprovement(),
          new NoisyLogExpectedHypervolumeImprovement(3),
          new ParEgo(0.05),
          new Constrained(new LogExpectedImprovement()),
          new PerUnitCost(new Constrained(new LogExpectedHypervolumeImprovement())));

  /** A process of 12 random observations with noise, a pure function of the seed. */
  private static GpEngine process(KernelSet kernels, long seed, double noise) {
    int n = 12;
    double[] x = points(n, 1);
    double[] y = new double[n];
    CounterRandom.of(seed, 2).fillGaussian(y, 0, n);
    GpEngine engine = CpuGpEngines.create(MODEL, kernels);
    engine.setData(n, x, y);
    engine.condition(
        new double[] {Math.log(0.5), Math.log(0.8), Math.log(0.4), 0, Math.log(noise)});
    return engine;
  }

  private static double[] points(int n, long seed) {
    CounterRandom random = CounterRandom.of(seed, 3);
    double[] x = new double[n * D];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % D == 1 ? random.nextInt(3) : random.nextDouble();
    }
    return x;
  }

  private static Belief belief(KernelSet kernels) {
    return Belief.of(List.of(process(kernels, 1, 0.05), process(kernels, 2, 0.02)))
        .withConstraints(List.of(process(kernels, 3, 0.01), process(kernels, 5, 0.01)))
        .withLogCost(process(kernels, 4, 0.1), 0.7)
        .withSeed(9);
  }

  @ParameterizedTest
  @MethodSource("dev.hone.math.gp.GpProblem#kernels")
  void gradientsAreThoseOfDifferences(KernelSet kernels) {
    Belief belief = belief(kernels);
    assertTrue(belief.hasFeasible());
    int m = 5;
    double[] x = points(m, 77);
    for (Acquisition acquisition : ALL) {
      try (var scorer = acquisition.prepare(belief)) {
        double[] value = new double[m];
        double[] gradient = new double[m * D];
        scorer.score(m, x, value, gradient);
        double[] plain = new double[m];
        scorer.score(m, x, plain, null);
        for (int i = 0; i < m * D; i++) {
          assertEquals(
              plain[i / D], value[i / D], 1e-12 * Math.abs(value[i / D]), acquisition::toString);
          if (i % D == 1) {
            assertEquals(0, Math.abs(gradient[i]), acquisition::toString);
            continue;
          }
          double step = 1e-5;
          double[] moved = x.clone();
          double[] up = new double[m];
          double[] down = new double[m];
          moved[i] = x[i] + step;
          scorer.score(m, moved, up, null);
          moved[i] = x[i] - step;
          scorer.score(m, moved, down, null);
          double expected = (up[i / D] - down[i / D]) / (2 * step);
          int index = i;
          // The maximum in ParEGO has corners, which a difference now and then steps over.
          double tolerance = acquisition instanceof ParEgo ? 2e-2 : 2e-5;
          assertEquals(
              expected,
              gradient[i],
              tolerance * (1 + Math.abs(expected)),
              () -> acquisition + ", x[" + index + "]");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.hone.math.gp.GpProblem#kernels")
  void scoresAreThoseOfTheirFormulas(KernelSet kernels) {
    Belief belief = belief(kernels);
    int m = 7;
    double[] x = points(m, 5);
    double[] mean = new double[m];
    double[] variance = new double[m];
    belief.objective().posterior(m, x, mean, variance);
    double best = belief.incumbent();
    double[] ei = scores(new LogExpectedImprovement(), belief, m, x);
    double[] pi = scores(new LogProbabilityOfImprovement(), belief, m, x);
    double[] bound = scores(new LowerConfidenceBound(1.5), belief, m, x);
    double[] greedy = scores(new PosteriorMean(), belief, m, x);
    double[] drawn = scores(new ThompsonSampling(), belief, m, x);
    double[] path = new double[m];
    belief.objective().samplePaths(1, 9).evaluate(m, x, path, null);
    double[] feasible = scores(new Constrained(new PosteriorMean()), belief, m, x);
    double[] perCost = scores(new PerUnitCost(new PosteriorMean()), belief, m, x);
    for (int j = 0; j < m; j++) {
      double sigma = Math.sqrt(variance[j]);
      assertEquals(LogExpectedImprovement.value(mean[j], variance[j], best), ei[j], 1e-12);
      assertEquals(Math.log(SpecialFunctions.ndtr((best - mean[j]) / sigma)), pi[j], 1e-10);
      assertEquals(1.5 * sigma - mean[j], bound[j], 1e-12);
      assertEquals(-mean[j], greedy[j], 1e-12);
      assertEquals(-path[j], drawn[j], 1e-12);
      double logFeasible = 0;
      double[] one = new double[D];
      System.arraycopy(x, j * D, one, 0, D);
      for (var constraint : belief.constraints()) {
        double[] g = new double[1];
        double[] v = new double[1];
        constraint.posterior(1, one, g, v);
        logFeasible += Math.log(SpecialFunctions.ndtr(-g[0] / Math.sqrt(v[0])));
      }
      assertEquals(-mean[j] + logFeasible, feasible[j], 1e-10);
      double[] cost = new double[1];
      Objects.requireNonNull(belief.logCost()).posterior(1, one, cost, null);
      assertEquals(-mean[j] - 0.7 * cost[0], perCost[j], 1e-12);
    }
  }

  private static double[] scores(Acquisition acquisition, Belief belief, int m, double[] x) {
    double[] value = new double[m];
    try (var scorer = acquisition.prepare(belief)) {
      scorer.score(m, x, value, null);
    }
    return value;
  }

  @ParameterizedTest
  @MethodSource("dev.hone.math.gp.GpProblem#kernels")
  void ofOneObjectiveTheGainInHypervolumeIsTheImprovement(KernelSet kernels) {
    Belief belief = Belief.of(process(kernels, 1, 0.05)).withSeed(3);
    int m = 6;
    double[] x = points(m, 5);
    double[] ei = scores(new LogExpectedImprovement(), belief, m, x);
    double[] ehvi = scores(new LogExpectedHypervolumeImprovement(), belief, m, x);
    double[] nei = scores(new NoisyLogExpectedImprovement(5), belief, m, x);
    double[] nehvi = scores(new NoisyLogExpectedHypervolumeImprovement(5), belief, m, x);
    double[] ego =
        scores(new ParEgo(0), belief.withReference(new double[] {belief.incumbent() + 1}), m, x);
    for (int j = 0; j < m; j++) {
      assertEquals(ei[j], ehvi[j], 1e-11 * Math.abs(ei[j]));
      assertEquals(nei[j], nehvi[j], 1e-9 * Math.abs(nei[j]));
      if (ei[j] > -4) {
        assertEquals(ei[j], ego[j], 0.1, "128 quasi-random normals");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.hone.math.gp.GpProblem#kernels")
  void withoutNoiseThereIsNothingToAverageOver(KernelSet kernels) {
    Belief belief =
        Belief.of(List.of(process(kernels, 1, 1e-8), process(kernels, 2, 1e-8))).withSeed(3);
    int m = 6;
    double[] x = points(m, 5);
    double[] ei = scores(new LogExpectedImprovement(), belief, m, x);
    double[] nei = scores(new NoisyLogExpectedImprovement(3), belief, m, x);
    double[] ehvi = scores(new LogExpectedHypervolumeImprovement(), belief, m, x);
    double[] nehvi = scores(new NoisyLogExpectedHypervolumeImprovement(3), belief, m, x);
    for (int j = 0; j < m; j++) {
      assertEquals(ei[j], nei[j], 1e-2 * (1 + Math.abs(ei[j])));
      assertEquals(ehvi[j], nehvi[j], 1e-2 * (1 + Math.abs(ehvi[j])));
    }
  }

  /** The oracle: improvement over the least of each draw, by brute force over joint draws. */
  @Test
  void noisyImprovementIsTheExpectationOverWhatWasTried() {
    KernelSet kernels = KernelSets.scalar();
    GpEngine process = process(kernels, 1, 0.3);
    int n = process.size();
    double[] candidate = points(1, 6);
    double[] joint = Arrays.copyOf(process.points(), (n + 1) * D);
    System.arraycopy(candidate, 0, joint, n * D, D);
    int draws = 40_000;
    double[] samples = new double[draws * (n + 1)];
    process.samplePosterior(n + 1, joint, draws, 5, samples);
    double sum = 0;
    double squares = 0;
    for (int s = 0; s < draws; s++) {
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < n; i++) {
        least = Math.min(least, samples[s * (n + 1) + i]);
      }
      double gain = Math.max(0, least - samples[s * (n + 1) + n]);
      sum += gain;
      squares += gain * gain;
    }
    double expected = sum / draws;
    double error = Math.sqrt((squares / draws - expected * expected) / draws);
    double actual =
        Math.exp(
            scores(new NoisyLogExpectedImprovement(2000), Belief.of(process), 1, candidate)[0]);
    assertEquals(expected, actual, 4 * error + 0.05 * expected);
  }

  @Test
  void expectedGainIsTheMeanOfGains() {
    double[] front = {-1, 0.8, -0.2, 0.1, 0.7, -0.9};
    double[] reference = {1, 1.2};
    var boxes = NonDominatedBoxes.of(3, 2, front, reference);
    double[] mean = {-0.3, 0.2};
    double[] sigma = {0.6, 0.4};
    CounterRandom random = CounterRandom.of(4, 4);
    int draws = 200_000;
    double sum = 0;
    double[] y = new double[2];
    for (int s = 0; s < draws; s++) {
      y[0] = mean[0] + sigma[0] * random.nextGaussian();
      y[1] = mean[1] + sigma[1] * random.nextGaussian();
      sum += boxes.improvement(y);
    }
    double actual = Math.exp(new HypervolumeGain(boxes).evaluate(mean, sigma, null, null));
    assertEquals(sum / draws, actual, 5e-3 * actual);
    double[] whole = Arrays.copyOf(front, 8);
    whole[6] = -0.3;
    whole[7] = 0.2;
    double[] certain = {1e-9, 1e-9};
    assertEquals(
        Math.log(Hypervolume.of(4, 2, whole, reference) - Hypervolume.of(3, 2, front, reference)),
        new HypervolumeGain(boxes).evaluate(new double[] {-0.3, 0.2}, certain, null, null),
        1e-6);
  }

  /** Far from the front, and in boxes so narrow that differences cancel. */
  @Test
  void expectedGainHasSlopesEverywhere() {
    double[][] fronts = {
      {-1, 0.8, -0.2, 0.1, 0.7, -0.9}, {-1e-7, 1e-7, 0, 0, 1e-7, -1e-7}, {-1e-12, 0, 0, -1e-12}
    };
    for (double[] front : fronts) {
      var boxes = NonDominatedBoxes.of(front.length / 2, 2, front, new double[] {1, 1});
      var gain = new HypervolumeGain(boxes);
      for (double shift : new double[] {-3, 0, 1, 8, 40, 1000}) {
        double[] mean = {shift, 0.5 * shift + 0.1};
        double[] sigma = {0.5, 0.8};
        double[] byMean = new double[2];
        double[] byVariance = new double[2];
        double value = gain.evaluate(mean, sigma, byMean, byVariance);
        assertTrue(Double.isFinite(value), "shift " + shift);
        for (int j = 0; j < 2; j++) {
          double step = 1e-5 * (1 + Math.abs(shift) / 1e3);
          double[] up = mean.clone();
          double[] down = mean.clone();
          up[j] += step;
          down[j] -= step;
          double slope =
              (gain.evaluate(up, sigma, null, null) - gain.evaluate(down, sigma, null, null))
                  / (2 * step);
          assertEquals(slope, byMean[j], 1e-4 * (1 + Math.abs(slope)), "shift " + shift);
          double[] wide = sigma.clone();
          double[] narrow = sigma.clone();
          wide[j] = Math.sqrt(sigma[j] * sigma[j] + 1e-6);
          narrow[j] = Math.sqrt(sigma[j] * sigma[j] - 1e-6);
          double byVar =
              (gain.evaluate(mean, wide, null, null) - gain.evaluate(mean, narrow, null, null))
                  / 2e-6;
          assertEquals(byVar, byVariance[j], 1e-3 * (1 + Math.abs(byVar)), "shift " + shift);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.hone.math.gp.GpProblem#kernels")
  void whereNothingIsFeasibleOnlyTheConstraintsCount(KernelSet kernels) {
    GpEngine violated = process(kernels, 3, 0.01);
    double[] y = new double[violated.size()];
    Arrays.fill(y, 2);
    violated.setTargets(y.length, y);
    Belief belief = Belief.of(process(kernels, 1, 0.05)).withConstraints(List.of(violated));
    double[] x = points(4, 8);
    double[] score = scores(new Constrained(new LogExpectedImprovement()), belief, 4, x);
    double[] mean = new double[4];
    double[] variance = new double[4];
    violated.posterior(4, x, mean, variance);
    for (int j = 0; j < 4; j++) {
      assertEquals(SpecialFunctions.logNdtr(-mean[j] / Math.sqrt(variance[j])), score[j], 1e-12);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.hone.math.gp.GpProblem#kernels")
  void anAcquisitionOfYourOwnIsAFunctionOfTheMoments(KernelSet kernels) {
    MomentFunction squaredBound =
        new MomentFunction() {
          @Override
          public double value(double mean, double variance) {
            return variance - mean * mean;
          }

          @Override
          public double byMean(double mean, double variance) {
            return -2 * mean;
          }

          @Override
          public double byVariance(double mean, double variance) {
            return 1;
          }
        };
    Belief belief = Belief.of(process(kernels, 1, 0.05));
    double[] x = points(2, 8);
    double[] mean = new double[2];
    double[] variance = new double[2];
    belief.objective().posterior(2, x, mean, variance);
    double[] score = scores(Acquisition.ofMoments((b, best) -> squaredBound), belief, 2, x);
    assertEquals(variance[1] - mean[1] * mean[1], score[1], 1e-12);
  }

  @Test
  void refusesWhatMakesNoSense() {
    KernelSet kernels = KernelSets.scalar();
    assertThrows(IllegalArgumentException.class, () -> new LowerConfidenceBound(-1));
    assertThrows(IllegalArgumentException.class, () -> new ParEgo(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new NoisyLogExpectedImprovement(0));
    assertThrows(
        IllegalArgumentException.class, () -> new NoisyLogExpectedHypervolumeImprovement(0));
    assertThrows(IllegalArgumentException.class, () -> Belief.of(List.of()));
    Belief belief = Belief.of(process(kernels, 1, 0.1));
    assertThrows(IllegalArgumentException.class, () -> belief.withReference(new double[2]));
    assertThrows(
        IllegalArgumentException.class, () -> belief.withLogCost(process(kernels, 2, 0.1), 0));
    GpEngine shorter = process(kernels, 2, 0.1);
    shorter.truncate(3);
    assertThrows(IllegalArgumentException.class, () -> belief.withConstraints(List.of(shorter)));
  }
}
