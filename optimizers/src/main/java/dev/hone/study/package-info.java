/**
 * Whole searches: a {@link dev.hone.study.Study} takes the space from a record, runs an objective
 * many times side by side, stops bad trials early, survives those that throw or hang, and repeats
 * exactly.
 *
 * {@snippet lang=java :
 * record Hp(@LogUniform(min = 1e-5, max = 1e-1) double lr, @IntRange(min = 16, max = 512) int units) {}
 *
 * StudyResult<Hp> result =
 *     Study.minimize(Hp.class)
 *         .optimizer(GpOptimizer::on)
 *         .pruner(PercentilePruner.median())
 *         .trials(200)
 *         .parallelism(8)
 *         .seed(42)
 *         .run(
 *             (hp, trial) -> {
 *               Network network = new Network(hp.lr(), hp.units(), trial.random());
 *               double loss = Double.NaN;
 *               for (int epoch = 1; epoch <= 50; epoch++) {
 *                 loss = network.trainOneEpoch();
 *                 if (trial.report(epoch, loss)) {
 *                   break;
 *                 }
 *               }
 *               return loss;
 *             });
 * Hp best = result.best().hp();
 * }
 */
@NullMarked
package dev.hone.study;

import org.jspecify.annotations.NullMarked;
