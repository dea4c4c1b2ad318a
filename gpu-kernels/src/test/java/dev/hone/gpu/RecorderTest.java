package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Likelihoods of a fit whose launches are recorded: the same bits, whatever fails. */
class RecorderTest {
  private static final int N = 20;
  private static final GpModel MODEL = GpModel.numeric(CovarianceFunction.MATERN_52, 2);

  private final double[] x = new double[2 * (N + 1)];
  private final double[] y = new double[N + 1];
  private final double[] noise = new double[N + 1];
  private StandIn standIn;
  private LogLines log;

  @BeforeEach
  void install() {
    standIn = StandIn.install();
    log = new LogLines();
    CounterRandom.of(8, 0).fillUniform(x, 0, x.length);
    CounterRandom.of(8, 1).fillGaussian(y, 0, y.length);
    Arrays.setAll(noise, i -> 0.01 * (i % 3));
  }

  @AfterEach
  void nothingIsLeft() {
    System.clearProperty(Recorder.PROPERTY);
    if (log != null) {
      log.close();
    }
    if (standIn != null) {
      standIn.assertNothingHeld();
    }
  }

  private static double[] theta(int i) {
    return new double[] {-1 + 0.1 * i, -1.2, 0.1 * i, -4 + 0.2 * i};
  }

  /** Likelihoods of several fits; of the last θ of each the covariance is singular. */
  private double[] fits(GpEngine engine) {
    double[] results = new double[5 * 8 * 4];
    int at = 0;
    for (int fit = 0; fit < 4; fit++) {
      int n = fit == 1 ? N - 3 : N;
      if (fit == 2) {
        engine.setData(n, x, y, noise);
      } else {
        engine.setData(n, x, y);
      }
      for (int i = 0; i < 8; i++) {
        double[] gradient = i % 4 == 3 ? null : new double[4];
        double[] theta = theta(i);
        if (i == 6) {
          Arrays.fill(theta, 0, 2, 9);
          theta[3] = -90;
        }
        if (i == 5) {
          // Not recorded, but seen by what was.
          y[0] += 1;
          if (fit == 2) {
            engine.setData(n, x, y, noise);
          } else {
            engine.setData(n, x, y);
          }
        }
        results[at++] = engine.logMarginalLikelihood(theta, gradient);
        if (gradient != null) {
          System.arraycopy(gradient, 0, results, at, 4);
          at += 4;
        }
      }
      engine.condition(theta(2));
      engine.append(Arrays.copyOfRange(x, 2 * N, 2 * N + 2), y[N]);
      results[at++] = engine.logMarginalLikelihood(theta(3), null);
      results[at++] = engine.logMarginalLikelihood(theta(4), null);
      y[0] -= 1;
    }
    return results;
  }

  private double[] fits() {
    try (GpEngine engine = Engines.gp(Backend.GPU, MODEL)) {
      return fits(engine);
    }
  }

  private double[] plain() {
    System.setProperty(Recorder.PROPERTY, "off");
    try {
      return fits();
    } finally {
      System.clearProperty(Recorder.PROPERTY);
    }
  }

  @Test
  void recordedLaunchesGiveTheSameBits() {
    long before = standIn.graphLaunches();
    double[] expected = plain();
    assertEquals(before, standIn.graphLaunches());
    assertTrue(Arrays.stream(expected).anyMatch(v -> v == Double.NEGATIVE_INFINITY));
    assertArrayEquals(expected, fits());
    assertTrue(standIn.graphLaunches() - before > 20);
    assertEquals(List.of(), log.lines());
  }

  /** What is launched one by one from the second evaluation on is launched as one. */
  @Test
  void aFitLaunchesEachKernelOnce() {
    try (GpEngine engine = Engines.gp(Backend.GPU, MODEL)) {
      engine.setData(N, x, y);
      double[] gradient = new double[4];
      engine.logMarginalLikelihood(theta(0), gradient);
      engine.logMarginalLikelihood(theta(1), gradient);
      long launches = standIn.launches();
      long graphs = standIn.graphLaunches();
      for (int i = 0; i < 5; i++) {
        engine.logMarginalLikelihood(theta(i), gradient);
      }
      assertEquals(launches, standIn.launches());
      assertEquals(graphs + 5, standIn.graphLaunches());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cuStreamBeginCapture_v2, 801, CUDA_ERROR_NOT_SUPPORTED",
    "cuStreamEndCapture, 901, CUDA_ERROR_STREAM_CAPTURE_INVALIDATED",
    "cuGraphInstantiateWithFlags, 2, CUDA_ERROR_OUT_OF_MEMORY"
  })
  void whatCannotBeRecordedIsLaunchedAfterOneLogLine(String function, int error, String name) {
    double[] expected = plain();
    for (int k = 1; k < 4; k++) {
      log.clear();
      standIn.fail(function, k, error);
      assertArrayEquals(expected, fits());
      assertEquals(1, log.lines().size(), log.lines()::toString);
      String line = log.lines().getFirst();
      assertTrue(line.startsWith("launches are made one by one"), line);
      assertTrue(line.contains(name), line);
      standIn.assertNothingHeld();
    }
  }

  /** A launch that fails while it is recorded may do so by itself too: then that is the error. */
  @Test
  void aLaunchThatFailsInARecordingIsMadeByItself() {
    double[] expected = plain();
    int recorded = 0;
    for (int k = 1; k < 45; k++) {
      log.clear();
      standIn.fail("cuLaunchKernel", k, 46);
      try (GpEngine engine = Engines.gp(Backend.GPU, MODEL)) {
        try {
          assertArrayEquals(expected, fits(engine));
          recorded++;
          assertEquals(1, log.lines().size(), log.lines()::toString);
        } catch (GpuException e) {
          assertEquals("CUDA_ERROR_DEVICE_UNAVAILABLE", e.errorName());
          // It was changed half way.
          CounterRandom.of(8, 1).fillGaussian(y, 0, y.length);
          assertArrayEquals(expected, fits(engine));
        }
      }
      standIn.assertNothingHeld();
    }
    assertTrue(recorded > 5, recorded + " failures of recordings");
  }

  @Test
  void aGraphThatDoesNotLaunchIsATypedError() {
    for (int k = 1; k < 5; k++) {
      try (GpEngine engine = Engines.gp(Backend.GPU, MODEL)) {
        standIn.lose("cuGraphLaunch", k, StandIn.ILLEGAL_ADDRESS);
        GpuException e = assertThrows(GpuException.class, () -> fits(engine));
        assertEquals("CUDA_ERROR_ILLEGAL_ADDRESS", e.errorName());
        assertTrue(String.valueOf(e.getMessage()).startsWith("cuGraphLaunch"), e.getMessage());
        assertThrows(GpuException.class, () -> fits(engine));
      }
      standIn = StandIn.install();
      standIn.assertNothingHeld();
    }
  }

  @Test
  void aDriverThatIsTooOldIsNotAskedTo() {
    double[] expected = plain();
    standIn.version(11030);
    long before = standIn.graphLaunches();
    assertArrayEquals(expected, fits());
    assertEquals(before, standIn.graphLaunches());
    assertEquals(1, log.lines().size(), log.lines()::toString);
    assertTrue(log.lines().getFirst().contains("CUDA 11.3, older than 11.4"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ON", "true"})
  void aSettingThatCannotBeReadIsNamed(String setting) {
    System.setProperty(Recorder.PROPERTY, setting);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Engines.gp(Backend.GPU, MODEL).close());
    assertEquals("-Dhone.gpu.graphs=" + setting + ": expected on or off", e.getMessage());
  }
}
