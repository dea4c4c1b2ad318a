package dev.hone.math.gp;

import org.jspecify.annotations.Nullable;

/**
 * Argument checks shared by every implementation of {@link GpEngine} and {@link GpFleetEngine}:
 * what a caller did wrong is named in the same way wherever an engine runs, before anything is
 * done.
 *
 * <p>Every method throws an {@link IllegalArgumentException} that names the argument, its value and
 * what was expected, if there is something wrong. Arrays may be longer than they need to be.
 * Immutable and safe to share.
 */
public final class GpArguments {
  private final int dimension;
  private final int hyperparameters;

  /** The checks of an engine of a model. */
  public GpArguments(GpModel model) {
    dimension = model.dimension();
    hyperparameters = model.hyperparameterCount();
  }

  /** Checks n observations: points, row-major, and targets, all finite. */
  public void checkData(int n, double[] x, double[] y) {
    checkCount("n", n);
    checkPoints("x", n, x);
    checkLength("y", n, y);
    checkFinite("x", n * dimension, x);
    checkFinite("y", n, y);
  }

  /** Checks the variances known of the noise of n observations. */
  public static void checkNoise(int n, double[] noise) {
    checkLength("noise", n, noise);
    for (int i = 0; i < n; i++) {
      checkVariance("noise[" + i + "]", noise[i]);
    }
  }

  /** Checks a variance: finite, and 0 or more. */
  public static void checkVariance(String name, double variance) {
    if (!(variance >= 0 && variance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " = " + variance + ": expected a finite variance of 0 or more");
    }
  }

  /** Checks the hyperparameters θ: as many as the model has, and finite. */
  public void checkTheta(double[] theta) {
    if (theta.length != hyperparameters) {
      throw new IllegalArgumentException(
          "theta has length " + theta.length + ": expected " + hyperparameters);
    }
    checkFinite("theta", theta.length, theta);
  }

  /** Checks one row of hyperparameters for each of some members. */
  public void checkThetas(int count, double[] thetas) {
    checkLength("thetas", (long) count * hyperparameters, thetas);
    checkFinite("thetas", count * hyperparameters, thetas);
  }

  /** Checks θ, and an array for the derivatives by it, if they are wanted. */
  public void checkTheta(double[] theta, double @Nullable [] gradient) {
    checkTheta(theta);
    if (gradient != null) {
      checkLength("gradient", hyperparameters, gradient);
    }
  }

  /** Checks a point, which has to be finite. */
  public void checkPoint(double[] x) {
    checkPoints("x", 1, x);
    checkFinite("x", dimension, x);
  }

  /** Checks that there is room for m candidates; they need not be finite. */
  public void checkCandidates(int m, double[] x) {
    checkCount("m", m);
    checkPoints("x", m, x);
  }

  /** Checks m candidates that have to be finite. */
  public void checkFiniteCandidates(int m, double[] x) {
    checkCandidates(m, x);
    checkFinite("x", m * dimension, x);
  }

  /** Checks the arrays of a function of m candidates, and of its gradients, if they are wanted. */
  public void checkValues(int m, double[] value, double @Nullable [] gradient) {
    checkLength("value", m, value);
    if (gradient != null) {
      checkPoints("gradient", m, gradient);
    }
  }

  /** Checks the arrays of the means of m candidates, and of their variances, if they are wanted. */
  public static void checkMoments(int m, double[] mean, double @Nullable [] variance) {
    checkLength("mean", m, mean);
    if (variance != null) {
      checkLength("variance", m, variance);
    }
  }

  /** Checks the arrays of moments and of their gradients: both of the variance, or neither. */
  public void checkMoments(
      int m,
      double[] mean,
      double @Nullable [] variance,
      double[] meanGradient,
      double @Nullable [] varianceGradient) {
    checkLength("mean", m, mean);
    checkPoints("meanGradient", m, meanGradient);
    if ((variance == null) != (varianceGradient == null)) {
      throw new IllegalArgumentException(
          "varianceGradient: expected if and only if the variance is wanted");
    }
    if (variance != null && varianceGradient != null) {
      checkLength("variance", m, variance);
      checkPoints("varianceGradient", m, varianceGradient);
    }
  }

  /**
   * Checks the arrays of the acquisition of some members, whose own arrays are rows.
   *
   * @param count how many members
   * @param sizes how many candidates each has
   * @param x their candidates, which need not be finite
   */
  public void checkAcquisition(
      int count,
      int[] sizes,
      double[][] x,
      double[] best,
      double[][] values,
      double @Nullable [][] gradients) {
    checkRows("sizes", count, sizes.length);
    checkRows("x", count, x.length);
    checkRows("values", count, values.length);
    checkLength("best", count, best);
    checkFinite("best", count, best);
    if (gradients != null) {
      checkRows("gradients", count, gradients.length);
    }
    for (int i = 0; i < count; i++) {
      checkCandidates(sizes[i], x[i]);
      checkLength("values", sizes[i], values[i]);
      if (gradients != null) {
        checkPoints("gradients", sizes[i], gradients[i]);
      }
    }
  }

  /** Checks that so many members are named, and that there are such members of a fleet. */
  public static void checkMembers(int count, int[] members, int fleet) {
    if (count < 0 || count > members.length) {
      throw new IllegalArgumentException(
          "count = " + count + ": expected 0 to the length of members, " + members.length);
    }
    for (int i = 0; i < count; i++) {
      checkRange("a member", members[i], fleet - 1);
    }
  }

  private void checkPoints(String name, int n, double[] array) {
    checkLength(name, (long) n * dimension, array);
  }

  /** Checks that a count is not negative. */
  public static void checkCount(String name, int count) {
    if (count < 0) {
      throw new IllegalArgumentException(name + " = " + count + ": expected 0 or more");
    }
  }

  /** Checks that a value is from 0 to the largest. */
  public static void checkRange(String name, int value, int largest) {
    if (value < 0 || value > largest) {
      throw new IllegalArgumentException(name + " = " + value + ": expected 0 to " + largest);
    }
  }

  /** Checks that an array is long enough. */
  public static void checkLength(String name, long length, double[] array) {
    if (array.length < length) {
      throw new IllegalArgumentException(
          name + " has length " + array.length + ": expected at least " + length);
    }
  }

  /** Checks that a list has an entry for each of some members. */
  public static void checkRows(String name, int count, int length) {
    if (length < count) {
      throw new IllegalArgumentException(
          name + " has length " + length + ": expected at least count, " + count);
    }
  }

  /** Checks that a number is finite. */
  public static void checkFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " = " + value + ": expected a finite number");
    }
  }

  /** Checks that the first numbers of an array are finite. */
  public static void checkFinite(String name, int length, double[] array) {
    for (int i = 0; i < length; i++) {
      if (!Double.isFinite(array[i])) {
        throw new IllegalArgumentException(
            name + "[" + i + "] = " + array[i] + ": expected a finite number");
      }
    }
  }
}
