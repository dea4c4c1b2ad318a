package dev.hone.internal.descent;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Arrays of doubles in snapshots. */
final class Doubles {
  private static final int MOST = 1 << 24;

  private Doubles() {}

  static void write(DataOutput out, double[] numbers) throws IOException {
    out.writeInt(numbers.length);
    for (double number : numbers) {
      out.writeDouble(number);
    }
  }

  static double[] read(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MOST) {
      throw new IOException("an array of " + length + " numbers");
    }
    double[] numbers = new double[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = in.readDouble();
    }
    return numbers;
  }
}
