package dev.hone.internal.cma;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A point that was handed out or is from elsewhere: its sample, where it is one. */
final class Candidate {
  /** Which ask of the strategy it came from; −1 for a point from elsewhere. */
  final long batch;

  /** Its place in it. */
  final int row;

  /** The run it belongs to. */
  final int run;

  final double[] coordinates;
  final int[] choices;

  Candidate(long batch, int row, int run, double[] coordinates, int[] choices) {
    this.batch = batch;
    this.row = row;
    this.run = run;
    this.coordinates = coordinates;
    this.choices = choices;
  }

  void save(DataOutput out) throws IOException {
    out.writeLong(batch);
    out.writeInt(row);
    out.writeInt(run);
    CmaBytes.writeDoubles(out, coordinates);
    for (int choice : choices) {
      out.writeInt(choice);
    }
  }

  static Candidate load(DataInput in, int dimension, int categorical) throws IOException {
    long batch = in.readLong();
    int row = in.readInt();
    int run = in.readInt();
    double[] coordinates = CmaBytes.readDoubles(in, new double[dimension]);
    int[] choices = new int[categorical];
    for (int c = 0; c < choices.length; c++) {
      choices[c] = in.readInt();
    }
    return new Candidate(batch, row, run, coordinates, choices);
  }
}
