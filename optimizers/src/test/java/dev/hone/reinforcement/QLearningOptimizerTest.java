package dev.hone.reinforcement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.CategoricalParam;
import dev.hone.Optimizer;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QLearningOptimizerTest {

  /** Layers that go on until one says stop; only one way is good. */
  private static SearchSpace layers() {
    SearchSpace.Builder s = SearchSpace.builder();
    CategoricalParam<String> first = s.categorical("first", "conv", "pool", "stop");
    CategoricalParam<String> second =
        s.categorical("second", "conv", "pool", "stop").onlyIf(first, "conv", "pool");
    s.categorical("third", "conv", "pool", "stop").onlyIf(second, "conv", "pool");
    return s.build();
  }

  /** A pool is good after a conv only: what a choice is worth depends on the one before it. */
  private static double misfit(Trial trial) {
    String way = trial.configuration().toString();
    return switch (way) {
      case "{first=conv, second=pool, third=conv}" -> 0;
      case "{first=pool, second=conv, third=pool}" -> 1;
      default -> 3 - 0.1 * way.length() / 40;
    };
  }

  @Test
  void findsTheWayAndGoesItInTheEnd() {
    SearchSpace space = layers();
    try (Optimizer optimizer = QLearningOptimizer.on(space).budget(200).seed(1).build()) {
      int good = 0;
      for (int i = 0; i < 260; i++) {
        Trial t = optimizer.ask();
        optimizer.tell(t, misfit(t));
        good += i >= 200 && misfit(t) == 0 ? 1 : 0;
      }
      int count = good;
      // A space of 15 ways: repeats are accepted only after a dozen looks for something new.
      assertTrue(count > 15, () -> count + " of the last 60");
      assertEquals(0, optimizer.best().value());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1.0", "1499, 1.0", "1500, 0.9", "1799, 0.7", "1800, 0.6", "2549, 0.2", "2550, 0.1",
    "9000, 0.1"
  })
  void explorationIsThatOfThePaper(long trial, double expected) {
    assertEquals(expected, QStrategy.DEFAULT.exploration(trial));
    assertEquals(expected, QStrategy.DEFAULT.withBudget(270_000).exploration(100 * trial));
  }

  @Test
  void decisionsOfInactiveParametersAreLeftOut() {
    SearchSpace space = layers();
    Decisions decisions = new Decisions(space, 10);
    double[] stopped = {1, 0.5, 0.5};
    int[] choices = decisions.choicesAt(stopped);
    assertEquals(2, choices[0]);
    assertEquals(-1, choices[1]);
    assertEquals(-1, choices[2]);
  }

  @Test
  void choicesOfManyValuesShareThem() {
    SearchSpace.Builder s = SearchSpace.builder();
    s.integer("i", 0, 22);
    s.uniform("x", 0, 1);
    SearchSpace space = s.build();
    Decisions decisions = new Decisions(space, 10);
    var random = dev.hone.math.random.CounterRandom.of(1, 0);
    for (int bin = 0; bin < 10; bin++) {
      for (int i = 0; i < 50; i++) {
        double[] point = {
          decisions.coordinate(0, bin, random), decisions.coordinate(1, bin, random)
        };
        space.canonicalize(point, 0);
        assertEquals(bin, decisions.choice(0, point[0]));
        assertEquals(bin, decisions.choice(1, point[1]));
      }
    }
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    QLearningOptimizer.Builder options = QLearningOptimizer.on(layers());
    assertThrows(IllegalArgumentException.class, () -> options.budget(0));
    assertThrows(IllegalArgumentException.class, () -> options.learningRate(0));
    assertThrows(IllegalArgumentException.class, () -> options.replays(-1));
    assertThrows(IllegalArgumentException.class, () -> options.memory(-1));
    assertThrows(IllegalArgumentException.class, () -> options.bins(1));
  }
}
