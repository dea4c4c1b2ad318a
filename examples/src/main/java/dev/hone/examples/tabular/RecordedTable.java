package dev.hone.examples.tabular;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The recorded cost of every configuration of a grid. Immutable.
 *
 * <p>Costs are to be minimised and are compared as <i>normalised regret</i>: (cost − best) /
 * (median − best), so that 0 is the best configuration of the table and 1 the median one.
 */
public final class RecordedTable {
  private final String name;
  private final List<GridColumn> columns;
  private final double[] costs;
  private final double[] ascending;
  private final double best;
  private final double scale;

  /**
   * A table.
   *
   * @param name how reports call it
   * @param columns the hyperparameters
   * @param costs the cost of each configuration, the last column's value changing fastest
   * @throws IllegalArgumentException if the length of {@code costs} is not the size of the grid, if
   *     a cost is not finite, or if the median configuration is as good as the best
   */
  public RecordedTable(String name, List<GridColumn> columns, double[] costs) {
    this.name = name;
    this.columns = List.copyOf(columns);
    this.costs = costs.clone();
    int size = 1;
    for (GridColumn column : columns) {
      size = Math.multiplyExact(size, column.values().size());
    }
    if (costs.length != size) {
      throw new IllegalArgumentException(
          "costs.length = " + costs.length + ": expected " + size + ", one a configuration");
    }
    for (int i = 0; i < size; i++) {
      if (!Double.isFinite(costs[i])) {
        throw new IllegalArgumentException("costs[" + i + "] = " + costs[i] + ": expected finite");
      }
    }
    ascending = costs.clone();
    Arrays.sort(ascending);
    best = ascending[0];
    double median = 0.5 * (ascending[(size - 1) / 2] + ascending[size / 2]);
    scale = median - best;
    if (!(scale > 0)) {
      throw new IllegalArgumentException(
          "median cost = " + median + ": expected above the best, or there is nothing to search");
    }
  }

  /** How reports call it. */
  public String name() {
    return name;
  }

  /** The hyperparameters. */
  public List<GridColumn> columns() {
    return columns;
  }

  /** The number of configurations. */
  public int size() {
    return costs.length;
  }

  /**
   * The recorded cost of a configuration.
   *
   * @param valueIndices for each column, the position of the value in {@link GridColumn#values}
   * @throws IndexOutOfBoundsException if a position is not one
   */
  public double cost(int[] valueIndices) {
    int row = 0;
    for (int i = 0; i < valueIndices.length; i++) {
      int radix = columns.get(i).values().size();
      row = row * radix + Objects.checkIndex(valueIndices[i], radix);
    }
    return costs[row];
  }

  /** The normalised regret of a cost. */
  public double regret(double cost) {
    return (cost - best) / scale;
  }

  /**
   * The expected normalised regret of the best of {@code draws} distinct configurations drawn at
   * random, exactly: the k-th best of N is the minimum of n draws without replacement with
   * probability C(N−k, n−1) / C(N, n). O(N).
   *
   * @throws IllegalArgumentException if {@code draws} is not from 1 to {@link #size}
   */
  public double expectedRandomRegret(int draws) {
    int n = costs.length;
    if (draws < 1 || draws > n) {
      throw new IllegalArgumentException("draws = " + draws + ": expected 1 to " + n);
    }
    double expectedCost = 0;
    double probability = (double) draws / n;
    for (int k = 1; k <= n - draws + 1; k++) {
      expectedCost = Math.fma(probability, ascending[k - 1], expectedCost);
      // The ratio of neighbouring terms, C(N−k−1, n−1) / C(N−k, n−1); no factorial is formed.
      probability *= (double) (n - k - draws + 1) / (n - k);
    }
    return regret(expectedCost);
  }
}
