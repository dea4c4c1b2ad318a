package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StrategyParametersTest {

  /** By hand from the tutorial's table 1. */
  @Test
  void constantsInTenDimensionsAreThoseOfTheTutorial() {
    StrategyParameters p = new StrategyParameters(CovarianceModel.EIGEN, 10, 10, true);
    double[] raw = new double[10];
    Arrays.setAll(raw, i -> Math.log(5.5) - Math.log(i + 1));
    double sum = raw[0] + raw[1] + raw[2] + raw[3] + raw[4];
    double squares = 0;
    for (int i = 0; i < 5; i++) {
      assertEquals(raw[i] / sum, p.weight(i), 1e-15);
      squares += p.weight(i) * p.weight(i);
    }
    double mu = 1 / squares;
    assertEquals(mu, p.effectiveParents(), 1e-12);
    assertEquals((4 + mu / 10) / (14 + mu / 5), p.pathDecay(), 1e-15);
    assertEquals(2 / (11.3 * 11.3 + mu), p.rankOneRate(), 1e-15);
    assertEquals(2 * (0.25 + mu + 1 / mu - 2) / (144 + mu), p.rankMuRate(), 1e-15);
    assertEquals((mu + 2) / (13 + mu), p.stepPathDecay(), 1e-15);
    assertEquals(1 + p.stepPathDecay(), p.damping(), 1e-15);
    assertEquals(3.0847, p.expectedNorm(), 1e-3);
    double negative = Arrays.stream(p.weights()).filter(w -> w < 0).sum();
    assertEquals(-1 - p.rankOneRate() / p.rankMuRate(), negative, 1e-12);
    assertEquals(5, p.parents());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
  void ratesLeaveRoomForTheOldMatrixAtEverySize(CovarianceModel model) {
    for (int n : new int[] {1, 2, 3, 10, 100, 10_000, 1_000_000}) {
      for (int lambda : new int[] {2, 3, 4, 5, 10, 101, 10_000}) {
        StrategyParameters p = new StrategyParameters(model, n, lambda, true);
        String what = model + ", n = " + n + ", λ = " + lambda;
        double positive = 0;
        double all = 0;
        for (double w : p.weights()) {
          positive += Math.max(w, 0);
          all += w;
        }
        assertEquals(1, positive, 1e-12, what);
        assertTrue(p.rankOneRate() > 0 && p.rankMuRate() >= 0, what);
        assertTrue(p.rankOneRate() + p.rankMuRate() <= 0.951, what);
        // No negative update can make the matrix indefinite: tutorial, eq. 53.
        double worst = 1 - p.rankOneRate() - p.rankMuRate() * all;
        double taken = p.rankMuRate() * n * (positive - all);
        assertTrue(worst - taken >= -1e-12, what);
        assertTrue(p.stepPathDecay() > 0 && p.stepPathDecay() < 1, what);
        assertTrue(p.damping() >= 1 && p.decompositionGap() >= 1, what);
      }
    }
  }

  @Test
  void argumentsOutsideTheirRangeAreNamed() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new StrategyParameters(CovarianceModel.AUTO, 3, 5, true));
    assertThrows(
        IllegalArgumentException.class,
        () -> new StrategyParameters(CovarianceModel.EIGEN, 0, 5, true));
    assertThrows(
        IllegalArgumentException.class,
        () -> new StrategyParameters(CovarianceModel.EIGEN, 3, 1, true));
  }

  @Test
  void automaticModelFollowsDimensionAndBudget() {
    assertEquals(CovarianceModel.CHOLESKY, CovarianceModel.AUTO.resolve(100, Long.MAX_VALUE));
    assertEquals(CovarianceModel.CHOLESKY, CovarianceModel.AUTO.resolve(100, 20_000));
    assertEquals(CovarianceModel.VKD, CovarianceModel.AUTO.resolve(100, 19_999));
    assertEquals(CovarianceModel.CHOLESKY, CovarianceModel.AUTO.resolve(19, 10));
    assertEquals(CovarianceModel.LIMITED_MEMORY, CovarianceModel.AUTO.resolve(3001, 10));
    assertEquals(CovarianceModel.EIGEN, CovarianceModel.EIGEN.resolve(100, 10));
    double[] start = new double[30];
    CmaEsBuilder builder = CmaEs.builder(start, 1).maxEvaluations(100);
    assertEquals(CovarianceModel.VKD, builder.build().parameters().model());
    builder.adaptLearningRates(true);
    assertEquals(CovarianceModel.CHOLESKY, builder.build().parameters().model());
  }
}
