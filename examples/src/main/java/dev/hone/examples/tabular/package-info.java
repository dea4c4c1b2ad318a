/**
 * Recorded trainings over a full grid of hyperparameters, and optimizers replayed on them: a trial
 * costs a look-up instead of a training.
 */
@NullMarked
package dev.hone.examples.tabular;

import org.jspecify.annotations.NullMarked;
