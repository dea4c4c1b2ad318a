package dev.hone.math.pareto;

/** The front of points of two objectives as they come, with the area that they dominate. */
final class Staircase {
  private final double rightmost;
  private final double highest;

  /** The steps from left to right, which is from high to low. */
  private final double[] x;

  private final double[] y;
  private int size;
  private double area;

  Staircase(int capacity, double referenceX, double referenceY) {
    rightmost = referenceX;
    highest = referenceY;
    x = new double[capacity];
    y = new double[capacity];
  }

  double area() {
    return area;
  }

  /** Adds a point inside the reference; O(log k), and O(k) to make room. */
  void add(double px, double py) {
    int at = firstNotLeftOf(px);
    boolean same = at < size && x[at] == px;
    double before = at > 0 ? y[at - 1] : Double.POSITIVE_INFINITY;
    if ((same ? y[at] : before) <= py) {
      return;
    }
    // The steps from here on that are no lower are dominated.
    int end = at;
    double left = px;
    double ceiling = at > 0 ? y[at - 1] : highest;
    while (end < size && y[end] >= py) {
      area += (x[end] - left) * (ceiling - py);
      left = x[end];
      ceiling = y[end];
      end++;
    }
    area += ((end < size ? x[end] : rightmost) - left) * (ceiling - py);
    System.arraycopy(x, end, x, at + 1, size - end);
    System.arraycopy(y, end, y, at + 1, size - end);
    x[at] = px;
    y[at] = py;
    size += at + 1 - end;
  }

  private int firstNotLeftOf(double px) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (x[middle] < px) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
