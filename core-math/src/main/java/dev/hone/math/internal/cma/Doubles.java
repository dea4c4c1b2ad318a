package dev.hone.math.internal.cma;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Arrays in a snapshot, bit for bit. */
final class Doubles {

  private Doubles() {}

  static void write(DataOutput out, double[] x, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      out.writeLong(Double.doubleToRawLongBits(x[i]));
    }
  }

  static void read(DataInput in, double[] x, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      x[i] = Double.longBitsToDouble(in.readLong());
    }
  }
}
