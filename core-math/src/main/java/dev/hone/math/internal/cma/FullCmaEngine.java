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
 * A full covariance matrix C = FᵀF with the factor F it is sampled through: y = Fᵀz.
 *
 * <p>The whitened samples z are kept beside their steps, so that lengths and the step path need no
 * inverse. They are held n×λ, as the product wants its left operand.
 */
abstract class FullCmaEngine extends CpuCmaEngine {
  private static final int MAX_RETRIES = 40;

  final int ld;
  final double[] factor;

  /** n×λ: column i is the z of sample i. */
  final double[] white;

  private final double[] covariance;
  private final double[] deviations;
  private final double[] rowWeights;
  private final double[] squares;
  private final double[] column;
  private final PendingUpdates pending;
  private long decomposedAt;

  FullCmaEngine(
      String name, StrategyParameters parameters, KernelSet kernels, LinearAlgebra linearAlgebra) {
    super(name, parameters, kernels, linearAlgebra);
    ld = leadingDimension(n);
    if ((long) n * ld > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException(
          "a full covariance of " + n + " dimensions: expected at most 46000");
    }
    factor = new double[n * ld];
    covariance = new double[n * ld];
    white = new double[n * lambda];
    deviations = new double[n];
    rowWeights = new double[lambda];
    squares = new double[lambda];
    column = new double[n];
    long gap = Math.min(parameters.decompositionGap(), Math.max(1, 4L * n / lambda));
    pending = new PendingUpdates(n, gap * (parameters.parents() + 1), gap * lambda / 2 + gap);
  }

  /** A multiple of 8 and, where columns could fall into few cache sets, not one of 64. */
  static int leadingDimension(int n) {
    int multiple = Math.ceilDiv(n, 8) * 8;
    return multiple >= 256 && multiple % 64 == 0 ? multiple + 8 : multiple;
  }

  /** Computes F from the upper triangle of C; false if C is not positive definite. */
  abstract boolean factorize(double[] covariance);

  /** Writes the steps to the whitened samples, both in their places. */
  abstract void multiply();

  /** x ← F⁻ᵀx. */
  abstract void solve(double[] x);

  @Override
  final void resetCovariance(double @Nullable [] start) {
    Arrays.fill(covariance, 0);
    for (int i = 0; i < n; i++) {
      if (start == null) {
        covariance[i * ld + i] = 1;
      } else {
        System.arraycopy(start, i * n + i, covariance, i * ld + i, n - i);
      }
    }
    pending.clear();
    decomposedAt = 0;
    refactor();
  }

  @Override
  final void sampleSteps(CounterRandom random) {
    fillNormal(random, white, 0, n * lambda);
    multiply();
  }

  @Override
  final double adopt(int row) {
    System.arraycopy(steps, row * n, column, 0, n);
    solve(column);
    for (int k = 0; k < n; k++) {
      white[k * lambda + row] = column[k];
    }
    return Math.sqrt(la.dot(n, column, 0, column, 0));
  }

  @Override
  final void shorten(int row, double shorter) {
    ops.scale(n, shorter, steps, row * n, steps, row * n);
    for (int k = 0; k < n; k++) {
      white[k * lambda + row] *= shorter;
    }
  }

  /** The mean of the whitened samples, in the coordinates of F. */
  final void averageWhite(int parents, int[] order, double[] out) {
    Arrays.fill(rowWeights, 0);
    for (int i = 0; i < parents; i++) {
      rowWeights[order[i]] = weights[i];
    }
    for (int k = 0; k < n; k++) {
      out[k] = la.dot(lambda, white, k * lambda, rowWeights, 0);
    }
  }

  /** Tutorial, eqs. 46 and 47: a negative weight counts for a step of length √n. */
  @Override
  final void adapt(int ranked, int[] order, double decay) {
    double rate = parameters.rankMuRate();
    double sum = 0;
    boolean active = false;
    for (int i = 0; i < ranked; i++) {
      sum += weights[i];
      active |= weights[i] < 0;
    }
    if (active) {
      ops.columnSquares(lambda, n, white, lambda, squares);
    }
    if (pending.isFull(parameters.parents() + 1, lambda - parameters.parents())) {
      flush();
    }
    pending.decayBy(decay - rate * sum);
    ops.scale(
        n,
        pending.rowFactor(parameters.rankOneRate()),
        path,
        0,
        pending.positive(),
        pending.nextPositive());
    for (int i = 0; i < ranked; i++) {
      int row = order[i] * n;
      if (weights[i] > 0) {
        double weight = pending.rowFactor(rate * weights[i]);
        ops.scale(n, weight, steps, row, pending.positive(), pending.nextPositive());
      } else if (weights[i] < 0) {
        double length = Math.max(squares[order[i]], Double.MIN_NORMAL);
        double weight = pending.rowFactor(rate * weights[i] * n / length);
        ops.scale(n, weight, steps, row, pending.negative(), pending.nextNegative());
      }
    }
  }

  @Override
  public final void decompose(long generation) {
    if (generation - decomposedAt >= parameters.decompositionGap()) {
      decomposedAt = generation;
      flush();
      refactor();
    }
  }

  private void flush() {
    pending.addTo(la, covariance, ld);
    double decay = pending.decay();
    for (int i = 0; i < n; i++) {
      ops.scale(n - i, decay, covariance, i * ld + i, covariance, i * ld + i);
    }
    pending.clear();
  }

  /** Where C has lost its definiteness to rounding, adds ε·I, ever more, until it has it back. */
  private void refactor() {
    double trace = 0;
    for (int i = 0; i < n; i++) {
      trace += Math.max(0, covariance[i * ld + i]);
    }
    if (!(trace > 0 && trace <= Double.MAX_VALUE)) {
      forget();
      trace = n;
    }
    double epsilon = 0x1p-50 * trace / n;
    int retries = 0;
    while (!factorize(covariance)) {
      if (retries++ == MAX_RETRIES) {
        forget();
      }
      for (int i = 0; i < n; i++) {
        covariance[i * ld + i] += epsilon;
      }
      epsilon *= 4;
    }
    for (int i = 0; i < n; i++) {
      deviations[i] = Math.sqrt(covariance[i * ld + i]);
    }
  }

  /** Only an overflow of C comes here: nothing of it can be used. */
  private void forget() {
    Arrays.fill(covariance, 0);
    Arrays.fill(path, 0);
    for (int i = 0; i < n; i++) {
      covariance[i * ld + i] = 1;
    }
  }

  @Override
  public final double standardDeviation(int coordinate) {
    return deviations[coordinate];
  }

  @Override
  public final void axis(int index, double[] out) {
    System.arraycopy(factor, index * ld, out, 0, n);
  }

  @Override
  final void saveCovariance(DataOutput out) throws IOException {
    out.writeLong(decomposedAt);
    Doubles.write(out, covariance, covariance.length);
    Doubles.write(out, factor, factor.length);
    Doubles.write(out, deviations, n);
    pending.save(out);
  }

  @Override
  final void loadCovariance(DataInput in) throws IOException {
    decomposedAt = in.readLong();
    Doubles.read(in, covariance, covariance.length);
    Doubles.read(in, factor, factor.length);
    Doubles.read(in, deviations, n);
    pending.load(in);
  }
}
