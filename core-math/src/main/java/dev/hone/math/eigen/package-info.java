/** Eigendecompositions of dense symmetric matrices. */
@NullMarked
package dev.hone.math.eigen;

import org.jspecify.annotations.NullMarked;
