package dev.hone.examples.lightgbm;

import dev.hone.CategoricalParam;
import dev.hone.Configuration;
import dev.hone.IntParam;
import dev.hone.Param;
import dev.hone.SearchSpace;
import java.util.StringJoiner;

/**
 * The hyperparameters of LightGBM that are worth tuning, in ranges as wide as one who does not know
 * the answer would give them. All but {@code rounds} and {@code boosting} bear the names that
 * LightGBM gives them.
 */
public final class LightGbmSpace {
  private final SearchSpace space;
  private final IntParam rounds;
  private final CategoricalParam<Boosting> boosting;

  /** The space. */
  public LightGbmSpace() {
    SearchSpace.Builder builder = SearchSpace.builder();
    rounds = builder.integer("rounds", 20, 150);
    builder.logUniform("learning_rate", 1e-3, 1);
    builder.logInteger("num_leaves", 2, 128);
    builder.logInteger("min_data_in_leaf", 1, 128);
    builder.uniform("feature_fraction", 0.1, 1);
    builder.logUniform("lambda_l1", 1e-6, 100);
    builder.logUniform("lambda_l2", 1e-6, 100);
    builder.categorical("extra_trees", false, true);
    boosting = builder.categorical("boosting", Boosting.values());
    builder.uniform("bagging_fraction", 0.3, 1).onlyIf(boosting, Boosting.GBDT, Boosting.DART);
    builder.uniform("top_rate", 0.05, 0.5).onlyIf(boosting, Boosting.GOSS);
    builder.uniform("drop_rate", 0.01, 0.3).onlyIf(boosting, Boosting.DART);
    space = builder.build();
  }

  /** The space to search. */
  public SearchSpace space() {
    return space;
  }

  /** How many rounds of boosting a configuration asks for. */
  public int rounds(Configuration configuration) {
    return configuration.get(rounds);
  }

  /** A configuration as LightGBM takes it: {@code name=value}, separated by blanks. */
  public String arguments(Configuration configuration) {
    Boosting chosen = configuration.get(boosting);
    var arguments = new StringJoiner(" ").add(chosen.arguments());
    if (chosen != Boosting.GOSS) {
      arguments.add("bagging_freq=1");
    }
    for (Param<?> parameter : space.parameters()) {
      if (parameter != rounds && parameter != boosting && configuration.isActive(parameter)) {
        arguments.add(parameter.name() + "=" + configuration.get(parameter));
      }
    }
    return arguments.toString();
  }
}
