package dev.hone.internal.gp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.OutputTransform;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetScalingTest {

  @Test
  void clipsTheBadTailAtTheQuantileAndStandardises() {
    // The 0.75 quantile of five values is the fourth: 1000 counts as 4.
    double[] targets = new TargetScaling(0.75).targets(new double[] {1, 2, 3, 4, 1000});
    double mean = 14.0 / 5;
    double quartile = 4;
    double deviation = Math.sqrt((1.8 * 1.8 + 0.8 * 0.8 + 0.2 * 0.2 + 2 * 1.2 * 1.2) / 4);
    double[] expected = {1, 2, 3, 4, 4};
    for (int i = 0; i < expected.length; i++) {
      assertEquals((expected[i] - quartile) / deviation, targets[i], 1e-14);
    }
    assertEquals((4 - mean) / deviation, average(new TargetScaling(0.75)), 1e-14);
  }

  /** The target of 4 where the average becomes 0. */
  private static double average(TargetScaling scaling) {
    return scaling.withZero(TargetScaling.Zero.AVERAGE).targets(new double[] {1, 2, 3, 4, 1000})[3];
  }

  @ParameterizedTest
  @EnumSource(value = OutputTransform.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void theUpperQuartileBecomesZero(OutputTransform transform) {
    double[] targets = TargetScaling.of(transform).targets(skewed());
    Arrays.sort(targets);
    assertEquals(0, TargetScaling.quantile(targets, 0.75), 1e-14, transform.toString());
    assertTrue(
        Math.abs(Arrays.stream(targets).average().orElseThrow()) > 0.01, transform.toString());
  }

  @Test
  void compressesTheBadTailByALogarithm() {
    // The quartiles are 2 and 4, and half their distance is 1.
    double[] values = {1, 2, 3, 4, 1000};
    double[] bounded = {1, 2, 3, 4, 4 + Math.log(997)};
    double[] expected = TargetScaling.of(OutputTransform.STANDARDIZE).targets(bounded);
    assertArrayEquals(expected, TargetScaling.DEFAULT.targets(values), 1e-14);
  }

  @Test
  void compressionBeginsWithoutAStepOrABend() {
    double[] values = {1, 2, 3, 4, 1000};
    FittedScaling fitted = TargetScaling.DEFAULT.fit(values);
    double below = fitted.target(4) - fitted.target(4 - 1e-6);
    double above = fitted.target(4 + 1e-6) - fitted.target(4);
    assertEquals(below, above, 1e-5 * below);
  }

  @Test
  void quantileOneClipsNothing() {
    double[] targets = new TargetScaling(1).targets(new double[] {0, 0, 0, 3});
    assertTrue(targets[3] > 1.4);
  }

  @Test
  void keepsADifferenceWhenMostValuesAreTheBestOne() {
    double[] targets = new TargetScaling(0.75).targets(new double[] {5, 5, 5, 5, 5, 6, 9});
    assertEquals(targets[5], targets[6]);
    assertTrue(targets[5] > targets[0]);
  }

  @Test
  void equalValuesBecomeZero() {
    assertArrayEquals(new double[3], TargetScaling.DEFAULT.targets(new double[] {0.1, 0.1, 0.1}));
    assertArrayEquals(new double[1], TargetScaling.DEFAULT.targets(new double[] {7}));
    assertArrayEquals(new double[0], TargetScaling.DEFAULT.targets(new double[0]));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-310, 1e-300, 1e-12, 1, 1e12, 1e300, 1e308})
  void anyMagnitudeGivesTheSameTargets(double magnitude) {
    double[] values = {-1, 0.5, -0.25, 1};
    double[] expected = TargetScaling.DEFAULT.targets(values);
    double[] scaled = Arrays.stream(values).map(v -> v * magnitude).toArray();
    assertArrayEquals(expected, TargetScaling.DEFAULT.targets(scaled), 1e-12);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.1, Double.NaN})
  void refusesAQuantileOutsideItsRange(double quantile) {
    var e = assertThrows(IllegalArgumentException.class, () -> new TargetScaling(quantile));
    assertTrue(e.toString().contains("clipQuantile = " + quantile), e.toString());
  }

  private static double[] skewed() {
    double[] values = new double[40];
    CounterRandom random = CounterRandom.of(3, 1);
    for (int i = 0; i < values.length; i++) {
      values[i] = 1e3 * Math.exp(1.5 * random.nextGaussian()) - 7;
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource(OutputTransform.class)
  void everyTransformKeepsTheOrderAndKnowsItsSlope(OutputTransform transform) {
    double[] values = skewed();
    FittedScaling fitted =
        TargetScaling.of(transform).withZero(TargetScaling.Zero.AVERAGE).fit(values);
    double[] targets = fitted.targets(values);
    if (transform != OutputTransform.NONE) {
      assertEquals(0, Arrays.stream(targets).average().orElseThrow(), 1e-12);
      double squares = Arrays.stream(targets).map(t -> t * t).sum();
      assertEquals(1, squares / (values.length - 1), 1e-12);
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < values.length; j++) {
        if (values[i] < values[j]) {
          assertTrue(targets[i] <= targets[j], transform + ", " + values[i] + ", " + values[j]);
        }
      }
      boolean inside = values[i] > sorted[4] && values[i] < sorted[25];
      if (inside) {
        double step = 1e-4;
        double expected =
            (fitted.target(values[i] + step) - fitted.target(values[i] - step)) / (2 * step);
        assertEquals(expected, fitted.slope(values[i]), 1e-5 * expected, transform.toString());
      }
    }
  }

  @Test
  void noTransformLeavesValuesAsTheyAre() {
    double[] values = {3, -1e300, 0};
    assertArrayEquals(values, TargetScaling.of(OutputTransform.NONE).targets(values));
  }

  @Test
  void winsorisingClipsBothTails() {
    double[] values = new double[101];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    double[] targets = TargetScaling.of(OutputTransform.WINSORIZE).targets(values);
    assertEquals(targets[0], targets[5]);
    assertTrue(targets[5] < targets[6]);
    assertTrue(targets[94] < targets[95]);
    assertEquals(targets[95], targets[100]);
  }

  @Test
  void theLogarithmTellsGoodValuesApart() {
    double[] targets = TargetScaling.of(OutputTransform.LOG).targets(new double[] {0, 1, 2, 3, 99});
    assertTrue(targets[1] - targets[0] > targets[4] - targets[3] - 1);
    assertTrue(targets[1] - targets[0] > targets[2] - targets[1]);
  }

  @Test
  void thePowerTransformTakesSkewAway() {
    double[] plain = TargetScaling.of(OutputTransform.STANDARDIZE).targets(skewed());
    double[] power = TargetScaling.of(OutputTransform.POWER).targets(skewed());
    assertTrue(
        Math.abs(skew(power)) < 0.5 * skew(plain),
        "skew " + skew(power) + ", before " + skew(plain));
  }

  private static double skew(double[] targets) {
    return Arrays.stream(targets).map(t -> t * t * t).average().orElseThrow();
  }

  @Test
  void constraintsKeepTheirSign() {
    double[] values = {-3, 1e9, 0, 2e-9, -4e200};
    double[] targets = TargetScaling.CONSTRAINT.targets(values);
    for (int i = 0; i < values.length; i++) {
      assertEquals(Math.signum(values[i]), Math.signum(targets[i]));
      assertTrue(Math.abs(targets[i]) < 3);
    }
  }

  @Test
  void whatIsOnAFrontIsNotClipped() {
    double[] values = {1, 2, 3, 4, 1000};
    FittedScaling fitted = new TargetScaling(0.75).fit(values, 500);
    assertTrue(fitted.target(400) < fitted.target(500));
    assertEquals(fitted.target(500), fitted.target(1000));
  }

  @ParameterizedTest
  @EnumSource(OutputTransform.class)
  void equalValuesHaveFiniteTargets(OutputTransform transform) {
    for (double value : new double[] {0, -5, 1e300, 1e-310}) {
      double[] values = {value, value, value};
      for (double target : TargetScaling.of(transform).targets(values)) {
        assertTrue(Double.isFinite(target), transform + " of " + value);
      }
      assertTrue(Double.isFinite(TargetScaling.of(transform).fit(values).slope(value)));
    }
  }

  /** Values of all exponents in one: their quartiles may lie less than 1e-300 apart. */
  @ParameterizedTest
  @EnumSource(OutputTransform.class)
  void wildlyDifferentMagnitudesHaveFiniteTargets(OutputTransform transform) {
    TargetScaling[] scalings = {TargetScaling.of(transform), TargetScaling.CONSTRAINT};
    for (int seed = 0; seed < 3000; seed++) {
      CounterRandom random = CounterRandom.of(seed, 5);
      double[] values = new double[2 + random.nextInt(7)];
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.scalb(random.nextGaussian(), random.nextInt(2000) - 1000);
      }
      for (TargetScaling scaling : scalings) {
        for (double target : scaling.targets(values)) {
          assertTrue(Double.isFinite(target), scaling + ", seed " + seed + ": " + target);
        }
      }
    }
  }
}
