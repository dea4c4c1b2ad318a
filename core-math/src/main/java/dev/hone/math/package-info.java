/**
 * Entry points shared by every part of the core: which backends there are, and how one is chosen.
 *
 * <p>The numerical work lives in the sub-packages: {@code linalg}, {@code special}, {@code random},
 * {@code minimize}, {@code gp} and {@code acquisition}. None of them needs anything but the JDK.
 */
@NullMarked
package dev.hone.math;

import org.jspecify.annotations.NullMarked;
