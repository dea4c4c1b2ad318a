package dev.hone.internal.evo;

import dev.hone.CategoryCrossover;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The options of genetic methods.
 *
 * @param populationSize N
 * @param crossoverRate how likely a child has two parents
 * @param crossoverIndex η of simulated binary crossover: the larger, the closer to the parents
 * @param mutationIndex η of polynomial mutation
 * @param mutationRate how likely each gene changes; 0 for 1/d
 * @param categoryCrossover how categories are mixed
 */
public record GeneticStrategy(
    int populationSize,
    double crossoverRate,
    double crossoverIndex,
    double mutationIndex,
    double mutationRate,
    CategoryCrossover categoryCrossover) {

  /** Of Deb, Pratap, Agarwal and Meyarivan (2002), section V. */
  public static final GeneticStrategy NSGA2 =
      new GeneticStrategy(100, 0.9, 20, 20, 0, CategoryCrossover.UNIFORM);

  /** Of Deb and Jain (2014), table III: a population for 91 directions of three objectives. */
  public static final GeneticStrategy NSGA3 =
      new GeneticStrategy(92, 1, 30, 20, 0, CategoryCrossover.UNIFORM);

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public GeneticStrategy {
    if (populationSize < 4) {
      throw new IllegalArgumentException(
          "populationSize = " + populationSize + ": expected at least 4");
    }
    checkShare("crossoverRate", crossoverRate);
    checkShare("mutationRate", mutationRate);
    checkIndex("crossoverIndex", crossoverIndex);
    checkIndex("mutationIndex", mutationIndex);
  }

  private static void checkShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " = " + value + ": expected 0 to 1");
    }
  }

  private static void checkIndex(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " = " + value + ": expected a finite number, at least 0");
    }
  }

  /** With this set. */
  public GeneticStrategy withPopulationSize(int size) {
    return new GeneticStrategy(
        size, crossoverRate, crossoverIndex, mutationIndex, mutationRate, categoryCrossover);
  }

  /** With both set. */
  public GeneticStrategy withCrossover(double rate, double index) {
    return new GeneticStrategy(
        populationSize, rate, index, mutationIndex, mutationRate, categoryCrossover);
  }

  /** With both set. */
  public GeneticStrategy withMutation(double rate, double index) {
    return new GeneticStrategy(
        populationSize, crossoverRate, crossoverIndex, index, rate, categoryCrossover);
  }

  /** With this set. */
  public GeneticStrategy withCategoryCrossover(CategoryCrossover crossover) {
    return new GeneticStrategy(
        populationSize, crossoverRate, crossoverIndex, mutationIndex, mutationRate, crossover);
  }

  /** Writes what {@link #load} reads. */
  public void save(DataOutput out) throws IOException {
    out.writeInt(populationSize);
    out.writeDouble(crossoverRate);
    out.writeDouble(crossoverIndex);
    out.writeDouble(mutationIndex);
    out.writeDouble(mutationRate);
    out.writeUTF(categoryCrossover.name());
  }

  /** Reads what {@link #save} wrote. */
  public static GeneticStrategy load(DataInput in) throws IOException {
    return new GeneticStrategy(
        in.readInt(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        CategoryCrossover.valueOf(in.readUTF()));
  }
}
