package dev.hone.math.cma;

import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A point with a search distribution of its own: step size by success, covariance by the evolution
 * path. O(n²) memory and time per step.
 *
 * <p>Source: Igel, Suttorp and Hansen, A Computational Efficient Covariance Matrix Update and a
 * (1+1)-CMA for Evolution Strategies (2006); constants of Igel, Hansen and Roth, Covariance Matrix
 * Adaptation for Multi-objective Optimization (2007), table 1, for one offspring.
 */
final class ElitistIndividual {
  private static final double TARGET_RATE = 1 / 5.5;
  private static final double RATE_DECAY = TARGET_RATE / (2 + TARGET_RATE);

  /** Above this rate of success, steps are too short to say anything about the covariance. */
  private static final double HIGH_RATE = 0.44;

  private static final double LARGEST_SIGMA = 1e280;
  private static final double LARGEST_POINT = 1e307;

  private final int n;
  private final double pathDecay;
  private final double covarianceRate;
  private final double damping;

  /** The point, which may lie beyond bounds. */
  final double[] x;

  /** The step that led here from the parent, in units of the parent's σ. */
  private final double[] step;

  private final double[] path;

  private final TriangularFactor factor;

  private final double[] scratch;
  private double sigma;
  private double successRate;

  double first;
  double second;

  /** Counts individuals: of two that are worth the same, the older one stays. */
  long birth;

  ElitistIndividual(int n) {
    this.n = n;
    pathDecay = 2.0 / (n + 2);
    covarianceRate = 2.0 / ((double) n * n + 6);
    damping = 1 + n / 2.0;
    x = new double[n];
    step = new double[n];
    path = new double[n];
    scratch = new double[n];
    factor = new TriangularFactor(n);
  }

  /** The identity and no experience. */
  void reset(double initialSigma) {
    sigma = initialSigma;
    successRate = TARGET_RATE;
    Arrays.fill(path, 0);
    factor.reset();
  }

  double sigma() {
    return sigma;
  }

  /** The standard deviation of a coordinate of its offspring. */
  double deviation(int coordinate) {
    return sigma * factor.deviation(coordinate);
  }

  /** Becomes an offspring of another individual, which may have changed by when it is judged. */
  void descendFrom(ElitistIndividual parent, CounterRandom random) {
    sigma = parent.sigma;
    successRate = parent.successRate;
    System.arraycopy(parent.path, 0, path, 0, n);
    factor.copyFrom(parent.factor);
    random.fillGaussian(scratch, 0, n);
    factor.multiply(scratch, step);
    for (int j = 0; j < n; j++) {
      double moved = Math.fma(sigma, step[j], parent.x[j]);
      x[j] = Math.clamp(moved, -LARGEST_POINT, LARGEST_POINT);
    }
  }

  /** Takes note of whether a step of this distribution was a success. */
  void learnFrom(boolean success) {
    successRate += RATE_DECAY * ((success ? 1 : 0) - successRate);
    double excess = (successRate - TARGET_RATE) / (1 - TARGET_RATE);
    double next = sigma * SpecialFunctions.exp(excess / damping);
    sigma = Math.clamp(next, Double.MIN_NORMAL, LARGEST_SIGMA);
  }

  /** Moves the covariance towards the step that led here, which was a success. */
  void adaptCovariance() {
    boolean moving = successRate < HIGH_RATE;
    double gain = moving ? Math.sqrt(pathDecay * (2 - pathDecay)) : 0;
    for (int j = 0; j < n; j++) {
      path[j] = Math.fma(gain, step[j], (1 - pathDecay) * path[j]);
    }
    double lostVariance = moving ? 0 : covarianceRate * pathDecay * (2 - pathDecay);
    double gainOfPath = Math.sqrt(covarianceRate);
    for (int j = 0; j < n; j++) {
      scratch[j] = gainOfPath * path[j];
    }
    factor.update(Math.sqrt(1 - covarianceRate + lostVariance), scratch);
    keepInScale();
  }

  private void keepInScale() {
    double divisor = factor.keepInScale();
    if (divisor != 1) {
      for (int j = 0; j < n; j++) {
        path[j] /= divisor;
      }
      sigma = Math.clamp(sigma * divisor, Double.MIN_NORMAL, LARGEST_SIGMA);
    }
  }

  void save(DataOutput out) throws IOException {
    for (double[] numbers : new double[][] {x, step, path}) {
      CmaSnapshot.writeDoubles(out, numbers);
    }
    factor.save(out);
    out.writeDouble(sigma);
    out.writeDouble(successRate);
    out.writeDouble(first);
    out.writeDouble(second);
    out.writeLong(birth);
  }

  void load(DataInput in) throws IOException {
    for (double[] numbers : new double[][] {x, step, path}) {
      CmaSnapshot.readDoubles(in, numbers);
    }
    factor.load(in);
    sigma = in.readDouble();
    successRate = in.readDouble();
    first = in.readDouble();
    second = in.readDouble();
    birth = in.readLong();
  }
}
