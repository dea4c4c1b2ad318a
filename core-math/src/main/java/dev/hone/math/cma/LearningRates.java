package dev.hone.math.cma;

import dev.hone.math.eigen.SymmetricEigen;
import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.special.SpecialFunctions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Adapts how much of each step of mean and covariance is taken, so that what is taken stands out
 * from noise by a fixed ratio: for noisy and for multimodal functions, with the default population.
 *
 * <p>O(n³) for a generation: an eigendecomposition and three products.
 *
 * <p>Source: Nomura, Akimoto and Ono, CMA-ES with Learning Rate Adaptation: Can CMA-ES with Default
 * Population Size Solve Multimodal and Noisy Problems? (2023), algorithm 1, with its constants.
 */
final class LearningRates {
  private static final double ALPHA = 1.4;
  private static final double GAMMA = 0.1;
  private static final double MEAN_DECAY = 0.1;
  private static final double COVARIANCE_DECAY = 0.03;

  /** An eigenvalue of Σ below this share of the largest is raised to it. */
  private static final double SMALLEST_SHARE = 1e-30;

  private final int n;
  private final LinearAlgebra la;
  private final SymmetricEigen eigen;

  /** Signal and noise of one of the two steps. */
  private static final class Rate {
    final double decay;
    final double[] average;
    double squares;
    double value = 1;

    Rate(double decay, int length) {
      this.decay = decay;
      average = new double[length];
    }

    /** Takes a step in local coordinates, adapts the rate to it. */
    void update(double[] step) {
      double norm = 0;
      double averageNorm = 0;
      for (int i = 0; i < average.length; i++) {
        average[i] = Math.fma(decay, step[i] - average[i], average[i]);
        norm = Math.fma(step[i], step[i], norm);
        averageNorm = Math.fma(average[i], average[i], averageNorm);
      }
      squares = Math.fma(decay, norm - squares, squares);
      double signal = averageNorm - decay / (2 - decay) * squares;
      double noise = squares - averageNorm;
      double ratio = noise > 0 ? signal / noise : 1;
      double relative = Math.clamp(ratio / (ALPHA * value) - 1, -1.0, 1.0);
      double next = value * SpecialFunctions.exp(Math.min(GAMMA * value, decay) * relative);
      value = Math.min(1, next);
    }
  }

  private final Rate meanRate;
  private final Rate covarianceRate;

  /** Σ of the distribution the last samples came from, in units of {@link #unit}. */
  private final double[] sigmaOld;

  private double unit;
  private final double[] inverseRoot;
  private final double[] meanOld;
  private final double[] covariance;
  private final double[] product;
  private final double[] meanStep;
  private final double[] localMean;
  private final double[] localCovariance;

  LearningRates(int n, LinearAlgebra la) {
    this.n = n;
    this.la = la;
    eigen = new SymmetricEigen(la);
    meanRate = new Rate(MEAN_DECAY, n);
    covarianceRate = new Rate(COVARIANCE_DECAY, n * n);
    sigmaOld = new double[n * n];
    inverseRoot = new double[n * n];
    meanOld = new double[n];
    covariance = new double[n * n];
    product = new double[n * n];
    meanStep = new double[n];
    localMean = new double[n];
    localCovariance = new double[n * n];
  }

  /** The share of the mean's step that is taken now, at most 1. */
  double meanRate() {
    return meanRate.value;
  }

  /** Takes note of the distribution the samples come from. */
  void before(CmaEngine engine, double sigma) {
    System.arraycopy(engine.mean(), 0, meanOld, 0, n);
    engine.covariance(sigmaOld);
    // Everything is measured in σ: its square may be beyond the range of a double.
    unit = sigma;
    decompose(sigmaOld);
    invertRoot();
  }

  /**
   * Takes back what is too much of the engine's last step.
   *
   * @param sigma the step size after the update
   * @return the step size to go on with
   */
  double after(CmaEngine engine, double sigma) {
    engine.covariance(covariance);
    double growth = (sigma / unit) * (sigma / unit);
    for (int i = 0; i < n * n; i++) {
      covariance[i] = growth * covariance[i] - sigmaOld[i];
    }
    for (int j = 0; j < n; j++) {
      meanStep[j] = (engine.mean()[j] - meanOld[j]) / unit;
    }
    toLocalCoordinates();
    double meanRateBefore = meanRate.value;
    meanRate.update(localMean);
    covarianceRate.update(localCovariance);
    for (int j = 0; j < n; j++) {
      engine.mean()[j] = Math.fma(meanRate.value * unit, meanStep[j], meanOld[j]);
    }
    for (int i = 0; i < n * n; i++) {
      covariance[i] = Math.fma(covarianceRate.value, covariance[i], sigmaOld[i]);
    }
    double scale = takeOutScale();
    engine.setCovariance(covariance);
    return unit * scale * (meanRateBefore / meanRate.value);
  }

  /** Brings the determinant of the covariance to 1; returns the factor of σ that takes it up. */
  private double takeOutScale() {
    decompose(covariance);
    double[] values = eigen.eigenvalues();
    double largest = values[n - 1];
    double logs = 0;
    for (int i = 0; i < n; i++) {
      logs += SpecialFunctions.log(Math.max(values[i], SMALLEST_SHARE * largest));
    }
    double variance = SpecialFunctions.exp(logs / n);
    for (int i = 0; i < n * n; i++) {
      covariance[i] /= variance;
    }
    return Math.sqrt(variance);
  }

  private void decompose(double[] matrix) {
    eigen.decompose(n, matrix, 0, n);
  }

  /** Σ^−½ = Σ vvᵀ/√λ. */
  private void invertRoot() {
    double[] values = eigen.eigenvalues();
    double[] vectors = eigen.eigenvectors();
    int ld = eigen.leadingDimension();
    double smallest = Math.max(SMALLEST_SHARE * values[n - 1], Double.MIN_NORMAL);
    for (int i = 0; i < n; i++) {
      double root = Math.sqrt(Math.sqrt(Math.max(values[i], smallest)));
      for (int j = 0; j < n; j++) {
        product[i * n + j] = vectors[i * ld + j] / root;
      }
    }
    Arrays.fill(inverseRoot, 0);
    la.gemmTn(n, n, n, 1, product, 0, n, product, 0, n, inverseRoot, 0, n);
  }

  /** Σ^−½Δm and 2^−½·Σ^−½ΔΣΣ^−½. */
  private void toLocalCoordinates() {
    for (int i = 0; i < n; i++) {
      localMean[i] = la.dot(n, inverseRoot, i * n, meanStep, 0);
    }
    Arrays.fill(product, 0);
    la.gemmTn(n, n, n, 1, covariance, 0, n, inverseRoot, 0, n, product, 0, n);
    Arrays.fill(localCovariance, 0);
    double half = Math.sqrt(0.5);
    la.gemmTn(n, n, n, half, inverseRoot, 0, n, product, 0, n, localCovariance, 0, n);
  }

  void save(DataOutput out) throws IOException {
    for (Rate rate : new Rate[] {meanRate, covarianceRate}) {
      CmaSnapshot.writeDoubles(out, rate.average);
      out.writeDouble(rate.squares);
      out.writeDouble(rate.value);
    }
  }

  void load(DataInput in) throws IOException {
    for (Rate rate : new Rate[] {meanRate, covarianceRate}) {
      CmaSnapshot.readDoubles(in, rate.average);
      rate.squares = in.readDouble();
      rate.value = in.readDouble();
    }
  }
}
