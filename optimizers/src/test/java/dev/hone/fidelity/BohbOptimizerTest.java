package dev.hone.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.Direction;
import dev.hone.DoubleParam;
import dev.hone.Outcome;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import java.util.List;
import org.junit.jupiter.api.Test;

class BohbOptimizerTest {
  private static final SearchSpace.Builder BUILDER = SearchSpace.builder();
  private static final DoubleParam X = BUILDER.uniform("x", 0, 1);
  private static final DoubleParam Y = BUILDER.uniform("y", 0, 1);
  private static final SearchSpace SPACE = BUILDER.build();

  private static BohbOptimizer.Builder bohb() {
    return BohbOptimizer.on(SPACE).budgets(1, 9).seed(1);
  }

  /** Good with the small budget is x = 0.1, with the large one x = 0.9. */
  @Test
  void learnsFromTheHighestBudgetThatEnoughIsKnownOf() {
    try (BohbOptimizer optimizer = bohb().randomShare(0).build()) {
      for (int i = 0; i < 30; i++) {
        double[] point = {(i + 0.5) / 30, (i * 7 % 30) / 30.0};
        var c = SPACE.decode(point);
        optimizer.observe(c, Outcome.of(Math.abs(point[0] - 0.1)), 1);
      }
      double small = meanX(optimizer.ask(9));
      assertTrue(small < 0.35, () -> "by the small budget: " + small);
      for (int i = 0; i < 30; i++) {
        double[] point = {(i + 0.5) / 30, (i * 7 % 30) / 30.0};
        optimizer.observe(SPACE.decode(point), Outcome.of(Math.abs(point[0] - 0.9)));
      }
      double large = meanX(optimizer.ask(8));
      assertTrue(large > 0.65, () -> "by the large budget: " + large);
    }
  }

  private static double meanX(List<Trial> trials) {
    return trials.stream().mapToDouble(t -> t.get(X)).average().orElseThrow();
  }

  @Test
  void thirdOfTheConfigurationsIsDrawnByChance() {
    int far = 0;
    int count = 0;
    try (BohbOptimizer optimizer = bohb().build()) {
      for (int i = 0; i < 600; i++) {
        Trial t = optimizer.ask();
        if (i > 100 && optimizer.continues(t).isEmpty()) {
          count++;
          far += t.get(X) > 0.5 ? 1 : 0;
        }
        optimizer.tell(t, t.get(X) + t.get(Y));
      }
    }
    double share = (double) far / count;
    // Half of the third that is drawn by chance, and a few more.
    assertTrue(share > 0.1 && share < 0.3, () -> "share " + share);
  }

  @Test
  void severalObjectivesAndConstraintsAreRankedByFronts() {
    try (BohbOptimizer optimizer =
        bohb().objectives(Direction.MINIMIZE, Direction.MAXIMIZE).constraints(1).build()) {
      List<Trial> first = optimizer.ask(9);
      double[][] values = {
        {0, 0, 0}, {1, 1, 0}, {2, 5, 0}, {2, 0, 0}, {3, 1, 0}, {4, 4, 0}, {9, 9, 0}, {-5, 9, 1},
        {-6, 9, 2}
      };
      for (int i = 0; i < 9; i++) {
        optimizer.tell(
            first.get(i), Outcome.of(values[i][0], values[i][1]).withConstraints(values[i][2]));
      }
      // The front is 0, 1, 2 and 6; of these 0 and 6 have endless room, 2 has more than 1.
      List<Long> promoted =
          optimizer.ask(3).stream()
              .map(t -> optimizer.continues(t).orElseThrow().number())
              .sorted()
              .toList();
      assertEquals(List.of(0L, 2L, 6L), promoted);
    }
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    BohbOptimizer.Builder options = bohb();
    assertThrows(IllegalArgumentException.class, () -> options.randomShare(1.1));
    assertThrows(IllegalArgumentException.class, () -> options.candidates(0));
    assertThrows(IllegalArgumentException.class, () -> options.leastTrials(-1));
    assertThrows(IllegalArgumentException.class, () -> options.constraints(-1));
  }
}
