/** How a set of kernels is chosen; not part of the API. */
@NullMarked
package dev.hone.math.internal;

import org.jspecify.annotations.NullMarked;
