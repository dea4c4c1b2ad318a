package dev.hone.internal.gp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetScalingTest {

  @Test
  void clipsTheBadTailAtTheQuantileAndStandardises() {
    // The 0.75 quantile of five values is the fourth: 1000 counts as 4.
    double[] targets = TargetScaling.DEFAULT.targets(new double[] {1, 2, 3, 4, 1000});
    double mean = 14.0 / 5;
    double deviation = Math.sqrt((1.8 * 1.8 + 0.8 * 0.8 + 0.2 * 0.2 + 2 * 1.2 * 1.2) / 4);
    double[] expected = {1, 2, 3, 4, 4};
    for (int i = 0; i < expected.length; i++) {
      assertEquals((expected[i] - mean) / deviation, targets[i], 1e-14);
    }
  }

  @Test
  void quantileOneClipsNothing() {
    double[] targets = new TargetScaling(1).targets(new double[] {0, 0, 0, 3});
    assertTrue(targets[3] > 1.4);
  }

  @Test
  void keepsADifferenceWhenMostValuesAreTheBestOne() {
    double[] targets = TargetScaling.DEFAULT.targets(new double[] {5, 5, 5, 5, 5, 6, 9});
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
    assertTrue(e.getMessage().contains("clipQuantile = " + quantile), e.getMessage());
  }
}
