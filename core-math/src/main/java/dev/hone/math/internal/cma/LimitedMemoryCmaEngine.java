package dev.hone.math.internal.cma;

import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.random.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A transformation known by a few directions m_j, each a fading record of the path at a time scale
 * of its own: y = Π((1−c_j)I + c_j·m_j·m_jᵀ)·z, the first direction first.
 *
 * <p>Source: Loshchilov, Glasmachers and Beyer, Large Scale Black-Box Optimization by
 * Limited-Memory Matrix Adaptation (2019), algorithm 1.
 */
final class LimitedMemoryCmaEngine extends CpuCmaEngine {
  /** The share of one generation in the standard deviations, which are estimated from the steps. */
  private static final double DEVIATION_RATE = 0.2;

  /** Elements of all samples and directions that are in the second cache at once. */
  private static final int BLOCK = 512;

  private final int directions;
  private final double[] direction;
  private final double[] mixing;
  private final double[] fading;
  private final double[] white;
  private final double[] squares;
  private final int[] everyRow;
  private final double[] equalWeights;

  /** Of each direction with each. */
  private final double[] products;

  private final double[] withStep;

  /** λ×k: of each sample with each direction. */
  private final double[] alongs;

  /** k×λ: how much of each direction comes to each sample. */
  private final double[] coefficients;

  private int used;

  LimitedMemoryCmaEngine(
      String name, StrategyParameters parameters, KernelSet kernels, LinearAlgebra linearAlgebra) {
    super(name, parameters, kernels, linearAlgebra);
    directions = 4 + (int) (3 * StrictMath.log(n));
    direction = new double[Math.multiplyExact(directions, n)];
    mixing = new double[directions];
    fading = new double[directions];
    for (int j = 0; j < directions; j++) {
      // The paper's rates are meant for n well above λ; the bounds keep small n sound.
      mixing[j] = Math.min(0.5, 1 / (StrictMath.pow(1.5, j) * n));
      fading[j] = Math.min(0.5, lambda / (StrictMath.pow(4, j) * n));
    }
    products = new double[directions * directions];
    withStep = new double[directions];
    alongs = new double[lambda * directions];
    coefficients = new double[directions * lambda];
    white = new double[lambda * n];
    squares = new double[n];
    everyRow = new int[lambda];
    Arrays.setAll(everyRow, i -> i);
    equalWeights = new double[lambda];
    Arrays.fill(equalWeights, DEVIATION_RATE / lambda);
  }

  @Override
  void resetCovariance(double @Nullable [] start) {
    if (start != null) {
      throw new IllegalArgumentException(
          "LIMITED_MEMORY holds no covariance: expected to start from the identity");
    }
    Arrays.fill(direction, 0);
    Arrays.fill(products, 0);
    used = 0;
    Arrays.fill(squares, 1);
  }

  /**
   * What a direction adds to a sample depends on what those before it have added only by the
   * products of directions with each other: so all products with the samples can be taken at once,
   * block by block, and all sums by one matrix product.
   */
  @Override
  void sampleSteps(CounterRandom random) {
    fillNormal(random, white, 0, lambda * n);
    multiplyByDirections();
    double shrink = 1;
    for (int j = 0; j < used; j++) {
      double gain = mixing[j] / (1 - mixing[j]);
      for (int i = 0; i < lambda; i++) {
        double along = along(i, j);
        for (int k = 0; k < j; k++) {
          along = Math.fma(coefficients[k * lambda + i], products[k * directions + j], along);
        }
        coefficients[j * lambda + i] = gain * along;
      }
      shrink *= 1 - mixing[j];
    }
    System.arraycopy(white, 0, steps, 0, lambda * n);
    la.gemmTn(lambda, n, used, 1, coefficients, 0, lambda, direction, 0, n, steps, 0, n);
    ops.scale(lambda * n, shrink, steps, 0, steps, 0);
  }

  private double along(int sample, int j) {
    return alongs[sample * directions + j];
  }

  private void multiplyByDirections() {
    Arrays.fill(alongs, 0);
    for (int from = 0; from < n; from += BLOCK) {
      int count = Math.min(BLOCK, n - from);
      for (int i = 0; i < lambda; i++) {
        for (int j = 0; j < used; j++) {
          double part = la.dot(count, direction, j * n + from, white, i * n + from);
          alongs[i * directions + j] += part;
        }
      }
    }
  }

