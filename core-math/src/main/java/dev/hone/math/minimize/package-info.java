/** Minimisers of smooth functions with gradients. */
@NullMarked
package dev.hone.math.minimize;

import org.jspecify.annotations.NullMarked;
