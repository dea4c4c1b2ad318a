package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.BackendFailureException;
import dev.hone.math.Engines;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpCandidates;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.gp.GpSamplePaths;
import dev.hone.math.internal.calibration.GpuChoice;
import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A GPU that {@code AUTO} has taken fails at any of its calls: the CPU goes on with all that was
 * told, after one log line.
 */
class GpuFallbackTest {
  private static final GpModel MODEL = GpModel.numeric(CovarianceFunction.MATERN_52, 2);
  private static final int N = 12;
  private static final int M = 5;

  private final double[] x = new double[2 * (N + 4)];
  private final double[] y = new double[N + 4];
  private final double[] noise = new double[N + 4];
  private final double[] theta = {-1, -1, 0, -4};
  private final double[] candidates = new double[2 * M];
  private LogLines log;
  private StandIn standIn;

  @BeforeEach
  void install() {
    standIn = StandIn.install();
    CounterRandom random = CounterRandom.of(4, 0);
    random.fillGaussian(x, 0, x.length);
    random.fillGaussian(y, 0, y.length);
    random.fillGaussian(candidates, 0, candidates.length);
    Arrays.setAll(noise, i -> 0.01 * (i % 3));
    System.setProperty(GpuChoice.GAUSSIAN_PROCESS.property(), "5");
    GpuChoice.reset();
    log = new LogLines();
  }

  @AfterEach
  void nothingIsLeft() {
    if (log != null) {
      log.close();
    }
    System.clearProperty(GpuChoice.GAUSSIAN_PROCESS.property());
    GpuChoice.reset();
    if (standIn != null) {
      standIn.assertNothingHeld();
    }
  }

  private double[] point(int i) {
    return Arrays.copyOfRange(x, 2 * i, 2 * i + 2);
  }

  /** Everything an engine is told and asked, in one array of results. */
  private double[] everything(GpEngine engine) {
    List<Double> results = new ArrayList<>();
    engine.setData(N - 2, x, y, noise);
    double[] gradient = new double[4];
    results.add(engine.logMarginalLikelihood(theta, gradient));
    add(results, gradient);
    engine.condition(theta);
    GpCandidates followed = engine.candidates(M, candidates);
    engine.append(point(N - 2), y[N - 2], noise[N - 2]);
    engine.append(point(N - 1), y[N - 1]);
    posterior(engine, results);
    engine.appendPending(point(N));
    engine.appendKnown(point(N + 1));
    posterior(engine, results);
    engine.truncate(N + 1);
    engine.setTargets(N - 3, y);
    posterior(engine, results);
    engine.append(point(N + 2), 0.4);
    engine.condition(new double[] {-0.9, -1.1, 0.1, -3});
    double[] value = new double[M];
    followed.logExpectedImprovement(-1, value);
    add(results, value);
    double[] innovations = new double[N + 2];
    engine.innovations(innovations);
    add(results, innovations);
    GpSamplePaths paths = engine.samplePaths(2, 3);
    engine.appendPending(point(N + 3));
    double[] drawn = new double[2 * M];
    double[] drawnGradient = new double[4 * M];
    paths.evaluate(M, candidates, drawn, drawnGradient);
    engine.truncate(N + 2);
    add(results, drawn);
    add(results, drawnGradient);
    double[] inputGradient = new double[2 * M];
    engine.evaluate(
        M,
        candidates,
        2,
        (m, mean, variance, covariance, ld, values, derivatives) -> {
          for (int j = 0; j < m; j++) {
            values[j] = mean[j] + covariance[j] + covariance[ld + j];
            if (derivatives != null) {
              derivatives.byMean()[j] = 1;
              derivatives.byCovariance()[j] = 1;
              derivatives.byCovariance()[ld + j] = 1;
            }
          }
        },
        value,
        inputGradient);
    add(results, value);
    add(results, inputGradient);
    try (GpEngine exact = engine.withoutNoise()) {
      exact.setTargets(N + 2, y);
      posterior(exact, results);
    }
    engine.truncate(3);
    posterior(engine, results);
    // Few enough for the CPU, whatever became of the GPU.
    engine.setData(3, x, y);
    engine.condition(theta);
    posterior(engine, results);
    return results.stream().mapToDouble(r -> r).toArray();
  }

