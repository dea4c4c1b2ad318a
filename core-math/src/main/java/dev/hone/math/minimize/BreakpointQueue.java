package dev.hone.math.minimize;

/**
 * Variables ordered by the step at which each meets its bound, the earliest first: a binary heap.
 */
final class BreakpointQueue {
  private final double[] steps;
  private final int[] heap;
  private int size;

  BreakpointQueue(int capacity) {
    steps = new double[capacity];
    heap = new int[capacity];
  }

  void clear() {
    size = 0;
  }

  /** The earliest step, or ∞ if there is none. */
  double firstStep() {
    return size == 0 ? Double.POSITIVE_INFINITY : steps[heap[0]];
  }

  void add(int variable, double step) {
    steps[variable] = step;
    int hole = size++;
    while (hole > 0 && step < steps[heap[(hole - 1) / 2]]) {
      heap[hole] = heap[(hole - 1) / 2];
      hole = (hole - 1) / 2;
    }
    heap[hole] = variable;
  }

  /** Takes out the variable of {@link #firstStep}. */
  int removeFirst() {
    int first = heap[0];
    int moved = heap[--size];
    int hole = 0;
    for (int child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && steps[heap[child + 1]] < steps[heap[child]]) {
        child++;
      }
      if (steps[moved] <= steps[heap[child]]) {
        break;
      }
      heap[hole] = heap[child];
      hole = child;
    }
    heap[hole] = moved;
    return first;
  }
}
