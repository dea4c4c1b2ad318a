package dev.hone.internal.evo;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The options of a {@link dev.hone.DualAnnealing}.
 *
 * @param temperature T₁, the first temperature
 * @param restartRatio the share of the first temperature at which the search starts again
 * @param visiting q_v, how heavy the tails of steps are
 * @param acceptance q_a, how readily worse places are accepted
 * @param descends whether good places are polished by local search
 */
public record AnnealingStrategy(
    double temperature, double restartRatio, double visiting, double acceptance, boolean descends) {
  /** Of Xiang, Gubian, Suomela and Hoeng (2013). */
  public static final AnnealingStrategy DEFAULT = new AnnealingStrategy(5230, 2e-5, 2.62, -5, true);

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public AnnealingStrategy {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "temperature = " + temperature + ": expected a finite number above 0");
    }
    if (!(restartRatio > 0 && restartRatio < 1)) {
      throw new IllegalArgumentException(
          "restartRatio = " + restartRatio + ": expected a number between 0 and 1");
    }
    if (!(visiting > 1 && visiting < 3)) {
      throw new IllegalArgumentException(
          "visiting = " + visiting + ": expected a number between 1 and 3");
    }
    if (!(acceptance < 1 && acceptance > -1e4)) {
      throw new IllegalArgumentException(
          "acceptance = " + acceptance + ": expected a number between -10000 and 1");
    }
  }

  /** As this, from another temperature to another one. */
  public AnnealingStrategy withTemperature(double first, double restart) {
    return new AnnealingStrategy(first, restart, visiting, acceptance, descends);
  }

  /** As this, with other exponents. */
  public AnnealingStrategy withExponents(double qv, double qa) {
    return new AnnealingStrategy(temperature, restartRatio, qv, qa, descends);
  }

  /** As this, with or without local search. */
  public AnnealingStrategy withLocalSearch(boolean wanted) {
    return new AnnealingStrategy(temperature, restartRatio, visiting, acceptance, wanted);
  }

  /** Writes what {@link #load} reads. */
  public void save(DataOutput out) throws IOException {
    out.writeDouble(temperature);
    out.writeDouble(restartRatio);
    out.writeDouble(visiting);
    out.writeDouble(acceptance);
    out.writeBoolean(descends);
  }

  /** Reads what {@link #save} wrote. */
  public static AnnealingStrategy load(DataInput in) throws IOException {
    return new AnnealingStrategy(
        in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readBoolean());
  }
}
