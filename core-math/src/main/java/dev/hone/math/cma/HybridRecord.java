package dev.hone.math.cma;

import dev.hone.math.cma.HybridSearch.Part;
import dev.hone.math.cma.HybridSearch.Run;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a {@link HybridSearch} was told: its runs, the one that is going on, and the best of all.
 */
final class HybridRecord {
  private final List<Run> runs = new ArrayList<>();
  private final double[] best;
  private double bestValue = Double.NaN;
  private long evaluations;
  private long runEvaluations;
  private double runBest = Double.NaN;

  /**
   * Nothing yet.
   *
   * @param n coordinates of a point
   */
  HybridRecord(int n) {
    best = new double[n];
  }

  /** The runs that have ended, in their order; a live view. */
  List<Run> runs() {
    return Collections.unmodifiableList(runs);
  }

  /** How many values were told. */
  long evaluations() {
    return evaluations;
  }

  /** How many of them to the run that is going on. */
  long runEvaluations() {
    return runEvaluations;
  }

  /** The smallest value; NaN before the first. */
  double bestValue() {
    return bestValue;
  }

  /** Its point: the array itself. */
  double[] best() {
    return best;
  }

  /** Whether a value is smaller than any before; NaN is not. */
  boolean isBetter(double value) {
    return !Double.isNaN(value) && !(bestValue <= value);
  }

  /** Whether the run that is going on has found the best. */
  boolean runLeads() {
    return runBest <= bestValue;
  }

  /** Takes note of a point of any origin. */
  void observe(double[] point, double value) {
    if (isBetter(value)) {
      bestValue = value;
      System.arraycopy(point, 0, best, 0, best.length);
    }
  }

  /** Takes note of a value of the run that is going on. */
  void takeOfRun(double value) {
    if (!Double.isNaN(value) && !(runBest <= value)) {
      runBest = value;
    }
  }

  /** Takes note of a point of the run that is going on. */
  void take(double value, double[] point) {
    takeOfRun(value);
    observe(point, value);
  }

  /** Counts values told. */
  void count(int values) {
    evaluations += values;
    runEvaluations += values;
  }

  /** Ends the run that was going on. */
  Run endRun(Part part, int populationSize) {
    Run run = new Run(part, populationSize, runEvaluations, runBest);
    runs.add(run);
    runEvaluations = 0;
    runBest = Double.NaN;
    return run;
  }

  /** Writes what {@link #loadRuns} reads: runs that have ended, and the best. */
  void saveRuns(DataOutput out) throws IOException {
    out.writeInt(runs.size());
    for (Run run : runs) {
      out.writeUTF(run.part().name());
      out.writeInt(run.populationSize());
      out.writeLong(run.evaluations());
      out.writeDouble(run.bestValue());
    }
    CmaSnapshot.writeDoubles(out, best);
    out.writeDouble(bestValue);
  }

  void loadRuns(DataInput in) throws IOException {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      Part part = Part.valueOf(in.readUTF());
      runs.add(new Run(part, in.readInt(), in.readLong(), in.readDouble()));
    }
    CmaSnapshot.readDoubles(in, best);
    bestValue = in.readDouble();
  }

  /** Writes what {@link #loadRun} reads: the run that is going on, and what all have cost. */
  void saveRun(DataOutput out) throws IOException {
    out.writeLong(runEvaluations);
    out.writeDouble(runBest);
    out.writeLong(evaluations);
  }

  void loadRun(DataInput in) throws IOException {
    runEvaluations = in.readLong();
    runBest = in.readDouble();
    evaluations = in.readLong();
  }
}
