package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.gp.CandidateDesign;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.DimensionKind;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The search for the best candidates in several tiles, as with many of them: what screening leaves
 * out is never among the best. The oracle is the CPU's, which scores all.
 */
class DeviceSearchTest {
  private static final int N = 40;
  private static final int D = 3;
  private static final int TILES = 12;

  private StandIn standIn;

  @BeforeEach
  void install() {
    standIn = StandIn.install();
    // Room for the engine, but only for small tiles beside it.
    System.setProperty(DeviceMemory.PROPERTY, "260k");
  }

  @AfterEach
  void nothingIsLeft() {
    System.clearProperty(DeviceMemory.PROPERTY);
    if (standIn != null) {
      standIn.assertNothingHeld();
    }
  }

  private static GpModel model(CovarianceFunction covariance, boolean category) {
    return new GpModel(
        covariance,
        List.of(
            DimensionKind.NUMERIC,
            category ? DimensionKind.CATEGORICAL : DimensionKind.NUMERIC,
            DimensionKind.NUMERIC));
  }

  private static GpEngine engine(Backend backend, GpModel model, double scale, double logNoise) {
    double[] x = new double[N * D];
    double[] y = new double[N];
    CounterRandom random = CounterRandom.of(6, 0);
    random.fillUniform(x, 0, x.length);
    for (int i = 0; i < N; i++) {
      if (model.dimensions().get(1) == DimensionKind.CATEGORICAL) {
        x[i * D + 1] = Math.floor(3 * x[i * D + 1]);
      }
      y[i] = Math.sin(6 * x[i * D]) + x[i * D + 2] * x[i * D + 1];
    }
    GpEngine engine = Engines.gp(backend, model);
    engine.setData(N, x, y);
    engine.condition(new double[] {-1, scale, -0.5, 0.2, logNoise});
    return engine;
  }

  private long search(GpModel model, double scale, double logNoise, long order) {
    standIn.order(order);
    boolean category = model.dimensions().get(1) == DimensionKind.CATEGORICAL;
    CandidateDesign design =
        CandidateDesign.sobol(D, 64L * TILES, 3)
            .withLevels(new int[] {0, category ? 3 : 0, 0})
            .withPerturbations(200, 0.05, new double[] {0.9, category ? 1 : 0.3, 0.1});
    int k = 10;
    double[][] x = new double[2][k * D];
    double[][] value = new double[2][k];
    try (GpEngine cpu = engine(Backend.SCALAR, model, scale, logNoise);
        GpEngine gpu = engine(Backend.GPU, model, scale, logNoise)) {
      assertEquals(k, cpu.bestCandidates(design, -0.9, k, x[0], value[0]));
      assertEquals(k, gpu.bestCandidates(design, -0.9, k, x[1], value[1]));
      for (int i = 0; i < k; i++) {
        assertEquals(value[0][i], value[1][i], 1e-7 * (1 + Math.abs(value[0][i])), "rank " + i);
      }
      assertArrayEquals(x[0], x[1], 1e-12);
      return ((CudaGpEngine) gpu).scoredCandidates();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theBestAreThoseOfAllCandidates(CovarianceFunction covariance) {
    long scored = search(model(covariance, false), -0.8, -5, covariance.name().length());
    assertTrue(scored < 64 * TILES + 200, "all were scored");
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "7", "99"})
  void inEveryOrderOfThreads(long order) {
    search(model(CovarianceFunction.MATERN_52, true), -0.8, -4, order);
  }

  /** Weights of 1e8 leave single precision nothing to say; the result is still that of all. */
  @ParameterizedTest
  @CsvSource({"-18, -0.8", "-40, 1", "-4, -5"})
  void whereTheBoundIsWideMoreAreScored(double logNoise, double scale) {
    search(model(CovarianceFunction.MATERN_52, false), scale, logNoise, 7);
  }

  /** Where the engine has taken nearly all, batches and tiles are smaller. */
  @ParameterizedTest
  @ValueSource(strings = {"118k", "120k", "150k", "400k", "2m"})
  void withLittleRoomLeftTheBestAreTheSame(String memory) {
    System.setProperty(DeviceMemory.PROPERTY, memory);
    search(model(CovarianceFunction.MATERN_52, true), -0.8, -4, 0);
  }

  /**
   * Of 300 observations 64 are looked at before all are: with scales so long that one of them says
   * little, the first stage by itself leaves 679 of these candidates.
   */
  @ParameterizedTest
  @CsvSource({"0", "7"})
  void aSecondStageLeavesFewOfWhatTheFirstLeaves(long order) {
    System.clearProperty(DeviceMemory.PROPERTY);
    standIn.order(order);
    int n = 300;
    int d = 6;
    int k = 5;
    double[] x = new double[n * d];
    double[] y = new double[n];
    CounterRandom random = CounterRandom.of(6, 1);
    random.fillUniform(x, 0, x.length);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        y[i] += (j + 1) * Math.pow(x[i * d + j] - 0.4, 2);
      }
    }
    GpModel model = GpModel.numeric(CovarianceFunction.MATERN_52, d);
    double[] theta = new double[d + 2];
    Arrays.fill(theta, 0.6);
    theta[d + 1] = -6;
    CandidateDesign design =
        CandidateDesign.sobol(d, 1000, 3).withPerturbations(100, 0.05, Arrays.copyOf(x, d));
    double[][] found = new double[2][k * d];
    double[][] value = new double[2][k];
    try (GpEngine cpu = Engines.gp(Backend.SCALAR, model);
        GpEngine gpu = Engines.gp(Backend.GPU, model)) {
      int i = 0;
      for (GpEngine engine : new GpEngine[] {cpu, gpu}) {
        engine.setData(n, x, y);
        engine.condition(theta);
        engine.bestCandidates(design, 0.1, k, found[i], value[i]);
        i++;
      }
      assertArrayEquals(value[0], value[1], 1e-7 * (1 + Math.abs(value[0][k - 1])));
      assertArrayEquals(found[0], found[1], 1e-12);
      long scored = ((CudaGpEngine) gpu).scoredCandidates();
      assertTrue(scored < 400, scored + " were scored");
    }
  }
}
