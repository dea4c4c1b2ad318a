package dev.hone.internal.descent;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Steps by the running mean of gradients over the root of the running mean of their squares, both
 * without bias.
 *
 * <p>Source: Kingma and Ba, Adam: A Method for Stochastic Optimization (2015), algorithm 1; the
 * decay α/√t of its section 4.
 */
final class AdamRule implements StepRule {
  private final AdamStrategy strategy;
  private double[] mean;
  private double[] square;
  private double power1 = 1;
  private double power2 = 1;
  private long steps;

  AdamRule(AdamStrategy strategy, int dimension) {
    this.strategy = strategy;
    mean = new double[dimension];
    square = new double[dimension];
  }

  @Override
  public double[] step(double[] gradient) {
    double beta1 = strategy.beta1();
    double beta2 = strategy.beta2();
    steps++;
    power1 *= beta1;
    power2 *= beta2;
    double rate = strategy.decaying() ? strategy.rate() / Math.sqrt((double) steps) : strategy.rate();
    double[] step = new double[gradient.length];
    for (int i = 0; i < step.length; i++) {
      double g = gradient[i];
      mean[i] = Math.fma(beta1, mean[i], (1 - beta1) * g);
      square[i] = Math.fma(beta2, square[i], (1 - beta2) * g * g);
      double unbiased = mean[i] / (1 - power1);
      step[i] = -rate * unbiased / (Math.sqrt(square[i] / (1 - power2)) + strategy.epsilon());
    }
    return step;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    Doubles.write(out, mean);
    Doubles.write(out, square);
    out.writeDouble(power1);
    out.writeDouble(power2);
    out.writeLong(steps);
  }

  @Override
  public void load(DataInput in) throws IOException {
    mean = Doubles.read(in);
    square = Doubles.read(in);
    power1 = in.readDouble();
    power2 = in.readDouble();
    steps = in.readLong();
  }
}
