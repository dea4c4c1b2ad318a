package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.random.CounterRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engines of the CPU. */
@Tag("backend")
class CmaEngineTest extends CmaEngineContract {
  private static final long SEED = 11;

  @Override
  protected Map<Named<EngineMaker>, List<CovarianceModel>> makers() {
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    Map<Named<EngineMaker>, List<CovarianceModel>> makers = new LinkedHashMap<>();
    for (Backend backend : List.of(Backend.SCALAR, vectors ? Backend.SIMD : Backend.AUTO)) {
      makers.put(
          Named.of(backend.toString(), parameters -> Engines.cma(backend, parameters)),
          List.of(CovarianceModel.CHOLESKY, CovarianceModel.EIGEN));
    }
    return makers;
  }

  /** The whitened sample that the inverse finds is the one the step was made from. */
  @ParameterizedTest
  @EnumSource(names = {"SEPARABLE", "VKD", "LIMITED_MEMORY"})
  void modelsWithoutAMatrixRecogniseTheirOwnSamples(CovarianceModel model) {
    int n = 33;
    int lambda = 14;
    double[] lengths = new double[2];
    for (int replaced = 0; replaced < 2; replaced++) {
      StrategyParameters p = new StrategyParameters(model, n, lambda, true);
      CounterRandom random = CounterRandom.of(SEED, n);
      int[] order = CounterRandom.of(SEED, 1).permutation(lambda);
      try (CmaEngine engine = Engines.cma(Backend.SCALAR, p)) {
        engine.reset(new double[n], null);
        double[] points = new double[lambda * n];
        for (int g = 0; g < 40; g++) {
          engine.sample(random, 0.5, points);
          if (replaced == 1) {
            engine.replace(order[0], points, order[0] * n, 0.5);
          }
          lengths[replaced] = engine.update(lambda, order, 0.5, g);
        }
      }
    }
    // One sample in some hundred is long enough to be shortened, which fades from the path.
    assertEquals(lengths[0], lengths[1], 0.01);
  }
}
