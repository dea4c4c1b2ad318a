package dev.hone.math.gp;

import dev.hone.math.random.CounterRandom;

/**
 * What is drawn for {@link GpSamplePaths}: features and weights of functions of the prior, and the
 * streams of the noise that their update takes. Every backend draws the same, so that a path is the
 * same function on all of them but for rounding.
 *
 * <p>Paths come in groups of {@value #GROUP} that share their features. A path depends on the seed
 * and its number alone, not on how many others are drawn.
 */
public final class GpPathDraws {
  /** Paths that share features: enough for matrix products to run at speed. */
  public static final int GROUP = 8;

  /** Streams of a seed: each of these plus four times the number of a path or a group of them. */
  private static final int FREQUENCIES = 0;

  private static final int WEIGHTS = 1;
  private static final int NOISE = 2;

  private final GpModel model;
  private final double[] theta;
  private final int count;
  private final long seed;

  /**
   * Draws of a model.
   *
   * @param model of the prior
   * @param theta its hyperparameters, copied
   * @param count the number of paths
   * @param seed of all draws
   */
  public GpPathDraws(GpModel model, double[] theta, int count, long seed) {
    this.model = model;
    this.theta = theta.clone();
    this.count = count;
    this.seed = seed;
  }

  /**
   * Features with the weights of some paths.
   *
   * @param features F of them
   * @param cosineWeights F×{@value #GROUP}: what the cosine of a frequency counts in each path
   * @param sineWeights the same of its sine
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed over, not shared.
  public record Group(FourierFeatures features, double[] cosineWeights, double[] sineWeights) {}

  /** The number of paths. */
  public int count() {
    return count;
  }

  /** The seed. */
  public long seed() {
    return seed;
  }

  /** The number of groups; the last one may have more paths than are wanted. */
  public int groups() {
    return Math.ceilDiv(count, GROUP);
  }

  /** How many paths of a group are wanted. */
  public int paths(int group) {
    return Math.min(GROUP, count - group * GROUP);
  }

  /**
   * Draws a group; the same every time; O(F·(d + {@value #GROUP})).
   *
   * @param group from 0 to {@link #groups} − 1
   */
  public Group group(int group) {
    FourierFeatures features =
        new FourierFeatures(model, theta, CounterRandom.of(seed, 4L * group + FREQUENCIES));
    CounterRandom random = CounterRandom.of(seed, 4L * group + WEIGHTS);
    double[] cosines = new double[features.count() * GROUP];
    double[] sines = new double[features.count() * GROUP];
    for (int l = 0; l < features.count(); l++) {
      for (int p = 0; p < GROUP; p++) {
        cosines[l * GROUP + p] = features.amplitude(l) * random.nextGaussian();
        sines[l * GROUP + p] = features.amplitude(l) * random.nextGaussian();
      }
    }
    return new Group(features, cosines, sines);
  }

  /** The stream of {@link #seed} whose normal numbers are the noise of a path's observations. */
  public static long noiseStream(int path) {
    return 4L * path + NOISE;
  }
}
