package dev.hone.internal.descent;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The options of {@link dev.hone.Spsa}: gains a/(A + k + 1)^α for steps and c/(k + 1)^γ for
 * perturbations.
 *
 * @param firstStep how long the first step is in each coordinate, on average; it sets a
 * @param perturbation c, in the unit cube
 * @param stepExponent α
 * @param perturbationExponent γ
 * @param pairs how many pairs of trials make one estimate of the gradient
 * @param budget how many trials there will be; a tenth of the steps is A
 */
public record SpsaStrategy(
    double firstStep,
    double perturbation,
    double stepExponent,
    double perturbationExponent,
    int pairs,
    long budget) {
  /** Exponents of Spall (1998). */
  public static final SpsaStrategy DEFAULT = new SpsaStrategy(0.1, 0.05, 0.602, 0.101, 1, 200);

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public SpsaStrategy {
    if (!(firstStep > 0 && firstStep <= 0.5)) {
      throw new IllegalArgumentException(
          "firstStep = " + firstStep + ": expected above 0, up to 0.5");
    }
    if (!(perturbation > 0 && perturbation <= 0.25)) {
      throw new IllegalArgumentException(
          "perturbation = " + perturbation + ": expected above 0, up to 0.25");
    }
    if (!(stepExponent > 0 && stepExponent <= 1)) {
      throw new IllegalArgumentException("alpha = " + stepExponent + ": expected above 0, up to 1");
    }
    if (!(perturbationExponent >= 0 && perturbationExponent < stepExponent)) {
      throw new IllegalArgumentException(
          "gamma = " + perturbationExponent + ": expected 0 or more, below alpha");
    }
    if (pairs < 1) {
      throw new IllegalArgumentException("pairs = " + pairs + ": expected at least 1");
    }
    if (budget < 1) {
      throw new IllegalArgumentException("budget = " + budget + ": expected at least 1");
    }
  }

  /** A, which keeps early steps from being much longer than later ones. */
  double stability() {
    return 0.1 * (double) budget / (2.0 * pairs);
  }

  /** The gain of step k over that of step 0. */
  double relativeStep(long k) {
    return StrictMath.pow((stability() + 1) / (stability() + 1 + (double) k), stepExponent);
  }

  /** The perturbation of step k. */
  double perturbation(long k) {
    return perturbation / StrictMath.pow(1 + (double) k, perturbationExponent);
  }

  /** As this, with another first step. */
  public SpsaStrategy withFirstStep(double length) {
    return new SpsaStrategy(
        length, perturbation, stepExponent, perturbationExponent, pairs, budget);
  }

  /** As this, with other perturbations. */
  public SpsaStrategy withPerturbation(double c) {
    return new SpsaStrategy(firstStep, c, stepExponent, perturbationExponent, pairs, budget);
  }

  /** As this, with gains that shrink otherwise. */
  public SpsaStrategy withExponents(double alpha, double gamma) {
    return new SpsaStrategy(firstStep, perturbation, alpha, gamma, pairs, budget);
  }

  /** As this, with another number of pairs to an estimate. */
  public SpsaStrategy withPairs(int count) {
    return new SpsaStrategy(
        firstStep, perturbation, stepExponent, perturbationExponent, count, budget);
  }

  /** As this, for another number of trials. */
  public SpsaStrategy withBudget(long trials) {
    return new SpsaStrategy(
        firstStep, perturbation, stepExponent, perturbationExponent, pairs, trials);
  }

  /** Writes what {@link #load} reads. */
  public void save(DataOutput out) throws IOException {
    out.writeDouble(firstStep);
    out.writeDouble(perturbation);
    out.writeDouble(stepExponent);
    out.writeDouble(perturbationExponent);
    out.writeInt(pairs);
    out.writeLong(budget);
  }

  /** Reads what {@link #save} wrote. */
  public static SpsaStrategy load(DataInput in) throws IOException {
    return new SpsaStrategy(
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readInt(),
        in.readLong());
  }

  /** The descents of these options. */
  public Descent.Factory descents(long seed) {
    return (start, number) -> new PerturbationDescent(this, seed, number, start);
  }
}
