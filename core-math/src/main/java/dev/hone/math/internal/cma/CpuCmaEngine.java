package dev.hone.math.internal.cma;

import dev.hone.math.cma.CmaEngine;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.internal.CmaKernels;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.internal.NormalKernels;
import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.linalg.NumericalException;
import dev.hone.math.linalg.Shapes;
import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What all engines on the CPU share: mean, paths and the steps of one generation. Where the
 * covariance is concerned, a subclass says how.
 *
 * <p>Source: Hansen, The CMA Evolution Strategy: A Tutorial (2016), eqs. 40 to 45.
 */
abstract class CpuCmaEngine implements CmaEngine {
  final StrategyParameters parameters;
  final int n;
  final int lambda;
  final LinearAlgebra la;
  final CmaKernels ops;
  private final NormalKernels normals;

  final double[] mean;
  final double[] stepPath;
  final double[] path;

  /** λ×n: the steps y of the samples. */
  final double[] steps;

  /** Weights of the ranked samples in this generation. */
  final double[] weights;

  final double[] meanStep;
  final double[] whiteStep;
  private final String name;
  private final double[] scratch = new double[NormalKernels.SCRATCH];
  private boolean injected;
  private double stepSize;

  CpuCmaEngine(
      String name, StrategyParameters parameters, KernelSet kernels, LinearAlgebra linearAlgebra) {
    this.name = name;
    this.parameters = parameters;
    n = parameters.dimension();
    lambda = parameters.populationSize();
    if ((long) n * lambda > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException(
          lambda + " samples of " + n + " dimensions: expected fewer than 2³¹ numbers");
    }
    la = linearAlgebra;
    ops = kernels.cma();
    normals = kernels.normals();
    mean = new double[n];
    stepPath = new double[n];
    path = new double[n];
    steps = new double[lambda * n];
    weights = new double[lambda];
    meanStep = new double[n];
    whiteStep = new double[n];
  }

  /** The rate c_c of the evolution path in this generation. */
  double pathDecay() {
    return parameters.pathDecay();
  }

  /** The rate c_1 of the rank-one update in this generation. */
  double rankOneRate() {
    return parameters.rankOneRate();
  }

  /** The step size the samples of this generation were drawn with. */
  final double stepSize() {
    return stepSize;
  }

  /** Brings covariance and sampler to a matrix of positive diagonal, or to the identity. */
  abstract void resetCovariance(double @Nullable [] covariance);

  /** Draws the steps, or what those of {@link #sampleStep} are made of. */
  abstract void sampleSteps(CounterRandom random);

  /** Draws one step, where that needs no others: it is then still in the cache when it is used. */
  void sampleStep(CounterRandom random, int row) {}

  /**
   * Sees to it that the step of a row can take part in an update.
   *
   * @return its Mahalanobis length ‖C^−½y‖
   */
  abstract double adopt(int row);

  /** Shortens the step of a row, as {@link #adopt} left it. */
  abstract void shorten(int row, double factor);

  /**
   * Writes C^−½ times the mean step, in the coordinates of the step path, to {@link #whiteStep}.
   *
   * @param parents how many of the ranked samples have a positive weight
   */
  abstract void whiten(int parents, int[] order);

  /**
   * Moves the covariance; {@link #weights} and {@link #path} are those of this generation.
   *
   * @param decay the share of the old covariance, but for the weights of the rank-μ update
   */
  abstract void adapt(int ranked, int[] order, double decay);

  abstract void saveCovariance(DataOutput out) throws IOException;

  abstract void loadCovariance(DataInput in) throws IOException;

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final StrategyParameters parameters() {
    return parameters;
  }

  @Override
  public final double[] mean() {
    return mean;
  }

  @Override
  public final double[] evolutionPath() {
    return path;
  }

  @Override
  public final void reset(double[] newMean, double @Nullable [] covariance) {
    if (covariance != null) {
      checkDiagonal(covariance);
    }
    resetCovariance(covariance);
    System.arraycopy(newMean, 0, mean, 0, n);
    Arrays.fill(stepPath, 0);
    Arrays.fill(path, 0);
  }

  private void checkDiagonal(double[] covariance) {
    Shapes.checkMatrix("covariance", n, n, covariance, 0, n);
    for (int i = 0; i < n; i++) {
      double variance = covariance[i * n + i];
      if (!(variance > 0 && variance <= Double.MAX_VALUE)) {
        throw new NumericalException(
            "variance " + i + " of " + n + " is " + variance + ": expected a positive number");
      }
    }
  }

  @Override
  public final void sample(CounterRandom random, double sigma, double[] points) {
    sampleSteps(random);
    for (int i = 0; i < lambda; i++) {
      sampleStep(random, i);
      ops.translate(n, mean, sigma, steps, i * n, points, i * n);
    }
  }

  @Override
  public void covariance(double[] out) {
    throw new UnsupportedOperationException(parameters.model() + " holds no covariance matrix");
  }

