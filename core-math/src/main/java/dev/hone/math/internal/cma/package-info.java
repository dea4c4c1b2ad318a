/** The engines of {@link dev.hone.math.cma} that run on the CPU. */
@NullMarked
package dev.hone.math.internal.cma;

import org.jspecify.annotations.NullMarked;
