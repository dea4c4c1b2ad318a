/**
 * BLAS and LAPACK through {@code java.lang.foreign}, as a provider of {@link
 * dev.hone.math.linalg.LinearAlgebra}.
 *
 * <p>The library is the OpenBLAS that comes as a jar, or another one named by {@code
 * -Dhone.native.library}. Found by {@link java.util.ServiceLoader}; nothing here is called by name.
 */
@NullMarked
package dev.hone.nativeblas;

import org.jspecify.annotations.NullMarked;
