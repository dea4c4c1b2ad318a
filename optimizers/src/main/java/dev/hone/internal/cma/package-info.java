/** The parts of {@link dev.hone.CmaEsOptimizer}. */
@NullMarked
package dev.hone.internal.cma;

import org.jspecify.annotations.NullMarked;
