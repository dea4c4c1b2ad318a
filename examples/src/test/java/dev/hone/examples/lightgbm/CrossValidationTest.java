package dev.hone.examples.lightgbm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.RandomOptimizer;
import dev.hone.Trial;
import org.junit.jupiter.api.Test;

class CrossValidationTest {
  private final CrossValidation validation = new CrossValidation(LabelledData.digits(), 3);

  @Test
  void fewRoundsClassifyTheDigitsFarBetterThanChance() {
    Score score = validation.score("learning_rate=0.3 num_leaves=8", 10);
    assertTrue(score.accuracy() > 0.9 && score.accuracy() < 1, score.toString());
    // ln 10 is the loss of somebody who knows nothing.
    assertTrue(score.logLoss() > 0 && score.logLoss() < 0.2 * Math.log(10), score.toString());
  }

  @Test
  void equalArgumentsGiveEqualScores() {
    String arguments = "boosting=dart drop_rate=0.2 extra_trees=true feature_fraction=0.4";
    assertEquals(validation.score(arguments, 5), validation.score(arguments, 5));
  }

  @Test
  void everyKindOfConfigurationTrains() {
    var space = new LightGbmSpace();
    try (var optimizer = RandomOptimizer.on(space.space()).seed(3).build()) {
      for (Trial trial : optimizer.ask(12)) {
        Score score = validation.score(space.arguments(trial.configuration()), 2);
        assertTrue(score.accuracy() > 0.1, trial + " scores " + score);
      }
    }
  }

  @Test
  void refusedArgumentsAreNamed() {
    var error =
        assertThrows(IllegalStateException.class, () -> validation.score("num_leaves=1", 1));
    assertTrue(String.valueOf(error.getMessage()).contains("num_leaves=1"), error.getMessage());
  }
}
