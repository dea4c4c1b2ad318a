/** Random numbers with no hidden state, and quasi-random points of low discrepancy. */
@NullMarked
package dev.hone.math.random;

import org.jspecify.annotations.NullMarked;
