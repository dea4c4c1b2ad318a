/** The machinery of {@link dev.hone.TpeOptimizer}. */
@NullMarked
package dev.hone.internal.tpe;

import org.jspecify.annotations.NullMarked;
