package dev.hone.internal.descent;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What was told of a point.
 *
 * @param value to be minimised, finite
 * @param gradient by the coordinates of the unit cube; empty if it was not told
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Evaluation(double value, double[] gradient) {

  void save(DataOutput out) throws IOException {
    out.writeDouble(value);
    Doubles.write(out, gradient);
  }

  static Evaluation load(DataInput in) throws IOException {
    return new Evaluation(in.readDouble(), Doubles.read(in));
  }
}
