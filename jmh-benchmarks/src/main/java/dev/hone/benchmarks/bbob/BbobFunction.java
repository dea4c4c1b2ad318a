package dev.hone.benchmarks.bbob;

import static dev.hone.benchmarks.bbob.Transforms.condition;
import static dev.hone.benchmarks.bbob.Transforms.oscillate;
import static dev.hone.benchmarks.bbob.Transforms.penalty;
import static dev.hone.benchmarks.bbob.Transforms.position;
import static dev.hone.benchmarks.bbob.Transforms.product;
import static dev.hone.benchmarks.bbob.Transforms.skew;

import dev.hone.math.random.CounterRandom;

/**
 * One instance of one of the 24 noiseless functions: all of them to be minimised in [−5, 5]^D, with
 * the optimum inside. Not safe for use from several threads.
 *
 * <p>Source: Hansen, Finck, Ros and Auger, Real-Parameter Black-Box Optimization Benchmarking 2009:
 * Noiseless Functions Definitions, INRIA research report RR-6829. Rotations, optima and offsets of
 * an instance are drawn by us, so that values differ from those of other programs.
 */
public final class BbobFunction {
  /** The number of functions, f1 to f24. */
  public static final int COUNT = 24;

  private static final double SCHWEFEL_OPTIMUM = 4.2096874633 / 2;

  private final int id;
  private final int dimension;
  private final double offset;
  private final double[] optimum;
  private final double[][] r;
  private final double[][] q;
  private final Gallagher peaks;

  /**
   * Draws an instance.
   *
   * @param id from 1 to 24
   * @param dimension D, at least 2
   * @param instance any number
   */
  public BbobFunction(int id, int dimension, int instance) {
    if (id < 1 || id > COUNT) {
      throw new IllegalArgumentException("id = " + id + ": expected 1 to " + COUNT);
    }
    if (dimension < 2) {
      throw new IllegalArgumentException("dimension = " + dimension + ": expected at least 2");
    }
    this.id = id;
    this.dimension = dimension;
    CounterRandom random = CounterRandom.of(instance, 100L * dimension + id);
    r = Transforms.rotation(dimension, random);
    q = Transforms.rotation(dimension, random);
    double ratio = 100 * random.nextGaussian() / random.nextGaussian();
    offset = Math.clamp(Math.round(100 * ratio) / 100.0, -1000, 1000);
    peaks =
        id == 22
            ? new Gallagher(dimension, 21, r, random)
            : new Gallagher(dimension, 101, r, random);
    optimum = drawOptimum(random);
  }

