package dev.hone.math.cma;

import dev.hone.math.random.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A local search: one point and its search distribution, which a better offspring replaces. It
 * takes a third of the evaluations of a population for one optimum, and finds any of many.
 *
 * <p>Source: Igel, Suttorp and Hansen, A Computational Efficient Covariance Matrix Update and a
 * (1+1)-CMA for Evolution Strategies (2006); for multimodal functions, Auger and Hansen,
 * Benchmarking the (1+1)-CMA-ES on the BBOB-2009 Function Testbed (2009).
 */
final class ElitistRun {
  /** A run ends when so many evaluations for each dimension have gained next to nothing. */
  private static final int WINDOW = 15;

  private static final double LEAST_SHARE = 0.01;
  private static final double LEAST_GAIN = 1e-13;

  private final int n;
  private final double[] lower;
  private final double[] upper;
  private final BoundTransform transform;
  private final double[] scales;
  private CounterRandom random;
  private final double[] point;
  private ElitistIndividual parent;
  private ElitistIndividual offspring;
  private boolean first;
  private boolean ended;
  private double value;
  private double valueBefore;
  private int sinceWindow;

  ElitistRun(double[] lower, double[] upper, CounterRandom random) {
    n = lower.length;
    this.random = random;
    this.lower = lower;
    this.upper = upper;
    scales = new double[n];
    double[] low = new double[n];
    double[] high = new double[n];
    for (int j = 0; j < n; j++) {
      scales[j] = upper[j] - lower[j];
      low[j] = lower[j] / scales[j];
      high[j] = upper[j] / scales[j];
    }
    transform = new BoundTransform(low, high, scales);
    point = new double[n];
    parent = new ElitistIndividual(n);
    offspring = new ElitistIndividual(n);
  }

  /**
   * Begins anew.
   *
   * @param start within the bounds
   * @param sigma the first step size, relative to the width of the box
   */
  void restart(double[] start, double sigma) {
    parent.reset(sigma);
    for (int j = 0; j < n; j++) {
      parent.x[j] = transform.invert(j, start[j] / scales[j]);
    }
    first = true;
    ended = false;
    value = Double.POSITIVE_INFINITY;
    valueBefore = Double.POSITIVE_INFINITY;
    sinceWindow = 0;
  }

  boolean isAtEnd() {
    return ended;
  }

  /** The next point: the array itself, valid until the next call. */
  double[] ask() {
    if (!first) {
      offspring.descendFrom(parent, random);
    }
    ElitistIndividual asked = first ? parent : offspring;
    for (int j = 0; j < n; j++) {
      point[j] = Math.clamp(transform.apply(j, asked.x[j]) * scales[j], lower[j], upper[j]);
    }
    return point;
  }

  /** The point of the last {@link #ask}. */
  double[] point() {
    return point;
  }

  /**
   * Takes the value of the point of the last {@link #ask}.
   *
   * @param known the smallest value known from elsewhere
   */
  void tell(double told, double known) {
    if (first) {
      first = false;
      value = Double.isNaN(told) ? Double.POSITIVE_INFINITY : told;
    } else {
      boolean success = told <= value;
      parent.learnFrom(success);
      if (success) {
        offspring.learnFrom(true);
        offspring.adaptCovariance();
        ElitistIndividual replaced = parent;
        parent = offspring;
        offspring = replaced;
        value = told;
      }
    }
    if (++sinceWindow == WINDOW * n) {
      sinceWindow = 0;
      double gain = valueBefore - value;
      boolean lost = value > known && gain < LEAST_SHARE * (value - known);
      ended = lost || !(gain > LEAST_GAIN * Math.abs(value));
      valueBefore = value;
    }
  }

  void save(DataOutput out) throws IOException {
    out.writeLong(random.position());
    CmaSnapshot.writeDoubles(out, point);
    parent.save(out);
    offspring.save(out);
    out.writeBoolean(first);
    out.writeBoolean(ended);
    out.writeDouble(value);
    out.writeDouble(valueBefore);
    out.writeInt(sinceWindow);
  }

  void load(DataInput in) throws IOException {
    random = CounterRandom.at(random.seed(), random.stream(), in.readLong());
    CmaSnapshot.readDoubles(in, point);
    parent.load(in);
    offspring.load(in);
    first = in.readBoolean();
    ended = in.readBoolean();
    value = in.readDouble();
    valueBefore = in.readDouble();
    sinceWindow = in.readInt();
  }
}
