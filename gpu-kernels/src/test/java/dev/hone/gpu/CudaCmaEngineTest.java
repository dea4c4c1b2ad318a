package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.Engines;
import dev.hone.math.cma.CmaEngine;
import dev.hone.math.cma.CmaEngineContract;
import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.random.CounterRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of CMA-ES engines, on the GPU, and that it draws the numbers of the CPU's. */
class CudaCmaEngineTest extends CmaEngineContract {
  private @Nullable StandInEngines engines;

  @Override
  protected Map<Named<EngineMaker>, List<CovarianceModel>> makers() {
    return Map.of(
        Named.of("gpu", parameters -> Objects.requireNonNull(engines).createCma(parameters)),
        List.of(CovarianceModel.CHOLESKY));
  }

  @BeforeEach
  void install() {
    engines = new StandInEngines();
  }

  @AfterEach
  void nothingIsLeft() {
    if (engines != null) {
      engines.close();
    }
  }

  /** From positions that are no whole blocks as well. */
  @ParameterizedTest
  @CsvSource({"1, 5, 0", "7, 9, 3", "70, 6, 1", "33, 130, 2"})
  void theSamplesAreThoseOfTheCpu(int n, int lambda, int position) {
    StrategyParameters p = new StrategyParameters(CovarianceModel.CHOLESKY, n, lambda, true);
    double[] covariance = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        covariance[i * n + j] = Math.pow(0.7, Math.abs(i - j)) * (1 + 0.1 * i) * (1 + 0.1 * j);
      }
    }
    double[][] points = new double[2][lambda * n];
    int[] order = CounterRandom.of(8, n).permutation(lambda);
    try (CmaEngine cpu = Engines.cma(Backend.SCALAR, p);
        CmaEngine gpu = Engines.cma(Backend.GPU, p)) {
      CmaEngine[] both = {cpu, gpu};
      for (int i = 0; i < 2; i++) {
        CounterRandom random = CounterRandom.at(5, 6, position);
        both[i].reset(new double[n], covariance);
        for (int g = 0; g < 4; g++) {
          both[i].sample(random, 0.3, points[i]);
          // Only some were evaluated.
          both[i].update(Math.max(1, lambda - 3), order, 0.3, g);
          both[i].decompose(g + 1);
        }
        assertEquals(position + 4, random.position());
      }
      assertArrayEquals(points[0], points[1], 1e-10);
      assertEquals(cpu.conditionNumber(), gpu.conditionNumber(), 1e-8 * cpu.conditionNumber());
      assertEquals(cpu.largestDeviation(), gpu.largestDeviation(), 1e-10);
    }
  }

  @Test
  void aModelBeyondTheKernelsIsNamed() {
    StrategyParameters p = new StrategyParameters(CovarianceModel.EIGEN, 3, 8, true);
    BackendUnavailableException e =
        assertThrows(BackendUnavailableException.class, () -> Engines.cma(Backend.GPU, p).close());
    assertTrue(String.valueOf(e.getMessage()).contains("EIGEN"), e.getMessage());
  }
}
