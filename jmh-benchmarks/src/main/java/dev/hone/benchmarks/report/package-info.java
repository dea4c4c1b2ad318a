/** Runs the benchmarks, compares the implementations, and keeps the results with their machine. */
@NullMarked
package dev.hone.benchmarks.report;

import org.jspecify.annotations.NullMarked;
