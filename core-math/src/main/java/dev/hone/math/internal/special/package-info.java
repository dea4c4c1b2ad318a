/**
 * The approximations behind the special functions: coefficients, how they were found, and the one
 * order of operations that the scalar functions and their vector twins share bit for bit.
 */
@NullMarked
package dev.hone.math.internal.special;

import org.jspecify.annotations.NullMarked;
