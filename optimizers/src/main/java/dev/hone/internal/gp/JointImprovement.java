package dev.hone.internal.gp;

import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.PosteriorFunction;
import dev.hone.math.random.NormalQuantile;
import dev.hone.math.random.SobolSequence;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The logarithm of what a point and those pending beside it are expected to improve together
 * (qLogEI), over samples of their joint posterior: smooth everywhere, also where no sample
 * improves.
 *
 * <p>For a sample s, u = log fatplus(f* − f) of each point, the largest of them by fatmax, and over
 * all samples the logarithm of the mean of e^u. Those pending are put together once, so that a
 * candidate is compared with their maximum; fatmax of fatmaxes is not quite fatmax of all, but as
 * smooth and as close to the maximum.
 *
 * <p>Source: Ament et al., Unexpected Improvements to Expected Improvement (2023), section 3.2 and
 * appendix A.4; samples as in Balandat et al., BoTorch (2020).
 */
final class JointImprovement implements PosteriorFunction {
  /** The most pending points that are sampled; more are believed to come out as expected. */
  static final int MOST = 64;

  static final int SAMPLES = 512;

  /** Temperatures of fatplus and fatmax. */
  private static final double PLUS = 1e-6;

  private static final double MAX = 1e-2;

  private final long seed;

  /**
   * Standard normal numbers, a column of samples for each pending point and one for a candidate.
   */
  private double[][] normals = {};

  private double best;
  private int known;

  /** What those pending improve in each sample. */
  private final double[] together = new double[SAMPLES];

  private final double[] slopes = new double[SAMPLES];
  private final double[] improvement = new double[2];

  /** Of how many pending points {@link #together} is, or −1 if it has to be made. */
  private int combined = -1;

  JointImprovement(long seed) {
    this.seed = seed;
  }

  /** How many of the last observations are sampled. */
  int known() {
    return known;
  }

  /** Forgets the samples: the model or those pending have changed. */
  void reset() {
    combined = -1;
  }

  /**
   * Samples those pending, unless that was done.
   *
   * @param engine of which they are the last observations
   * @param best the value to improve on
   */
  void prepare(GpEngine engine, double best, List<double[]> pending) {
    if (combined < 0) {
      this.best = best;
      known = pending.size();
      combined = Math.min(MOST, known);
      draw(combined + 1);
      combine(engine, pending, combined);
    }
  }

  /** Samples of the pending points, their improvements by fatmax. */
  private void combine(GpEngine engine, List<double[]> pending, int count) {
    int d = engine.model().dimension();
    double[] x = new double[count * d];
    for (int i = 0; i < count; i++) {
      System.arraycopy(pending.get(i), 0, x, i * d, d);
    }
    double[][] samples = new double[count][SAMPLES];
    engine.evaluate(
        count,
        x,
        known,
        (m, mean, variance, covariance, ld, value, derivatives) -> {
          for (int j = 0; j < m; j++) {
            sample(mean[j], covariance, ld, j, count, samples[j]);
          }
        },
        new double[count],
        null);
    for (int s = 0; s < SAMPLES; s++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (double[] sample : samples) {
        sample[s] = logPlus(best - sample[s]);
        largest = Math.max(largest, sample[s]);
      }
      double sum = 0;
      for (double[] sample : samples) {
        sum += bump((largest - sample[s]) / MAX);
      }
      together[s] = largest + MAX * Math.log(sum);
    }
  }

  /** Adds to a mean what the sampled observations say. */
  private void sample(double mean, double[] covariance, int ld, int j, int count, double[] sample) {
    Arrays.fill(sample, mean);
    for (int i = 0; i < count; i++) {
      double a = covariance[i * ld + j];
      double[] z = normals[i];
      for (int s = 0; s < SAMPLES; s++) {
        sample[s] = Math.fma(a, z[s], sample[s]);
      }
    }
  }

