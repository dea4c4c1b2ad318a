package dev.hone.internal.gp;

import dev.hone.spi.Deadline;
import java.util.ArrayList;
import java.util.List;

/** An {@link AscentField} on one surrogate. */
final class BatchAscent {
  private final AscentField field;
  private final PointBuffer buffer;
  private final double[] lengthScales;
  private double[] values = {};
  private double[] gradients = {};

  BatchAscent(EncodedSpace space) {
    field = new AscentField(space);
    buffer = new PointBuffer(space.dimension());
    lengthScales = new double[space.dimension()];
  }

  /**
   * Returns the end of every start's run, rounded to the space and not yet scored; those of runs
   * that were given up or cut off by the deadline are left out.
   */
  List<double[]> ascend(
      List<Scored> starts, Surrogate surrogate, Region region, Deadline deadline) {
    for (int k = 0; k < lengthScales.length; k++) {
      lengthScales[k] = surrogate.lengthScale(k);
    }
    field.begin(lengthScales);
    for (Scored start : starts) {
      field.add(start.point(), 0, region);
    }
    do {
      if (deadline.hasPassed()) {
        return List.of();
      }
      Deadline.checkInterrupt();
      field.collect(buffer);
    } while (advance(surrogate));
    field.ends(buffer);
    List<double[]> ends = new ArrayList<>();
    for (int i = 0; i < buffer.size(); i++) {
      ends.add(buffer.get(i));
    }
    return ends;
  }

  private boolean advance(Surrogate surrogate) {
    int m = buffer.size();
    if (values.length < m) {
      values = new double[m];
      gradients = new double[m * lengthScales.length];
    }
    surrogate.score(m, buffer.data(), values, gradients);
    return field.advance(values, gradients);
  }
}
