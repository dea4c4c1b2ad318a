/**
 * The special functions of Gaussian-process optimisation, accurate to a few ulp, as scalars and on
 * arrays.
 */
@NullMarked
package dev.hone.math.special;

import org.jspecify.annotations.NullMarked;
