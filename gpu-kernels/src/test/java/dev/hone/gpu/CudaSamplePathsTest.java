package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.Engines;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.DimensionKind;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpEngineContract.EngineMaker;
import dev.hone.math.gp.GpModel;
import dev.hone.math.gp.GpSamplePaths;
import dev.hone.math.gp.GpSamplePathsContract;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;

/** The contract of sample paths, on the GPU, and what becomes of them when it is left. */
class CudaSamplePathsTest extends GpSamplePathsContract {
  private static final int N = 30;
  private static final int D = 4;
  private static final int COUNT = 19;
  private static final GpModel MODEL =
      new GpModel(
          CovarianceFunction.MATERN_52,
          List.of(
              DimensionKind.CATEGORICAL,
              DimensionKind.NUMERIC,
              DimensionKind.CATEGORICAL,
              DimensionKind.NUMERIC));

  private @Nullable StandInEngines engines;
  private final double[] x = points(1, N + 2);
  private final double[] y = new double[N + 2];

  @Override
  protected Stream<Named<EngineMaker>> makers() {
    return Stream.of(Named.of("gpu", model -> Objects.requireNonNull(engines).create(model)));
  }

  /** Its kernels know no others. */
  @Override
  protected Stream<GpModel> otherModels() {
    return Stream.of();
  }

  @BeforeEach
  void install() {
    engines = new StandInEngines();
    CounterRandom.of(2, 0).fillGaussian(y, 0, y.length);
  }

  @AfterEach
  void nothingIsLeft() {
    System.clearProperty(DeviceMemory.PROPERTY);
    if (engines != null) {
      engines.close();
    }
  }

  private static double[] points(long seed, int count) {
    CounterRandom random = CounterRandom.of(seed, 1);
    double[] x = new double[count * D];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 2 == 0 ? random.nextInt(3) : random.nextDouble();
    }
    return x;
  }

  private GpEngine engine(Backend backend) {
    GpEngine engine = Engines.gp(backend, MODEL);
    engine.setData(N, x, y);
    engine.condition(new double[] {-0.5, -1, 0.2, -0.3, 0.4, -3});
    // Observations that count for what is expected of them.
    engine.appendPending(Arrays.copyOfRange(x, N * D, (N + 1) * D));
    engine.appendKnown(Arrays.copyOfRange(x, (N + 1) * D, (N + 2) * D));
    return engine;
  }

  private static double[] evaluate(GpSamplePaths paths, int m, double[] points) {
    double[] values = new double[COUNT * m];
    double[] gradients = new double[COUNT * m * D];
    paths.evaluate(m, points, values, gradients);
    double[] all = Arrays.copyOf(values, values.length + gradients.length);
    System.arraycopy(gradients, 0, all, values.length, gradients.length);
    return all;
  }

  /** Values and gradients, of more groups than one, at more points than a tile. */
  @Test
  void theyAreThoseOfTheCpu() {
    int m = 70;
    double[] points = points(3, m);
    try (GpEngine cpu = engine(Backend.SCALAR);
        GpEngine gpu = engine(Backend.GPU)) {
      double[] expected = evaluate(cpu.samplePaths(COUNT, 7), m, points);
      assertArrayEquals(expected, evaluate(gpu.samplePaths(COUNT, 7), m, points), 1e-9);
    }
  }

  /** A point is in other company in each. */
  @Test
  void aTileThatDoesNotFitIsHalved() {
    int m = 300;
    double[] points = points(4, m);
    double[][] values = new double[2][];
    for (int i = 0; i < 2; i++) {
      try (GpEngine gpu = engine(Backend.GPU)) {
        values[i] = evaluate(gpu.samplePaths(COUNT, 7), m, points);
      }
      System.setProperty(DeviceMemory.PROPERTY, "7m");
    }
    assertArrayEquals(values[0], values[1], 1e-10);
  }

  @Test
  void theyOutliveTheirEngineAndHoldNothing() {
    double[] points = points(5, 9);
    GpSamplePaths paths;
    GpSamplePaths others;
    double[] expected;
    try (GpEngine gpu = engine(Backend.GPU)) {
      paths = gpu.samplePaths(COUNT, 7);
      others = gpu.samplePaths(COUNT, 8);
      expected = evaluate(paths, 9, points);
      assertArrayEquals(evaluate(others, 9, points), evaluate(others, 9, points));
      assertArrayEquals(expected, evaluate(paths, 9, points));
    }
    StandIn standIn = StandIn.install();
    standIn.assertNothingHeld();
    assertArrayEquals(expected, evaluate(paths, 9, points));
    standIn.assertNothingHeld();
    standIn.devices(0);
    BackendUnavailableException e =
        assertThrows(BackendUnavailableException.class, () -> evaluate(paths, 9, points));
    assertTrue(String.valueOf(e.getMessage()).contains("CUDA_ERROR_NO_DEVICE"), e.getMessage());
  }

  @Test
  void tooManyAreNamed() {
    try (GpEngine gpu = engine(Backend.GPU)) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> gpu.samplePaths(1 << 28, 1));
      assertTrue(String.valueOf(e.getMessage()).startsWith("count = 268435456"), e.getMessage());
    }
  }
}
