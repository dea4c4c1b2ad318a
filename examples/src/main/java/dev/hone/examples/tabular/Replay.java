package dev.hone.examples.tabular;

import dev.hone.Optimizer;
import dev.hone.Trial;
import java.util.Arrays;

/** What one optimizer did on one table: the trainings are looked up, everything else is real. */
public final class Replay {
  private static final double NANOS_PER_MILLI = 1e6;

  private final RecordedTable table;
  private final Method method;
  private final long seed;
  private final double[] bestSoFar;
  private final long[] ascendingNanos;

  private Replay(
      RecordedTable table, Method method, long seed, double[] bestSoFar, long[] suggestNanos) {
    this.table = table;
    this.method = method;
    this.seed = seed;
    this.bestSoFar = bestSoFar;
    this.ascendingNanos = suggestNanos.clone();
    Arrays.sort(ascendingNanos);
  }

  /**
   * Lets an optimizer search a table. The regrets depend on the arguments only.
   *
   * @param trials how many configurations it may try
   * @throws IllegalArgumentException if {@code trials} is not from 1 to the size of the table
   */
  public static Replay run(RecordedTable table, Method method, long seed, int trials) {
    if (trials < 1 || trials > table.size()) {
      throw new IllegalArgumentException(
          "trials = " + trials + ": expected 1 to " + table.size() + ", the size of the table");
    }
    TableSpace space = new TableSpace(table);
    var bestSoFar = new double[trials];
    var nanos = new long[trials];
    try (Optimizer optimizer = method.optimizer(space.space(), seed, trials, 1)) {
      double best = Double.POSITIVE_INFINITY;
      for (int i = 0; i < trials; i++) {
        long asked = System.nanoTime();
        Trial trial = optimizer.ask();
        long answered = System.nanoTime();
        double cost = space.cost(trial.configuration());
        long told = System.nanoTime();
        optimizer.tell(trial, cost);
        nanos[i] = answered - asked + System.nanoTime() - told;
        best = Math.min(best, cost);
        bestSoFar[i] = best;
      }
    }
    return new Replay(table, method, seed, bestSoFar, nanos);
  }

  /** The table that was searched. */
  public RecordedTable table() {
    return table;
  }

  /** The optimizer that searched it. */
  public Method method() {
    return method;
  }

  /** The seed of the optimizer. */
  public long seed() {
    return seed;
  }

  /** How many configurations were tried. */
  public int trials() {
    return bestSoFar.length;
  }

  /**
   * The normalised regret of the best of the first trials.
   *
   * @param trials from 1 to {@link #trials()}
   */
  public double regretAt(int trials) {
    return table.regret(bestSoFar[trials - 1]);
  }

  /**
   * What a trial cost in the optimizer, ask and tell together, in milliseconds.
   *
   * @param quantile from 0, the cheapest trial, to 1, the dearest; the nearest rank is taken
   */
  public double suggestMillis(double quantile) {
    int rank = (int) Math.ceil(quantile * ascendingNanos.length);
    return ascendingNanos[Math.max(rank - 1, 0)] / NANOS_PER_MILLI;
  }
}
