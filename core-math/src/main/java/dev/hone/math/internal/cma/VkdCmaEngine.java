package dev.hone.math.internal.cma;

import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.eigen.SymmetricEigen;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A diagonal covariance with k directions: C = D(I + VSVᵀ)D, where D and S are diagonal and the k
 * columns of V orthonormal. Sampled through its root in the scale of D, y = D(I + V((I + S)^½ −
 * I)Vᵀ)z.
 *
 * <p>After each generation, the matrix that the full update gives is projected back: in the scale
 * of D it is αI + UᵀU with k + μ + 1 rows of U, whose k longest axes become V, whose others are
 * averaged, and whose diagonal is kept by changing D. O((k + μ)²n) for a generation. The step-size
 * path is that of the z, as with a full covariance.
 *
 * <p>Source: Akimoto and Hansen, Projection-Based Restricted Covariance Matrix Adaptation for High
 * Dimension (2016), section 3.
 */
final class VkdCmaEngine extends CpuCmaEngine {
  private static final double SMALLEST_DEVIATION = 1e-125;
  private static final double LARGEST_DEVIATION = 1e125;

  /** An axis below this share of the longest is all rounding error. */
  private static final double SMALLEST_SHARE = 0x1p-45;

  final VkdRank rank;
  private final SymmetricEigen eigen;

  /** D and its inverse. */
  final double[] scales;

  private final double[] inverseScales;
  private final double[] deviations;

  /** S, longest first, 0 where a direction is not in use yet; and what it does to a z. */
  private double[] excess = {};

  private double[] stretch = {};
  private double[] shrink = {};

  /** k×n: V transposed. */
  private double[] directions = {};

  private final double[] white;
  private final double[] local;
  private final double[] modelDiagonal;

  /** The rows of U, the same as columns, their Gram matrix and what makes directions of them. */
  private double[] rows = {};

  private double[] columns = {};
  private double[] gram = {};
  private double[] mix = {};
  private int[] everyDirection = {};
  private int ldRows;
  private int ldGram;

  /** The logarithm of the determinant of C, which never changes: size is the step size's matter. */
  private double logDeterminant;

  VkdCmaEngine(
      String name, StrategyParameters parameters, KernelSet kernels, LinearAlgebra linearAlgebra) {
    super(name, parameters, kernels, linearAlgebra);
    rank = new VkdRank(parameters);
    eigen = new SymmetricEigen(linearAlgebra);
    scales = new double[n];
    inverseScales = new double[n];
    deviations = new double[n];
    white = new double[lambda * n];
    local = new double[n];
    modelDiagonal = new double[n];
  }

  @Override
  double pathDecay() {
    return rank.pathDecay();
  }

  @Override
  double rankOneRate() {
    return rank.rankOneRate();
  }

  @Override
  void resetCovariance(double @Nullable [] start) {
    for (int j = 0; j < n; j++) {
      double deviation = start == null ? 1 : Math.sqrt(start[j * n + j]);
      scales[j] = Math.clamp(deviation, SMALLEST_DEVIATION, LARGEST_DEVIATION);
    }
    rank.reset(scales);
    resize();
    describe();
    logDeterminant = logDeterminant();
  }

  /** Makes room for the directions there are to be; those there were are kept. */
  private void resize() {
    int k = rank.directions();
    excess = Arrays.copyOf(excess, k);
    stretch = new double[k];
    shrink = new double[k];
    directions = Arrays.copyOf(directions, k * n);
    everyDirection = new int[k];
    Arrays.setAll(everyDirection, i -> i);
    int most = k + parameters.parents() + 1;
    ldRows = FullCmaEngine.leadingDimension(Math.min(most, n));
    ldGram = FullCmaEngine.leadingDimension(Math.min(most, n));
    rows = new double[Math.multiplyExact(most, n)];
    columns = new double[Math.multiplyExact(n, ldRows)];
    gram = new double[Math.min(most, n) * ldGram];
    mix = new double[most * k];
  }

