/**
 * Search with trials of several budgets: many configurations are tried for a short while, and the
 * best of them for longer.
 *
 * <p>A trial says how much it may spend, in steps of whatever kind:
 *
 * {@snippet lang=java :
 * try (var optimizer = BohbOptimizer.on(space).budgets(1, 81).seed(42).build()) {
 *   for (int i = 0; i < 500; i++) {
 *     Trial trial = optimizer.ask();
 *     optimizer.tell(trial, train(trial, optimizer.budget(trial)));
 *   }
 *   Trial best = optimizer.best();
 * }
 * }
 *
 * <p>{@link dev.hone.pruner} has the other half of this: trials that run until they are stopped.
 */
@NullMarked
package dev.hone.fidelity;

import org.jspecify.annotations.NullMarked;
