/** Engines that start on a GPU and, when it fails, go on with the CPU. */
@NullMarked
package dev.hone.math.internal.fallback;

import org.jspecify.annotations.NullMarked;
