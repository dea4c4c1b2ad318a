package dev.hone.math.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;

/**
 * A matrix inside a larger array full of NaN: whoever reads beyond it poisons the result, whoever
 * writes beyond it is found out.
 */
final class GuardedMatrix {
  static final double EPSILON = Math.ulp(1.0);
  private static final double GUARD = Double.longBitsToDouble(0x7ff8_0000_dead_beefL);

  final int rows;
  final int columns;
  final int ld;
  final int offset;
  final double[] array;

  /** A matrix of guards with {@code slack} of them around each row. */
  GuardedMatrix(int rows, int columns, int slack) {
    this.rows = rows;
    this.columns = columns;
    ld = columns + slack;
    offset = 2 * slack;
    array = new double[offset + rows * ld + slack];
    Arrays.fill(array, GUARD);
  }

  static GuardedMatrix random(int rows, int columns, int slack, RandomGenerator random) {
    GuardedMatrix m = new GuardedMatrix(rows, columns, slack);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        m.set(i, j, 2 * random.nextDouble() - 1);
      }
    }
    return m;
  }

  /** The upper triangle of a covariance of random points; guards below the diagonal. */
  static GuardedMatrix covariance(int n, int slack, double noise, RandomGenerator random) {
    double[][] x = new double[n][3];
    GuardedMatrix m = new GuardedMatrix(n, n, slack);
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < 3; k++) {
        x[i][k] = random.nextDouble();
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        double squared = 0;
        for (int k = 0; k < 3; k++) {
          squared += (x[i][k] - x[j][k]) * (x[i][k] - x[j][k]);
        }
        m.set(i, j, Math.exp(-2 * squared) + (i == j ? noise : 0));
      }
    }
    return m;
  }

  /** The upper triangle of a well-conditioned triangular matrix; guards below the diagonal. */
  static GuardedMatrix upperTriangle(int n, int slack, RandomGenerator random) {
    GuardedMatrix m = new GuardedMatrix(n, n, slack);
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        m.set(i, j, i == j ? 1 + random.nextDouble() : (random.nextDouble() - 0.5) / Math.sqrt(n));
      }
    }
    return m;
  }

  GuardedMatrix copy() {
    GuardedMatrix m = new GuardedMatrix(rows, columns, ld - columns);
    System.arraycopy(array, 0, m.array, 0, array.length);
    return m;
  }

  double get(int i, int j) {
    return array[offset + i * ld + j];
  }

  void set(int i, int j, double value) {
    array[offset + i * ld + j] = value;
  }

  /** Checks that, but for the elements named, this array holds the bits of {@code before}. */
  void assertChangedOnly(GuardedMatrix before, BiPredicate<Integer, Integer> mayChange, String on) {
    for (int q = 0; q < array.length; q++) {
      int i = Math.floorDiv(q - offset, ld);
      int j = q - offset - i * ld;
      boolean inside = i >= 0 && i < rows && j >= 0 && j < columns;
      if (!inside || !mayChange.test(i, j)) {
        assertEquals(
            Double.doubleToRawLongBits(before.array[q]),
            Double.doubleToRawLongBits(array[q]),
            () -> on + ": wrote to (" + i + ", " + j + ")");
      }
    }
  }

  void assertUnchanged(GuardedMatrix before, String on) {
    assertChangedOnly(before, (i, j) -> false, on);
  }
}
