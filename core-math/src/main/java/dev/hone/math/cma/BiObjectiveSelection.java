package dev.hone.math.cma;

import java.util.Arrays;

/**
 * Says which of some points with two objectives is worth the least: of the last front, the one
 * whose absence costs the least hypervolume. O(μ log μ).
 *
 * <p>Source: Igel, Hansen and Roth, Covariance Matrix Adaptation for Multi-objective Optimization
 * (2007), section 3.1; fronts by sweeping in the order of the first objective.
 */
final class BiObjectiveSelection {
  private ElitistIndividual[] sorted = {};

  /** Of each front, the smallest second objective met so far: ascending with the fronts. */
  private double[] lowest = {};

  private int[] fronts = {};
  private int frontCount;

  /** Whether a dominates b: nowhere worse and somewhere better. */
  static boolean dominates(ElitistIndividual a, ElitistIndividual b) {
    return a.first <= b.first && a.second <= b.second && (a.first < b.first || a.second < b.second);
  }

  /** The place of the worst of the first {@code count} individuals. */
  int worst(ElitistIndividual[] individuals, int count) {
    sort(individuals, count);
    int size = 0;
    for (int i = 0; i < count; i++) {
      if (fronts[i] == frontCount - 1) {
        sorted[size++] = sorted[i];
      }
    }
    ElitistIndividual worst = leastContributor(size);
    for (int i = 0; i < count; i++) {
      if (individuals[i] == worst) {
        return i;
      }
    }
    throw new AssertionError("the worst is one of them");
  }

  /** Writes those that none dominates in the order of the first objective; returns how many. */
  int nonDominated(ElitistIndividual[] individuals, int count, ElitistIndividual[] out) {
    sort(individuals, count);
    int size = 0;
    for (int i = 0; i < count; i++) {
      if (fronts[i] == 0) {
        out[size++] = sorted[i];
      }
    }
    return size;
  }

  private void sort(ElitistIndividual[] individuals, int count) {
    if (sorted.length < count) {
      sorted = new ElitistIndividual[2 * count];
      lowest = new double[2 * count];
      fronts = new int[2 * count];
    }
    System.arraycopy(individuals, 0, sorted, 0, count);
    Arrays.sort(sorted, 0, count, BiObjectiveSelection::compare);
    frontCount = 0;
    for (int i = 0; i < count; i++) {
      boolean twin =
          i > 0
              && sorted[i].first == sorted[i - 1].first
              && sorted[i].second == sorted[i - 1].second;
      fronts[i] = twin ? fronts[i - 1] : frontOf(sorted[i].second);
      if (fronts[i] == frontCount) {
        frontCount++;
      }
      lowest[fronts[i]] = sorted[i].second;
    }
  }

  /** By the objectives, then the older one first. */
  private static int compare(ElitistIndividual a, ElitistIndividual b) {
    int order = Double.compare(a.first, b.first);
    if (order == 0) {
      order = Double.compare(a.second, b.second);
    }
    return order != 0 ? order : Long.compare(a.birth, b.birth);
  }

  /** The first front of which no member is as good in the second objective. */
  private int frontOf(double second) {
    int low = 0;
    int high = frontCount;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lowest[middle] > second) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Of a front in the order of the first objective: its ends are worth more than all others. */
  private ElitistIndividual leastContributor(int size) {
    ElitistIndividual least = sorted[0];
    double smallest = contribution(0, size);
    for (int i = 1; i < size; i++) {
      double share = contribution(i, size);
      if (share < smallest || (share == smallest && sorted[i].birth > least.birth)) {
        least = sorted[i];
        smallest = share;
      }
    }
    return least;
  }

  private double contribution(int i, int size) {
    ElitistIndividual it = sorted[i];
    if (i > 0 && same(sorted[i - 1], it)) {
      return 0;
    }
    if (i < size - 1 && same(sorted[i + 1], it)) {
      return 0;
    }
    if (i == 0 || i == size - 1) {
      return Double.POSITIVE_INFINITY;
    }
    return (sorted[i + 1].first - it.first) * (sorted[i - 1].second - it.second);
  }

  private static boolean same(ElitistIndividual a, ElitistIndividual b) {
    return a.first == b.first && a.second == b.second;
  }
}
