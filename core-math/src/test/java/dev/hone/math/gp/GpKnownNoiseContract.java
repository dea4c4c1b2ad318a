package dev.hone.math.gp;

import static dev.hone.math.gp.GpChecks.assertLikelihoodGradient;
import static dev.hone.math.gp.GpChecks.assertSamePosterior;
import static dev.hone.math.gp.GpChecks.assertTextbook;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.gp.GpEngineContract.EngineMaker;
import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Observations of which each has a noise of its own, on whatever engines a subclass names.
 *
 * <p>Public for the tests of other modules.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class GpKnownNoiseContract {

  /** The engines to be tested, under their names. */
  protected abstract Stream<Named<EngineMaker>> makers();

  /** Models beside the plain ones that the engines know. */
  protected abstract Stream<GpModel> otherModels();

  Stream<Arguments> problems() {
    List<GpProblem> problems = new ArrayList<>();
    problems.add(GpProblem.of(1, CovarianceFunction.MATERN_52, 3, 33, true));
    problems.add(GpProblem.of(2, CovarianceFunction.RBF, 5, 70, false));
    otherModels().forEach(model -> problems.add(GpProblem.of(3, model, 20)));
    return makers().flatMap(maker -> problems.stream().map(p -> Arguments.of(maker, p)));
  }

  private static double[] noise(GpProblem problem) {
    double[] noise = new double[problem.n()];
    CounterRandom random = CounterRandom.of(problem.seed(), 17);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = i % 3 == 0 ? 0 : 0.5 * random.nextDouble();
    }
    return noise;
  }

  private static GpEngine engine(EngineMaker maker, GpProblem problem, double[] noise) {
    GpEngine engine = maker.create(problem.model());
    engine.setData(problem.n(), problem.x(), problem.y(), noise);
    return engine;
  }

  @ParameterizedTest
  @MethodSource("problems")
  void agreesWithTheTextbook(EngineMaker maker, GpProblem problem) {
    double[] noise = noise(problem);
    GpEngine engine = engine(maker, problem, noise);
    TextbookGp oracle = new TextbookGp(problem, problem.theta(), noise);
    assertTextbook(oracle, engine, problem);
    double[] fitted = new double[problem.n()];
    engine.fittedMeans(fitted);
    for (int i = 0; i < problem.n(); i++) {
      assertEquals(oracle.mean(problem.x(), i), fitted[i], 1e-9, problem::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void likelihoodGradientIsThatOfItsDifferences(EngineMaker maker, GpProblem problem) {
    assertLikelihoodGradient(engine(maker, problem, noise(problem)), problem);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void appendingEqualsConditioningFromScratch(EngineMaker maker, GpProblem problem) {
    int n = problem.n();
    int d = problem.model().dimension();
    double[] noise = noise(problem);
    GpEngine whole = engine(maker, problem, noise);
    whole.condition(problem.theta());
    for (int half : new int[] {0, 1, n / 2}) {
      GpEngine grown = maker.create(problem.model());
      grown.setData(half, problem.x(), problem.y(), noise);
      grown.condition(problem.theta());
      // What was pending for a while leaves no noise behind.
      grown.appendPending(Arrays.copyOf(problem.x(), d));
      grown.truncate(half);
      for (int i = half; i < n; i++) {
        grown.append(Arrays.copyOfRange(problem.x(), i * d, (i + 1) * d), problem.y()[i], noise[i]);
      }
      assertSamePosterior(problem, whole, grown, 1e-8);
      assertEquals(
          whole.logMarginalLikelihood(problem.theta(), null),
          grown.logMarginalLikelihood(problem.theta(), null));
    }
  }

  /**
   * The mean of many paths is the posterior mean if each observation moves them by its own noise.
   */
  @ParameterizedTest
  @MethodSource("problems")
  void pathsHaveThePosteriorMean(EngineMaker maker, GpProblem problem) {
    GpEngine engine = engine(maker, problem, noise(problem));
    engine.condition(problem.theta());
    double[] x = problem.candidates(3);
    int count = 400;
    double[] values = new double[3 * count];
    engine.samplePaths(count, 5).evaluate(3, x, values, null);
    double[] mean = new double[3];
    double[] variance = new double[3];
    engine.posterior(3, x, mean, variance);
    for (int j = 0; j < 3; j++) {
      double sum = 0;
      for (int p = 0; p < count; p++) {
        sum += values[p * 3 + j];
      }
      assertEquals(mean[j], sum / count, 5 * Math.sqrt(variance[j] / count) + 0.05);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void posteriorGradientsAreThoseOfDifferences(EngineMaker maker, GpProblem problem) {
    GpEngine engine = engine(maker, problem, noise(problem));
    engine.condition(problem.theta());
    int d = problem.model().dimension();
    int m = 4;
    double[] x = problem.candidates(m);
    double[] mean = new double[m];
    double[] variance = new double[m];
    double[] byMean = new double[m * d];
    double[] byVariance = new double[m * d];
    double[] meanOnly = new double[m * d];
    engine.posterior(m, x, mean, variance, byMean, byVariance);
    engine.posterior(m, x, mean, null, meanOnly, null);
    assertArrayEquals(byMean, meanOnly, 1e-13, problem::toString);
    for (int i = 0; i < m * d; i++) {
      if (problem.model().dimensions().get(i % d) == DimensionKind.CATEGORICAL) {
        assertEquals(0, byMean[i]);
        assertEquals(0, byVariance[i]);
        continue;
      }
      for (boolean ofMean : new boolean[] {true, false}) {
        double[] moved = x.clone();
        int index = i;
        double expected =
            Differences.derivative(
                x[i],
                1e-4,
                t -> {
                  moved[index] = t;
                  engine.posterior(m, moved, mean, variance);
                  return ofMean ? mean[index / d] : variance[index / d];
                });
        double actual = ofMean ? byMean[i] : byVariance[i];
        assertEquals(
            expected, actual, 1e-5 * (1 + Math.abs(expected)), () -> problem + " " + index);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void noNoiseIsThePlainEngineBitForBit(EngineMaker maker, GpProblem problem) {
    GpEngine zero = engine(maker, problem, new double[problem.n()]);
    GpEngine plain = maker.create(problem.model());
    plain.setData(problem.n(), problem.x(), problem.y());
    double[] a = new double[problem.theta().length];
    double[] b = new double[problem.theta().length];
    assertEquals(
        plain.logMarginalLikelihood(problem.theta(), a),
        zero.logMarginalLikelihood(problem.theta(), b));
    assertArrayEquals(a, b);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void refusesWhatIsNoVariance(EngineMaker maker, GpProblem problem) {
    double[] noise = noise(problem);
    noise[4] = -1;
    var e = assertThrows(IllegalArgumentException.class, () -> engine(maker, problem, noise));
    assertTrue(e.toString().contains("noise[4] = -1.0"));
    noise[4] = Double.NaN;
    assertThrows(IllegalArgumentException.class, () -> engine(maker, problem, noise));
    assertThrows(
        IllegalArgumentException.class, () -> engine(maker, problem, new double[problem.n() - 1]));
  }
}
