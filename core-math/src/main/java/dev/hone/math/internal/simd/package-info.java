/**
 * The same kernels on the Vector API. Nothing outside this package may name its classes: they are
 * loaded by name, and only where the module {@code jdk.incubator.vector} is present.
 */
@NullMarked
package dev.hone.math.internal.simd;

import org.jspecify.annotations.NullMarked;
