/** Several objectives at once: domination, fronts, hypervolume. All objectives are minimised. */
@NullMarked
package dev.hone.math.pareto;

import org.jspecify.annotations.NullMarked;
