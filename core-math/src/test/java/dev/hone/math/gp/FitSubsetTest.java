package dev.hone.math.gp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FitSubsetTest {
  private static final List<DimensionKind> NUMERIC = List.of(DimensionKind.NUMERIC);

  @Test
  void beginsWithTheBestAndGoesOnWithTheFarthest() {
    double[] x = {0.1, 0.5, 0.52, 0.9, 0.3};
    double[] y = {3, -1, 2, 7, 5};
    FitSubset subset = FitSubset.choose(4, 5, NUMERIC, x, y, null);
    // 0.1 and 0.9 are equally far from 0.5 but for rounding; then 0.3 is 0.2 from both neighbours.
    assertArrayEquals(new double[] {0.5, 0.1, 0.9, 0.3}, subset.points());
    assertArrayEquals(new double[] {-1, 3, 7, 5}, subset.targets());
  }

  @Test
  void takesNothingTwiceAndRepeatedPointsLast() {
    double[] x = {0.2, 0.2, 0.7, 0.2};
    double[] y = {4, 3, 2, 1};
    FitSubset subset = FitSubset.choose(4, 4, NUMERIC, x, y, null);
    assertArrayEquals(new double[] {0.2, 0.7, 0.2, 0.2}, subset.points());
    assertArrayEquals(new double[] {1, 2, 4, 3}, subset.targets());
  }

  @Test
  void categoriesAreAllEquallyFarFromEachOther() {
    List<DimensionKind> dimensions = List.of(DimensionKind.NUMERIC, DimensionKind.CATEGORICAL);
    double[] x = {0, 0, 0.2, 9, 0.9, 1, 0.8, 0};
    double[] y = {-1, 0, 0, 0};
    FitSubset subset = FitSubset.choose(2, 4, dimensions, x, y, null);
    assertArrayEquals(new double[] {0, 0, 0.9, 1}, subset.points());
  }
}
