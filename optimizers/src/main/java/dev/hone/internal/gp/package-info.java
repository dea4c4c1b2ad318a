/**
 * The parts of {@link dev.hone.GpOptimizer}: the scaling of targets, the surrogate model and the
 * maximiser of its acquisition function. Not part of the API.
 */
@NullMarked
package dev.hone.internal.gp;

import org.jspecify.annotations.NullMarked;
