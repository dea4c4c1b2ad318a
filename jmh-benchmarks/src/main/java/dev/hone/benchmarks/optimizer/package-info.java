/** Benchmarks of the optimizers: what a suggestion costs. */
@NullMarked
package dev.hone.benchmarks.optimizer;

import org.jspecify.annotations.NullMarked;
