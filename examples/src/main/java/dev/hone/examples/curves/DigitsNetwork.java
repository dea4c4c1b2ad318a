package dev.hone.examples.curves;

import dev.hone.math.random.CounterRandom;

/**
 * A perceptron with one hidden layer of tanh units that tells digits apart, trained by stochastic
 * gradient descent with momentum, one example at a time. All that it has learnt is in two arrays: a
 * checkpoint is a copy of it.
 *
 * <p>Source: Rumelhart, Hinton and Williams, Learning representations by back-propagating errors
 * (1986); Glorot and Bengio, Understanding the difficulty of training deep feedforward neural
 * networks (2010), for the initial weights.
 */
public final class DigitsNetwork {
  private static final int HIDDEN = 12;

  /** What a network that has diverged counts as; a guess among ten has 2.3. */
  private static final double WORST_LOSS = 10;

  private final DigitsSplit data;

  /** First layer by hidden unit, each with its bias last, then the second by class, the same. */
  private final double[] weights;

  private final double[] velocity;
  private final double[] input;
  private final double[] hidden = new double[HIDDEN];
  private final double[] output;

  private DigitsNetwork(DigitsSplit data, double[] weights, double[] velocity) {
    this.data = data;
    this.weights = weights;
    this.velocity = velocity;
    input = new double[data.training().dimension()];
    output = new double[data.training().classes()];
  }

  /** An untrained network with random weights. */
  public static DigitsNetwork of(DigitsSplit data, CounterRandom random) {
    int inputs = data.training().dimension();
    int classes = data.training().classes();
    int first = HIDDEN * (inputs + 1);
    double[] weights = new double[first + classes * (HIDDEN + 1)];
    double firstBound = Math.sqrt(6.0 / (inputs + HIDDEN));
    double secondBound = Math.sqrt(6.0 / (HIDDEN + classes));
    for (int k = 0; k < weights.length; k++) {
      boolean bias = k < first ? k % (inputs + 1) == inputs : (k - first) % (HIDDEN + 1) == HIDDEN;
      double bound = k < first ? firstBound : secondBound;
      double drawn = random.nextDouble(-bound, bound);
      weights[k] = bias ? 0 : drawn;
    }
    return new DigitsNetwork(data, weights, new double[weights.length]);
  }

  /** The same, to be trained on its own. */
  public DigitsNetwork copy() {
    return new DigitsNetwork(data, weights.clone(), velocity.clone());
  }

  /**
   * Trains.
   *
   * @param epochs how many times as many examples as there are, drawn with repetition
   * @param random draws examples and what is left out of them
   */
  public void train(int epochs, NetworkSettings settings, CounterRandom random) {
    int size = data.training().size();
    double[] gradient = new double[weights.length];
    for (int i = 0; i < epochs * size; i++) {
      int row = random.nextInt(size);
      load(data.training().features(), row);
      double kept = 1 - settings.dropout();
      for (int k = 0; settings.dropout() > 0 && k < input.length; k++) {
        input[k] = random.nextDouble() < kept ? input[k] / kept : 0;
      }
      backward(forward(), data.training().labels()[row], gradient);
      for (int k = 0; k < weights.length; k++) {
        double slope = Math.fma(settings.weightDecay(), weights[k], gradient[k]);
        velocity[k] = Math.fma(settings.momentum(), velocity[k], -settings.learningRate() * slope);
        weights[k] += velocity[k];
      }
    }
  }

  /** The mean log loss on the validation half; that of a network that has diverged is 10. */
  public double validationLoss() {
    double sum = 0;
    int size = data.validation().size();
    for (int i = 0; i < size; i++) {
      load(data.validation().features(), i);
      sum += forward() - output[data.validation().labels()[i]];
    }
    double mean = sum / size;
    return mean < WORST_LOSS ? mean : WORST_LOSS;
  }

  private void load(double[] features, int row) {
    System.arraycopy(features, row * input.length, input, 0, input.length);
  }

  /**
   * Leaves the logits in {@code output}; returns the logarithm of the sum of their exponentials.
   */
  private double forward() {
    for (int h = 0; h < HIDDEN; h++) {
      int from = h * (input.length + 1);
      double sum = weights[from + input.length];
      for (int k = 0; k < input.length; k++) {
        sum = Math.fma(weights[from + k], input[k], sum);
      }
      hidden[h] = StrictMath.tanh(sum);
    }
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < output.length; c++) {
      int from = secondLayer(c);
      double sum = weights[from + HIDDEN];
      for (int h = 0; h < HIDDEN; h++) {
        sum = Math.fma(weights[from + h], hidden[h], sum);
      }
      output[c] = sum;
      most = Math.max(most, sum);
    }
    double total = 0;
    for (double logit : output) {
      total += StrictMath.exp(logit - most);
    }
    return most + StrictMath.log(total);
  }

  private int secondLayer(int c) {
    return HIDDEN * (input.length + 1) + c * (HIDDEN + 1);
  }

  /** The gradient of the log loss of what was loaded; the first argument is from forward(). */
  private void backward(double logTotal, int label, double[] gradient) {
    double[] above = new double[HIDDEN];
    for (int c = 0; c < output.length; c++) {
      double delta = StrictMath.exp(output[c] - logTotal) - (c == label ? 1 : 0);
      int from = secondLayer(c);
      for (int h = 0; h < HIDDEN; h++) {
        gradient[from + h] = delta * hidden[h];
        above[h] = Math.fma(delta, weights[from + h], above[h]);
      }
      gradient[from + HIDDEN] = delta;
    }
    for (int h = 0; h < HIDDEN; h++) {
      double delta = above[h] * (1 - hidden[h] * hidden[h]);
      int from = h * (input.length + 1);
      for (int k = 0; k < input.length; k++) {
        gradient[from + k] = delta * input[k];
      }
      gradient[from + input.length] = delta;
    }
  }
}
