/** Densities made of many kernels, for estimates from samples. */
@NullMarked
package dev.hone.math.density;

import org.jspecify.annotations.NullMarked;
