package dev.hone.math.gp;

import static dev.hone.math.gp.GpChecks.TOLERANCE;
import static dev.hone.math.gp.GpChecks.assertImprovementGradient;
import static dev.hone.math.gp.GpChecks.assertLikelihoodGradient;
import static dev.hone.math.gp.GpChecks.assertSamePosterior;
import static dev.hone.math.gp.GpChecks.assertTextbook;
import static dev.hone.math.gp.IllegalCalls.assertIllegal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.math.internal.CpuGpEngines;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Composed kernels and warped inputs, on every backend, beside the textbook. */
@Tag("backend")
class GpKernelTest {
  /** Numbers and categories in no order. */
  private static final List<DimensionKind> KINDS =
      List.of(
          DimensionKind.NUMERIC,
          DimensionKind.CATEGORICAL,
          DimensionKind.NUMERIC,
          DimensionKind.NUMERIC,
          DimensionKind.CATEGORICAL);

  static List<GpModel> models() {
    CovarianceFunction matern = CovarianceFunction.MATERN_52;
    GpModel joint = new GpModel(matern, KINDS);
    Kernel chained =
        Kernel.of(CovarianceFunction.MATERN_32, 0, 3)
            .plus(Kernel.of(CovarianceFunction.RBF, 2))
            .times(Kernel.hamming(4));
    List<GpModel> models = new ArrayList<>();
    models.add(joint.withWarping());
    models.add(new GpModel(Kernel.joint(matern, 5), KINDS, List.of(2)));
    models.add(joint.withKernel(Kernel.product(matern, KINDS)));
    models.add(joint.withKernel(Kernel.sum(CovarianceFunction.MATERN_12, KINDS)));
    models.add(joint.withKernel(Kernel.sumAndProduct(matern, KINDS)));
    models.add(joint.withKernel(Kernel.sumAndProduct(matern, KINDS)).withWarping());
    models.add(joint.withKernel(Kernel.additive(matern, KINDS)));
    models.add(joint.withKernel(chained.averaged()).withWarping());
    models.add(joint.withKernel(chained));
    return models;
  }

