package dev.hone.examples.lightgbm;

import dev.hone.record.IntRange;
import dev.hone.record.LogIntRange;
import dev.hone.record.LogUniform;
import dev.hone.record.Uniform;
import java.util.Locale;

/**
 * The hyperparameters of LightGBM as a record: the space of {@link LightGbmSpace}, its conditions
 * in the types.
 *
 * @param rounds how many rounds of boosting
 * @param learningRate the weight of a tree
 * @param leaves the most leaves of a tree
 * @param examplesInLeaf the fewest examples in a leaf
 * @param columns the share of columns that a tree sees
 * @param l1 the weight of Σ|w| over leaves
 * @param l2 the weight of Σw² over leaves
 * @param extraTrees whether thresholds are random
 * @param sampling what a tree learns from
 */
public record LightGbmHp(
    @IntRange(min = 20, max = MOST_ROUNDS) int rounds,
    @LogUniform(min = 1e-3, max = 1) double learningRate,
    @LogIntRange(min = 2, max = 128) int leaves,
    @LogIntRange(min = 1, max = 128) int examplesInLeaf,
    @Uniform(min = 0.1, max = 1) double columns,
    @LogUniform(min = 1e-6, max = 100) double l1,
    @LogUniform(min = 1e-6, max = 100) double l2,
    boolean extraTrees,
    Sampling sampling) {

  /** The rounds of the longest training. */
  public static final int MOST_ROUNDS = 150;

  /** What the next tree learns from. */
  public sealed interface Sampling permits Bagging, Goss, Dart {}

  /** A random bag of the examples. */
  public record Bagging(@Uniform(min = 0.3, max = 1) double fraction) implements Sampling {}

  /** The large gradients and a sample of the small ones. */
  public record Goss(@Uniform(min = 0.05, max = 0.5) double topRate) implements Sampling {}

  /** Random bags, some earlier trees dropped for a round. */
  public record Dart(
      @Uniform(min = 0.3, max = 1) double fraction, @Uniform(min = 0.01, max = 0.3) double dropRate)
      implements Sampling {}

  /** As LightGBM takes it: {@code name=value}, separated by blanks. */
  String arguments() {
    String sampled =
        switch (sampling) {
          case Bagging(double fraction) ->
              "boosting=gbdt bagging_freq=1 bagging_fraction=" + fraction;
          case Goss(double topRate) ->
              "boosting=gbdt data_sample_strategy=goss top_rate=" + topRate;
          case Dart(double fraction, double dropRate) ->
              "boosting=dart bagging_freq=1 bagging_fraction="
                  + fraction
                  + " drop_rate="
                  + dropRate;
        };
    return String.format(
        Locale.ROOT,
        "learning_rate=%s num_leaves=%d min_data_in_leaf=%d feature_fraction=%s lambda_l1=%s"
            + " lambda_l2=%s extra_trees=%s %s",
        learningRate,
        leaves,
        examplesInLeaf,
        columns,
        l1,
        l2,
        extraTrees,
        sampled);
  }
}
