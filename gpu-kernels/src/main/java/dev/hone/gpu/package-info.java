/**
 * CUDA: what the driver of this machine offers, and engines on its devices.
 *
 * <p>The driver is probed through {@code java.lang.foreign}, so that a machine without one is an
 * answer, not an error.
 */
@NullMarked
package dev.hone.gpu;

import org.jspecify.annotations.NullMarked;
