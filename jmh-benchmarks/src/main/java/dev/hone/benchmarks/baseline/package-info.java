/** What the benchmarks compare with and what is no Java library: OpenBLAS, and C compiled here. */
@NullMarked
package dev.hone.benchmarks.baseline;

import org.jspecify.annotations.NullMarked;
