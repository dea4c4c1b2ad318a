package dev.hone.internal.gp;

import dev.hone.spi.Deadline;

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
   * that were given up or cut off by the deadline are left out. Valid until the next ascent.
   */
  PointBuffer ascend(
      ScoredPoints starts, Surrogate surrogate, Region region, Deadline deadline) {
    int d = lengthScales.length;
    for (int k = 0; k < d; k++) {
      lengthScales[k] = surrogate.lengthScale(k);
    }
    field.begin(lengthScales);
    for (int i = 0; i < starts.size(); i++) {
      field.add(starts.points(), i * d, region);
    }
    do {
      if (deadline.hasPassed()) {
        buffer.clear();
        return buffer;
      }
      Deadline.checkInterrupt();
      field.collect(buffer);
    } while (advance(surrogate));
    field.ends(buffer);
    return buffer;
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