  /** out ← the step of a z. The factors 1 − c_j are multiplied up and applied once, at the end. */
  private void transform(double[] z, int zOffset, double[] out, int offset) {
    System.arraycopy(z, zOffset, out, offset, n);
    double shrink = 1;
    for (int j = 0; j < used; j++) {
      double along = la.dot(n, direction, j * n, out, offset);
      la.axpy(n, mixing[j] / (1 - mixing[j]) * along, direction, j * n, out, offset);
      shrink *= 1 - mixing[j];
    }
    ops.scale(n, shrink, out, offset, out, offset);
  }

  /** The inverse of {@link #transform}, a direction at a time by Sherman and Morrison's formula. */
  @Override
  double adopt(int row) {
    int at = row * n;
    System.arraycopy(steps, at, white, at, n);
    for (int j = used - 1; j >= 0; j--) {
      double along = la.dot(n, direction, j * n, white, at);
      double length = la.dot(n, direction, j * n, direction, j * n);
      double keep = 1 - mixing[j];
      double factor = -mixing[j] * along / (keep + mixing[j] * length);
      la.axpy(n, factor, direction, j * n, white, at);
      ops.scale(n, 1 / keep, white, at, white, at);
    }
    return Math.sqrt(la.dot(n, white, at, white, at));
  }

  @Override
  void shorten(int row, double factor) {
    ops.scale(n, factor, steps, row * n, steps, row * n);
    ops.scale(n, factor, white, row * n, white, row * n);
  }

  @Override
  void whiten(int parents, int[] order) {
    Arrays.fill(whiteStep, 0);
    ops.addWeightedRows(n, parents, weights, order, white, n, 0, whiteStep);
  }

  @Override
  void adapt(int ranked, int[] order, double decay) {
    double squaredWeights = 0;
    for (int i = 0; i < Math.min(ranked, parameters.parents()); i++) {
      squaredWeights += weights[i] * weights[i];
    }
    moveProducts(squaredWeights);
    for (int j = 0; j < directions; j++) {
      double weight = weight(j, squaredWeights);
      ops.mix(n, 1 - fading[j], direction, j * n, weight, whiteStep, 0);
    }
    used = Math.min(used + 1, directions);
    ops.addWeightedSquares(
        n, lambda, equalWeights, everyRow, steps, n, 1 - DEVIATION_RATE, squares);
  }

  private double weight(int j, double squaredWeights) {
    return Math.sqrt(fading[j] * (2 - fading[j]) / squaredWeights);
  }

  /** The products of directions as they will be when these have moved: O(k) products of vectors. */
  private void moveProducts(double squaredWeights) {
    double square = la.dot(n, whiteStep, 0, whiteStep, 0);
    for (int j = 0; j < directions; j++) {
      withStep[j] = la.dot(n, direction, j * n, whiteStep, 0);
    }
    for (int j = 0; j < directions; j++) {
      double keep = 1 - fading[j];
      double weight = weight(j, squaredWeights);
      for (int k = 0; k < directions; k++) {
        double keepOther = 1 - fading[k];
        double weightOther = weight(k, squaredWeights);
        double cross = keep * weightOther * withStep[j] + keepOther * weight * withStep[k];
        int at = j * directions + k;
        products[at] = keep * keepOther * products[at] + cross + weight * weightOther * square;
      }
    }
  }

  @Override
  public void decompose(long generation) {}

  /** Estimated from the steps of the last generations. */
  @Override
  public double standardDeviation(int coordinate) {
    return Math.sqrt(squares[coordinate]);
  }

  /** A lower bound: the ratio of the variances along the coordinates. */
  @Override
  public double conditionNumber() {
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      largest = Math.max(largest, squares[j]);
      smallest = Math.min(smallest, squares[j]);
    }
    return largest / smallest;
  }

  @Override
  public void axis(int index, double[] out) {
    Arrays.fill(meanStep, 0);
    meanStep[index] = 1;
    transform(meanStep, 0, out, 0);
  }

  @Override
  void saveCovariance(DataOutput out) throws IOException {
    out.writeInt(used);
    Doubles.write(out, products, products.length);
    Doubles.write(out, direction, direction.length);
    Doubles.write(out, squares, n);
  }

  @Override
  void loadCovariance(DataInput in) throws IOException {
    used = in.readInt();
    Doubles.read(in, products, products.length);
    Doubles.read(in, direction, direction.length);
    Doubles.read(in, squares, n);
  }
}
