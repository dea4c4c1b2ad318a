/** Benchmarks of {@link dev.hone.math.eigen}. */
@NullMarked
package dev.hone.benchmarks.eigen;

import org.jspecify.annotations.NullMarked;
