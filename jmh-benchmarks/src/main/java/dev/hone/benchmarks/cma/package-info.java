/** Benchmarks of {@link dev.hone.math.cma}. */
@NullMarked
package dev.hone.benchmarks.cma;

import org.jspecify.annotations.NullMarked;
