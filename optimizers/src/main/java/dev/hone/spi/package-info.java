/**
 * For writing an optimization method: {@link dev.hone.spi.OptimizerBase} keeps the trials, {@link
 * dev.hone.spi.History} shows them in the unit cube, and the method says which point comes next.
 */
@NullMarked
package dev.hone.spi;

import org.jspecify.annotations.NullMarked;
