/**
 * Values that are bound to each other: shares of one whole, numbers in order, linear inequalities.
 * A {@link dev.hone.region.Region} declares parameters of an ordinary {@link dev.hone.SearchSpace}
 * and maps every point of their unit cube to values that keep the constraint, so that no optimizer
 * ever suggests one that does not.
 *
 * {@snippet lang=java :
 * SearchSpace.Builder s = SearchSpace.builder();
 * Simplex weights = Simplex.declare(s, List.of("small", "medium", "large"));
 * SearchSpace space = s.build();
 *
 * Trial trial = optimizer.ask();
 * double[] shares = weights.get(trial.configuration());
 * }
 */
@NullMarked
package dev.hone.region;

import org.jspecify.annotations.NullMarked;
