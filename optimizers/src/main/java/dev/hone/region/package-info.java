/**
 * Values that are bound to each other: shares of one whole, numbers in order, linear inequalities.
 * A {@link dev.hone.region.Region} declares parameters of an ordinary {@link dev.hone.SearchSpace}
 * and maps every point of their unit cube to values that keep the constraint, so that no optimizer
 * ever suggests one that does not.
 */
@NullMarked
package dev.hone.region;

import org.jspecify.annotations.NullMarked;
