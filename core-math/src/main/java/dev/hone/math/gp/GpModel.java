package dev.hone.math.gp;

import java.util.Collections;
import java.util.List;

/**
 * The fixed part of a Gaussian-process model: everything but data and hyperparameters. The prior
 * mean is zero.
 *
 * @param covariance the covariance function
 * @param dimensions one kind per input dimension
 */
public record GpModel(CovarianceFunction covariance, List<DimensionKind> dimensions) {

  /**
   * Checks and copies the components.
   *
   * @throws IllegalArgumentException if there is no dimension
   */
  public GpModel {
    dimensions = List.copyOf(dimensions);
    if (dimensions.isEmpty()) {
      throw new IllegalArgumentException("dimensions = []: expected at least one");
    }
  }

  /**
   * A model whose dimensions are all numeric.
   *
   * @throws IllegalArgumentException if {@code dimension} is less than 1
   */
  public static GpModel numeric(CovarianceFunction covariance, int dimension) {
    if (dimension < 1) {
      throw new IllegalArgumentException("dimension = " + dimension + ": expected at least 1");
    }
    return new GpModel(covariance, Collections.nCopies(dimension, DimensionKind.NUMERIC));
  }

  /** The number d of input dimensions. */
  public int dimension() {
    return dimensions.size();
  }

  /** The length d + 2 of the hyperparameter vector. */
  public int hyperparameterCount() {
    return dimension() + 2;
  }

  /** Index of log s² in the hyperparameter vector. */
  public int outputScaleIndex() {
    return dimension();
  }

  /** Index of the log noise variance in the hyperparameter vector. */
  public int noiseIndex() {
    return dimension() + 1;
  }
}
