package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.random.CounterRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When products have wide tiles, and that those give what the others give. */
class DeviceProductTest {
  /** Several wide tiles, one of them not whole, and several panels of a factor. */
  private static final int N = 530;

  private static final int D = 2;
  private final StandIn standIn = StandIn.install();

  @BeforeEach
  @AfterEach
  void clear() {
    System.clearProperty(Launcher.WIDE_PROPERTY);
    StandIn.install();
  }

  /** Which gemm.cu says too, and devices of compute capability 8.6 and 12.0 just have. */
  @Test
  void wideTilesTakeWhatTheKernelsSay() {
    assertEquals(101_376, Launcher.WIDE_MEMORY);
  }

  @Test
  void wideTilesAreForWhatFillsADevice() {
    // One wave of them instead of two.
    assertTrue(DeviceProduct.comesInFewerWaves(2048, 1024, 1, false, 132));
    assertTrue(DeviceProduct.comesInFewerWaves(128, 128, 132, false, 132));
    // The device would stand half empty.
    assertFalse(DeviceProduct.comesInFewerWaves(1024, 1024, 1, false, 132));
    // A narrow product has as many tiles either way, but for the last.
    assertFalse(DeviceProduct.comesInFewerWaves(64, 100_000, 1, false, 132));
    // 136 of 256 and 528 of 1024 along and below the diagonal.
    assertFalse(DeviceProduct.comesInFewerWaves(2048, 2048, 1, true, 132 * 4));
    assertTrue(DeviceProduct.comesInFewerWaves(2048, 2048, 1, true, 136));
    assertFalse(DeviceProduct.comesInFewerWaves(0, 0, 1, true, 136));
  }

  @Test
  void theResultsAreThoseOfTheOthers() {
    double[] expected = likelihood();
    System.setProperty(Launcher.WIDE_PROPERTY, "off");
    assertArrayEquals(expected, likelihood());
    System.setProperty(Launcher.WIDE_PROPERTY, "always");
    assertArrayEquals(expected, likelihood());
    System.clearProperty(Launcher.WIDE_PROPERTY);
    // No shared memory for them.
    standIn.capability(75);
    assertArrayEquals(expected, likelihood());
    standIn.capability(120);
    assertArrayEquals(expected, likelihood());
  }

  /** What a driver makes of PTX has no copies that nobody waits for; two kernels of fleets ask. */
  @Test
  void withoutMachineCodeThereAreNone() {
    double[] expected = likelihood();
    standIn.fail("cuModuleLoadData", 1, 209);
    standIn.fail("cuFuncSetAttribute", 3, 1);
    assertArrayEquals(expected, likelihood());
  }

  @Test
  void anythingElseIsRefused() {
    System.setProperty(Launcher.WIDE_PROPERTY, "yes");
    var refused = assertThrows(IllegalArgumentException.class, DeviceProductTest::likelihood);
    assertEquals("-Dhone.gpu.wide=yes: expected on, off or always", refused.getMessage());
    standIn.assertNothingHeld();
  }

  private static double[] likelihood() {
    double[] x = new double[N * D];
    double[] y = new double[N];
    CounterRandom random = CounterRandom.of(8, 0);
    random.fillUniform(x, 0, x.length);
    random.fillGaussian(y, 0, N);
    double[] theta = {-1, -0.5, 0, -3};
    double[] gradient = new double[D + 2];
    double[] results = new double[D + 4];
    GpModel model = GpModel.numeric(CovarianceFunction.MATERN_52, D);
    try (GpEngine engine = Engines.gp(Backend.GPU, model)) {
      engine.setData(N, x, y);
      results[0] = engine.logMarginalLikelihood(theta, gradient);
      System.arraycopy(gradient, 0, results, 1, D + 2);
      engine.condition(theta);
      double[] variance = new double[1];
      engine.posterior(1, new double[] {0.3, 0.4}, new double[1], variance);
      results[D + 3] = variance[0];
    }
    return results;
  }
}
