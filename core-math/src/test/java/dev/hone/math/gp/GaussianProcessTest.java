package dev.hone.math.gp;

import static dev.hone.math.gp.IllegalCalls.assertIllegal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GaussianProcessTest {

  @Test
  void interpolatesASmoothFunctionInItsOwnUnits() {
    int n = 25;
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = i / (n - 1.0);
      y[i] = f(x[i]);
    }
    try (GaussianProcess gp = GaussianProcess.builder(1).fit(n, x, y)) {
      GaussianProcess.Prediction prediction = gp.predict(new double[] {0.43});
      assertEquals(f(0.43), prediction.mean(), 0.5);
      assertTrue(prediction.variance() >= 0 && prediction.variance() < 1);
      assertTrue(gp.predict(new double[] {3}).variance() > 100);
      assertEquals(n, gp.size());
    }
  }

  private static double f(double x) {
    return 1000 + 50 * Math.sin(6 * x);
  }

  @Test
  void likelihoodIsThatOfTheTargetsAsGiven() {
    double[] x = {0.1, 0.5, 0.7, 0.95};
    double[] y = {3, 9, 4, -2};
    try (GaussianProcess gp = GaussianProcess.builder(1).fit(4, x, y)) {
      // Scaling all targets by c takes n·log c from the log density of the data.
      double[] scaled = Arrays.stream(y).map(v -> 10 * v).toArray();
      try (GaussianProcess other = GaussianProcess.builder(1).fit(4, x, scaled)) {
        double expected = gp.logMarginalLikelihood() - 4 * Math.log(10);
        assertEquals(expected, other.logMarginalLikelihood(), 1e-6);
      }
    }
  }

  @Test
  void appendedObservationsCount() {
    double[] x = {0.1, 0.2, 0.35, 0.5, 0.9};
    double[] y = {101, 102, 104, 104.5, 100};
    double[] added = {0.7};
    try (GaussianProcess gp = GaussianProcess.builder(1).fit(5, x, y)) {
      double missed = Math.abs(gp.predict(added).mean() - 103.5);
      gp.append(added, 103.5);
      assertEquals(6, gp.size());
      assertEquals(103.5, gp.predict(added).mean(), 0.5 * missed);
    }
  }

  @Test
  void leavingOneOutIsInTheUnitsOfTheTargets() {
    double[] x = {0.1, 0.2, 0.35, 0.5, 0.9};
    double[] y = {101, 102, 104, 104.5, 100};
    try (GaussianProcess gp = GaussianProcess.builder(1).fit(5, x, y)) {
      double[] mean = new double[5];
      double[] variance = new double[5];
      double sum = gp.leaveOneOut(mean, variance);
      double expected = 0;
      for (int i = 0; i < 5; i++) {
        double z = (y[i] - mean[i]) / Math.sqrt(variance[i]);
        expected -= 0.5 * (z * z + Math.log(2 * Math.PI * variance[i]));
        assertEquals(102, mean[i], 10);
      }
      assertEquals(expected, sum, 1e-9);
    }
  }

  @Test
  void predictiveDensitiesAddUpToTheLikelihood() {
    double[] x = {0.1, 0.2, 0.35, 0.5, 0.9};
    double[] y = {101, 102, 104, 104.5, 100};
    try (GaussianProcess gp = GaussianProcess.builder(1).fit(5, x, y)) {
      double before = gp.logMarginalLikelihood();
      double[] added = {0.7};
      double density = gp.logPredictiveDensity(added, 103);
      assertTrue(density > gp.logPredictiveDensity(added, 150), "a surprise");
      gp.append(added, 103);
      assertEquals(before + density, gp.logMarginalLikelihood(), 1e-9);
    }
  }

  @Test
  void fitsManyObservationsOnASpreadSubset() {
    CounterRandom random = CounterRandom.of(6, 0);
    int n = 300;
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      // All but a few observations crowd into a corner.
      x[i] = i < 20 ? i / 19.0 : 0.001 * random.nextDouble();
      y[i] = f(x[i]);
    }
    double missed = 0;
    try (GaussianProcess gp = GaussianProcess.builder(1).fitOnAtMost(30).fit(n, x, y)) {
      assertEquals(30, gp.fit().observations());
      assertEquals(n, gp.size());
      for (int i = 0; i < 50; i++) {
        double at = i / 49.0;
        missed = Math.max(missed, Math.abs(gp.predict(new double[] {at}).mean() - f(at)));
      }
    }
    assertTrue(missed < 1, "off by " + missed);
    assertIllegal(
        "count = 1: expected at least 2", () -> GaussianProcess.builder(1).fitOnAtMost(1));
  }

  @Test
  void targetsAreTakenAsTheyAreIfAskedFor() {
    double[] x = {0.1, 0.5, 0.9};
    double[] y = {0.5, -0.7, 0.4};
    try (GaussianProcess gp = GaussianProcess.builder(1).standardize(false).fit(3, x, y)) {
      assertEquals(gp.fit().logLikelihood(), gp.logMarginalLikelihood(), 1e-12);
      assertEquals(0, gp.predict(new double[] {100}).mean(), 1e-12);
    }
  }

  @Test
  void learnsCategories() {
    CounterRandom random = CounterRandom.of(4, 0);
    int n = 30;
    double[] x = new double[2 * n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[2 * i] = random.nextInt(3);
      x[2 * i + 1] = random.nextDouble();
      y[i] = (x[2 * i] == 1 ? 5 : 0) + x[2 * i + 1];
    }
    try (GaussianProcess gp =
        GaussianProcess.builder(2)
            .categorical(0)
            .covariance(CovarianceFunction.MATERN_32)
            .prior(GpPrior.gamma(2))
            .backend(Backend.SCALAR)
            .seed(3)
            .fit(n, x, y)) {
      assertEquals(0.5, gp.predict(new double[] {2, 0.5}).mean(), 0.3);
      assertEquals(5.5, gp.predict(new double[] {1, 0.5}).mean(), 0.3);
    }
  }

  @Test
  void constantTargetsHaveAScale() {
    double[] x = {0.1, 0.5, 0.9};
    try (GaussianProcess gp = GaussianProcess.builder(1).fit(3, x, new double[] {7, 7, 7})) {
      assertEquals(7, gp.predict(new double[] {0.3}).mean(), 1e-12);
    }
  }

  @Test
  void withoutObservationsPredictsThePrior() {
    try (GaussianProcess gp = GaussianProcess.builder(1).fit(0, new double[0], new double[0])) {
      GaussianProcess.Prediction prediction = gp.predict(new double[] {0.5});
      assertEquals(0, prediction.mean());
      assertEquals(1, prediction.variance());
    }
  }

  @Test
  void aForcedBackendThatIsMissingIsAnError() {
    GaussianProcess.Builder builder = GaussianProcess.builder(1).backend(Backend.GPU);
    double[] none = {};
    assertThrows(BackendUnavailableException.class, () -> builder.fit(0, none, none));
  }

  @Test
  void wrongCallsAreNamed() {
    GaussianProcess.Builder builder = GaussianProcess.builder(1);
    double[] two = {0, Double.NaN};
    assertThrows(IllegalArgumentException.class, () -> GaussianProcess.builder(0));
    assertThrows(IndexOutOfBoundsException.class, () -> builder.categorical(1));
    assertIllegal("n = 3", () -> builder.fit(3, two, two));
    assertIllegal("n = -1", () -> builder.fit(-1, two, two));
    assertIllegal("y[1] = NaN", () -> builder.fit(2, new double[2], two));
  }
}
