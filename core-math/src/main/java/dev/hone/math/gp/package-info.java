/**
 * Gaussian-process regression: the covariance functions, the engine that does the heavy work, and
 * the fit of its hyperparameters.
 *
 * <p>Inputs are points of the unit cube, row-major n×d. Hyperparameters are natural logarithms in
 * one vector, by default of d + 2 values: the d length-scales, the output scale s², the noise
 * variance. {@link dev.hone.math.gp.GpModel} has the layout for other kernels and warped inputs.
 */
@NullMarked
package dev.hone.math.gp;

import org.jspecify.annotations.NullMarked;