  /** Computes what follows from D, V and S. */
  private void describe() {
    for (int i = 0; i < excess.length; i++) {
      double root = Math.sqrt(1 + excess[i]);
      stretch[i] = root - 1;
      shrink[i] = 1 / root - 1;
    }
    Arrays.fill(modelDiagonal, 1);
    ops.addWeightedSquares(
        n, excess.length, excess, everyDirection, directions, n, 1, modelDiagonal);
    for (int j = 0; j < n; j++) {
      inverseScales[j] = 1 / scales[j];
      deviations[j] = scales[j] * Math.sqrt(modelDiagonal[j]);
    }
  }

  private double logDeterminant() {
    double logs = 0;
    for (double scale : scales) {
      logs += 2 * SpecialFunctions.log(scale);
    }
    for (double s : excess) {
      logs += SpecialFunctions.log(1 + s);
    }
    return logs;
  }

  @Override
  void sampleSteps(CounterRandom random) {
    fillNormal(random, white, 0, lambda * n);
    for (int i = 0; i < lambda; i++) {
      transform(white, i * n, steps, i * n);
    }
  }

  private void transform(double[] z, int zOffset, double[] out, int offset) {
    System.arraycopy(z, zOffset, out, offset, n);
    for (int i = 0; i < excess.length; i++) {
      double along = la.dot(n, directions, i * n, z, zOffset);
      la.axpy(n, stretch[i] * along, directions, i * n, out, offset);
    }
    ops.multiply(n, scales, 0, out, offset, out, offset);
  }

