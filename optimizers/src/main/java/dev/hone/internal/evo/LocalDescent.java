package dev.hone.internal.evo;

import dev.hone.math.minimize.Lbfgsb;
import dev.hone.math.minimize.LbfgsbRun;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One local search over the active continuous coordinates of a genome, the others standing still:
 * L-BFGS-B on forward differences, as a state that points are taken from and values told to in any
 * order. The n + 1 points of a gradient can be evaluated side by side.
 *
 * <p>Its state is saved as the gradients it was told, which it is told again when it is read.
 */
final class LocalDescent {
  /** √ε: rounding and curvature weigh the same in a difference so far apart. */
  private static final double SPACING = 0x1p-26;

  private static final int ITERATIONS_PER_COORDINATE = 6;

  /** Where a point of the stencil is. */
  private static final byte FREE = 0;

  private static final byte OUT = 1;
  private static final byte TOLD = 2;

  private final double[] start;
  private final double startValue;
  private final int[] coordinates;
  private final LbfgsbRun run;
  private final Genes genes;

  /** Values with their gradients, as told to the run. */
  private final List<double[]> told = new ArrayList<>();

  /** The base first, then a neighbour for each coordinate. */
  private final byte[] states;

  private final double[] values;

  /**
   * Starts at a place whose value is known.
   *
   * @param start a genome with an active continuous coordinate
   */
  LocalDescent(Genes genes, double[] start, double startValue) {
    this.genes = genes;
    this.start = start;
    this.startValue = startValue;
    coordinates = coordinates(genes, start);
    int n = coordinates.length;
    double[] x = new double[n];
    double[] lower = new double[n];
    double[] upper = new double[n];
    for (int k = 0; k < n; k++) {
      x[k] = start[coordinates[k]];
      upper[k] = 1;
    }
    int iterations = Math.clamp((long) ITERATIONS_PER_COORDINATE * n, 100, 1000);
    run = Lbfgsb.defaults().withMaxIterations(iterations).start(x, lower, upper);
    states = new byte[n + 1];
    values = new double[n + 1];
    states[0] = TOLD;
    values[0] = startValue;
  }

  /** The coordinates that can be searched from a genome. */
  static int[] coordinates(Genes genes, double[] genome) {
    int[] found = new int[genome.length];
    int count = 0;
    for (int j = 0; j < genome.length; j++) {
      if (genes.size(j) == 0 && genes.isActive(j, genome)) {
        found[count++] = j;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** The number of a point of the stencil that was not handed out; −1 if all were. */
  int take() {
    for (int i = 0; i < states.length; i++) {
      if (states[i] == FREE) {
        states[i] = OUT;
        return i;
      }
    }
    return -1;
  }

  /** Hands out again what was never told. */
  void takeBack() {
    for (int i = 0; i < states.length; i++) {
      states[i] = states[i] == OUT ? FREE : states[i];
    }
  }

  int stencilSize() {
    return states.length;
  }

  /** How many gradients were had: tells a stencil from the next. */
  int round() {
    return told.size();
  }

  /** The genome of a point of the stencil. */
  double[] genome(int index) {
    double[] genome = start.clone();
    double[] x = run.point();
    for (int k = 0; k < coordinates.length; k++) {
      genome[coordinates[k]] = x[k];
    }
    if (index > 0) {
      int j = coordinates[index - 1];
      genome[j] += genome[j] <= 0.5 ? SPACING : -SPACING;
    }
    return genome;
  }

  /**
   * Takes the value of a point of the stencil.
   *
   * @param value NaN if there is none
   */
  void tell(int index, double value) {
    if (states[index] == TOLD) {
      return;
    }
    states[index] = TOLD;
    values[index] = value;
    for (byte state : states) {
      if (state != TOLD) {
        return;
      }
    }
    advance(gradient());
  }

  /**
   * Between canonical points, which are what was evaluated. Where a neighbour has failed, the slope
   * is taken for what it was last: one failure should not cost a step.
   */
  private double[] gradient() {
    double[] result = new double[states.length];
    double[] base = genes.canonical(genome(0));
    result[0] = values[0];
    for (int k = 0; k < coordinates.length; k++) {
      int j = coordinates[k];
      double spacing = genes.canonical(genome(k + 1))[j] - base[j];
      double slope = (values[k + 1] - values[0]) / spacing;
      double last = told.isEmpty() ? 0 : told.getLast()[k + 1];
      result[k + 1] = Double.isNaN(values[k + 1]) ? last : slope;
    }
    return result;
  }

  private void advance(double[] valueAndGradient) {
    told.add(valueAndGradient);
    run.advance(valueAndGradient[0], valueAndGradient, 1);
    Arrays.fill(states, FREE);
  }

  boolean isAtEnd() {
    return run.isFinished();
  }

  /** The best base so far. */
  double[] best() {
    double[] genome = start.clone();
    double[] x = run.bestPoint();
    for (int k = 0; k < coordinates.length; k++) {
      genome[coordinates[k]] = x[k];
    }
    return genome;
  }

  double bestValue() {
    return run.bestValue();
  }

  void save(DataOutput out) throws IOException {
    Genomes.write(out, start);
    out.writeDouble(startValue);
    out.writeInt(told.size());
    for (double[] one : told) {
      Genomes.write(out, one);
    }
    out.write(states);
    Genomes.write(out, values);
  }

  static LocalDescent load(Genes genes, DataInput in) throws IOException {
    LocalDescent descent = new LocalDescent(genes, Genomes.read(in), in.readDouble());
    int rounds = in.readInt();
    for (int i = 0; i < rounds; i++) {
      if (descent.isAtEnd()) {
        throw new IOException("a local search beyond its end");
      }
      descent.advance(Genomes.read(in));
    }
    in.readFully(descent.states);
    System.arraycopy(Genomes.read(in), 0, descent.values, 0, descent.values.length);
    return descent;
  }
}
