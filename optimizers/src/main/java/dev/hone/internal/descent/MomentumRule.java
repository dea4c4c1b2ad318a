package dev.hone.internal.descent;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Steps with a velocity that gradients change. Gradients count relative to the largest one
 * of the descent so far: the unit of the objective does not matter, and a start where it is flat
 * does not lead to steps that are too long for where it is steep.
 *
 * <p>Source: Polyak, Some methods of speeding up the convergence of iteration methods (1964);
 * Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum in deep
 * learning (2013), for Nesterov's variant.
 */
final class MomentumRule implements StepRule {
  private final MomentumStrategy strategy;
  private double[] velocity;
  private double unit;
  private long steps;

  MomentumRule(MomentumStrategy strategy, int dimension) {
    this.strategy = strategy;
    velocity = new double[dimension];
  }

  @Override
  public double[] step(double[] gradient) {
    double norm = 0;
    for (double g : gradient) {
      norm = Math.max(norm, Math.abs(g));
    }
    unit = Math.max(unit, norm);
    double rate = strategy.rate() / (1 + strategy.decay() * (double) steps++);
    double scale = unit > 0 ? rate / unit : 0;
    double[] step = new double[gradient.length];
    for (int i = 0; i < step.length; i++) {
      double push = -scale * gradient[i];
      velocity[i] = Math.fma(strategy.momentum(), velocity[i], push);
      step[i] =
          strategy.nesterov() ? Math.fma(strategy.momentum(), velocity[i], push) : velocity[i];
    }
    return step;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    Doubles.write(out, velocity);
    out.writeDouble(unit);
    out.writeLong(steps);
  }

  @Override
  public void load(DataInput in) throws IOException {
    velocity = Doubles.read(in);
    unit = in.readDouble();
    steps = in.readLong();
  }
}
