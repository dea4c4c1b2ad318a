/**
 * Search spaces from records: the components are the parameters, annotations give the ranges, and a
 * configuration is read as a record.
 *
 * {@snippet lang=java :
 * sealed interface Solver permits Sgd, Adam {}
 * record Sgd(@Uniform(min = 0, max = 0.99) double momentum) implements Solver {}
 * record Adam() implements Solver {}
 * enum Activation { RELU, TANH }
 * record Hp(
 *     @LogUniform(min = 1e-5, max = 1e-1) double lr,
 *     @IntRange(min = 16, max = 512) int units,
 *     Activation activation,
 *     Solver solver) {}
 *
 * RecordSpace<Hp> hps = RecordSpace.of(Hp.class);
 * try (Optimizer optimizer = GpOptimizer.on(hps.space()).build()) {
 *   Trial trial = optimizer.ask();
 *   Hp hp = hps.value(trial.configuration());
 * }
 * }
 */
@NullMarked
package dev.hone.record;

import org.jspecify.annotations.NullMarked;
