package dev.hone.math.cma;

import java.util.Arrays;

/** The options of a {@link NaturalEvolution}. Not safe for use from several threads. */
public final class NaturalEvolutionBuilder {
  final double[] start;
  final double sigma;
  final double[] lower;
  final double[] upper;
  long seed;
  long stream;
  private int populationSize;

  NaturalEvolutionBuilder(double[] start, double sigma) {
    this.start = start.clone();
    this.sigma = sigma;
    lower = new double[start.length];
    upper = new double[start.length];
    Arrays.fill(lower, Double.NEGATIVE_INFINITY);
    Arrays.fill(upper, Double.POSITIVE_INFINITY);
    StartChecks.check(this.start, sigma, lower, upper);
  }

  private NaturalEvolutionBuilder(NaturalEvolutionBuilder other) {
    start = other.start.clone();
    sigma = other.sigma;
    lower = other.lower.clone();
    upper = other.upper.clone();
    seed = other.seed;
    stream = other.stream;
    populationSize = other.populationSize;
  }

  /**
   * Sets bounds that no point leaves, −∞ and ∞ for none; none unless set.
   *
   * @throws IllegalArgumentException if lengths differ or the start is not within
   */
  public NaturalEvolutionBuilder bounds(double[] lower, double[] upper) {
    StartChecks.check(start, sigma, lower, upper);
    System.arraycopy(lower, 0, this.lower, 0, start.length);
    System.arraycopy(upper, 0, this.upper, 0, start.length);
    return this;
  }

  /**
   * Sets the population size λ; 4 + ⌊3 ln n⌋ unless set. CR-FM-NES draws pairs, and takes one more
   * if it is odd.
   *
   * @throws IllegalArgumentException if it is less than 4
   */
  public NaturalEvolutionBuilder populationSize(int lambda) {
    if (lambda < 4) {
      throw new IllegalArgumentException("populationSize = " + lambda + ": expected at least 4");
    }
    populationSize = lambda;
    return this;
  }

  /** Sets the seed of all random numbers; 0 unless set. */
  public NaturalEvolutionBuilder seed(long randomSeed) {
    seed = randomSeed;
    return this;
  }

  /** Sets the stream of random numbers, for several strategies of one seed; 0 unless set. */
  public NaturalEvolutionBuilder stream(long randomStream) {
    stream = randomStream;
    return this;
  }

  /** An {@link Xnes} with these options. */
  public Xnes xnes() {
    return new Xnes(new NaturalEvolutionBuilder(this), size());
  }

  /** A {@link CrFmNes} with these options. */
  public CrFmNes crFmNes() {
    return new CrFmNes(new NaturalEvolutionBuilder(this), size() + size() % 2);
  }

  private int size() {
    return populationSize > 0
        ? populationSize
        : StrategyParameters.defaultPopulationSize(start.length);
  }

  /** How far a coordinate is expected to go at first. */
  double[] deviations() {
    double[] deviations = new double[start.length];
    Arrays.fill(deviations, sigma);
    return deviations;
  }
}
