package dev.hone.examples.xgboost;

import dev.hone.record.IntRange;
import dev.hone.record.LogIntRange;
import dev.hone.record.LogUniform;
import dev.hone.record.Uniform;
import java.util.HashMap;
import java.util.Map;

/**
 * The hyperparameters of XGBoost that are worth tuning.
 *
 * @param rounds how many rounds of boosting
 * @param learningRate XGBoost's {@code eta}
 * @param growth where trees grow
 * @param minChildWeight the least sum of second derivatives in a leaf
 * @param subsample the share of rows that each tree sees
 * @param columns the share of columns that each tree sees
 * @param l1 the weight of Σ|w| over leaves
 * @param l2 the weight of Σw² over leaves
 */
public record XgboostHp(
    @IntRange(min = 20, max = MOST_ROUNDS) int rounds,
    @LogUniform(min = 1e-3, max = 1) double learningRate,
    Growth growth,
    @LogUniform(min = 1e-2, max = 100) double minChildWeight,
    @Uniform(min = 0.3, max = 1) double subsample,
    @Uniform(min = 0.1, max = 1) double columns,
    @LogUniform(min = 1e-6, max = 100) double l1,
    @LogUniform(min = 1e-6, max = 100) double l2) {

  /** The rounds of the longest training. */
  public static final int MOST_ROUNDS = 150;

  /** Where trees grow, and how far. */
  public sealed interface Growth permits ByDepth, ByLoss {}

  /** Level by level. */
  public record ByDepth(@IntRange(min = 1, max = 10) int maxDepth) implements Growth {}

  /** Wherever the loss falls most. */
  public record ByLoss(@LogIntRange(min = 2, max = 128) int maxLeaves) implements Growth {}

  /** The parameters under XGBoost's names. */
  Map<String, Object> parameters() {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("eta", learningRate);
    parameters.put("min_child_weight", minChildWeight);
    parameters.put("subsample", subsample);
    parameters.put("colsample_bytree", columns);
    parameters.put("alpha", l1);
    parameters.put("lambda", l2);
    switch (growth) {
      case ByDepth(int maxDepth) -> {
        parameters.put("grow_policy", "depthwise");
        parameters.put("max_depth", maxDepth);
      }
      case ByLoss(int maxLeaves) -> {
        parameters.put("grow_policy", "lossguide");
        parameters.put("max_leaves", maxLeaves);
        parameters.put("max_depth", 0);
      }
    }
    return parameters;
  }
}
