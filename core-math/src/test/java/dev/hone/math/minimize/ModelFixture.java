package dev.hone.math.minimize;

import dev.hone.math.random.CounterRandom;
import java.util.Arrays;

/** A random limited-memory model of a convex quadratic, and its dense twin. */
final class ModelFixture {
  final CounterRandom random;
  final LimitedMemoryHessian hessian;
  final DenseHessian dense;

  /**
   * Feeds pairs of the quadratic with the Hessian roundness·diag(1…n) + ddᵀ into a memory.
   *
   * @param pairs number of pairs, 1 or more; more than the memory holds if so wished
   */
  ModelFixture(int n, int memory, int pairs, double roundness, long seed) {
    random = CounterRandom.of(seed, n);
    hessian = new LimitedMemoryHessian(n, memory);
    double[][] steps = new double[pairs][n];
    double[][] changes = new double[pairs][n];
    double[] direction = gaussian(n);
    for (int k = 0; k < pairs; k++) {
      random.fillGaussian(steps[k], 0, n);
      double projection = DenseHessian.dot(direction, steps[k]);
      for (int i = 0; i < n; i++) {
        changes[k][i] = roundness * (i + 1) * steps[k][i] + projection * direction[i];
      }
      hessian.update(steps[k], changes[k]);
    }
    int from = Math.max(0, pairs - memory);
    dense =
        DenseHessian.ofPairs(
            hessian.theta(),
            Arrays.copyOfRange(steps, from, pairs),
            Arrays.copyOfRange(changes, from, pairs));
  }

  double[] gaussian(int n) {
    double[] v = new double[n];
    random.fillGaussian(v, 0, n);
    return v;
  }
}
