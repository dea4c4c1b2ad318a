package dev.hone.benchmarks.bbob;

import dev.hone.math.random.CounterRandom;

/** The peaks of f21 and f22: RR-6829, Gallagher's Gaussian 101-me and 21-hi Peaks. */
final class Gallagher {
  private final int dimension;
  private final double[][] rotation;
  private final double[][] centres;
  private final double[][] rotatedCentres;
  private final double[][] curvatures;
  private final double[] heights;

  Gallagher(int dimension, int count, double[][] rotation, CounterRandom random) {
    this.dimension = dimension;
    this.rotation = rotation;
    centres = new double[count][dimension];
    rotatedCentres = new double[count][];
    curvatures = new double[count][dimension];
    heights = new double[count];
    boolean many = count > 50;
    double range = many ? 5 : 4.9;
    int[] conditions = random.permutation(count - 1);
    for (int i = 0; i < count; i++) {
      double spread = i == 0 ? 0.8 * range : range;
      for (int k = 0; k < dimension; k++) {
        centres[i][k] = spread * (2 * random.nextDouble() - 1);
      }
      rotatedCentres[i] = Transforms.product(rotation, centres[i]);
      heights[i] = i == 0 ? 10 : 1.1 + 8.0 * (i - 1) / (count - 2);
      double first = many ? 1000 : 1e6;
      double alpha = i == 0 ? first : Math.pow(1000, 2.0 * conditions[i - 1] / (count - 2));
      int[] places = random.permutation(dimension);
      for (int k = 0; k < dimension; k++) {
        double share = 0.5 * Transforms.position(places[k], dimension);
        curvatures[i][k] = Math.pow(alpha, share) / Math.pow(alpha, 0.25);
      }
    }
  }

  /** A coordinate of the highest peak. */
  double optimum(int coordinate) {
    return centres[0][coordinate];
  }

  /** The highest of the peaks at a point: 10 at the optimum. */
  double highest(double[] x) {
    double[] z = Transforms.product(rotation, x);
    double highest = 0;
    for (int i = 0; i < heights.length; i++) {
      double sum = 0;
      for (int k = 0; k < dimension; k++) {
        double step = z[k] - rotatedCentres[i][k];
        sum += curvatures[i][k] * step * step;
      }
      highest = Math.max(highest, heights[i] * Math.exp(-sum / (2 * dimension)));
    }
    return highest;
  }
}
