package dev.hone.math.gp;

import static dev.hone.math.gp.IllegalCalls.assertIllegal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.math.gp.HyperparameterPrior.Fixed;
import dev.hone.math.gp.HyperparameterPrior.Free;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GpPriorTest {

  @ParameterizedTest
  @MethodSource("priors")
  void gradientIsThatOfItsDifferences(GpPrior prior) {
    double[] coordinates = prior.start();
    for (int i = 0; i < coordinates.length; i++) {
      coordinates[i] += 0.1 * (i + 1);
    }
    double[] gradient = new double[coordinates.length];
    prior.logDensity(coordinates, gradient);
    double[] ignored = new double[coordinates.length];
    for (int i = 0; i < coordinates.length; i++) {
      int index = i;
      double[] moved = coordinates.clone();
      double expected =
          Differences.derivative(
              coordinates[i],
              1e-3,
              t -> {
                moved[index] = t;
                return prior.logDensity(moved, ignored);
              });
      assertEquals(expected, gradient[i], 1e-8, "coordinate " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("priors")
  void coordinatesUndoHyperparameters(GpPrior prior) {
    double[] theta = new double[prior.components().size()];
    prior.hyperparameters(prior.start(), theta);
    assertArrayEquals(prior.start(), prior.coordinates(theta), 1e-9);
    assertEquals(prior.lower().length, prior.freeCount());
  }

  @ParameterizedTest
  @MethodSource("priors")
  void pulledBackGradientIsThatOfHyperparameters(GpPrior prior) {
    double[] coordinates = prior.start();
    int size = prior.components().size();
    double[] thetaGradient = new double[size];
    for (int i = 0; i < size; i++) {
      thetaGradient[i] = 1 + i;
    }
    double[] gradient = new double[coordinates.length];
    prior.addPulledBack(coordinates, thetaGradient, gradient);
    double[] theta = new double[size];
    for (int i = 0; i < coordinates.length; i++) {
      int index = i;
      double[] moved = coordinates.clone();
      double expected =
          Differences.derivative(
              coordinates[i],
              1e-3,
              t -> {
                moved[index] = t;
                prior.hyperparameters(moved, theta);
                double sum = 0;
                for (int k = 0; k < size; k++) {
                  sum += thetaGradient[k] * theta[k];
                }
                return sum;
              });
      assertEquals(expected, gradient[i], 1e-8 * size, "coordinate " + i);
    }
  }

  @Test
  void dimensionScaledHasTheModeOfItsLengthScales() {
    GpPrior prior = GpPrior.dimensionScaled(9);
    double[] start = prior.start();
    assertEquals(10, start.length);
    assertEquals(0.205 * 3, Math.exp(start[0]), 1e-3);
    double[] gradient = new double[10];
    prior.logDensity(start, gradient);
    assertArrayEquals(new double[10], gradient, 1e-14);
    double[] theta = new double[11];
    prior.hyperparameters(start, theta);
    assertEquals(0, theta[9]);
    assertEquals(1e-6 + Math.exp(-8), Math.exp(theta[10]), 1e-15);
  }

  @Test
  void explorativeInfersTheOutputScaleAndTrustsValuesInFewDimensions() {
    for (int d : new int[] {1, 8, 9, 20}) {
      GpModel plain = GpModel.numeric(CovarianceFunction.MATERN_52, d);
      for (GpModel model : List.of(plain, plain.withWarping())) {
        List<HyperparameterPrior> components = GpPrior.explorative(model).components();
        HyperparameterPrior scale = d <= 8 ? GpPrior.inferredOutputScale() : new Fixed(0);
        assertEquals(scale, components.get(model.outputScaleIndex()), "d = " + d);
        var noise = (Free) components.get(model.noiseIndex());
        assertEquals(d <= 8 ? 1e-8 : 1e-6, noise.floor(), "d = " + d);
      }
    }
  }

  @Test
  void densitiesAreThoseOfTheirFormulas() {
    assertEquals(-0.5 * 4, new LogDensity.Normal(1, 0.5).value(2), 1e-15);
    assertEquals(-2 - 0.5 * 4, new LogDensity.LogNormal(1, 0.5).value(2), 1e-15);
    assertEquals(2 * Math.log(0.5) - 3, new LogDensity.Gamma(3, 6).value(Math.log(0.5)), 1e-15);
    double twice = new LogDensity.InverseSquared(0.1).value(Math.log(2));
    assertEquals(-0.1 * (4 + 0.25), twice, 1e-15);
  }

  @Test
  void coordinatesStayWithinBounds() {
    GpPrior prior = GpPrior.dimensionScaled(1);
    double[] outside = {-50, 3, Math.log(1e-7)};
    assertArrayEquals(new double[] {Math.log(0.005), -18}, prior.coordinates(outside), 1e-12);
    double[] above = {50, 3, 50};
    assertArrayEquals(
        new double[] {Math.log(1000), Math.log(1.5)}, prior.coordinates(above), 1e-12);
  }

  @Test
  void componentsCanBeExchanged() {
    Free scale = new Free(new LogDensity.Normal(0, 1), 0, -2, 2, 0);
    GpPrior prior = GpPrior.dimensionScaled(2).withOutputScale(scale).withNoise(new Fixed(-7));
    assertEquals(3, prior.freeCount());
    assertEquals(-1, prior.noiseCoordinate());
    double[] theta = new double[4];
    prior.hyperparameters(new double[] {0.1, 0.2, 0.3}, theta);
    assertArrayEquals(new double[] {0.1, 0.2, 0.3, -7}, theta);
  }

  @Test
  void wrongPriorsAreNamed() {
    assertIllegal("dimension = 0", () -> GpPrior.dimensionScaled(0));
    assertIllegal("standardDeviation = 0.0", () -> new LogDensity.Normal(0, 0));
    assertIllegal("standardDeviation = -1.0", () -> new LogDensity.LogNormal(0, -1));
    assertIllegal("rate = NaN", () -> new LogDensity.Gamma(1, Double.NaN));
    assertIllegal("weight = 0.0", () -> new LogDensity.InverseSquared(0));
    assertIllegal("logarithm = Infinity", () -> new Fixed(Double.POSITIVE_INFINITY));
    LogDensity density = new LogDensity.Normal(0, 1);
    assertIllegal("floor = -1.0", () -> new Free(density, -1, 0, 1, 0));
    assertIllegal("start = 3.0", () -> new Free(density, 0, 0, 1, 3));
    assertIllegal("theta has length 1", () -> GpPrior.gamma(2).coordinates(new double[1]));
  }

  static Stream<GpPrior> priors() {
    return Stream.of(
        GpPrior.dimensionScaled(3),
        GpPrior.gamma(2),
        GpPrior.inverseSquared(2),
        GpPrior.gamma(1).withNoise(new Fixed(-4)));
  }
}
