package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.Engines;
import dev.hone.math.cma.CmaEngine;
import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.linalg.NumericalException;
import dev.hone.math.random.CounterRandom;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Libraries in the place of kernels: the same results but for rounding, and typed errors. */
class CudaLibrariesTest {
  private static final int N = 70;
  private static final int D = 3;
  private static final int M = 9;
  private static final GpModel MODEL = GpModel.numeric(CovarianceFunction.MATERN_52, D);
  private static final List<String> FUNCTIONS =
      List.of(
          "cublasDgemm_v2",
          "cublasDsyrk_v2",
          "cublasDtrsm_v2",
          "cusolverDnDpotrf",
          "cusolverDnDpotri");

  @TempDir private Path directory;
  private final double[] x = new double[(N + 2) * D];
  private final double[] y = new double[N + 2];
  private final double[] theta = {-1, -0.8, -0.9, 0.1, -3};
  private StandIn standIn;

  @BeforeEach
  void install() {
    standIn = StandIn.install();
    CounterRandom.of(5, 0).fillUniform(x, 0, x.length);
    CounterRandom.of(5, 1).fillGaussian(y, 0, y.length);
  }

  @AfterEach
  void nothingIsLeft() {
    StandInLibraries.uninstall();
    System.clearProperty(DeviceMemory.PROPERTY);
    if (standIn != null) {
      standIn.assertNothingHeld();
    }
  }

  /** All that comes of factors, solves, inverses and products. */
  private double[] everything() {
    double[] gradient = new double[D + 2];
    double[] mean = new double[M];
    double[] variance = new double[M];
    double[] value = new double[M];
    double[] slope = new double[M * D];
    double[] covariance = new double[M * M];
    double[] samples = new double[2 * M];
    double[] paths = new double[3 * M];
    double[] pathSlopes = new double[3 * M * D];
    double[] left = new double[N + 1];
    double[] leftVariance = new double[N + 1];
    try (GpEngine gp = Engines.gp(Backend.GPU, MODEL)) {
      gp.setData(N, x, y);
      double first = gp.logMarginalLikelihood(theta, gradient);
      double again = gp.logMarginalLikelihood(theta, gradient);
      assertEquals(first, again);
      gp.condition(theta);
      gp.append(Arrays.copyOfRange(x, N * D, (N + 1) * D), y[N]);
      gp.posterior(M, x, mean, variance);
      gp.logExpectedImprovement(M, x, -1, value, slope);
      gp.posteriorCovariance(M, x, mean, covariance);
      gp.samplePosterior(M, x, 2, 4, samples);
      gp.samplePaths(3, 6).evaluate(M, x, paths, pathSlopes);
      gp.leaveOneOut(left, leftVariance);
      double[] of = {first};
      return all(
          of,
          gradient,
          mean,
          variance,
          value,
          slope,
          covariance,
          samples,
          paths,
          pathSlopes,
          left,
          leftVariance,
          generations());
    }
  }

  private static double[] generations() {
    StrategyParameters p = new StrategyParameters(CovarianceModel.CHOLESKY, 20, 12, true);
    double[] points = new double[240];
    int[] order = CounterRandom.of(1, 2).permutation(12);
    try (CmaEngine cma = Engines.cma(Backend.GPU, p)) {
      cma.reset(new double[20], null);
      CounterRandom random = CounterRandom.of(1, 3);
      for (int g = 0; g < 3; g++) {
        cma.sample(random, 0.5, points);
        cma.replace(1, new double[20], 0, 0.5);
        cma.update(12, order, 0.5, g);
        cma.decompose(g + 1);
      }
    }
    return points;
  }

  private static double[] all(double[]... parts) {
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
  }

  @Test
  void resultsAreThoseOfTheKernels() {
    double[] expected = everything();
    StandInLibraries libraries = StandInLibraries.install();
    assertArrayEquals(expected, everything(), 1e-8);
    for (String function : FUNCTIONS) {
      assertTrue(libraries.calls(function) > 0, function);
    }
    libraries.assertNothingHeld();
  }

  /** Nothing is theirs that is smaller, so that what is recorded as a graph is not. */
  @Test
  void smallMatricesAreLeftToTheKernels() {
    double[] expected = everything();
    StandInLibraries libraries = StandInLibraries.install();
    System.setProperty(CudaLibraries.FROM, "10000");
    assertArrayEquals(expected, everything());
    for (String function : FUNCTIONS) {
      assertEquals(0, libraries.calls(function), function);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cublasCreate_v2, 1, CUBLAS_STATUS_NOT_INITIALIZED",
    "cublasSetStream_v2, 1, CUBLAS_STATUS_NOT_INITIALIZED",
    "cublasSetWorkspace_v2, 7, CUBLAS_STATUS_INVALID_VALUE",
    "cusolverDnCreate, 1, CUSOLVER_STATUS_NOT_INITIALIZED",
    "cusolverDnSetStream, 4, CUSOLVER_STATUS_ARCH_MISMATCH"
  })
  void whatCannotBeSetUpIsNamed(String function, int status, String name) {
    StandInLibraries libraries = StandInLibraries.install();
    libraries.fail(function, 1, status);
    BackendUnavailableException e =
        assertThrows(
            BackendUnavailableException.class, () -> Engines.gp(Backend.GPU, MODEL).close());
    String expected = function + " failed: " + name + " (" + status + ")";
    assertTrue(String.valueOf(e.getMessage()).contains(expected), e.getMessage());
    libraries.assertNothingHeld();
    standIn.assertNothingHeld();
  }

