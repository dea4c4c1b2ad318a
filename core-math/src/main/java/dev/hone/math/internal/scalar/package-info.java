/** Plain Java loops: the oracle of every other backend, and what runs without the Vector API. */
@NullMarked
package dev.hone.math.internal.scalar;

import org.jspecify.annotations.NullMarked;
