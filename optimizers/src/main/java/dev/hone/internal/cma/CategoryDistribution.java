package dev.hone.internal.cma;

import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Independent probabilities of categories, which move along the natural gradient with a step that
 * adapts to how far the gradients agree, and never fall below a margin.
 *
 * <p>Source: Akimoto, Shirakawa, Yoshinari, Uchida, Saito and Nishida, Adaptive Stochastic Natural
 * Gradient Method for One-Shot Neural Architecture Search (2019), as joined with CMA-ES by Hamano,
 * Saito, Nomura, Uchida and Shirakawa, CatCMA: Stochastic Optimization for Mixed-Category Problems
 * (2024), whose margin is used.
 */
final class CategoryDistribution {
  private static final double ALPHA = 1.5;
  private static final double MARGIN_BASE = 0.73;
  private static final double SMALLEST_GRADIENT = 1e-18;

  private final double[][] probabilities;
  private final double[] margins;
  private final double[][] gradient;
  private final double[] direction;
  private final double[] path;
  private double trust = 1;
  private double pathWeight;

  /** Takes the numbers of categories; every one is equally likely at first. */
  CategoryDistribution(int[] sizes) {
    probabilities = new double[sizes.length][];
    gradient = new double[sizes.length][];
    margins = new double[sizes.length];
    double margin =
        1 - SpecialFunctions.exp(SpecialFunctions.log(MARGIN_BASE) / Math.max(1, sizes.length));
    int free = 0;
    for (int c = 0; c < sizes.length; c++) {
      probabilities[c] = new double[sizes[c]];
      Arrays.fill(probabilities[c], 1.0 / sizes[c]);
      gradient[c] = new double[sizes[c]];
      margins[c] = sizes[c] == 1 ? 1 : Math.min(margin / (sizes[c] - 1), 0.5 / sizes[c]);
      free += sizes[c] - 1;
    }
    direction = new double[free];
    path = new double[free];
  }

  /** The probability of a category. */
  double probability(int parameter, int category) {
    return probabilities[parameter][category];
  }

  /** Draws one category for each parameter. */
  int[] sample(CounterRandom random) {
    int[] choices = new int[probabilities.length];
    for (int c = 0; c < choices.length; c++) {
      double u = random.nextDouble();
      int last = probabilities[c].length - 1;
      int k = 0;
      double sum = probabilities[c][0];
      while (k < last && u >= sum) {
        sum += probabilities[c][++k];
      }
      choices[c] = k;
    }
    return choices;
  }

  /**
   * Moves towards the choices of good trials.
   *
   * @param choices of the best trials, best first; −1 where a parameter was inactive
   * @param weights one for each, summing to 1
   */
  void update(int[][] choices, double[] weights) {
    double norm = naturalGradient(choices, weights);
    if (!(norm > SMALLEST_GRADIENT)) {
      return;
    }
    double step = 1 / trust;
    double beta = Math.min(1, step / Math.sqrt(direction.length));
    double squares = 0;
    double keep = 1 - beta;
    for (int i = 0; i < path.length; i++) {
      path[i] = keep * path[i] + Math.sqrt(beta * (2 - beta)) * direction[i] / norm;
      squares += path[i] * path[i];
    }
    pathWeight = keep * keep * pathWeight + beta * (2 - beta);
    // A step longer than 1 would leave the simplex.
    trust = Math.max(1, trust * SpecialFunctions.exp(beta * (pathWeight - squares / ALPHA)));
    for (int c = 0; c < probabilities.length; c++) {
      for (int k = 0; k < probabilities[c].length; k++) {
        probabilities[c][k] += step * gradient[c][k] / norm;
      }
      restrict(c);
    }
  }

  /** Writes Σw(onehot − p), and its image under the root of the Fisher matrix; returns its norm. */
  private double naturalGradient(int[][] choices, double[] weights) {
    int at = 0;
    double squares = 0;
    for (int c = 0; c < probabilities.length; c++) {
      double[] p = probabilities[c];
      Arrays.fill(gradient[c], 0);
      for (int i = 0; i < choices.length; i++) {
        if (choices[i][c] >= 0) {
          for (int k = 0; k < p.length; k++) {
            gradient[c][k] += weights[i] * ((k == choices[i][c] ? 1 : 0) - p[k]);
          }
        }
      }
      int last = p.length - 1;
      double sum = -gradient[c][last];
      double share = sum / (p[last] + Math.sqrt(p[last]));
      for (int k = 0; k < last; k++) {
        double root = Math.sqrt(p[k]);
        direction[at] = gradient[c][k] / root + root * share;
        squares += direction[at] * direction[at];
        at++;
      }
    }
    return Math.sqrt(squares);
  }

  /** Brings the probabilities of a parameter back to a sum of 1 with none below the margin. */
  private void restrict(int c) {
    double[] p = probabilities[c];
    double sum = 0;
    for (int k = 0; k < p.length; k++) {
      p[k] = Math.max(p[k], margins[c]);
      sum += p[k];
    }
    double above = sum - p.length * margins[c];
    double wanted = 1 - p.length * margins[c];
    for (int k = 0; k < p.length; k++) {
      p[k] = above > 0 ? margins[c] + (p[k] - margins[c]) * wanted / above : 1.0 / p.length;
    }
  }

  void save(DataOutput out) throws IOException {
    for (double[] p : probabilities) {
      CmaBytes.writeDoubles(out, p);
    }
    CmaBytes.writeDoubles(out, path);
    out.writeDouble(trust);
    out.writeDouble(pathWeight);
  }

  void load(DataInput in) throws IOException {
    for (double[] p : probabilities) {
      CmaBytes.readDoubles(in, p);
    }
    CmaBytes.readDoubles(in, path);
    trust = in.readDouble();
    pathWeight = in.readDouble();
  }
}
