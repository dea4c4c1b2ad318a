package dev.hone.nativeblas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;

/** A matrix with guard cells before, after and between its rows. */
final class PaddedMatrix {
  private static final double GUARD = -7.25e100;
  private static final int PADDING = 3;

  final int rows;
  final int columns;
  final double[] array;
  final int offset = PADDING;
  final int leadingDimension;

  private PaddedMatrix(int rows, int columns, double[] array) {
    this.rows = rows;
    this.columns = columns;
    this.array = array;
    leadingDimension = columns + PADDING;
  }

  static PaddedMatrix guarded(int rows, int columns) {
    double[] array = new double[2 * PADDING + rows * (columns + PADDING)];
    Arrays.fill(array, GUARD);
    return new PaddedMatrix(rows, columns, array);
  }

  /** Entries uniform in [-1, 1). */
  static PaddedMatrix random(int rows, int columns, SplittableRandom random) {
    PaddedMatrix matrix = guarded(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        matrix.set(i, j, random.nextDouble(-1, 1));
      }
    }
    return matrix;
  }

  /** BᵀB/n + I for a random B: a condition number below 10. Guards stand below the diagonal. */
  static PaddedMatrix positiveDefinite(int n, SplittableRandom random) {
    PaddedMatrix b = random(n, n, random);
    PaddedMatrix a = guarded(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        double sum = i == j ? 1 : 0;
        for (int p = 0; p < n; p++) {
          sum += b.get(p, i) * b.get(p, j) / n;
        }
        a.set(i, j, sum);
      }
    }
    return a;
  }

  PaddedMatrix copy() {
    return new PaddedMatrix(rows, columns, array.clone());
  }

  double get(int i, int j) {
    return array[offset + i * leadingDimension + j];
  }

  void set(int i, int j, double value) {
    array[offset + i * leadingDimension + j] = value;
  }

  /** Every element as expected, relative to the largest expected one, and every guard in place. */
  void assertNear(PaddedMatrix expected, double tolerance, String description) {
    double scale = 1;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double value = Math.abs(expected.get(i, j));
        scale = value == -GUARD ? scale : Math.max(scale, value);
      }
    }
    for (int index = 0; index < array.length; index++) {
      double want = expected.array[index];
      double allowed = want == GUARD ? 0 : tolerance * scale;
      assertEquals(want, array[index], allowed, description + ", array index " + index);
    }
  }
}
