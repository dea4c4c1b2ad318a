/**
 * Random numbers by the thousand, on the kernels of a backend. Apart from {@link
 * dev.hone.math.random}, on which the kernels stand.
 */
@NullMarked
package dev.hone.math.sampling;

import org.jspecify.annotations.NullMarked;
