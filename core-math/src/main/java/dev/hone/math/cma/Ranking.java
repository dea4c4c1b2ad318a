package dev.hone.math.cma;

/**
 * Sorts values without allocation: a stable merge sort of their indices, so that equal values keep
 * their order and the same values give the same ranking.
 */
final class Ranking {
  private static final int RUN = 8;

  private int[] order;
  private int[] scratch;
  private int size;

  Ranking(int capacity) {
    order = new int[capacity];
    scratch = new int[capacity];
  }

  /** Ranks the first {@code count} values; NaN takes no part. Returns how many are left. */
  int rank(double[] values, int count) {
    size = 0;
    for (int i = 0; i < count; i++) {
      if (!Double.isNaN(values[i])) {
        order[size++] = i;
      }
    }
    for (int start = 0; start < size; start += RUN) {
      insertionSort(values, start, Math.min(start + RUN, size));
    }
    for (int width = RUN; width < size; width *= 2) {
      for (int start = 0; start < size; start += 2 * width) {
        merge(values, start, Math.min(start + width, size), Math.min(start + 2 * width, size));
      }
      int[] swapped = order;
      order = scratch;
      scratch = swapped;
    }
    return size;
  }

  /** The indices of the ranked values, smallest first. */
  int[] order() {
    return order;
  }

  private void insertionSort(double[] values, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int index = order[i];
      int j = i;
      while (j > from && values[order[j - 1]] > values[index]) {
        order[j] = order[j - 1];
        j--;
      }
      order[j] = index;
    }
  }

  private void merge(double[] values, int from, int middle, int to) {
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takeLeft =
          right == to || (left < middle && values[order[left]] <= values[order[right]]);
      scratch[i] = takeLeft ? order[left++] : order[right++];
    }
  }
}