  static Stream<Arguments> problems() {
    return GpProblem.kernels()
        .flatMap(
            kernels ->
                models().stream()
                    .flatMap(
                        model ->
                            IntStream.of(1, 9, 40)
                                .mapToObj(n -> Arguments.of(kernels, GpProblem.of(n, model, n)))));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void agreesWithTheTextbook(KernelSet kernels, GpProblem problem) {
    assertTextbook(new TextbookGp(problem, problem.theta()), engine(kernels, problem), problem);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void likelihoodGradientIsThatOfItsDifferences(KernelSet kernels, GpProblem problem) {
    assertLikelihoodGradient(engine(kernels, problem), problem);
  }

  /** Several tiles of columns, with and without warping. */
  @ParameterizedTest
  @MethodSource("dev.hone.math.gp.GpProblem#kernels")
  void likelihoodGradientOfManyPointsIsThatOfItsDifferences(KernelSet kernels) {
    for (int model : new int[] {0, 4}) {
      GpProblem problem = GpProblem.of(3, models().get(model), 283);
      assertLikelihoodGradient(engine(kernels, problem), problem);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void improvementGradientIsThatOfItsDifferences(KernelSet kernels, GpProblem problem) {
    // A warp is steep at the ends, and ends there.
    assertImprovementGradient(
        engine(kernels, problem), problem, x -> 1e-4 * Math.min(1, 10 * Math.min(x, 1 - x)));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void appendingEqualsConditioningFromScratch(KernelSet kernels, GpProblem problem) {
    int d = problem.model().dimension();
    int n = problem.n();
    GpEngine grown = CpuGpEngines.create(problem.model(), kernels);
    grown.setData(n / 2, problem.x(), problem.y());
    grown.condition(problem.theta());
    for (int i = n / 2; i < n; i++) {
      grown.append(Arrays.copyOfRange(problem.x(), i * d, (i + 1) * d), problem.y()[i]);
    }
    GpEngine whole = engine(kernels, problem);
    whole.condition(problem.theta());
    assertSamePosterior(problem, whole, grown, TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("dev.hone.math.gp.GpProblem#kernels")
  void warpedPointsAtAndBeyondTheEndsAreHarmless(KernelSet kernels) {
    GpProblem problem = GpProblem.of(4, models().getFirst(), 30);
    double[] x = problem.x();
    for (int i = 0; i < 10; i++) {
      x[15 * i] = i % 2;
      x[15 * i + 2] = i % 3 - 0.5;
    }
    GpEngine engine = engine(kernels, problem);
    double[] gradient = new double[problem.theta().length];
    double value = engine.logMarginalLikelihood(problem.theta(), gradient);
    engine.condition(problem.theta());
    double[] values = new double[30];
    double[] inputGradient = new double[150];
    engine.logExpectedImprovement(30, x, -0.5, values, inputGradient);
    for (double[] array : new double[][] {{value}, gradient, values, inputGradient}) {
      assertEquals(0, Arrays.stream(array).filter(v -> !Double.isFinite(v)).count());
    }
  }

  /** With a = b = 1 the interval is only shrunk, by 1e-7. */
  @ParameterizedTest
  @MethodSource("dev.hone.math.gp.GpProblem#kernels")
  void unitConcentrationsAllButChangeNothing(KernelSet kernels) {
    GpModel plain = new GpModel(CovarianceFunction.MATERN_52, KINDS);
    GpProblem problem = GpProblem.of(5, plain, 25);
    double[] theta = new double[plain.withWarping().hyperparameterCount()];
    System.arraycopy(problem.theta(), 0, theta, 0, 5);
    System.arraycopy(problem.theta(), 5, theta, theta.length - 2, 2);
    GpEngine warped = CpuGpEngines.create(plain.withWarping(), kernels);
    warped.setData(25, problem.x(), problem.y());
    double expected = engine(kernels, problem).logMarginalLikelihood(problem.theta(), null);
    assertEquals(expected, warped.logMarginalLikelihood(theta, null), 1e-4);
  }

  @Test
  void aFitFindsTheWeightsAndTheWarpOfItsData() {
    GpModel model = new GpModel(CovarianceFunction.MATERN_52, KINDS).withWarping();
    model = model.withKernel(Kernel.sumAndProduct(CovarianceFunction.MATERN_52, KINDS));
    CounterRandom random = CounterRandom.of(7, 0);
    double[] x = GpProblem.points(random, model, 60);
    double[] y = new double[60];
    for (int i = 0; i < 60; i++) {
      y[i] = Math.sin(9 * x[5 * i] * x[5 * i]) + (x[5 * i + 1] == 1 ? 0.8 : -0.3);
    }
    GaussianProcess.Builder builder =
        GaussianProcess.builder(5).categorical(1, 4).kernel(model.kernel()).warped().seed(1);
    try (GaussianProcess gp = builder.fit(60, x, y)) {
      double[] point = {0.55, 1, 0.5, 0.5, 0};
      assertEquals(Math.sin(9 * 0.55 * 0.55) + 0.8, gp.predict(point).mean(), 0.1);
      assertEquals(model.hyperparameterCount(), gp.fit().theta().length);
    }
  }

  @Test
  void hyperparametersAreLaidOutAsDocumented() {
    GpModel joint = new GpModel(CovarianceFunction.RBF, KINDS);
    assertEquals(7, joint.hyperparameterCount());
    assertEquals(5, joint.outputScaleIndex());
    GpModel mixed = joint.withKernel(Kernel.sumAndProduct(CovarianceFunction.RBF, KINDS));
    assertEquals(2, mixed.kernel().parts().size());
    assertEquals(List.of(List.of(0), List.of(1), List.of(0, 1)), mixed.kernel().terms());
    assertEquals(3, mixed.lengthScaleIndex(1));
    assertEquals(5, mixed.weightIndex());
    assertEquals(8, mixed.warpIndex());
    assertEquals(8, mixed.outputScaleIndex());
    assertEquals(14, mixed.withWarping().outputScaleIndex());
    assertEquals(16, mixed.withWarping().hyperparameterCount());
    assertEquals(16, GpPrior.dimensionScaled(mixed.withWarping()).components().size());
    assertEquals(GpPrior.dimensionScaled(5), GpPrior.dimensionScaled(joint));
    assertEquals(
        7, joint.withKernel(Kernel.additive(CovarianceFunction.RBF, KINDS)).hyperparameterCount());
    List<DimensionKind> numbers = List.of(DimensionKind.NUMERIC, DimensionKind.NUMERIC);
    assertEquals(
        Kernel.joint(CovarianceFunction.RBF, 2), Kernel.product(CovarianceFunction.RBF, numbers));
  }

  @Test
  void brokenKernelsAreNamed() {
    Kernel number = Kernel.of(CovarianceFunction.RBF, 0);
    assertIllegal("terms = ", () -> number.plus(number));
    assertIllegal("terms = ", () -> number.times(number));
    assertIllegal("dimensions = []", () -> Kernel.of(CovarianceFunction.RBF));
    assertIllegal("dimensions = [1, 1]", () -> Kernel.of(CovarianceFunction.RBF, 1, 1));
    assertIllegal("an average", () -> number.plus(Kernel.hamming(1)).averaged().plus(number));
    assertIllegal("terms = []", () -> new Kernel(List.of(), List.of(), false));
    assertIllegal("weighted = true", () -> new Kernel(number.parts(), List.of(List.of(0)), true));
    GpModel model = GpModel.numeric(CovarianceFunction.RBF, 1);
    assertIllegal("kernel = ", () -> model.withKernel(Kernel.hamming(1)));
    assertIllegal("warped = [1]", () -> new GpModel(number, model.dimensions(), List.of(1)));
    assertIllegal("warped = [0, 0]", () -> new GpModel(number, model.dimensions(), List.of(0, 0)));
    assertIllegal(
        "warped = [0]", () -> new GpModel(number, List.of(DimensionKind.CATEGORICAL), List.of(0)));
  }

  private static GpEngine engine(KernelSet kernels, GpProblem problem) {
    return GpChecks.engine(model -> CpuGpEngines.create(model, kernels), problem);
  }
}
