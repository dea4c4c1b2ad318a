package dev.hone.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.Direction;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import org.junit.jupiter.api.Test;

class DehbOptimizerTest {

  private static SearchSpace space() {
    SearchSpace.Builder s = SearchSpace.builder();
    for (int i = 0; i < 10; i++) {
      s.uniform("x" + i, 0, 1);
    }
    return s.build();
  }

  private static double value(Trial t) {
    double sum = 0;
    for (double x : t.configuration().encoded()) {
      sum += (x - 0.3) * (x - 0.3);
    }
    return sum;
  }

  @Test
  void populationsConvergeRoundAfterRound() {
    try (DehbOptimizer optimizer = DehbOptimizer.on(space()).budgets(1, 9).seed(1).build()) {
      for (int i = 0; i < 3000; i++) {
        Trial t = optimizer.ask();
        optimizer.tell(t, value(t));
      }
      double best = optimizer.best().value();
      assertTrue(best < 0.02, () -> "best " + best);
    }
  }

  /** 9, 3, 1; 5, 1; 3 trials make the first round: nothing of the second is promoted. */
  @Test
  void afterTheFirstRoundEveryTrialIsAChild() {
    try (DehbOptimizer optimizer = DehbOptimizer.on(space()).budgets(1, 9).build()) {
      int promoted = 0;
      for (int i = 0; i < 44; i++) {
        Trial t = optimizer.ask();
        boolean continues = optimizer.continues(t).isPresent();
        promoted += continues ? 1 : 0;
        assertTrue(i < 22 || !continues, "trial " + i);
        optimizer.tell(t, value(t));
      }
      assertEquals(5, promoted);
    }
  }

  @Test
  void whatItCannotHandleIsRefused() {
    DehbOptimizer.Builder options = DehbOptimizer.on(space());
    assertThrows(IllegalArgumentException.class, () -> options.mutation(0, 0.5));
    assertThrows(IllegalArgumentException.class, () -> options.mutation(0.5, 1.5));
    assertThrows(IllegalArgumentException.class, () -> options.constraints(1));
    assertThrows(
        IllegalArgumentException.class,
        () -> options.objectives(Direction.MINIMIZE, Direction.MINIMIZE));
  }
}
