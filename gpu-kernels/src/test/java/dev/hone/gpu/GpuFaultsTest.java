package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.Engines;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.gp.Kernel.Part;
import dev.hone.math.random.CounterRandom;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever fails ends in a typed error that names it; nothing leaks, and nothing told is lost. */
class GpuFaultsTest {
  private static final GpModel MODEL = GpModel.numeric(CovarianceFunction.MATERN_52, 2);
  private static final int N = 20;
  private static final int M = 70;

  private final double[] x = new double[2 * N];
  private final double[] y = new double[N];
  private final double[] candidates = new double[2 * M];
  private final double[] theta = {-1, -1, 0, -4};
  private StandIn standIn;

  @BeforeEach
  void install() {
    standIn = StandIn.install();
    CounterRandom random = CounterRandom.of(1, 0);
    random.fillGaussian(x, 0, x.length);
    random.fillGaussian(y, 0, N);
    random.fillGaussian(candidates, 0, candidates.length);
  }

  @AfterEach
  void nothingIsLeft() {
    System.clearProperty(DeviceMemory.PROPERTY);
    System.clearProperty(GpuDevice.ORDINAL);
    if (standIn != null) {
      standIn.assertNothingHeld();
    }
  }

  /** All that an engine does, in one array of results. */
  private double[] everything(GpEngine engine) {
    double[] gradient = new double[4];
    engine.setData(N - 1, x, y);
    double likelihood = engine.logMarginalLikelihood(theta, gradient);
    engine.condition(theta);
    engine.append(new double[] {x[2 * N - 2], x[2 * N - 1]}, y[N - 1]);
    double[] results = new double[M * 5 + N * 2 + 6];
    double[] mean = new double[M];
    double[] variance = new double[M];
    engine.posterior(M, candidates, mean, variance);
    System.arraycopy(mean, 0, results, 0, M);
    System.arraycopy(variance, 0, results, M, M);
    double[] values = new double[M];
    double[] inputGradient = new double[2 * M];
    engine.logExpectedImprovement(M, candidates, -1, values, inputGradient);
    System.arraycopy(values, 0, results, 2 * M, M);
    System.arraycopy(inputGradient, 0, results, 3 * M, 2 * M);
    double[] looMean = new double[N];
    double[] looVariance = new double[N];
    results[5 * M] = engine.leaveOneOut(looMean, looVariance);
    System.arraycopy(looMean, 0, results, 5 * M + 1, N);
    System.arraycopy(looVariance, 0, results, 5 * M + 1 + N, N);
    results[5 * M + 1 + 2 * N] = likelihood;
    System.arraycopy(gradient, 0, results, 5 * M + 2 + 2 * N, 4);
    return results;
  }

  private double[] expected() {
    try (GpEngine engine = Engines.gp(Backend.GPU, MODEL)) {
      return everything(engine);
    }
  }

  @Test
  void withoutADriverTheForcedBackendSaysSo() {
    System.setProperty(GpuDevice.LIBRARY, Path.of("no", "libcuda.so.1").toString());
    assertUnavailable("no NVIDIA driver: no/libcuda.so.1 could not be loaded");
  }

  @Test
  void withoutADeviceTheForcedBackendSaysSo() {
    standIn.devices(0);
    assertUnavailable("cuInit failed: CUDA_ERROR_NO_DEVICE (100)");
  }

  @Test
  void aDeviceThatIsNotThereIsNamed() {
    System.setProperty(GpuDevice.ORDINAL, "3");
    assertUnavailable("there is no device 3 (-Dhone.gpu.device)");
  }

