package dev.hone.math.density;

import dev.hone.math.internal.MixtureKernels;
import java.util.Arrays;

/**
 * Points on their way through a mixture, a row each: numbers, plain and in the common scales,
 * codes, and what the components so far add up to. Rows change places, so that those that go on lie
 * side by side.
 */
final class MixturePoints {
  /** Rows of a pass. */
  static final int TOGETHER = MixtureKernels.TOGETHER;

  private static final int BLOCK = MixtureKernels.BLOCK;

  private final int numbers;
  private final int codes;
  private int count;
  private int[] number = {};
  private double[] x = {};
  private double[] scaled = {};
  private double[] halfSquares = {};
  private double[] code = {};
  private double[] sums = {};

  MixturePoints(int numbers, int codes) {
    this.numbers = numbers;
    this.codes = codes;
  }

  /** Takes points as {@link KernelMixture#logDensities} does, in their order. */
  void load(int points, double[] from, double[] a, CommonScales common) {
    // A pass reads some rows more, and lets them be.
    int rows = points + TOGETHER;
    if (number.length < rows) {
      number = new int[rows];
      x = new double[rows * numbers];
      scaled = new double[rows * numbers];
      halfSquares = new double[rows];
      code = new double[rows * codes];
      sums = new double[rows * BLOCK];
    }
    count = points;
    System.arraycopy(from, 0, x, 0, points * numbers);
    System.arraycopy(a, 0, code, 0, points * codes);
    Arrays.fill(sums, 0, points * BLOCK, 0);
    for (int row = 0; row < points; row++) {
      number[row] = row;
      halfSquares[row] = common.scale(x, row * numbers, scaled);
    }
  }

  /** How many points were loaded. */
  int count() {
    return count;
  }

  /** Which point is in a row. */
  int number(int row) {
    return number[row];
  }

  double[] x() {
    return x;
  }

  double[] scaled() {
    return scaled;
  }

  /** Half of the squares of the scaled numbers, one for each row. */
  double[] halfSquares() {
    return halfSquares;
  }

  double code(int row, int l) {
    return code[row * codes + l];
  }

  /** {@value MixtureKernels#BLOCK} partial sums for each row. */
  double[] sums() {
    return sums;
  }

  double sum(int row) {
    double[] s = sums;
    int i = row * BLOCK;
    return ((s[i] + s[i + 1]) + (s[i + 2] + s[i + 3]))
        + ((s[i + 4] + s[i + 5]) + (s[i + 6] + s[i + 7]));
  }

  /** Has a row be where another was. */
  void move(int row, int to) {
    if (row == to) {
      return;
    }
    number[to] = number[row];
    halfSquares[to] = halfSquares[row];
    System.arraycopy(x, row * numbers, x, to * numbers, numbers);
    System.arraycopy(scaled, row * numbers, scaled, to * numbers, numbers);
    System.arraycopy(code, row * codes, code, to * codes, codes);
    System.arraycopy(sums, row * BLOCK, sums, to * BLOCK, BLOCK);
  }

  void swap(int row, int other) {
    if (row == other) {
      return;
    }
    int first = number[row];
    number[row] = number[other];
    number[other] = first;
    swap(x, numbers, row, other);
    swap(scaled, numbers, row, other);
    swap(halfSquares, 1, row, other);
    swap(code, codes, row, other);
    swap(sums, BLOCK, row, other);
  }

  private static void swap(double[] rows, int width, int row, int other) {
    for (int k = 0; k < width; k++) {
      double first = rows[row * width + k];
      rows[row * width + k] = rows[other * width + k];
      rows[other * width + k] = first;
    }
  }
}
