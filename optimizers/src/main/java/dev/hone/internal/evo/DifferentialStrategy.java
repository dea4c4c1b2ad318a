package dev.hone.internal.evo;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The options of a {@link dev.hone.DifferentialEvolution}.
 *
 * @param budget after how many trials the population is to be at its smallest; 0 for 500·d
 * @param populationSize its first size; 0 for one that fits dimension and budget
 */
public record DifferentialStrategy(long budget, int populationSize) {
  /** As published, for a budget of 500·d. */
  public static final DifferentialStrategy DEFAULT = new DifferentialStrategy(0, 0);

  static final int SMALLEST = 4;

  private static final int TRIALS_PER_DIMENSION = 500;

  /**
   * No first population larger than this part of the budget: the published one is meant for
   * 10,000·d trials, and with few of them would still be spread out at the end.
   */
  private static final int GENERATIONS = 150;

  private static final int MOST_DOUBLINGS = 10;

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public DifferentialStrategy {
    if (budget < 0) {
      throw new IllegalArgumentException("budget = " + budget + ": expected at least 1");
    }
    if (populationSize != 0 && populationSize < SMALLEST) {
      throw new IllegalArgumentException(
          "populationSize = " + populationSize + ": expected at least " + SMALLEST);
    }
  }

  /** The budget of a run: twice that of the one before. */
  long budget(int dimension, int run) {
    long first = budget == 0 ? (long) TRIALS_PER_DIMENSION * dimension : budget;
    return Math.min(first, Long.MAX_VALUE >> (MOST_DOUBLINGS + 2)) << Math.min(run, MOST_DOUBLINGS);
  }

  /** The first size of a run's population: 25·ln(d)·√d (Brest et al.), if the budget allows. */
  int populationSize(int dimension, int run) {
    int doublings = Math.min(run, MOST_DOUBLINGS);
    if (populationSize != 0) {
      return (int) Math.min(1 << 20, (long) populationSize << doublings);
    }
    double published = 25 * StrictMath.log(dimension) * Math.sqrt(dimension) * (1 << doublings);
    double most = (double) budget(dimension, run) / GENERATIONS;
    return (int) Math.clamp(Math.min(published, most), 10, 1 << 20);
  }

  /** Writes what {@link #load} reads. */
  public void save(DataOutput out) throws IOException {
    out.writeLong(budget);
    out.writeInt(populationSize);
  }

  /** Reads what {@link #save} wrote. */
  public static DifferentialStrategy load(DataInput in) throws IOException {
    return new DifferentialStrategy(in.readLong(), in.readInt());
  }
}
