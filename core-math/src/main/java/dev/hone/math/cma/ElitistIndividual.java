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

  /** The covariance is brought back to the scale of 1 when it has left it this far behind. */
  private static final double FAR_SCALE = 1e50;

  private final int n;
  private final double pathDecay;
  private final double covarianceRate;
  private final double damping;

  /** The point, before bounds. */
  final double[] x;

  /** The step that led here from the parent, in units of the parent's σ. */
  private final double[] step;

  private final double[] path;

  /** Upper triangle, row-major: C = UᵀU. */
  private final double[] factor;

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
    factor = new double[n * n];
  }

  /** The identity and no experience. */
  void reset(double initialSigma) {
    sigma = initialSigma;
    successRate = TARGET_RATE;
    Arrays.fill(path, 0);
    Arrays.fill(factor, 0);
    for (int i = 0; i < n; i++) {
      factor[i * n + i] = 1;
    }
  }

  double sigma() {
    return sigma;
  }

  /** The standard deviation of a coordinate of its offspring. */
  double deviation(int coordinate) {
    double variance = 0;
    for (int k = 0; k <= coordinate; k++) {
      double element = factor[k * n + coordinate];
      variance = Math.fma(element, element, variance);
    }
    return sigma * Math.sqrt(variance);
  }

  /** Becomes an offspring of another individual, which may have changed by when it is judged. */
  void descendFrom(ElitistIndividual parent, CounterRandom random) {
    sigma = parent.sigma;
    successRate = parent.successRate;
    System.arraycopy(parent.path, 0, path, 0, n);
    System.arraycopy(parent.factor, 0, factor, 0, factor.length);
    random.fillGaussian(scratch, 0, n);
    Arrays.fill(step, 0);
    for (int k = 0; k < n; k++) {
      for (int j = k; j < n; j++) {
        step[j] = Math.fma(scratch[k], factor[k * n + j], step[j]);
      }
    }
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
    update(Math.sqrt(1 - covarianceRate + lostVariance), Math.sqrt(covarianceRate));
    keepInScale();
  }

  /** C ← keep²·C + gain²·path·pathᵀ, by rotations of the factor's rows. */
  private void update(double keep, double gain) {
    for (int j = 0; j < n; j++) {
      scratch[j] = gain * path[j];
    }
    for (int k = 0; k < n; k++) {
      int row = k * n;
      double pivot = keep * factor[row + k];
      double length = Math.sqrt(Math.fma(pivot, pivot, scratch[k] * scratch[k]));
      double cosine = pivot / length;
      double sine = scratch[k] / length;
      for (int j = k; j < n; j++) {
        double old = keep * factor[row + j];
        factor[row + j] = Math.fma(cosine, old, sine * scratch[j]);
        scratch[j] = Math.fma(cosine, scratch[j], -sine * old);
      }
    }
  }

  private void keepInScale() {
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, factor[i * n + i]);
    }
    if (largest > FAR_SCALE || largest < 1 / FAR_SCALE) {
      for (int i = 0; i < factor.length; i++) {
        factor[i] /= largest;
      }
      for (int j = 0; j < n; j++) {
        path[j] /= largest;
      }
      sigma = Math.clamp(sigma * largest, Double.MIN_NORMAL, LARGEST_SIGMA);
    }
    double smallest = 0x1p-500;
    for (int i = 0; i < n; i++) {
      factor[i * n + i] = Math.max(factor[i * n + i], smallest);
    }
  }

  void save(DataOutput out) throws IOException {
    for (double[] numbers : new double[][] {x, step, path, factor}) {
      CmaSnapshot.writeDoubles(out, numbers);
    }
    out.writeDouble(sigma);
    out.writeDouble(successRate);
    out.writeDouble(first);
    out.writeDouble(second);
    out.writeLong(birth);
  }

  void load(DataInput in) throws IOException {
    for (double[] numbers : new double[][] {x, step, path, factor}) {
      CmaSnapshot.readDoubles(in, numbers);
    }
    sigma = in.readDouble();
    successRate = in.readDouble();
    first = in.readDouble();
    second = in.readDouble();
    birth = in.readLong();
  }
}
