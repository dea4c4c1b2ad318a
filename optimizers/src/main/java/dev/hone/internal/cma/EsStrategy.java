package dev.hone.internal.cma;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The options of an evolution strategy beside CMA-ES.
 *
 * @param sigma the first step size in the unit cube
 * @param populationSize of the first run; 0 for the method's default
 */
public record EsStrategy(double sigma, int populationSize) {
  /** A quarter of the unit interval, and the method's own population. */
  public static final EsStrategy DEFAULT = new EsStrategy(0.25, 0);

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public EsStrategy {
    if (!(sigma > 0 && sigma <= 1)) {
      throw new IllegalArgumentException(
          "sigma = " + sigma + ": expected a number above 0, up to 1");
    }
    if (populationSize != 0) {
      checkPopulation(populationSize);
    }
  }

  private static void checkPopulation(int size) {
    if (size < 4) {
      throw new IllegalArgumentException("populationSize = " + size + ": expected at least 4");
    }
  }

  /** As this, with another first step size. */
  public EsStrategy withSigma(double standardDeviation) {
    return new EsStrategy(standardDeviation, populationSize);
  }

  /**
   * As this, with a population size of its own.
   *
   * @throws IllegalArgumentException if it is less than 4
   */
  public EsStrategy withPopulationSize(int lambda) {
    checkPopulation(lambda);
    return new EsStrategy(sigma, lambda);
  }

  /** Writes what {@link #load} reads. */
  public void save(DataOutput out) throws IOException {
    out.writeDouble(sigma);
    out.writeInt(populationSize);
  }

  /** Reads what {@link #save} wrote. */
  public static EsStrategy load(DataInput in) throws IOException {
    return new EsStrategy(in.readDouble(), in.readInt());
  }
}
