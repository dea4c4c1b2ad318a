package dev.hone.reinforcement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.CategoricalParam;
import dev.hone.Configuration;
import dev.hone.Optimizer;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.math.random.CounterRandom;
import dev.hone.reinforcement.BanditOptimizer.Arms;
import dev.hone.reinforcement.BanditOptimizer.Rule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BanditOptimizerTest {
  private static final SearchSpace.Builder BUILDER = SearchSpace.builder();
  private static final CategoricalParam<Integer> ARM = BUILDER.categorical("arm", 0, 1, 2, 3, 4);
  private static final SearchSpace FIVE = BUILDER.build();

  @ParameterizedTest
  @EnumSource
  void playsTheBestOfNoisyArmsMost(Rule rule) {
    CounterRandom noise = CounterRandom.of(3, 0);
    int[] plays = new int[5];
    try (Optimizer optimizer = BanditOptimizer.on(FIVE).rule(rule).seed(1).maximize().build()) {
      for (int i = 0; i < 2000; i++) {
        Trial t = optimizer.ask();
        plays[t.get(ARM)]++;
        optimizer.tell(t, 0.5 * t.get(ARM) + noise.nextGaussian());
      }
    }
    assertTrue(plays[4] > 1000, () -> plays[4] + " of 2000");
    assertTrue(plays[0] > 5 && plays[0] < 200, () -> plays[0] + " of 2000");
  }

  /** Figure 1 of Auer et al.: each arm once, then the largest bound, worked out here anew. */
  @Test
  void upperBoundsAreThoseOfThePaper() {
    double[] means = {0.9, 0.1, 0.5, 0.3, 0.7};
    try (Optimizer optimizer = BanditOptimizer.on(FIVE).rule(Rule.UCB1).seed(4).build()) {
      Map<Integer, Integer> counts = new HashMap<>();
      for (int i = 0; i < 400; i++) {
        Trial t = optimizer.ask();
        int arm = t.get(ARM);
        if (i < 5) {
          assertEquals(0, counts.getOrDefault(arm, 0));
        } else {
          double own = bound(arm, counts, optimizer.trials(), i);
          for (int other = 0; other < 5; other++) {
            assertTrue(own >= bound(other, counts, optimizer.trials(), i) - 1e-12, "play " + i);
          }
        }
        counts.merge(arm, 1, Integer::sum);
        optimizer.tell(t, means[arm]);
      }
    }
  }

  private static double bound(int arm, Map<Integer, Integer> counts, List<Trial> trials, int n) {
    double sum = 0;
    for (Trial t : trials) {
      if (t.state() == Trial.State.COMPLETE && t.get(ARM) == arm) {
        double v = t.value();
        double told = trials.size() - 1.0;
        double better =
            trials.stream()
                .filter(u -> u.state() == Trial.State.COMPLETE)
                .mapToDouble(u -> u.value() > v ? 1 : u.value() == v ? 0.5 : 0)
                .sum();
        sum += better / told;
      }
    }
    int count = counts.getOrDefault(arm, 0);
    return sum / count + Math.sqrt(2 * Math.log(n) / count);
  }

  @Test
  void batchOfUpperBoundsIsSpreadOverTheArms() {
    try (Optimizer optimizer = BanditOptimizer.on(FIVE).rule(Rule.UCB1).build()) {
      List<Configuration> five = optimizer.ask(5).stream().map(Trial::configuration).toList();
      assertEquals(5, five.stream().distinct().count());
    }
  }

  @Test
  void armsThatCannotBeListedAreRefused() {
    SearchSpace.Builder s = SearchSpace.builder();
    s.uniform("x", 0, 1);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> BanditOptimizer.on(s.build()).arms(Arms.POINTS).build());
    assertTrue(String.valueOf(e.getMessage()).contains("continuous"), e::toString);
    SearchSpace.Builder large = SearchSpace.builder();
    large.integer("i", 1, 20_000);
    IllegalArgumentException f =
        assertThrows(
            IllegalArgumentException.class,
            () -> BanditOptimizer.on(large.build()).arms(Arms.POINTS).build());
    assertTrue(String.valueOf(f.getMessage()).contains("20000 points"), f::toString);
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    BanditOptimizer.Builder options = BanditOptimizer.on(FIVE);
    assertThrows(IllegalArgumentException.class, () -> options.exploration(0));
    assertThrows(IllegalArgumentException.class, () -> options.exploration(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> options.bins(1));
  }
}
