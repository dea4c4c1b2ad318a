package dev.hone.math.cma;

import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Cost-reduced fast moving natural evolution strategy: for hundreds of variables and more. The
 * covariance is σ²·D(I + vvᵀ)D, scales of the coordinates and one direction, so that time for a
 * generation and memory are O(nλ).
 *
 * <p>While the mean moves, points farther out weigh more and the step size does not shrink. A value
 * that is NaN counts as an infeasible point: behind all others, and the worse the farther it is
 * from the mean.
 *
 * <p>Source: Nomura and Ono, Fast Moving Natural Evolution Strategy for High-Dimensional Problems
 * (2022), with the constants from there; the direction's own rate, which would be negative below
 * six variables, is then 0.
 */
public final class CrFmNes extends NaturalEvolution {
  /** A coordinate's scale shrinks to no less in a generation. */
  private static final double LEAST_CHANGE = 0.1;

  private final double[] baseWeights;
  private final double[] rankWeights;
  private final double[] distanceWeights;
  private final double parents;
  private final double cs;
  private final double cc;
  private final double c1;
  private final double distanceBase;

  private final double[] v;
  private final double[] d;
  private final double[] sigmaPath;
  private final double[] path;

  /** All ranks: those that have a value by it, then the others by their distance. */
  private final int[] ranks;

  private final double[] direction;
  private final double[] y;
  private final double[] s;
  private final double[] t;
  private final double[] sumS;
  private final double[] sumT;
  private final double[] displacement;

  CrFmNes(NaturalEvolutionBuilder options, int populationSize) {
    super(options, populationSize);
    baseWeights = new double[lambda];
    rankWeights = new double[lambda];
    distanceWeights = new double[lambda];
    double sum = 0;
    for (int k = 0; k < lambda; k++) {
      baseWeights[k] = Math.max(0, StrictMath.log(lambda / 2.0 + 1) - StrictMath.log(k + 1));
      sum += baseWeights[k];
    }
    double squares = 0;
    for (int k = 0; k < lambda; k++) {
      double share = baseWeights[k] / sum;
      squares += share * share;
      rankWeights[k] = share - 1.0 / lambda;
    }
    parents = 1 / squares;
    cs = (parents + 2) / (n + parents + 5);
    cc = (4 + parents / n) / (n + 4 + 2 * parents / n);
    c1 = Math.max(0, 2 / ((n + 1.3) * (n + 1.3) + parents) * (n - 5) / 6);
    distanceBase = solveForDimension(n) * Math.min(1, Math.sqrt((double) lambda / n));
    v = new double[n];
    d = new double[n];
    Arrays.fill(d, 1);
    sigmaPath = new double[n];
    path = new double[n];
    ranks = new int[lambda];
    direction = new double[n];
    y = new double[n];
    s = new double[n];
    t = new double[n];
    sumS = new double[n];
    sumT = new double[n];
    displacement = new double[n];
    CounterRandom first = CounterRandom.of(options.seed, ~options.stream);
    first.fillGaussian(v, 0, n);
    for (int j = 0; j < n; j++) {
      v[j] /= Math.sqrt(n);
    }
  }

  /** h with (1 + h²)·exp(h²/2) = 0.24·(n + 10), by bisection. */
  private static double solveForDimension(int n) {
    double low = 0;
    double high = 10;
    for (int i = 0; i < 60; i++) {
      double h = 0.5 * (low + high);
      boolean below = (1 + h * h) * StrictMath.exp(h * h / 2) < 0.24 * (n + 10);
      low = below ? h : low;
      high = below ? high : h;
    }
    return 0.5 * (low + high);
  }

  @Override
  public double weight(int rank) {
    return rankWeights[rank] + 1.0 / lambda;
  }

  /** Pairs of a step and its opposite. */
  @Override
  void draw(CounterRandom source, double[] z) {
    int half = lambda / 2 * n;
    source.fillGaussian(z, 0, half);
    for (int i = 0; i < half; i++) {
      z[half + i] = -z[i];
    }
  }

  private double squaredLength(double[] x) {
    double sum = 0;
    for (int j = 0; j < n; j++) {
      sum = Math.fma(x[j], x[j], sum);
    }
    return sum;
  }

  /** (I + vvᵀ)^½ z without the scales of the coordinates. */
  private void stretch(double[] z, int offset, double[] out, int outOffset) {
    double squares = squaredLength(v);
    double product = 0;
    for (int j = 0; j < n; j++) {
      product = Math.fma(v[j], z[offset + j], product);
    }
    double share = squares > 0 ? (Math.sqrt(1 + squares) - 1) * product / squares : 0;
    for (int j = 0; j < n; j++) {
      out[outOffset + j] = Math.fma(share, v[j], z[offset + j]);
    }
  }

