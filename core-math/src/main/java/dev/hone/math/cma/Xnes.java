package dev.hone.math.cma;

import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Exponential natural evolution strategy: the whole covariance, multiplied in every generation by
 * the exponential of a step along the natural gradient, so that it stays positive definite. O(n²λ +
 * λ³) time for a generation while λ ≤ n, O(n³ + n²λ) beyond; O(n²) memory.
 *
 * <p>A value that is NaN is lost: the generation is that of the others.
 *
 * <p>Source: Glasmachers, Schaul, Sun, Wierstra and Schmidhuber, Exponential Natural Evolution
 * Strategies (2010), with the rates from there.
 */
public final class Xnes extends NaturalEvolution {
  private final double rate;

  /** n×n: x = mean + σ·B·z. */
  private final double[] shape;

  private final double[] utilities;
  private int utilitiesOf;
  private final MatrixPhi phi;

  /** r×n with r = λ or, if that is larger, n. */
  private final double[] thin;

  private final double[] moved;
  private final double[] small;
  private final double[] gradient;

  Xnes(NaturalEvolutionBuilder options, int populationSize) {
    super(options, populationSize);
    rate = (9 + 3 * StrictMath.log(n)) / (5 * n * Math.sqrt(n));
    shape = new double[n * n];
    for (int i = 0; i < n; i++) {
      shape[i * n + i] = 1;
    }
    utilities = new double[lambda];
    int order = Math.min(lambda, n);
    phi = new MatrixPhi(order);
    small = new double[order * order];
    thin = new double[order * n];
    moved = new double[n * order];
    gradient = new double[n];
    setUtilities(lambda);
  }

  /** uₖ = max(0, ln(λ/2 + 1) − ln k) / Σ − 1/λ for so many points. */
  private void setUtilities(int count) {
    if (count == utilitiesOf) {
      return;
    }
    utilitiesOf = count;
    double sum = 0;
    for (int k = 0; k < count; k++) {
      utilities[k] =
          Math.max(0, SpecialFunctions.log(count / 2.0 + 1) - SpecialFunctions.log(k + 1.0));
      sum += utilities[k];
    }
    for (int k = 0; k < count; k++) {
      utilities[k] = utilities[k] / sum - 1.0 / count;
    }
  }

  @Override
  public double weight(int rank) {
    return rank < utilitiesOf ? utilities[rank] + 1.0 / utilitiesOf : 0;
  }

  @Override
  void draw(CounterRandom source, double[] z) {
    source.fillGaussian(z, 0, z.length);
  }