  @Test
  void aModelBeyondTheKernelsIsNamed() {
    var sum =
        dev.hone.math.gp.Kernel.of(CovarianceFunction.RBF, 0)
            .plus(dev.hone.math.gp.Kernel.of(CovarianceFunction.RBF, 1));
    assertEquals(2, sum.parts().stream().map(Part::dimensions).distinct().count());
    BackendUnavailableException e =
        assertThrows(
            BackendUnavailableException.class,
            () -> Engines.gp(Backend.GPU, MODEL.withKernel(sum)).close());
    assertTrue(String.valueOf(e.getMessage()).contains("composed covariances"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cuDevicePrimaryCtxRetain",
        "cuCtxSetCurrent",
        "cuModuleLoadData",
        "cuCtxGetStreamPriorityRange",
        "cuStreamCreateWithPriority",
        "cuModuleGetFunction",
        "cuDeviceGetAttribute",
        "cuFuncSetAttribute",
        "cuMemGetInfo_v2",
        "cuMemHostAlloc"
      })
  void whatFailsWhileADeviceIsOpenedIsNamed(String function) {
    standIn.fail(function, 1, 46);
    BackendUnavailableException e =
        assertThrows(
            BackendUnavailableException.class, () -> Engines.gp(Backend.GPU, MODEL).close());
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(function.replace("_v2", "")), message);
    assertTrue(message.contains("CUDA_ERROR_DEVICE_UNAVAILABLE (46)"), message);
    standIn.assertNothingHeld();
    expected();
  }

  @Test
  void aDriverThatIsTooOldIsNamed() {
    standIn.version(10020);
    assertUnavailable("the driver is for CUDA 10.2: expected 11.0 or newer");
  }

  @Test
  void aDeviceThatIsTooOldIsNamed() {
    double[] expected = expected();
    standIn.capability(70);
    assertUnavailable("stand-in has compute capability 7.0: expected 7.5 or higher");
    standIn.capability(75);
    assertArrayEquals(expected, expected());
  }

  /** It compiles the PTX, and has no graphs. */
  @Test
  void theOldestDriverWillDo() {
    double[] expected = expected();
    standIn.version(11000);
    standIn.fail("cuModuleLoadData", 1, 209);
    assertArrayEquals(expected, expected());
  }

  @Test
  void aDeviceWithoutTheMemoryForAForcedEngineIsNamed() {
    try (GpEngine engine = Engines.gp(Backend.GPU, MODEL)) {
      standIn.memory(100_000);
      engine.setData(N, x, y);
      GpuOutOfMemoryException e =
          assertThrows(GpuOutOfMemoryException.class, () -> everythingOf(engine, 300));
      String message = String.valueOf(e.getMessage());
      assertTrue(message.contains("cuMemAlloc of "), message);
      assertTrue(message.contains("CUDA_ERROR_OUT_OF_MEMORY (2)"), message);
      // And all goes well where there is enough again.
      standIn.memory(1L << 32);
      assertArrayEquals(expected(), everything(engine), 1e-12);
    }
  }

  private void everythingOf(GpEngine engine, int n) {
    double[] points = new double[2 * n];
    CounterRandom.of(2, 1).fillUniform(points, 0, 2 * n);
    engine.setData(n, points, new double[n]);
    engine.logMarginalLikelihood(theta, new double[4]);
  }

  @Test
  void aDriverTooOldForTheMachineCodeCompilesThePtx() {
    double[] expected = expected();
    standIn.fail("cuModuleLoadData", 1, 222);
    assertArrayEquals(expected, expected());
  }

  @Test
  void memoryThatIsMissingAtAnyAllocationIsATypedErrorAndTheEngineGoesOn() {
    double[] expected = expected();
    int failed = 0;
    for (int k = 1; ; k++) {
      standIn.fail("cuMemAlloc_v2", k, StandIn.OUT_OF_MEMORY);
      GpEngine engine;
      try {
        engine = Engines.gp(Backend.GPU, MODEL);
      } catch (GpuOutOfMemoryException e) {
        assertEquals("CUDA_ERROR_OUT_OF_MEMORY", e.errorName());
        standIn.assertNothingHeld();
        failed++;
        continue;
      }
      try (engine) {
        if (failsOnce(engine, GpuOutOfMemoryException.class)) {
          failed++;
        }
        // Whatever became of the first attempt.
        assertArrayEquals(expected, everything(engine), 1e-12);
      }
      standIn.assertNothingHeld();
      if (k > failed + 20) {
        break;
      }
    }
    assertTrue(failed > 10, "only " + failed + " allocations failed");
  }

  private boolean failsOnce(GpEngine engine, Class<? extends GpuException> type) {
    try {
      everything(engine);
      return false;
    } catch (GpuException e) {
      assertEquals(type, e.getClass());
      return true;
    }
  }

