/** XGBoost as a learner to be tuned. */
@NullMarked
package dev.hone.examples.xgboost;

import org.jspecify.annotations.NullMarked;