  @Override
  void place(double[] z, int zOffset, double[] out, int offset) {
    stretch(z, zOffset, out, offset);
    for (int j = 0; j < n; j++) {
      out[offset + j] *= d[j];
    }
  }

  @Override
  void unplace(double[] displaced) {
    double squares = squaredLength(v);
    double product = 0;
    for (int j = 0; j < n; j++) {
      displaced[j] /= d[j];
      product = Math.fma(v[j], displaced[j], product);
    }
    double share = squares > 0 ? (1 / Math.sqrt(1 + squares) - 1) * product / squares : 0;
    for (int j = 0; j < n; j++) {
      displaced[j] = Math.fma(share, v[j], displaced[j]);
    }
  }

  @Override
  void learn(double[] z, int feasible) {
    rankAll(z, feasible);
    double length = advanceSigmaPath(z);
    boolean moving = length >= expectedNorm();
    if (moving) {
      setDistanceWeights(z, feasible);
    }
    double[] weights = moving ? distanceWeights : rankWeights;
    moveMean(z, weights);
    double isotropic = 0;
    for (int k = 0; k < lambda; k++) {
      double squares = 0;
      for (int j = 0; j < n; j++) {
        double element = z[ranks[k] * n + j];
        squares = Math.fma(element, element, squares);
      }
      isotropic += weights[k] * (squares - n);
    }
    isotropic /= n;
    double change = logDeterminant();
    adaptShape(z, weights, feasible, moving);
    double determinant = SpecialFunctions.exp(logDeterminant() / n);
    for (int j = 0; j < n; j++) {
      d[j] /= determinant;
    }
    double rate = moving ? 1 : length >= 0.1 * expectedNorm() ? staying(feasible) : near(feasible);
    double kept = moving && isotropic < 0 ? 0 : 0.5 * rate * isotropic;
    scaleSigma(kept + change / n);
  }

  /** η_σ while the mean stays where it is. */
  private double staying(int feasible) {
    return StrictMath.tanh((0.024 * feasible + 0.7 * n + 20) / (n + 12));
  }

  /** η_σ while the distribution converges. */
  private double near(int feasible) {
    return 2 * StrictMath.tanh((0.025 * feasible + 0.75 * n + 10) / (n + 4));
  }

  private double shapeRate(int feasible) {
    double grown = Math.min(0.02 * feasible, 3 * StrictMath.log(n)) + 5;
    return StrictMath.tanh(grown / (0.23 * n + 25));
  }

  private void rankAll(double[] z, int feasible) {
    System.arraycopy(ranking.order(), 0, ranks, 0, feasible);
    if (feasible == lambda) {
      return;
    }
    for (int i = 0; i < lambda; i++) {
      double squares = 0;
      for (int j = 0; j < n; j++) {
        squares = Math.fma(z[i * n + j], z[i * n + j], squares);
      }
      // Distances of those that are ranked already are not asked for.
      distanceWeights[i] = squares;
    }
    for (int k = 0; k < feasible; k++) {
      distanceWeights[ranks[k]] = Double.NaN;
    }
    ranking.rank(distanceWeights, lambda);
    System.arraycopy(ranking.order(), 0, ranks, feasible, lambda - feasible);
  }

