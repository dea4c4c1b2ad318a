package dev.hone.spi;

import dev.hone.Outcome;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An outcome as bytes; none stands for a failed trial. */
final class OutcomeSnapshot {
  /** More objectives, constraints or parameters than this are damage. */
  private static final int MAX_LENGTH = 1 << 20;

  private OutcomeSnapshot() {}

  static void write(DataOutput out, @Nullable Outcome outcome) throws IOException {
    if (outcome == null) {
      out.writeInt(0);
      return;
    }
    writeArray(out, outcome.objectives());
    writeArray(out, outcome.constraints());
    out.writeDouble(outcome.cost());
    for (int i = 0; i < outcome.objectiveCount(); i++) {
      out.writeDouble(outcome.noiseVariance(i));
    }
    double[] gradient = outcome.gradient();
    writeArray(out, gradient == null ? new double[0] : gradient);
  }

  /** Reads what {@link #write} wrote. */
  static @Nullable Outcome read(DataInput in) throws IOException {
    double[] objectives = readArray(in);
    if (objectives.length == 0) {
      return null;
    }
    try {
      Outcome outcome = Outcome.of(objectives).withConstraints(readArray(in));
      double cost = in.readDouble();
      if (!Double.isNaN(cost)) {
        outcome = outcome.withCost(cost);
      }
      double[] noise = readDoubles(in, objectives.length);
      if (!Double.isNaN(noise[0])) {
        outcome = outcome.withNoiseVariance(noise);
      }
      double[] gradient = readArray(in);
      return gradient.length == 0 ? outcome : outcome.withGradient(gradient);
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    }
  }

  private static void writeArray(DataOutput out, double[] values) throws IOException {
    out.writeInt(values.length);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  private static double[] readArray(DataInput in) throws IOException {
    return readDoubles(in, in.readInt());
  }

  private static double[] readDoubles(DataInput in, int length) throws IOException {
    if (length < 0 || length > MAX_LENGTH) {
      throw new IOException("an array of " + length);
    }
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = in.readDouble();
    }
    return values;
  }
}