  @Test
  void aLaunchThatIsRefusedIsATypedErrorAndTheEngineGoesOn() {
    double[] expected = expected();
    long before = standIn.launches();
    expected();
    int launches = (int) (standIn.launches() - before);
    for (int k = 1; k <= launches; k += 3) {
      standIn.fail("cuLaunchKernel", k, StandIn.LAUNCH_FAILED);
      try (GpEngine engine = Engines.gp(Backend.GPU, MODEL)) {
        assertTrue(failsOnce(engine, GpuException.class), "launch " + k);
        assertArrayEquals(expected, everything(engine), 1e-12);
      }
      standIn.assertNothingHeld();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuStreamSynchronize", "cuLaunchKernel", "cuMemcpyHtoDAsync_v2"})
  void aLostDeviceFailsEveryCallUntilItIsLeft(String function) {
    for (int k = 1; k < 8; k += 2) {
      try (GpEngine engine = Engines.gp(Backend.GPU, MODEL)) {
        standIn.lose(function, k, StandIn.ILLEGAL_ADDRESS);
        GpuException first = assertThrows(GpuException.class, () -> everything(engine));
        assertEquals("CUDA_ERROR_ILLEGAL_ADDRESS", first.errorName());
        assertTrue(String.valueOf(first.getMessage()).contains("(700)"), first.getMessage());
        assertThrows(GpuException.class, () -> everything(engine));
        // What it was told is still known.
        assertTrue(engine.size() >= N - 1);
      }
      standIn = StandIn.install();
      standIn.assertNothingHeld();
    }
  }

  @Test
  void aTileThatDoesNotFitIsHalved() {
    int m = 300;
    double[] points = new double[2 * m];
    CounterRandom.of(2, 0).fillGaussian(points, 0, 2 * m);
    double[][] means = new double[2][m];
    long[] launches = new long[2];
    for (int i = 0; i < 2; i++) {
      try (GpEngine engine = Engines.gp(Backend.GPU, MODEL)) {
        engine.setData(N, x, y);
        engine.condition(theta);
        long before = standIn.launches();
        engine.posterior(m, points, means[i], new double[m]);
        launches[i] = standIn.launches() - before;
      }
      // Room for the engine, but not for 320 candidates beside it.
      System.setProperty(DeviceMemory.PROPERTY, "125k");
    }
    assertArrayEquals(means[0], means[1], 1e-12);
    assertTrue(launches[1] > launches[0], launches[1] + " launches");
  }

  @Test
  void aBudgetThatIsTooSmallIsNamed() {
    System.setProperty(DeviceMemory.PROPERTY, "2k");
    GpuOutOfMemoryException e =
        assertThrows(GpuOutOfMemoryException.class, () -> Engines.gp(Backend.GPU, MODEL).close());
    assertTrue(String.valueOf(e.getMessage()).contains("-Dhone.gpu.memory"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "much", "0%", "101%", "-1", "9999999999g"})
  void aBudgetThatCannotBeReadIsNamed(String setting) {
    System.setProperty(DeviceMemory.PROPERTY, setting);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Engines.gp(Backend.GPU, MODEL).close());
    assertTrue(String.valueOf(e.getMessage()).startsWith("-Dhone.gpu.memory=" + setting));
  }

  @Test
  void aForgottenEngineIsReleased() throws InterruptedException {
    GpEngine engine = Engines.gp(Backend.GPU, MODEL);
    everything(engine);
    engine = null;
    for (int i = 0; i < 200 && !isNothingHeld(); i++) {
      System.gc();
      Thread.sleep(20);
    }
    standIn.assertNothingHeld();
  }

  private boolean isNothingHeld() {
    try {
      standIn.assertNothingHeld();
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }

  @Test
  void enginesOfManyThreadsShareTheDevice() throws Exception {
    double[] expected = expected();
    List<Thread> threads =
        java.util.stream.IntStream.range(0, 6)
            .mapToObj(
                i ->
                    Thread.ofVirtual()
                        .unstarted(() -> assertArrayEquals(expected, expected(), 0.0)))
            .toList();
    var failures = new java.util.concurrent.ConcurrentLinkedQueue<Throwable>();
    for (Thread thread : threads) {
      thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), List.copyOf(failures));
  }

  private static void assertUnavailable(String missing) {
    BackendUnavailableException e =
        assertThrows(
            BackendUnavailableException.class, () -> Engines.gp(Backend.GPU, MODEL).close());
    assertEquals("the gpu backend was asked for, but " + missing, e.getMessage());
  }
}