  private double advanceSigmaPath(double[] z) {
    double gain = Math.sqrt(cs * (2 - cs) * parents);
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int k = 0; k < lambda; k++) {
        sum = Math.fma(rankWeights[k], z[ranks[k] * n + j], sum);
      }
      sigmaPath[j] = Math.fma(gain, sum, (1 - cs) * sigmaPath[j]);
    }
    return Math.sqrt(squaredLength(sigmaPath));
  }

  private void setDistanceWeights(double[] z, int feasible) {
    double alpha = distanceBase * Math.sqrt((double) feasible / lambda);
    double farthest = 0;
    for (int k = 0; k < lambda; k++) {
      double squares = 0;
      for (int j = 0; j < n; j++) {
        double element = z[ranks[k] * n + j];
        squares = Math.fma(element, element, squares);
      }
      distanceWeights[k] = alpha * Math.sqrt(squares);
      farthest = Math.max(farthest, distanceWeights[k]);
    }
    double sum = 0;
    for (int k = 0; k < lambda; k++) {
      distanceWeights[k] = baseWeights[k] * SpecialFunctions.exp(distanceWeights[k] - farthest);
      sum += distanceWeights[k];
    }
    for (int k = 0; k < lambda; k++) {
      distanceWeights[k] = distanceWeights[k] / sum - 1.0 / lambda;
    }
  }

  private void moveMean(double[] z, double[] weights) {
    Arrays.fill(displacement, 0);
    for (int k = 0; k < lambda; k++) {
      place(z, ranks[k] * n, y, 0);
      for (int j = 0; j < n; j++) {
        displacement[j] = Math.fma(weights[k], y[j], displacement[j]);
      }
    }
    double gain = Math.sqrt(cc * (2 - cc) * parents);
    for (int j = 0; j < n; j++) {
      path[j] = Math.fma(gain, displacement[j], (1 - cc) * path[j]);
      mean[j] = Math.fma(sigma, displacement[j], mean[j]);
    }
  }

  /** ln det of D(I + vvᵀ)D, halved. */
  private double logDeterminant() {
    double sum = 0.5 * SpecialFunctions.log(1 + squaredLength(v));
    for (int j = 0; j < n; j++) {
      sum += SpecialFunctions.log(d[j]);
    }
    return sum;
  }

  /** The natural gradient of v and D: Akimoto and Hansen's VD-CMA, as the paper has it. */
  private void adaptShape(double[] z, double[] weights, int feasible, boolean moving) {
    double squares = squaredLength(v);
    double norm = Math.sqrt(squares);
    double largest = 0;
    for (int j = 0; j < n; j++) {
      direction[j] = v[j] / norm;
      largest = Math.max(largest, direction[j] * direction[j]);
    }
    double gamma = 1 + squares;
    double alpha =
        Math.min(
            1,
            Math.sqrt(squares * squares + (2 * gamma - Math.sqrt(gamma)) / largest)
                / (2 + squares));
    Arrays.fill(sumS, 0);
    Arrays.fill(sumT, 0);
    double rate = shapeRate(feasible);
    for (int k = 0; k < lambda; k++) {
      stretch(z, ranks[k] * n, y, 0);
      gradient(squares, gamma, alpha);
      collect(rate * weights[k]);
    }
    if (moving) {
      for (int j = 0; j < n; j++) {
        y[j] = path[j] / d[j];
      }
      gradient(squares, gamma, alpha);
      collect(c1 * feasible / lambda);
    }
    for (int j = 0; j < n; j++) {
      v[j] += sumT[j] / norm;
      d[j] *= Math.max(LEAST_CHANGE, 1 + sumS[j]);
    }
  }

  private void collect(double weight) {
    for (int j = 0; j < n; j++) {
      sumS[j] = Math.fma(weight, s[j], sumS[j]);
      sumT[j] = Math.fma(weight, t[j], sumT[j]);
    }
  }

  /** Writes s and t of one displacement y. */
  private void gradient(double squares, double gamma, double alpha) {
    double along = 0;
    for (int j = 0; j < n; j++) {
      along = Math.fma(y[j], direction[j], along);
    }
    double b = -(1 - alpha * alpha) * squares * squares / gamma + 2 * alpha * alpha;
    double alongT = 0;
    for (int j = 0; j < n; j++) {
      t[j] = y[j] * along - direction[j] * (along * along + gamma) / 2;
      alongT = Math.fma(direction[j], t[j], alongT);
    }
    double product = 0;
    double norm = 0;
    for (int j = 0; j < n; j++) {
      double v2 = direction[j] * direction[j];
      double first = y[j] * y[j] - squares / gamma * (y[j] * direction[j] * along) - 1;
      s[j] =
          first - alpha / gamma * ((2 + squares) * (t[j] * direction[j]) - squares * v2 * alongT);
      double inverse = 1 / (2 - (b + 2 * alpha * alpha) * v2);
      product = Math.fma(inverse * v2, s[j], product);
      norm = Math.fma(inverse * v2, v2, norm);
    }
    double share = b / (1 + b * norm) * product;
    double alongS = 0;
    for (int j = 0; j < n; j++) {
      double v2 = direction[j] * direction[j];
      double inverse = 1 / (2 - (b + 2 * alpha * alpha) * v2);
      s[j] = inverse * (s[j] - share * v2);
      alongS = Math.fma(v2, s[j], alongS);
    }
    for (int j = 0; j < n; j++) {
      t[j] -= alpha * ((2 + squares) * (s[j] * direction[j]) - direction[j] * alongS);
    }
  }

  @Override
  double deviation(int coordinate) {
    return d[coordinate] * Math.sqrt(1 + v[coordinate] * v[coordinate]);
  }

  @Override
  void saveShape(DataOutput out) throws IOException {
    for (double[] numbers : new double[][] {v, d, sigmaPath, path}) {
      CmaSnapshot.writeDoubles(out, numbers);
    }
  }

  @Override
  void loadShape(DataInput in) throws IOException {
    for (double[] numbers : new double[][] {v, d, sigmaPath, path}) {
      CmaSnapshot.readDoubles(in, numbers);
    }
  }
}