  private double[] drawOptimum(CounterRandom random) {
    double[] x = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      double u = 8 * random.nextDouble() - 4;
      double sign = random.nextBoolean() ? 1 : -1;
      x[i] =
          switch (id) {
            case 4 -> i % 2 == 0 ? Math.abs(u) : u;
            case 5 -> 5 * sign;
            case 8 -> 0.75 * u;
            case 20 -> SCHWEFEL_OPTIMUM * sign;
            case 21, 22 -> peaks.optimum(i);
            case 24 -> 1.25 * sign;
            default -> u;
          };
    }
    if (id == 9 || id == 19) {
      for (int i = 0; i < dimension; i++) {
        double sum = 0;
        for (int j = 0; j < dimension; j++) {
          sum += r[j][i] * 0.5 / rosenbrockScale();
        }
        x[i] = sum;
      }
    }
    return x;
  }

  /** The smallest value f_opt. */
  public double minimum() {
    return offset;
  }

  /** A copy of where it is. */
  public double[] optimum() {
    return optimum.clone();
  }

  /** The value at a point of D coordinates, of which nothing is changed. */
  public double value(double[] x) {
    return offset
        + switch (id) {
          case 1 -> sphere(x);
          case 2 -> ellipsoid(oscillated(shifted(x)));
          case 3 -> rastrigin(separableRastrigin(x));
          case 4 -> buecheRastrigin(x);
          case 5 -> linearSlope(x);
          case 6 -> attractiveSector(x);
          case 7 -> stepEllipsoid(x);
          case 8 -> rosenbrock(scaledRosenbrock(shifted(x), 1));
          case 9 -> rosenbrock(scaledRosenbrock(product(r, x), 0.5));
          case 10 -> ellipsoid(oscillated(product(r, shifted(x))));
          case 11 -> discus(oscillated(product(r, shifted(x))));
          case 12 -> bentCigar(x);
          case 13 -> sharpRidge(conditionedTwice(10, shifted(x)));
          case 14 -> differentPowers(product(r, shifted(x)));
          case 15 -> rastrigin(rotatedRastrigin(x));
          case 16 -> weierstrass(x);
          case 17 -> schaffers(x, 10);
          case 18 -> schaffers(x, 1000);
          case 19 -> griewankRosenbrock(scaledRosenbrock(product(r, x), 0.5));
          case 20 -> schwefel(x);
          case 21, 22 -> gallagher(x);
          case 23 -> katsuura(conditionedTwice(100, shifted(x))) + penalty(x);
          default -> lunacek(x);
        };
  }

  private double[] shifted(double[] x) {
    double[] z = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      z[i] = x[i] - optimum[i];
    }
    return z;
  }

  private static double[] oscillated(double[] z) {
    oscillate(z);
    return z;
  }

  /** QΛ^αR·z. */
  private double[] conditionedTwice(double alpha, double[] z) {
    double[] y = product(r, z);
    condition(alpha, y);
    return product(q, y);
  }

  private double sphere(double[] x) {
    double[] z = shifted(x);
    return Transforms.dot(z, z);
  }

  private static double ellipsoid(double[] z) {
    double sum = 0;
    for (int i = 0; i < z.length; i++) {
      sum += Math.pow(1e6, position(i, z.length)) * z[i] * z[i];
    }
    return sum;
  }

  private double[] separableRastrigin(double[] x) {
    double[] z = oscillated(shifted(x));
    skew(0.2, z);
    condition(10, z);
    return z;
  }

  private static double rastrigin(double[] z) {
    double sum = 0;
    for (double value : z) {
      sum += 10 - 10 * Math.cos(2 * Math.PI * value) + value * value;
    }
    return sum;
  }

  private double buecheRastrigin(double[] x) {
    double[] z = oscillated(shifted(x));
    for (int i = 0; i < dimension; i++) {
      double scale = Math.pow(10, 0.5 * position(i, dimension));
      z[i] *= i % 2 == 0 && z[i] > 0 ? 10 * scale : scale;
    }
    return rastrigin(z) + 100 * penalty(x);
  }

  private double linearSlope(double[] x) {
    double sum = 0;
    for (int i = 0; i < dimension; i++) {
      double slope = Math.signum(optimum[i]) * Math.pow(10, position(i, dimension));
      double z = optimum[i] * x[i] < 25 ? x[i] : optimum[i];
      sum += 5 * Math.abs(slope) - slope * z;
    }
    return sum;
  }

  private double attractiveSector(double[] x) {
    double[] z = conditionedTwice(10, shifted(x));
    double sum = 0;
    for (int i = 0; i < dimension; i++) {
      double s = z[i] * optimum[i] > 0 ? 100 : 1;
      sum += s * z[i] * (s * z[i]);
    }
    return Math.pow(oscillate(sum), 0.9);
  }

  private double stepEllipsoid(double[] x) {
    double[] y = product(r, shifted(x));
    condition(10, y);
    double first = Math.abs(y[0]) / 1e4;
    for (int i = 0; i < dimension; i++) {
      y[i] = Math.abs(y[i]) > 0.5 ? Math.floor(0.5 + y[i]) : Math.floor(0.5 + 10 * y[i]) / 10;
    }
    double[] z = product(q, y);
    double sum = 0;
    for (int i = 0; i < dimension; i++) {
      sum += Math.pow(100, position(i, dimension)) * z[i] * z[i];
    }
    return 0.1 * Math.max(first, sum) + penalty(x);
  }

  private double rosenbrockScale() {
    return Math.max(1, Math.sqrt(dimension) / 8);
  }

  private double[] scaledRosenbrock(double[] z, double shift) {
    for (int i = 0; i < dimension; i++) {
      z[i] = rosenbrockScale() * z[i] + shift;
    }
    return z;
  }

  private static double rosenbrock(double[] z) {
    double sum = 0;
    for (int i = 0; i < z.length - 1; i++) {
      double bend = z[i] * z[i] - z[i + 1];
      sum += 100 * bend * bend + (z[i] - 1) * (z[i] - 1);
    }
    return sum;
  }

  private static double discus(double[] z) {
    double sum = 1e6 * z[0] * z[0];
    for (int i = 1; i < z.length; i++) {
      sum += z[i] * z[i];
    }
    return sum;
  }

  private double bentCigar(double[] x) {
    double[] y = product(r, shifted(x));
    skew(0.5, y);
    double[] z = product(r, y);
    double sum = z[0] * z[0];
    for (int i = 1; i < dimension; i++) {
      sum += 1e6 * z[i] * z[i];
    }
    return sum;
  }

  private static double sharpRidge(double[] z) {
    double sum = 0;
    for (int i = 1; i < z.length; i++) {
      sum += z[i] * z[i];
    }
    return z[0] * z[0] + 100 * Math.sqrt(sum);
  }

  private static double differentPowers(double[] z) {
    double sum = 0;
    for (int i = 0; i < z.length; i++) {
      sum += Math.pow(Math.abs(z[i]), 2 + 4 * position(i, z.length));
    }
    return Math.sqrt(sum);
  }

  private double[] rotatedRastrigin(double[] x) {
    double[] y = oscillated(product(r, shifted(x)));
    skew(0.2, y);
    double[] z = product(q, y);
    condition(10, z);
    return product(r, z);
  }

  private double weierstrass(double[] x) {
    double[] y = product(q, oscillated(product(r, shifted(x))));
    condition(0.01, y);
    double[] z = product(r, y);
    double sum = 0;
    double floor = 0;
    double power = 1;
    double weight = 1;
    for (int k = 0; k < 12; k++) {
      for (double value : z) {
        sum += weight * Math.cos(2 * Math.PI * power * (value + 0.5));
      }
      floor += weight * Math.cos(Math.PI * power);
      power *= 3;
      weight /= 2;
    }
    double mean = sum / dimension - floor;
    return 10 * mean * mean * mean + 10.0 / dimension * penalty(x);
  }

  private double schaffers(double[] x, double conditioning) {
    double[] y = product(r, shifted(x));
    skew(0.5, y);
    double[] z = product(q, y);
    condition(conditioning, z);
    double sum = 0;
    for (int i = 0; i < dimension - 1; i++) {
      double root = Math.sqrt(Math.hypot(z[i], z[i + 1]));
      double wave = Math.sin(50 * Math.pow(root, 0.4));
      sum += root + root * wave * wave;
    }
    double mean = sum / (dimension - 1);
    return mean * mean + 10 * penalty(x);
  }

  private static double griewankRosenbrock(double[] z) {
    double sum = 0;
    for (int i = 0; i < z.length - 1; i++) {
      double bend = z[i] * z[i] - z[i + 1];
      double s = 100 * bend * bend + (z[i] - 1) * (z[i] - 1);
      sum += s / 4000 - Math.cos(s);
    }
    return 10 * sum / (z.length - 1) + 10;
  }

  private double schwefel(double[] x) {
    double[] z = new double[dimension];
    double before = 0;
    for (int i = 0; i < dimension; i++) {
      double doubled = 2 * Math.signum(optimum[i]) * x[i];
      double centre = 2 * Math.abs(optimum[i]);
      double bent = i == 0 ? doubled : doubled + 0.25 * (before - centre);
      before = doubled;
      z[i] = Math.pow(10, 0.5 * position(i, dimension)) * (bent - centre) + centre;
    }
    double sum = 0;
    for (double value : z) {
      sum += 100 * value * Math.sin(Math.sqrt(Math.abs(100 * value)));
    }
    return 4.189828872724339 - sum / (100 * dimension) + 100 * penalty(z);
  }

  private double gallagher(double[] x) {
    double depth = oscillate(10 - peaks.highest(x));
    return depth * depth + penalty(x);
  }

  private static double katsuura(double[] z) {
    double d = z.length;
    double exponent = 10 / Math.pow(d, 1.2);
    double product = 1;
    for (int i = 0; i < z.length; i++) {
      double sum = 0;
      for (int j = 1; j <= 32; j++) {
        double scaled = Math.scalb(z[i], j);
        sum += Math.scalb(Math.abs(scaled - Math.rint(scaled)), -j);
      }
      product *= Math.pow(1 + (i + 1) * sum, exponent);
    }
    return 10 / (d * d) * (product - 1);
  }

  private double lunacek(double[] x) {
    double mu0 = 2.5;
    double s = 1 - 1 / (2 * Math.sqrt(dimension + 20) - 8.2);
    double mu1 = -Math.sqrt((mu0 * mu0 - 1) / s);
    double[] y = new double[dimension];
    double first = 0;
    double second = 0;
    for (int i = 0; i < dimension; i++) {
      double folded = 2 * Math.signum(optimum[i]) * x[i];
      y[i] = folded - mu0;
      first += y[i] * y[i];
      second += (folded - mu1) * (folded - mu1);
    }
    double waves = 0;
    for (double z : conditionedTwice(100, y)) {
      waves += 10 - 10 * Math.cos(2 * Math.PI * z);
    }
    return Math.min(first, dimension + s * second) + waves + 1e4 * penalty(x);
  }
}
