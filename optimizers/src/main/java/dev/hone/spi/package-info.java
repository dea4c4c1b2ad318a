/**
 * For writing an optimization method: {@link dev.hone.spi.OptimizerBase} keeps the trials, {@link
 * dev.hone.spi.History} shows them in the unit cube, and the method says which point comes next.
 * One that is to go on from its snapshots starts from {@link dev.hone.spi.ResumableOptimizer}.
 */
@NullMarked
package dev.hone.spi;

import org.jspecify.annotations.NullMarked;
