/**
 * Search spaces, trials and optimizers: describe what may be chosen, ask for the next configuration
 * to try, tell what came of it.
 *
 * {@snippet lang=java :
 * SearchSpace.Builder s = SearchSpace.builder();
 * DoubleParam lr = s.logUniform("lr", 1e-5, 1e-1);
 * IntParam units = s.integer("units", 16, 512);
 * CategoricalParam<Activation> act = s.categorical("act", Activation.values());
 * DoubleParam slope = s.uniform("slope", 0, 0.5).onlyIf(act, Activation.LEAKY_RELU);
 * SearchSpace space = s.build();
 *
 * try (Optimizer optimizer = GpOptimizer.on(space).seed(42).build()) {
 *   for (int i = 0; i < 50; i++) {
 *     Trial t = optimizer.ask();
 *     double leak = t.isActive(slope) ? t.get(slope) : 0;
 *     optimizer.tell(t, train(t.get(lr), t.get(units), t.get(act), leak));
 *   }
 *   System.out.println(optimizer.best());
 * }
 * }
 *
 * All optimizers have the interface {@link dev.hone.Optimizer}: one is swapped for another in one
 * line.
 */
@NullMarked
package dev.hone;

import org.jspecify.annotations.NullMarked;
