/** LightGBM as something to tune: its hyperparameters, its data, its cross-validated score. */
@NullMarked
package dev.hone.examples.lightgbm;

import org.jspecify.annotations.NullMarked;
