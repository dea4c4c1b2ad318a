package dev.hone.internal.descent;

import dev.hone.math.random.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Steps by a gradient estimated from pairs of points that differ in all coordinates at once, by
 * chance in sign. The step gain is set by the first estimate: so the unit of the objective does not
 * matter. The place keeps away from the border by the perturbation, so that both points of a pair
 * lie inside.
 *
 * <p>Source: Spall, Multivariate Stochastic Approximation Using a Simultaneous Perturbation
 * Gradient Approximation (1992), and Implementation of the Simultaneous Perturbation Algorithm for
 * Stochastic Optimization (1998); Sadegh, Constrained Optimization via Stochastic Approximation
 * with a Simultaneous Perturbation Gradient Approximation (1997), for the bounds.
 */
final class PerturbationDescent implements Descent {
  private static final long STREAM = 0x5b5a_0001L;
  private static final int MOST_FAILURES = 10;

  private final SpsaStrategy strategy;
  private final long seed;
  private long number;
  private double[] place;
  private long step;

  /** What divides gradients so that the first step has its length; 0 before it is known. */
  private double unit;

  private int handedOut;
  private int ended;

  /** By probe; NaN where it failed or is not known yet. */
  private double[] values;

  private int failures;

  PerturbationDescent(SpsaStrategy strategy, long seed, long number, double[] start) {
    this.strategy = strategy;
    this.seed = seed;
    this.number = number;
    place = start.clone();
    values = new double[2 * strategy.pairs()];
    begin();
  }

  private void begin() {
    double margin = strategy.perturbation(step);
    for (int i = 0; i < place.length; i++) {
      place[i] = Math.clamp(place[i], margin, 1 - margin);
    }
    handedOut = 0;
    ended = 0;
    Arrays.fill(values, Double.NaN);
  }

  @Override
  public int next() {
    return handedOut < values.length ? handedOut : WAITING;
  }

  @Override
  public double[] handOut() {
    int probe = handedOut++;
    boolean[] signs = signs(probe / 2);
    double distance = strategy.perturbation(step);
    double[] point = new double[place.length];
    for (int i = 0; i < point.length; i++) {
      boolean up = signs[i] == (probe % 2 == 0);
      point[i] = Math.clamp(place[i] + (up ? distance : -distance), 0, 1);
    }
    return point;
  }

  /** Δ of a pair. */
  private boolean[] signs(int pair) {
    CounterRandom random =
        CounterRandom.of(seed ^ STREAM ^ (number << 20), step * strategy.pairs() + pair);
    boolean[] signs = new boolean[place.length];
    for (int i = 0; i < signs.length; i++) {
      signs[i] = random.nextBoolean();
    }
    return signs;
  }

  @Override
  public void told(int probe, @Nullable Evaluation evaluation) {
    if (evaluation != null) {
      values[probe] = evaluation.value();
    }
    if (++ended == values.length) {
      move();
      step++;
      begin();
    }
  }

  private void move() {
    double[] gradient = new double[place.length];
    int pairs = 0;
    for (int pair = 0; pair < strategy.pairs(); pair++) {
      double difference = values[2 * pair] - values[2 * pair + 1];
      if (!Double.isFinite(difference)) {
        continue;
      }
      pairs++;
      double slope = difference / (2 * strategy.perturbation(step));
      boolean[] signs = signs(pair);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += signs[i] ? slope : -slope;
      }
    }
    if (pairs == 0) {
      failures++;
      return;
    }
    failures = 0;
    double size = 0;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= pairs;
      size += Math.abs(gradient[i]) / gradient.length;
    }
    unit = unit == 0 ? size : unit;
    if (unit > 0) {
      double gain = strategy.firstStep() * strategy.relativeStep(step) / unit;
      for (int i = 0; i < gradient.length; i++) {
        double length = Math.clamp(gain * gradient[i], -2 * strategy.firstStep(), 2 * strategy.firstStep());
        place[i] -= length;
      }
    }
  }

  @Override
  public boolean isFinished() {
    return failures >= MOST_FAILURES;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(number);
    Doubles.write(out, place);
    out.writeLong(step);
    out.writeDouble(unit);
    out.writeInt(handedOut);
    out.writeInt(ended);
    Doubles.write(out, values);
    out.writeInt(failures);
  }

  @Override
  public void load(DataInput in) throws IOException {
    number = in.readLong();
    place = Doubles.read(in);
    step = in.readLong();
    unit = in.readDouble();
    handedOut = in.readInt();
    ended = in.readInt();
    values = Doubles.read(in);
    failures = in.readInt();
  }
}