  @Override
  double adopt(int row) {
    int at = row * n;
    ops.multiply(n, inverseScales, 0, steps, at, local, 0);
    System.arraycopy(local, 0, white, at, n);
    for (int i = 0; i < excess.length; i++) {
      double along = la.dot(n, directions, i * n, local, 0);
      la.axpy(n, shrink[i] * along, directions, i * n, white, at);
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
    int parents = Math.min(ranked, parameters.parents());
    double rate = rank.rankMuRate();
    double identity = Math.max(decay - rate, 0);
    int count = fillRows(parents, order, rate, identity);
    project(count, identity);
    describe();
    rank.observe(stepSize(), deviations, excess);
    adaptRank();
  }

  /** Writes U: the directions there are, the steps and the path, in the scale of D. */
  private int fillRows(int parents, int[] order, double rate, double identity) {
    int count = 0;
    for (int i = 0; i < excess.length; i++) {
      if (excess[i] > 0) {
        ops.scale(n, Math.sqrt(identity * excess[i]), directions, i * n, rows, count * n);
        count++;
      }
    }
    for (int i = 0; i < parents; i++) {
      addRow(count++, Math.sqrt(rate * weights[i]), steps, order[i] * n);
    }
    addRow(count++, Math.sqrt(rank.rankOneRate()), path, 0);
    return count;
  }

  private void addRow(int row, double factor, double[] step, int offset) {
    ops.multiply(n, inverseScales, 0, step, offset, rows, row * n);
    ops.scale(n, factor, rows, row * n, rows, row * n);
  }

  /**
   * D, V, S ← the projection of D(identity·I + UᵀU)D; they stay where that is beyond the numbers.
   */
  private void project(int count, double identity) {
    boolean narrow = count < n;
    int order = narrow ? count : n;
    multiplyRows(count, narrow);
    double rest = 0;
    for (int i = 0; i < order; i++) {
      rest += gram[i * ldGram + i];
    }
    if (!(rest <= Double.MAX_VALUE)) {
      return;
    }
    ops.columnSquares(n, count, rows, n, local);
    int used = Math.min(excess.length, order);
    if (used > 0) {
      eigen.decompose(order, gram, 0, ldGram, order - used, order);
      double smallest = SMALLEST_SHARE * eigen.eigenvalues()[order - 1];
      while (used > 0 && !(eigen.eigenvalues()[order - used] > smallest)) {
        used--;
      }
      for (int i = 0; i < used; i++) {
        rest -= eigen.eigenvalues()[order - 1 - i];
      }
    }
    double others = Math.max(0, rest) / (n - excess.length);
    for (int i = 0; i < excess.length; i++) {
      double value = i < used ? eigen.eigenvalues()[order - 1 - i] : others;
      excess[i] = Math.max(0, (value - others) / (identity + others));
    }
    takeDirections(count, narrow, used);
    Arrays.fill(modelDiagonal, 1);
    ops.addWeightedSquares(
        n, excess.length, excess, everyDirection, directions, n, 1, modelDiagonal);
    for (int j = 0; j < n; j++) {
      double scale = scales[j] * Math.sqrt((identity + local[j]) / modelDiagonal[j]);
      scales[j] = Math.clamp(scale, SMALLEST_DEVIATION, LARGEST_DEVIATION);
    }
    keepDeterminant();
  }

  /** The longest axes: eigenvectors of UᵀU itself, or those of UUᵀ times U. */
  private void takeDirections(int count, boolean narrow, int used) {
    double[] vectors = eigen.eigenvectors();
    int ld = eigen.leadingDimension();
    int last = eigen.to() - eigen.from() - 1;
    Arrays.fill(directions, 0);
    if (!narrow) {
      for (int i = 0; i < used; i++) {
        System.arraycopy(vectors, (last - i) * ld, directions, i * n, n);
      }
      return;
    }
    for (int i = 0; i < used; i++) {
      double length = Math.sqrt(eigen.eigenvalues()[count - 1 - i]);
      for (int r = 0; r < count; r++) {
        mix[r * used + i] = vectors[(last - i) * ld + r] / length;
      }
    }
    if (used > 0) {
      la.gemmTn(used, n, count, 1, mix, 0, used, rows, 0, n, directions, 0, n);
    }
  }

  private void keepDeterminant() {
    double factor = SpecialFunctions.exp((logDeterminant - logDeterminant()) / (2.0 * n));
    ops.scale(n, factor, scales, 0, scales, 0);
    ops.scale(n, factor, path, 0, path, 0);
  }

  private void adaptRank() {
    boolean changed = false;
    for (int i = rank.directions() - 1; i >= 0; i--) {
      if (rank.isDispensable(i)) {
        rank.drop(i);
        int after = rank.directions() - i;
        System.arraycopy(excess, i + 1, excess, i, after);
        System.arraycopy(directions, (i + 1) * n, directions, i * n, after * n);
        changed = true;
      }
    }
    if (rank.grow() || changed) {
      resize();
      describe();
      logDeterminant = logDeterminant();
    }
  }

  /** The Gram matrix of the rows or, if they are many, of the columns of U. */
  private void multiplyRows(int count, boolean narrow) {
    Arrays.fill(gram, 0);
    if (!narrow) {
      la.syrkTn(n, count, 1, rows, 0, n, gram, 0, ldGram);
      return;
    }
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < n; j++) {
        columns[j * ldRows + i] = rows[i * n + j];
      }
    }
    la.syrkTn(count, n, 1, columns, 0, ldRows, gram, 0, ldGram);
  }

  @Override
  public void decompose(long generation) {}

  @Override
  public double standardDeviation(int coordinate) {
    return deviations[coordinate];
  }

  /**
   * A lower bound: C ≥ (1 + S_i)·Dv(Dv)ᵀ, and the shortest axis is no longer than any coordinate's.
   */
  @Override
  public double conditionNumber() {
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (double deviation : deviations) {
      largest = Math.max(largest, deviation * deviation);
      smallest = Math.min(smallest, deviation * deviation);
    }
    for (int i = 0; i < excess.length; i++) {
      ops.multiply(n, scales, 0, directions, i * n, local, 0);
      largest = Math.max(largest, (1 + excess[i]) * la.dot(n, local, 0, local, 0));
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
    rank.save(out);
    Doubles.write(out, scales, n);
    Doubles.write(out, excess, excess.length);
    Doubles.write(out, directions, directions.length);
    out.writeDouble(logDeterminant);
  }

  @Override
  void loadCovariance(DataInput in) throws IOException {
    rank.load(in);
    resize();
    Doubles.read(in, scales, n);
    Doubles.read(in, excess, excess.length);
    Doubles.read(in, directions, directions.length);
    logDeterminant = in.readDouble();
    describe();
  }
}
