/**
 * Population-based training: hyperparameters that change while a population of models is trained.
 *
 * <p>A trial is one interval of the training of one member. The caller holds the checkpoints, each
 * under the trial that left it, and is told where the next interval goes on:
 *
 * {@snippet lang=java :
 * try (var training = PopulationBasedTraining.on(space).populationSize(20).intervals(30).build()) {
 *   Map<Trial, Model> checkpoints = new HashMap<>();
 *   try {
 *     while (true) {
 *       Trial trial = training.ask();
 *       Leg leg = training.leg(trial);
 *       Model model = leg.from().map(t -> checkpoints.get(t).copy()).orElseGet(Model::new);
 *       model.train(trial.get(learningRate), 100);
 *       checkpoints.put(trial, model);
 *       training.tell(trial, model.loss());
 *       checkpoints.keySet().retainAll(training.checkpoints());
 *     }
 *   } catch (SpaceExhaustedException e) {
 *     // every member has been trained for 30 intervals
 *   }
 *   List<Trial> schedule = training.lineage(training.best());
 * }
 * }
 */
@NullMarked
package dev.hone.pbt;

import org.jspecify.annotations.NullMarked;
