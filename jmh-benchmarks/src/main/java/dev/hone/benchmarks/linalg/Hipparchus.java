package dev.hone.benchmarks.linalg;

import org.hipparchus.linear.RealMatrix;

/** From the matrices of Hipparchus to ours. */
final class Hipparchus {
  private Hipparchus() {}

  static double[] rowMajor(RealMatrix matrix) {
    int rows = matrix.getRowDimension();
    int columns = matrix.getColumnDimension();
    double[] elements = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(matrix.getRow(i), 0, elements, i * columns, columns);
    }
    return elements;
  }
}
