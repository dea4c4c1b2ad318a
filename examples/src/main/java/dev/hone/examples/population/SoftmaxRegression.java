package dev.hone.examples.population;

import dev.hone.examples.lightgbm.LabelledData;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;

/**
 * Softmax regression with a penalty on squared weights, trained by stochastic gradient descent with
 * momentum, one example at a time. All that it has learnt is in two arrays: a checkpoint is a copy
 * of it.
 *
 * <p>The loss is strictly convex, so that how far training is from the best there is, is known.
 */
public final class SoftmaxRegression {
  private static final double PENALTY = 1e-3;

  private final LabelledData data;
  private final int inputs;
  private final int classes;

  /** A row for each class, with its bias at the end. */
  private final double[] weights;

  private final double[] velocity;
  private final double[] probability;

  private SoftmaxRegression(LabelledData data, double[] weights, double[] velocity) {
    this.data = data;
    this.inputs = data.dimension();
    this.classes = data.classes();
    this.weights = weights;
    this.velocity = velocity;
    this.probability = new double[classes];
  }

  /** An untrained one, whose weights are 0. */
  public static SoftmaxRegression of(LabelledData data) {
    int size = data.classes() * (data.dimension() + 1);
    return new SoftmaxRegression(data, new double[size], new double[size]);
  }

  /** One with given weights, which are not copied. */
  static SoftmaxRegression of(LabelledData data, double[] weights) {
    return new SoftmaxRegression(data, weights, new double[weights.length]);
  }

  /** The same, to be trained on its own. */
  public SoftmaxRegression copy() {
    return new SoftmaxRegression(data, weights.clone(), velocity.clone());
  }

  /** The number of weights. */
  int size() {
    return weights.length;
  }

  /**
   * Trains on some examples, drawn with repetition.
   *
   * @param examples how many
   * @param learningRate the step along a gradient
   * @param momentum how much of the last step is made again, 0 to below 1
   * @param random draws the examples
   */
  public void train(int examples, double learningRate, double momentum, CounterRandom random) {
    double[] gradient = new double[weights.length];
    for (int i = 0; i < examples; i++) {
      Arrays.fill(gradient, 0);
      lossAt(random.nextInt(data.size()), gradient);
      for (int k = 0; k < weights.length; k++) {
        double slope = Math.fma(PENALTY, weights[k], gradient[k]);
        velocity[k] = Math.fma(momentum, velocity[k], -learningRate * slope);
        weights[k] += velocity[k];
      }
    }
  }

  /** The mean log loss and the penalty; NaN or infinite if training has diverged. */
  public double loss() {
    return loss(new double[weights.length]);
  }

  /**
   * The loss with its gradient.
   *
   * @param gradient receives the derivative by each weight
   */
  double loss(double[] gradient) {
    Arrays.fill(gradient, 0);
    double sum = 0;
    for (int i = 0; i < data.size(); i++) {
      sum += lossAt(i, gradient);
    }
    double squares = 0;
    for (int k = 0; k < weights.length; k++) {
      gradient[k] = Math.fma(PENALTY, weights[k], gradient[k] / data.size());
      squares = Math.fma(weights[k], weights[k], squares);
    }
    return sum / data.size() + 0.5 * PENALTY * squares;
  }

  /** The log loss on one example; adds its gradient. */
  private double lossAt(int row, double[] gradient) {
    double[] features = data.features();
    int offset = row * inputs;
    int label = data.labels()[row];
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      int from = c * (inputs + 1);
      double sum = weights[from + inputs];
      for (int k = 0; k < inputs; k++) {
        sum = Math.fma(weights[from + k], features[offset + k], sum);
      }
      probability[c] = sum;
      most = Math.max(most, sum);
    }
    double total = 0;
    double own = probability[label];
    for (int c = 0; c < classes; c++) {
      probability[c] = Math.exp(probability[c] - most);
      total += probability[c];
    }
    for (int c = 0; c < classes; c++) {
      double delta = probability[c] / total - (c == label ? 1 : 0);
      int from = c * (inputs + 1);
      for (int k = 0; k < inputs; k++) {
        gradient[from + k] = Math.fma(delta, features[offset + k], gradient[from + k]);
      }
      gradient[from + inputs] += delta;
    }
    return Math.log(total) + most - own;
  }
}