  @ParameterizedTest
  @CsvSource({
    "cublasDgemm_v2, 13, CUBLAS_STATUS_EXECUTION_FAILED",
    "cublasDsyrk_v2, 99, unknown status",
    "cublasDtrsm_v2, 3, CUBLAS_STATUS_ALLOC_FAILED",
    "cusolverDnDpotrf_bufferSize, 3, CUSOLVER_STATUS_INVALID_VALUE",
    "cusolverDnDpotrf, 7, CUSOLVER_STATUS_INTERNAL_ERROR",
    "cusolverDnDpotri, 2, CUSOLVER_STATUS_ALLOC_FAILED"
  })
  void aStatusIsATypedErrorAndTheNextCallGoesOn(String function, int status, String name) {
    StandInLibraries libraries = StandInLibraries.install();
    double[] expected = everything();
    int failures = 0;
    for (int k = 1; ; k++) {
      libraries.fail(function, k, status);
      try {
        assertArrayEquals(expected, everything());
        break;
      } catch (GpuException e) {
        failures++;
        boolean memory = name.endsWith("ALLOC_FAILED");
        assertEquals(memory, e instanceof GpuOutOfMemoryException);
        String message = function + " failed: " + name + " (" + status + ")";
        assertEquals(message, e.getMessage());
      }
      standIn.assertNothingHeld();
      libraries.assertNothingHeld();
    }
    assertTrue(failures > 0, function);
  }

  @Test
  void aCovarianceThatIsNotPositiveDefiniteIsSeen() {
    StandInLibraries.install();
    System.arraycopy(x, 0, x, 5 * D, D);
    theta[D + 1] = -80;
    double[] gradient = new double[D + 2];
    try (GpEngine gp = Engines.gp(Backend.GPU, MODEL)) {
      gp.setData(N, x, y);
      assertEquals(Double.NEGATIVE_INFINITY, gp.logMarginalLikelihood(theta, gradient));
      assertTrue(Double.isNaN(gradient[0]));
      gp.condition(theta);
      double[] mean = new double[1];
      gp.posterior(1, x, mean, null);
      assertEquals((y[0] + y[5]) / 2, mean[0], 1e-3);
    } catch (NumericalException e) {
      throw new AssertionError("a jitter was to help", e);
    }
  }

  @Test
  void foldersWithoutThemAreAnError() {
    System.setProperty(CudaLibraries.PROPERTY, directory.toString());
    BackendUnavailableException e =
        assertThrows(
            BackendUnavailableException.class, () -> Engines.gp(Backend.GPU, MODEL).close());
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("no libcublas.so.* lies in [" + directory + "]"), message);
    assertTrue(message.contains("-Dhone.gpu.libraries="), message);
    System.setProperty(CudaLibraries.PROPERTY, directory.resolve("none").toString());
    e =
        assertThrows(
            BackendUnavailableException.class, () -> Engines.gp(Backend.GPU, MODEL).close());
    assertTrue(String.valueOf(e.getMessage()).contains("cannot be read"), e.getMessage());
  }

  @Test
  void aFunctionThatIsMissingIsNamed() {
    System.setProperty(CudaLibraries.PROPERTY, HostCompiler.libraries("-DLACKING").toString());
    BackendUnavailableException e =
        assertThrows(
            BackendUnavailableException.class, () -> Engines.gp(Backend.GPU, MODEL).close());
    assertTrue(
        String.valueOf(e.getMessage()).contains("libcublas.so.12 lacks cublasDtrsm_v2"),
        e.getMessage());
  }

  /** By the names under which they are loaded already, as where another program part has them. */
  @Test
  void theyAreFoundByName() {
    double[] expected = everything();
    StandInLibraries libraries = StandInLibraries.install();
    System.setProperty(CudaLibraries.PROPERTY, "on");
    assertArrayEquals(expected, everything(), 1e-8);
    assertTrue(libraries.calls("cusolverDnDpotrf") > 0);
  }

  @Test
  void noneOfSomeNamesIsNamed() {
    CudaException none =
        assertThrows(
            CudaException.class, () -> NativeLibrary.find(List.of("libnothing.so.1", "no.so.2")));
    assertEquals("none of libnothing.so.1, no.so.2 could be loaded", none.reason());
  }

  @Test
  void withoutThemTheKernelsDoItAfterOneLogLine() {
    GpuDevice device = GpuDevice.acquire();
    // Now that the device is open: a machine's own are not for the stand-in.
    System.setProperty(CudaLibraries.PROPERTY, "on");
    try (LogLines log = new LogLines()) {
      List<String> none = List.of("libnothing.so.1");
      device.run(session -> assertNull(CudaLibraries.open(0, session.memory(), none, none)));
      String expected = "cuBLAS and cuSOLVER are not used: none of libnothing.so.1 could be loaded";
      assertEquals(List.of(expected), log.lines());
    } finally {
      GpuDevice.release(device);
    }
  }

  @Test
  void theirMemoryIsWithinTheBudget() {
    StandInLibraries libraries = StandInLibraries.install();
    System.setProperty(DeviceMemory.PROPERTY, "1m");
    BackendUnavailableException e =
        assertThrows(
            BackendUnavailableException.class, () -> Engines.gp(Backend.GPU, MODEL).close());
    assertTrue(String.valueOf(e.getMessage()).contains("-Dhone.gpu.memory"), e.getMessage());
    libraries.assertNothingHeld();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "few", ""})
  void aThresholdThatIsNoNumberIsNamed(String setting) {
    System.setProperty(CudaLibraries.FROM, setting);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Engines.gp(Backend.GPU, MODEL).close());
    String start = "-Dhone.gpu.libraries.from=" + setting + ": expected";
    assertTrue(String.valueOf(e.getMessage()).startsWith(start), e.getMessage());
  }
}
