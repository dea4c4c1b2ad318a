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

/** A diagonal covariance: every coordinate has a variance of its own. */
final class SeparableCmaEngine extends CpuCmaEngine {
  private static final double SMALLEST_VARIANCE = 1e-250;
  private static final double LARGEST_VARIANCE = 1e250;
  private static final int[] FIRST_ROW = {0};

  private final double[] variances;
  private final double[] deviations;
  private final double[] oneWeight = new double[1];

  SeparableCmaEngine(
      String name, StrategyParameters parameters, KernelSet kernels, LinearAlgebra linearAlgebra) {
    super(name, parameters, kernels, linearAlgebra);
    variances = new double[n];
    deviations = new double[n];
  }

  @Override
  void resetCovariance(double @Nullable [] start) {
    for (int j = 0; j < n; j++) {
      variances[j] = start == null ? 1 : start[j * n + j];
    }
    takeRoots();
  }

  private void takeRoots() {
    for (int j = 0; j < n; j++) {
      variances[j] = Math.clamp(variances[j], SMALLEST_VARIANCE, LARGEST_VARIANCE);
      deviations[j] = Math.sqrt(variances[j]);
    }
  }

  @Override
  void sampleSteps(CounterRandom random) {}

  @Override
  void sampleStep(CounterRandom random, int row) {
    fillNormal(random, steps, row * n, n);
    ops.multiply(n, deviations, 0, steps, row * n, steps, row * n);
  }

  @Override
  double adopt(int row) {
    double sum = 0;
    for (int j = 0; j < n; j++) {
      double z = steps[row * n + j] / deviations[j];
      sum = Math.fma(z, z, sum);
    }
    return Math.sqrt(sum);
  }

  @Override
  void shorten(int row, double factor) {
    ops.scale(n, factor, steps, row * n, steps, row * n);
  }

  @Override
  void whiten(int parents, int[] order) {
    for (int j = 0; j < n; j++) {
      whiteStep[j] = meanStep[j] / deviations[j];
    }
  }

  @Override
  void adapt(int ranked, int[] order, double decay) {
    int parents = Math.min(ranked, parameters.parents());
    double rate = parameters.rankMuRate();
    oneWeight[0] = parameters.rankOneRate() / rate;
    ops.addWeightedSquares(n, 1, oneWeight, FIRST_ROW, path, n, (decay - rate) / rate, variances);
    ops.addWeightedSquares(n, parents, weights, order, steps, n, 1, variances);
    ops.scale(n, rate, variances, 0, variances, 0);
    takeRoots();
  }

  @Override
  public void decompose(long generation) {}

  @Override
  public double standardDeviation(int coordinate) {
    return deviations[coordinate];
  }

  @Override
  public double conditionNumber() {
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (double variance : variances) {
      largest = Math.max(largest, variance);
      smallest = Math.min(smallest, variance);
    }
    return largest / smallest;
  }

  @Override
  public void axis(int index, double[] out) {
    Arrays.fill(out, 0, n, 0);
    out[index] = deviations[index];
  }

  @Override
  void saveCovariance(DataOutput out) throws IOException {
    Doubles.write(out, variances, n);
  }

  @Override
  void loadCovariance(DataInput in) throws IOException {
    Doubles.read(in, variances, n);
    takeRoots();
  }
}
