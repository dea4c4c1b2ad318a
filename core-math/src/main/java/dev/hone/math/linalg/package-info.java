/**
 * Dense linear algebra on row-major {@code double[]}.
 *
 * <p>Element (i, j) of a matrix with offset {@code o} and leading dimension {@code ld} is at {@code
 * o + i*ld + j}. Symmetric positive definite matrices are held and factored as their upper
 * triangle, A = UᵀU: the same memory as LAPACK's column-major lower factor.
 */
@NullMarked
package dev.hone.math.linalg;

import org.jspecify.annotations.NullMarked;
