package dev.hone.examples.lightgbm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.Optimizer;
import dev.hone.RandomOptimizer;
import dev.hone.Trial;
import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private final LightGbmSpace space = new LightGbmSpace();

  @Test
  void aSearchRanksByLogLoss() {
    Search search = search(0.3, 0.1, 0.2);
    assertEquals(
        List.of(0.1, 0.2, 0.3), search.ranking().stream().map(a -> a.score().logLoss()).toList());
    assertEquals(new Score(0.1, 0.9), search.best());
  }

  @Test
  void aComparisonShowsEverySeedTheMediansAndTheTime() {
    var comparison =
        new Comparison(
            5,
            List.of(search(0.3, 0.1), search(0.4, 0.2), search(0.7, 0.5)),
            List.of(search(0.4), search(0.6), search(0.9)));
    assertEquals(
        """
          log loss (accuracy)                Hone      random search
          seed 5                 0.1000 (90.00 %)   0.4000 (60.00 %)
          seed 6                 0.2000 (80.00 %)   0.6000 (40.00 %)
          seed 7                 0.5000 (50.00 %)   0.9000 (10.00 %)
          median                 0.2000 (80.00 %)   0.6000 (40.00 %)

          Hone took 0.06 s of the 6.0 s of its searches (1.00 %), 10.00 ms a trial.
        """,
        comparison.toString());
  }

  @Test
  void theMedianOfTwoSeedsLiesHalfway() {
    var comparison =
        new Comparison(1, List.of(search(0.1), search(0.2)), List.of(search(0.3), search(0.6)));
    assertTrue(
        comparison
            .toString()
            .contains("median                 0.1500 (85.00 %)   0.4500 (55.00 %)"),
        comparison.toString());
  }

  @Test
  void theLeaderboardShowsADashForWhatIsInactive() {
    try (Optimizer optimizer = RandomOptimizer.on(space.space()).seed(1).build()) {
      var board = new Leaderboard(space.space());
      board.add("A", new Attempt(trialWith(optimizer, Boosting.GOSS), new Score(0.25, 0.5)));
      board.add("B", new Attempt(trialWith(optimizer, Boosting.DART), new Score(0.75, 0.25)));
      String text = board.toString();
      assertTrue(text.contains("  log loss            0.2500    0.7500\n"), text);
      assertTrue(text.contains("  boosting              GOSS      DART\n"), text);
      assertTrue(text.lines().anyMatch(l -> l.matches(" *bagging_fraction +– +0\\.\\d+")), text);
      assertTrue(text.lines().anyMatch(l -> l.matches(" *top_rate +0\\.\\d+ +–")), text);
    }
  }

  private static Trial trialWith(Optimizer optimizer, Boosting boosting) {
    Trial trial = optimizer.ask();
    while (!trial.configuration().toString().contains("boosting=" + boosting)) {
      trial = optimizer.ask();
    }
    return trial;
  }

  /** A search of one second a trial, ten milliseconds of them the optimizer's. */
  private Search search(double... logLosses) {
    try (Optimizer optimizer = RandomOptimizer.on(space.space()).seed(1).build()) {
      return new Search(
          DoubleStream.of(logLosses)
              .mapToObj(loss -> new Attempt(optimizer.ask(), new Score(loss, 1 - loss)))
              .toList(),
          Duration.ofMillis(10L * logLosses.length),
          Duration.ofSeconds(logLosses.length));
    }
  }
}
