package dev.hone.math.gp;

import static dev.hone.math.gp.GpChecks.norm;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import dev.hone.math.internal.CpuGpEngines;
import dev.hone.math.internal.KernelSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against values computed with 60 digits. */
@Tag("backend")
@SuppressWarnings("ArrayRecordComponent") // The records mirror the file.
class GpGoldenTest {
  private static final double TOLERANCE = 1e-9;

  @ParameterizedTest
  @MethodSource("cases")
  void likelihoodAndGradient(KernelSet kernels, Case golden) {
    GpEngine engine = golden.engine(kernels);
    double[] gradient = new double[golden.theta().length];
    double value = engine.logMarginalLikelihood(golden.theta(), gradient);
    assertClose(golden.logMarginalLikelihood, value, Math.abs(golden.logMarginalLikelihood));
    assertEquals(value, engine.logMarginalLikelihood(golden.theta(), null));
    double[] expected = golden.gradient.flat();
    for (int i = 0; i < expected.length; i++) {
      assertClose(expected[i], gradient[i], norm(expected));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void posterior(KernelSet kernels, Case golden) {
    GpEngine engine = golden.engine(kernels);
    engine.condition(golden.theta());
    int m = golden.testPoints.length;
    double[] mean = new double[m];
    double[] variance = new double[m];
    engine.posterior(m, flat(golden.testPoints), mean, variance);
    for (int j = 0; j < m; j++) {
      assertClose(golden.mean[j], mean[j], Math.abs(golden.mean[j]));
      // A difference of two numbers of the size of s².
      assertClose(golden.variance[j], variance[j], Math.exp(golden.logOutputScale));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void logExpectedImprovementAndGradient(KernelSet kernels, Case golden) {
    GpEngine engine = golden.engine(kernels);
    engine.condition(golden.theta());
    int m = golden.testPoints.length;
    double[] value = new double[m];
    double[] gradient = new double[m * golden.points[0].length];
    engine.logExpectedImprovement(m, flat(golden.testPoints), golden.best, value, gradient);
    double[] expected = flat(golden.logEiGradient);
    int d = golden.points[0].length;
    for (int j = 0; j < m; j++) {
      assertClose(golden.logEi[j], value[j], Math.abs(golden.logEi[j]));
      double scale = norm(Arrays.copyOfRange(expected, j * d, (j + 1) * d));
      for (int k = 0; k < d; k++) {
        assertClose(expected[j * d + k], gradient[j * d + k], scale);
      }
    }
  }

  private static void assertClose(double expected, double actual, double scale) {
    assertEquals(expected, actual, TOLERANCE * scale);
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  static Stream<Arguments> cases() {
    try (InputStream in = GpGoldenTest.class.getResourceAsStream("/golden/gp.json");
        InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      List<Case> cases = new Gson().fromJson(reader, Golden.class).cases;
      return GpProblem.kernels().flatMap(k -> cases.stream().map(c -> Arguments.of(k, c)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Golden(List<Case> cases) {}

  record Gradient(
      @SerializedName("log_lengthscale") double[] logLengthScale,
      @SerializedName("log_outputscale") double logOutputScale,
      @SerializedName("log_noise") double logNoise) {

    double[] flat() {
      return theta(logLengthScale, logOutputScale, logNoise);
    }
  }

  record Case(
      String kernel,
      @SerializedName("X") double[][] points,
      double[] y,
      @SerializedName("log_lengthscale") double[] logLengthScale,
      @SerializedName("log_outputscale") double logOutputScale,
      @SerializedName("log_noise") double logNoise,
      @SerializedName("log_marginal_likelihood") double logMarginalLikelihood,
      Gradient gradient,
      @SerializedName("test_X") double[][] testPoints,
      @SerializedName("posterior_mean") double[] mean,
      @SerializedName("posterior_variance_latent") double[] variance,
      @SerializedName("best_f_minimise") double best,
      @SerializedName("log_ei") double[] logEi,
      @SerializedName("log_ei_gradient") double[][] logEiGradient) {

    CovarianceFunction covariance() {
      return switch (kernel) {
        case "matern52" -> CovarianceFunction.MATERN_52;
        case "matern32" -> CovarianceFunction.MATERN_32;
        case "matern12" -> CovarianceFunction.MATERN_12;
        case "rbf" -> CovarianceFunction.RBF;
        default -> throw new AssertionError("unknown kernel " + kernel);
      };
    }

    double[] theta() {
      return GpGoldenTest.theta(logLengthScale, logOutputScale, logNoise);
    }

    GpEngine engine(KernelSet kernels) {
      GpModel model = GpModel.numeric(covariance(), points[0].length);
      GpEngine engine = CpuGpEngines.create(model, kernels);
      engine.setData(points.length, flat(points), y);
      return engine;
    }

    @Override
    public String toString() {
      return kernel + ", n=" + points.length + ", d=" + points[0].length;
    }
  }

  private static double[] theta(double[] logLengthScale, double logOutputScale, double logNoise) {
    int d = logLengthScale.length;
    double[] theta = Arrays.copyOf(logLengthScale, d + 2);
    theta[d] = logOutputScale;
    theta[d + 1] = logNoise;
    return theta;
  }
}
