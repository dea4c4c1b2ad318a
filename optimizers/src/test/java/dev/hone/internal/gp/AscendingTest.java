package dev.hone.internal.gp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AscendingTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 50, 128, 129, 1000})
  void ordersAsArraysSortDoesAndLeavesTheValuesAlone(int n) {
    double[] odd = {-0.0, 0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1};
    SplittableRandom random = new SplittableRandom(n);
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextInt(4) == 0 ? odd[random.nextInt(odd.length)] : random.nextDouble();
    }
    double[] before = values.clone();
    double[] expected = values.clone();
    Arrays.sort(expected);
    double[] sorted = Ascending.copyOf(values);
    assertArrayEquals(bits(expected), bits(sorted), "seed " + n);
    assertArrayEquals(bits(before), bits(values));
    assertNotSame(values, sorted);
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
  }
}
