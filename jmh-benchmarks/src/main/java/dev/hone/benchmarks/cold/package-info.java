/** Benchmarks of the first calls in a new JVM. */
@NullMarked
package dev.hone.benchmarks.cold;

import org.jspecify.annotations.NullMarked;