  @Override
  public void setCovariance(double[] covariance) {
    throw new UnsupportedOperationException(parameters.model() + " holds no covariance matrix");
  }

  /** Fills with standard normal numbers, at the price of one position of the generator. */
  final void fillNormal(CounterRandom random, double[] z, int offset, int count) {
    normals.ofKey(random.nextLong(), count, z, offset, scratch);
  }

  @Override
  public final void replace(int row, double[] points, int offset, double sigma) {
    ops.steps(n, mean, sigma, points, offset, steps, row * n);
    bringIntoRange(row * n);
    injected = true;
    double length = adopt(row);
    double longest = Math.sqrt(n) + 2.0 * n / (n + 2);
    if (length > longest) {
      shorten(row, longest / length);
    }
  }

  /** A step so long that squares of it overflow keeps its direction only. */
  private void bringIntoRange(int offset) {
    double largest = 0;
    for (int j = offset; j < offset + n; j++) {
      largest = Math.max(largest, Math.abs(steps[j]));
    }
    if (largest > 1e100) {
      for (int j = offset; j < offset + n; j++) {
        double step = steps[j];
        steps[j] = Math.clamp(step, -Double.MAX_VALUE, Double.MAX_VALUE) * 1e-208;
      }
      double again = 0;
      for (int j = offset; j < offset + n; j++) {
        again = Math.max(again, Math.abs(steps[j]));
      }
      ops.scale(n, 1e100 / again, steps, offset, steps, offset);
    }
  }

  @Override
  public final double update(int ranked, int[] order, double sigma, long generation) {
    StrategyParameters p = parameters;
    int parents = Math.min(ranked, p.parents());
    double effective = takeWeights(ranked, parents);
    Arrays.fill(meanStep, 0);
    ops.addWeightedRows(n, parents, weights, order, steps, n, 0, meanStep);
    whiten(parents, order);
    if (injected) {
      shortenWhiteStep(effective);
      injected = false;
    }
    double cs = p.stepPathDecay();
    move(stepPath, cs, effective, whiteStep);
    double length = Math.sqrt(la.dot(n, stepPath, 0, stepPath, 0));
    // Not Math.pow, whose bits depend on whether the JIT has compiled the call.
    double faded = SpecialFunctions.exp(2.0 * (generation + 1) * SpecialFunctions.log(1 - cs));
    double warmUp = Math.sqrt(1 - faded);
    boolean moving = length / warmUp < (1.4 + 2.0 / (n + 1)) * p.expectedNorm();
    double cc = pathDecay();
    if (moving) {
      move(path, cc, effective, meanStep);
    } else {
      ops.scale(n, 1 - cc, path, 0, path, 0);
    }
    double lostVariance = moving ? 0 : rankOneRate() * cc * (2 - cc);
    stepSize = sigma;
    adapt(ranked, order, 1 - rankOneRate() + lostVariance);
    la.axpy(n, sigma, meanStep, 0, mean, 0);
    return length;
  }

  /** Hansen (2011), eq. 6: foreign points that agree must not make the step size explode. */
  private void shortenWhiteStep(double effective) {
    double length = Math.sqrt(effective * la.dot(n, whiteStep, 0, whiteStep, 0));
    double longest = Math.sqrt(2.0 * n) + 2.0 * n / (n + 2);
    if (length > longest) {
      ops.scale(n, longest / length, whiteStep, 0, whiteStep, 0);
    }
  }

  private void move(double[] evolutionPath, double rate, double effective, double[] step) {
    ops.scale(n, 1 - rate, evolutionPath, 0, evolutionPath, 0);
    la.axpy(n, Math.sqrt(rate * (2 - rate) * effective), step, 0, evolutionPath, 0);
  }

  /** Where fewer than μ samples were evaluated, their weights are brought to the sum of 1. */
  private double takeWeights(int ranked, int parents) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < parents; i++) {
      sum += parameters.weight(i);
    }
    boolean complete = parents == parameters.parents();
    for (int i = 0; i < ranked; i++) {
      double weight = parameters.weight(i);
      weights[i] = complete || i >= parents ? weight : weight / sum;
      squares += i < parents ? weights[i] * weights[i] : 0;
    }
    return 1 / squares;
  }

  @Override
  public final double largestDeviation() {
    double largest = 0;
    for (int j = 0; j < n; j++) {
      largest = Math.max(largest, standardDeviation(j));
    }
    return largest;
  }

  @Override
  public final void save(DataOutput out) throws IOException {
    Doubles.write(out, mean, n);
    Doubles.write(out, stepPath, n);
    Doubles.write(out, path, n);
    saveCovariance(out);
  }

  @Override
  public final void load(DataInput in) throws IOException {
    Doubles.read(in, mean, n);
    Doubles.read(in, stepPath, n);
    Doubles.read(in, path, n);
    loadCovariance(in);
  }

  @Override
  public final void close() {}
}
