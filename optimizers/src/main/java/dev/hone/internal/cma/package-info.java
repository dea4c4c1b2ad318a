/** The parts of {@link dev.hone.CmaEsOptimizer} and of the other evolution strategies. */
@NullMarked
package dev.hone.internal.cma;

import org.jspecify.annotations.NullMarked;
