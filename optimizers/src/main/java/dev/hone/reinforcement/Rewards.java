package dev.hone.reinforcement;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Rewards in [0, 1] for values of unknown scale: the share of the values so far that a value beats,
 * half of those equal to it. 0 for what failed.
 *
 * <p>Adding a value is O(n), a reward O(log n).
 */
final class Rewards {
  private double[] ascending = new double[16];
  private int size;

  int size() {
    return size;
  }

  /** Takes in a value, smaller being better. */
  void add(double minimized) {
    if (size == ascending.length) {
      ascending = Arrays.copyOf(ascending, 2 * size);
    }
    int place = below(minimized);
    System.arraycopy(ascending, place, ascending, place + 1, size - place);
    ascending[place] = minimized;
    size++;
  }

  /** Forgets a value that was taken in. */
  void remove(double minimized) {
    int place = below(minimized);
    System.arraycopy(ascending, place + 1, ascending, place, size - place - 1);
    size--;
  }

  /** The reward of a value that was taken in; NaN stands for a failure. */
  double of(double minimized) {
    if (Double.isNaN(minimized)) {
      return 0;
    }
    int below = below(minimized);
    int equal = upTo(minimized) - below;
    return (size - below - equal + 0.5 * equal) / size;
  }

  /** How many are smaller. */
  private int below(double value) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many are not larger. */
  private int upTo(double value) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  static void writeNumbers(DataOutput out, double[] numbers, int count) throws IOException {
    out.writeInt(count);
    for (int i = 0; i < count; i++) {
      out.writeDouble(numbers[i]);
    }
  }

  static double[] readNumbers(DataInput in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > 1 << 24) {
      throw new IOException("an array of " + count + " numbers");
    }
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = in.readDouble();
    }
    return numbers;
  }
}
