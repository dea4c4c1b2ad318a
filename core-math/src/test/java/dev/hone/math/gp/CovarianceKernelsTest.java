package dev.hone.math.gp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.hone.math.internal.CovarianceKernels;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.internal.KernelSets;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every set of kernels returns the bits of the scalar one, at every width and offset. */
@Tag("backend")
class CovarianceKernelsTest {
  private static final int LD = 88;
  private static final int D = 6;

  @ParameterizedTest
  @MethodSource("dev.hone.math.gp.GpProblem#kernels")
  void returnTheScalarBits(KernelSet kernels) {
    CovarianceKernels scalar = KernelSets.scalar().covariance();
    CovarianceKernels twin = kernels.covariance();
    for (int n = 0; n <= 80; n += CovarianceKernels.BLOCK) {
      for (CovarianceFunction function : CovarianceFunction.values()) {
        double[] expected = run(scalar, function, n);
        double[] actual = run(twin, function, n);
        assertArrayEquals(expected, actual, function + ", n=" + n);
      }
    }
  }

  /** Runs every pass once, each on the output of others, and returns all they wrote. */
  private static double[] run(CovarianceKernels kernels, CovarianceFunction function, int n) {
    CounterRandom random = CounterRandom.of(1, n);
    double[] x = new double[D * LD];
    double[] w = new double[LD];
    random.fillGaussian(x, 0, D * LD);
    random.fillGaussian(w, 0, LD);
    for (int j = 0; j < LD; j++) {
      x[5 * LD + j] = random.nextInt(3);
    }
    double[] k = new double[LD];
    double[] g = new double[LD];
    double[] weights = new double[LD];
    double[] sums = new double[D * CovarianceKernels.BLOCK];
    double[] squares = new double[LD];
    double[] differences = new double[D * LD];
    double[] two = new double[2 * LD];
    kernels.squaredDistancesOfTwo(5, x, 3, LD, n, x, 8, LD, two, 8, LD);
    kernels.squaredDistances(5, x, 3, LD, n, x, 8, LD, k, 8);
    kernels.addMismatches(0.7, x[5 * LD + 3], n, x, 5 * LD + 8, k, 8);
    kernels.exponents(function, n, k, 8, g, 8);
    KernelSets.scalar().vectorMath().exp(n, g, 8, g, 8);
    kernels.covariances(function, 1.3, n, k, 8, g, 8);
    kernels.likelihoodWeights(n, 0.4, w, 8, k, 8, g, 8, weights, 8);
    kernels.addWeightedSquares(5, x, 3, LD, n, x, 8, LD, weights, 8, sums, 0);
    kernels.addWeightedMismatches(x[5 * LD + 3], n, x, 5 * LD + 8, weights, 8, sums, 40);
    kernels.subtractSquares(n, k, 8, squares);
    kernels.addWeightedDifferences(5, x, 3, LD, n, x, 8, LD, weights, 8, differences);
    kernels.acquisitionWeights(n, 0.4, w, k, squares, 8, g, 8);
    return Stream.of(k, g, weights, sums, squares, differences, two)
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }
}
