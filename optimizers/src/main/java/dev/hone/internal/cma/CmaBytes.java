package dev.hone.internal.cma;

import dev.hone.math.cma.StopTolerances;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What the snapshots of this package have in common. */
public final class CmaBytes {

  private CmaBytes() {}

  static void writeDoubles(DataOutput out, double[] x) throws IOException {
    for (double value : x) {
      out.writeDouble(value);
    }
  }

  static double[] readDoubles(DataInput in, double[] x) throws IOException {
    for (int i = 0; i < x.length; i++) {
      x[i] = in.readDouble();
    }
    return x;
  }

  static void writeBytes(DataOutput out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }

  /** Writes what {@link #readTolerances} reads. */
  public static void writeTolerances(DataOutput out, StopTolerances t) throws IOException {
    double[] numbers = {t.x(), t.fun(), t.funHistory(), t.facUpX(), t.upSigma(), t.condition()};
    writeDoubles(out, numbers);
    out.writeInt(t.flatGenerations());
    out.writeBoolean(t.stagnation());
  }

  /** Reads what {@link #writeTolerances} wrote. */
  public static StopTolerances readTolerances(DataInput in) throws IOException {
    double[] t = readDoubles(in, new double[6]);
    return new StopTolerances(t[0], t[1], t[2], t[3], t[4], t[5], in.readInt(), in.readBoolean());
  }
}
