package dev.hone.examples.quality;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * A test function of the literature with its published domain and minimum; where the minimum of
 * Ackley, Griewank, Rastrigin and sphere would lie in the centre, which favours methods that start
 * there, the domain is lopsided.
 *
 * <p>Source: Surjanovic and Bingham, Virtual Library of Simulation Experiments; Dixon and Szegö,
 * Towards Global Optimization 2 (1978), for Branin and Hartmann.
 *
 * @param name how reports call it
 * @param lower the lower bounds
 * @param upper the upper bounds
 * @param minimum the value at the best point of the domain
 * @param function the function, which keeps its argument as it is
 */
@SuppressWarnings("ArrayRecordComponent") // bounds, never compared
record ClassicFunction(
    String name,
    double[] lower,
    double[] upper,
    double minimum,
    ToDoubleFunction<double[]> function) {

  /** Of central differences, in parts of the range: about the cube root of the rounding error. */
  private static final double STEP = 5e-6;

  private static final double[] HARTMANN_WEIGHTS = {1, 1.2, 3, 3.2};
  private static final double[][] HARTMANN_SLOPES = {
    {10, 3, 17, 3.5, 1.7, 8},
    {0.05, 10, 17, 0.1, 8, 14},
    {3, 3.5, 1.7, 10, 17, 8},
    {17, 8, 0.05, 10, 0.1, 14}
  };
  private static final double[][] HARTMANN_CENTRES = {
    {0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
    {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
    {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
    {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}
  };

  /** The number of variables. */
  int dimension() {
    return lower.length;
  }

  /** The gradient by central differences within the domain, good to about nine digits. */
  double[] gradient(double[] x) {
    double[] gradient = new double[x.length];
    double[] moved = x.clone();
    for (int k = 0; k < x.length; k++) {
      double h = STEP * (upper[k] - lower[k]);
      double above = Math.min(x[k] + h, upper[k]);
      double below = Math.max(x[k] - h, lower[k]);
      moved[k] = above;
      double difference = function.applyAsDouble(moved);
      moved[k] = below;
      difference -= function.applyAsDouble(moved);
      moved[k] = x[k];
      gradient[k] = difference / (above - below);
    }
    return gradient;
  }

  static ClassicFunction branin() {
    return new ClassicFunction(
        "branin",
        new double[] {-5, 0},
        new double[] {10, 15},
        0.39788735772973816,
        x -> {
          double a = x[1] - 5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0] + 5 / Math.PI * x[0] - 6;
          return a * a + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x[0]) + 10;
        });
  }

  static ClassicFunction hartmann6() {
    return cube(
        "hartmann-6",
        6,
        0,
        1,
        -3.322368011391339,
        x -> {
          double sum = 0;
          for (int i = 0; i < HARTMANN_WEIGHTS.length; i++) {
            double exponent = 0;
            for (int k = 0; k < x.length; k++) {
              double difference = x[k] - HARTMANN_CENTRES[i][k];
              exponent += HARTMANN_SLOPES[i][k] * difference * difference;
            }
            sum -= HARTMANN_WEIGHTS[i] * Math.exp(-exponent);
          }
          return sum;
        });
  }

  /** Ackley on a cube. */
  static ClassicFunction ackley(int d, double lower, double upper) {
    return cube(
        "ackley-" + d,
        d,
        lower,
        upper,
        0,
        x -> {
          double squares = 0;
          double cosines = 0;
          for (double v : x) {
            squares += v * v;
            cosines += Math.cos(2 * Math.PI * v);
          }
          double n = x.length;
          return 20 * -Math.expm1(-0.2 * Math.sqrt(squares / n)) + Math.E - Math.exp(cosines / n);
        });
  }

  static ClassicFunction levy(int d) {
    return cube(
        "levy-" + d,
        d,
        -10,
        10,
        0,
        x -> {
          double sum = square(Math.sin(Math.PI * levyWeight(x[0])));
          for (int k = 0; k + 1 < x.length; k++) {
            double w = levyWeight(x[k]);
            sum += square(w - 1) * (1 + 10 * square(Math.sin(Math.PI * w + 1)));
          }
          double last = levyWeight(x[x.length - 1]);
          return sum + square(last - 1) * (1 + square(Math.sin(2 * Math.PI * last)));
        });
  }

  private static double levyWeight(double x) {
    return 1 + (x - 1) / 4;
  }

  static ClassicFunction rosenbrock(int d) {
    return cube(
        "rosenbrock-" + d,
        d,
        -5,
        10,
        0,
        x -> {
          double sum = 0;
          for (int k = 0; k + 1 < x.length; k++) {
            sum += 100 * square(x[k + 1] - x[k] * x[k]) + square(1 - x[k]);
          }
          return sum;
        });
  }

  static ClassicFunction rastrigin(int d) {
    return cube(
        "rastrigin-" + d,
        d,
        -4,
        8,
        0,
        x -> {
          double sum = 10.0 * x.length;
          for (double v : x) {
            sum += v * v - 10 * Math.cos(2 * Math.PI * v);
          }
          return sum;
        });
  }

  static ClassicFunction griewank(int d) {
    return cube(
        "griewank-" + d,
        d,
        -300,
        600,
        0,
        x -> {
          double sum = 0;
          double product = 1;
          for (int k = 0; k < x.length; k++) {
            sum += x[k] * x[k] / 4000;
            product *= Math.cos(x[k] / Math.sqrt(k + 1));
          }
          return sum + 1 - product;
        });
  }

  static ClassicFunction sphere(int d) {
    return cube("sphere-" + d, d, -5, 10, 0, x -> Arrays.stream(x).map(v -> v * v).sum());
  }

  static ClassicFunction zakharov(int d) {
    return cube(
        "zakharov-" + d,
        d,
        -5,
        10,
        0,
        x -> {
          double squares = 0;
          double weighted = 0;
          for (int k = 0; k < x.length; k++) {
            squares += x[k] * x[k];
            weighted += 0.5 * (k + 1) * x[k];
          }
          return squares + square(weighted) + square(square(weighted));
        });
  }

  static ClassicFunction styblinskiTang(int d) {
    return cube(
        "styblinski-tang-" + d,
        d,
        -5,
        5,
        -39.16616570377142 * d,
        x -> Arrays.stream(x).map(v -> 0.5 * (((v * v - 16) * v + 5) * v)).sum());
  }

  static ClassicFunction schwefel(int d) {
    return cube(
        "schwefel-" + d,
        d,
        -500,
        500,
        0,
        x -> {
          double sum = 418.9828872724338 * x.length;
          for (double v : x) {
            sum -= v * Math.sin(Math.sqrt(Math.abs(v)));
          }
          return sum;
        });
  }

  /**
   * Groups of ten coordinates that hang together, spread over the others, which stand each for
   * itself: running sums of each group as in the rotated ellipsoids of the large-scale suites,
   * conditioned as 1 to 10⁴, the groups worth 1 to 10³, the minimum in another place in each
   * coordinate.
   *
   * @param groups of ten; the minimum is 0
   */
  static ClassicFunction partiallySeparable(int d, int groups) {
    return cube(
        "partially-separable-" + d,
        d,
        -5,
        5,
        0,
        x -> {
          double sum = 0;
          for (int g = 0; g < groups; g++) {
            double chain = 0;
            for (int k = 0; k < 10; k++) {
              chain += Math.pow(10, k / 4.5) * shifted(x, g + k * groups);
              sum += Math.pow(10, 3.0 * g / groups) * chain * chain;
            }
          }
          for (int j = 10 * groups; j < d; j++) {
            sum += (1 + j % 7) * square(shifted(x, j));
          }
          return sum;
        });
  }

  private static double shifted(double[] x, int j) {
    return x[j] - 3 * Math.sin(1 + 2.3 * j);
  }

  private static ClassicFunction cube(
      String name,
      int d,
      double lower,
      double upper,
      double minimum,
      ToDoubleFunction<double[]> function) {
    double[] low = new double[d];
    double[] high = new double[d];
    Arrays.fill(low, lower);
    Arrays.fill(high, upper);
    return new ClassicFunction(name, low, high, minimum, function);
  }

  private static double square(double x) {
    return x * x;
  }
}