  @Override
  public void evaluate(
      int m,
      double[] mean,
      double[] variance,
      double[] covariance,
      int ld,
      double[] value,
      @Nullable Derivatives derivatives) {
    double[] sample = new double[SAMPLES];
    double[] own = normals[combined];
    for (int j = 0; j < m; j++) {
      sample(mean[j], covariance, ld, j, combined, sample);
      double deviation = Math.sqrt(Math.max(variance[j], 1e-12));
      double largest = Double.NEGATIVE_INFINITY;
      for (int s = 0; s < SAMPLES; s++) {
        double x = best - Math.fma(deviation, own[s], sample[s]);
        sample[s] = withPending(x, s);
        largest = Math.max(largest, sample[s]);
      }
      double sum = 0;
      for (int s = 0; s < SAMPLES; s++) {
        sample[s] = Math.exp(sample[s] - largest);
        sum += sample[s];
      }
      value[j] = largest + Math.log(sum / SAMPLES);
      if (derivatives != null) {
        derive(j, deviation, own, sample, sum, ld, derivatives);
      }
    }
  }

  /** The improvement of a candidate and those pending in a sample; leaves its slope by x. */
  private double withPending(double x, int s) {
    logPlusWithSlope(x);
    double candidate = improvement[0];
    double pending = together[s];
    double largest = Math.max(candidate, pending);
    double u = (largest - candidate) / MAX;
    double v = (largest - pending) / MAX;
    double sum = bump(u) + bump(v);
    // d fatmax / d candidate: of its own bump, or of the other's when it is the larger one.
    double share = candidate >= pending ? 1 + bumpSlope(v) / sum : -bumpSlope(u) / sum;
    slopes[s] = share * improvement[1];
    return largest + MAX * Math.log(sum);
  }

  /** Chain rule over the samples, whose weights are those of the mean. */
  private void derive(
      int j,
      double deviation,
      double[] own,
      double[] weights,
      double sum,
      int ld,
      Derivatives derivatives) {
    double byMean = 0;
    double byDeviation = 0;
    for (int s = 0; s < SAMPLES; s++) {
      slopes[s] *= weights[s] / sum;
      byMean -= slopes[s];
      byDeviation -= slopes[s] * own[s];
    }
    derivatives.byMean()[j] = byMean;
    derivatives.byVariance()[j] = byDeviation / (2 * deviation);
    for (int i = 0; i < combined; i++) {
      double byCovariance = 0;
      double[] z = normals[i];
      for (int s = 0; s < SAMPLES; s++) {
        byCovariance -= slopes[s] * z[s];
      }
      derivatives.byCovariance()[i * ld + j] = byCovariance;
    }
  }

  /** 2/(2 + 2u + u²) for u of 0 or more. */
  private static double bump(double u) {
    return 2 / (2 + 2 * u + u * u);
  }

  private static double bumpSlope(double u) {
    double b = bump(u);
    return -b * b * (1 + u);
  }

  /** log τ[softplus(x/τ) + 0.1/(1 + (x/τ)²)]. */
  private static double logPlus(double x) {
    double t = x / PLUS;
    return Math.log(PLUS * (softplus(t) + 0.1 / (1 + t * t)));
  }

  /** The same and its derivative. */
  private void logPlusWithSlope(double x) {
    double t = x / PLUS;
    double tail = 1 / (1 + t * t);
    double value = softplus(t) + 0.1 * tail;
    double sigmoid = t > 0 ? 1 / (1 + Math.exp(-t)) : Math.exp(t) / (1 + Math.exp(t));
    improvement[0] = Math.log(PLUS * value);
    improvement[1] = (sigmoid - 0.2 * t * tail * tail) / (value * PLUS);
  }

  private static double softplus(double t) {
    return Math.max(t, 0) + Math.log1p(Math.exp(-Math.abs(t)));
  }

  /** Columns of scrambled Sobol points as normal numbers; those there are stay what they are. */
  private void draw(int columns) {
    if (columns <= normals.length) {
      return;
    }
    int width = Math.max(columns, Math.min(MOST + 1, 2 * columns));
    SobolSequence sobol = SobolSequence.scrambled(width, seed);
    double[] point = new double[width];
    double[][] drawn = new double[width][SAMPLES];
    for (int s = 0; s < SAMPLES; s++) {
      sobol.next(point, 0);
      for (int i = 0; i < width; i++) {
        drawn[i][s] = NormalQuantile.inverseNormal(point[i]);
      }
    }
    normals = drawn;
  }
}
