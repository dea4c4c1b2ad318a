/** Benchmarks of {@link dev.hone.math.linalg}. */
@NullMarked
package dev.hone.benchmarks.linalg;

import org.jspecify.annotations.NullMarked;