  private void posterior(GpEngine engine, List<Double> results) {
    double[] mean = new double[M];
    double[] variance = new double[M];
    engine.posterior(M, candidates, mean, variance);
    add(results, mean);
    add(results, variance);
  }

  private static void add(List<Double> results, double[] values) {
    Arrays.stream(values).forEach(results::add);
  }

  private double[] run(Backend backend) {
    try (GpEngine engine = Engines.gp(backend, MODEL)) {
      return everything(engine);
    }
  }

  @Test
  void fromTheThresholdOnItIsTheGpu() {
    try (GpEngine engine = Engines.gp(Backend.AUTO, MODEL)) {
      engine.setData(4, x, y);
      assertFalse(engine.name().equals("gpu"), engine.name());
      engine.setData(5, x, y);
      assertEquals("gpu", engine.name());
      engine.setData(4, x, y);
      assertFalse(engine.name().equals("gpu"), engine.name());
    }
    assertEquals(List.of(), log.lines());
  }

  @ParameterizedTest
  @CsvSource({
    "cuMemAlloc_v2, 2, false",
    "cuLaunchKernel, 719, false",
    "cuLaunchKernel, 700, true",
    "cuMemcpyHtoDAsync_v2, 1, false",
    "cuMemcpyDtoHAsync_v2, 214, true",
    "cuStreamSynchronize, 719, true",
    "cuModuleLoadData, 46, false"
  })
  void whateverFailsTheCpuGoesOn(String function, int error, boolean lost) {
    double[] expected = run(Backend.SCALAR);
    boolean failed = true;
    int count = 0;
    // Every call of an early part, then ever fewer.
    for (int k = 1; failed; k += 1 + k / 12) {
      standIn = StandIn.install();
      GpuChoice.reset();
      log.clear();
      if (lost) {
        standIn.lose(function, k, error);
      } else {
        standIn.fail(function, k, error);
      }
      assertArrayEquals(expected, run(Backend.AUTO), 1e-6, function + " " + k);
      failed = !log.lines().isEmpty();
      if (failed) {
        count++;
        assertEquals(1, log.lines().size(), log.lines()::toString);
        assertTrue(log.lines().getFirst().contains("the CPU goes on"), log.lines().getFirst());
      }
      if (lost) {
        standIn = StandIn.install();
      }
      standIn.assertNothingHeld();
    }
    assertTrue(count > 0, function);
  }

  @Test
  void afterAFailureTheGpuIsLeftAlone() {
    standIn.fail("cuLaunchKernel", 3, StandIn.LAUNCH_FAILED);
    run(Backend.AUTO);
    long launches = standIn.launches();
    run(Backend.AUTO);
    assertEquals(launches, standIn.launches());
    assertEquals(1, log.lines().size());
  }

  @Test
  void aForcedGpuStillFails() {
    standIn.fail("cuLaunchKernel", 3, StandIn.LAUNCH_FAILED);
    assertThrows(BackendFailureException.class, () -> run(Backend.GPU));
    assertEquals(List.of(), log.lines());
  }

  @Test
  void withoutADeviceTheCpuIsTaken() {
    standIn.devices(0);
    assertArrayEquals(run(Backend.SCALAR), run(Backend.AUTO), 1e-6);
    assertEquals(1, log.lines().size());
    assertTrue(log.lines().getFirst().contains("CUDA_ERROR_NO_DEVICE"), log.lines().getFirst());
  }

  @Test
  void aThresholdThatIsNoNumberIsNamed() {
    System.setProperty(GpuChoice.GAUSSIAN_PROCESS.property(), "many");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Engines.gp(Backend.AUTO, MODEL).close());
    assertTrue(String.valueOf(e.getMessage()).startsWith("-Dhone.gpu.from=many"), e.getMessage());
  }
}