  @Override
  void place(double[] z, int zOffset, double[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum = Math.fma(shape[i * n + j], z[zOffset + j], sum);
      }
      y[yOffset + i] = sum;
    }
  }

  /** Gaussian elimination with pivots, O(n³): rare. */
  @Override
  void unplace(double[] y) {
    double[] a = shape.clone();
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int i = k + 1; i < n; i++) {
        pivot = Math.abs(a[i * n + k]) > Math.abs(a[pivot * n + k]) ? i : pivot;
      }
      swap(a, y, k, pivot);
      for (int i = k + 1; i < n; i++) {
        double ratio = a[i * n + k] / a[k * n + k];
        for (int j = k; j < n; j++) {
          a[i * n + j] = Math.fma(-ratio, a[k * n + j], a[i * n + j]);
        }
        y[i] = Math.fma(-ratio, y[k], y[i]);
      }
    }
    for (int k = n - 1; k >= 0; k--) {
      double sum = y[k];
      for (int j = k + 1; j < n; j++) {
        sum = Math.fma(-a[k * n + j], y[j], sum);
      }
      y[k] = sum / a[k * n + k];
    }
  }

  private void swap(double[] a, double[] y, int row, int other) {
    for (int j = 0; j < n; j++) {
      double kept = a[row * n + j];
      a[row * n + j] = a[other * n + j];
      a[other * n + j] = kept;
    }
    double kept = y[row];
    y[row] = y[other];
    y[other] = kept;
  }

  @Override
  void learn(double[] z, int ranked) {
    setUtilities(ranked);
    int[] order = ranking.order();
    Arrays.fill(gradient, 0);
    double trace = 0;
    for (int k = 0; k < ranked; k++) {
      int row = order[k] * n;
      for (int j = 0; j < n; j++) {
        gradient[j] = Math.fma(utilities[k], z[row + j], gradient[j]);
        trace = Math.fma(utilities[k] * z[row + j], z[row + j], trace);
      }
    }
    // The mean moves by the shape of before, as all natural coordinates do.
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum = Math.fma(shape[i * n + j], gradient[j], sum);
      }
      mean[i] = Math.fma(sigma, sum, mean[i]);
    }
    double isotropic = trace / n;
    scaleSigma(0.5 * rate * isotropic);
    if (lambda <= n) {
      multiplyThin(z, order, ranked);
    } else {
      multiplyFull(z, order, ranked);
    }
    // Σu = 0, so that tr(G)/n is all that is left of the identity.
    double factor = SpecialFunctions.exp(-0.5 * rate * isotropic);
    for (int i = 0; i < shape.length; i++) {
      shape[i] *= factor;
    }
  }

  /** B·exp(ZᵀWZ) = B + (BZᵀ)·Wφ(ZZᵀW)·Z for the r×n matrix Z of ranked steps, r ≤ n. */
  private void multiplyThin(double[] z, int[] order, int r) {
    for (int k = 0; k < r; k++) {
      System.arraycopy(z, order[k] * n, thin, k * n, n);
    }
    for (int a = 0; a < r; a++) {
      for (int b = 0; b < r; b++) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
          sum = Math.fma(thin[a * n + j], thin[b * n + j], sum);
        }
        small[a * r + b] = sum * (0.5 * rate * utilities[b]);
      }
    }
    double[] series = phi.of(small, r);
    // moved = BZᵀ·W, then shape += moved·φ·Z.
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < r; k++) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
          sum = Math.fma(shape[i * n + j], thin[k * n + j], sum);
        }
        moved[i * r + k] = sum * (0.5 * rate * utilities[k]);
      }
    }
    for (int i = 0; i < n; i++) {
      for (int b = 0; b < r; b++) {
        double sum = 0;
        for (int k = 0; k < r; k++) {
          sum = Math.fma(moved[i * r + k], series[k * r + b], sum);
        }
        for (int j = 0; j < n; j++) {
          shape[i * n + j] = Math.fma(sum, thin[b * n + j], shape[i * n + j]);
        }
      }
    }
  }

  /** B·exp(X) = B + (BX)φ(X) for the n×n matrix X = ZᵀWZ. */
  private void multiplyFull(double[] z, int[] order, int ranked) {
    Arrays.fill(small, 0);
    for (int k = 0; k < ranked; k++) {
      int row = order[k] * n;
      for (int i = 0; i < n; i++) {
        double weighted = 0.5 * rate * utilities[k] * z[row + i];
        for (int j = 0; j < n; j++) {
          small[i * n + j] = Math.fma(weighted, z[row + j], small[i * n + j]);
        }
      }
    }
    MatrixPhi.multiply(shape, small, moved, n, n);
    double[] series = phi.of(small, n);
    MatrixPhi.multiply(moved, series, thin, n, n);
    for (int i = 0; i < shape.length; i++) {
      shape[i] += thin[i];
    }
  }

  @Override
  double deviation(int coordinate) {
    double variance = 0;
    for (int j = 0; j < n; j++) {
      double element = shape[coordinate * n + j];
      variance = Math.fma(element, element, variance);
    }
    return Math.sqrt(variance);
  }

  @Override
  void saveShape(DataOutput out) throws IOException {
    out.writeInt(utilitiesOf);
    CmaSnapshot.writeDoubles(out, shape);
  }

  @Override
  void loadShape(DataInput in) throws IOException {
    setUtilities(in.readInt());
    CmaSnapshot.readDoubles(in, shape);
  }
}
