/**
 * Stopping bad trials early: pruners as plain objects on what trials report while they run.
 *
 * <p>A {@link dev.hone.pruner.Reports} collects the values that trials report step by step; a
 * {@link dev.hone.pruner.Pruner} looks at them and says whether a trial is worth its next step. No
 * {@link dev.hone.Optimizer} is needed: a trial is a number.
 *
 * {@snippet lang=java :
 * Reports reports = Reports.minimizing();
 * Pruner pruner = PercentilePruner.median();
 * for (long trial = 0; trial < 100; trial++) {
 *   for (int epoch = 1; epoch <= 50 && reports.isRunning(trial); epoch++) {
 *     reports.report(trial, epoch, trainOneEpoch(trial));
 *     if (pruner.shouldPrune(reports, trial)) {
 *       reports.end(trial, Ending.PRUNED);
 *     }
 *   }
 *   if (reports.isRunning(trial)) {
 *     reports.end(trial, Ending.COMPLETE);
 *   }
 * }
 * }
 */
@NullMarked
package dev.hone.pruner;

import org.jspecify.annotations.NullMarked;
