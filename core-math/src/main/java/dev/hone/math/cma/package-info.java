/**
 * Covariance matrix adaptation: {@link dev.hone.math.cma.CmaEs} on plain arrays, its restarts, and
 * the engines that hold the search distribution.
 */
@NullMarked
package dev.hone.math.cma;

import org.jspecify.annotations.NullMarked;
