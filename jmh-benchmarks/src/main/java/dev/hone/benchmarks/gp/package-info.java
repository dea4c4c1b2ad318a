/** Benchmarks of {@link dev.hone.math.gp}. */
@NullMarked
package dev.hone.benchmarks.gp;

import org.jspecify.annotations.NullMarked;
