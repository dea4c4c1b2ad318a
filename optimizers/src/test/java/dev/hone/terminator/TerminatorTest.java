package dev.hone.terminator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.Direction;
import dev.hone.DoubleParam;
import dev.hone.Optimizer;
import dev.hone.Outcome;
import dev.hone.RandomOptimizer;
import dev.hone.SearchSpace;
import dev.hone.TpeOptimizer;
import dev.hone.Trial;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TerminatorTest {
  private static final SearchSpace.Builder BUILDER = SearchSpace.builder();
  private static final DoubleParam X = BUILDER.uniform("x", -2, 2);
  private static final SearchSpace SPACE = BUILDER.build();

  private final Optimizer optimizer = RandomOptimizer.on(SPACE).build();

  private Trial trial(double value) {
    return optimizer.observe(optimizer.ask().configuration(), value);
  }

  private static Trial trial(Optimizer several, double... values) {
    Trial trial = several.ask();
    several.tell(trial, Outcome.of(values));
    return trial;
  }

  @Test
  void budgetCountsFailedTrialsToo() {
    Terminator budget = new TrialBudget(2);
    budget.ended(trial(1));
    assertFalse(budget.isDue());
    budget.ended(trial(Double.NaN));
    assertTrue(budget.isDue());
  }

  @Test
  void timeCountsFromTheBeginning() throws InterruptedException {
    Terminator limit = TimeLimit.of(Duration.ofMillis(20));
    Terminator day = TimeLimit.of(Duration.ofDays(1));
    Terminator both = Terminator.any(day, limit);
    while (!limit.isDue()) {
      Thread.sleep(5);
    }
    assertFalse(day.isDue());
    assertTrue(both.isDue());
  }

  @Test
  void targetIsReachedInItsDirection() {
    Terminator low = TargetReached.atMost(0.5);
    Terminator high = TargetReached.atLeast(0.5);
    for (double value : new double[] {Double.NaN, 0.6}) {
      low.ended(trial(value));
      assertFalse(low.isDue());
    }
    high.ended(trial(0.6));
    assertTrue(high.isDue());
    low.ended(trial(0.5));
    low.ended(trial(1));
    assertTrue(low.isDue());
  }

  @Test
  void targetOfAnObjectiveIsReachedByFeasibleTrialsOnly() {
    try (Optimizer several =
        TpeOptimizer.on(SPACE)
            .objectives(Direction.MINIMIZE, Direction.MAXIMIZE)
            .constraints(1)
            .build()) {
      Terminator second = TargetReached.of(1, Direction.MAXIMIZE, 10);
      Trial missed = several.ask();
      several.tell(missed, Outcome.of(0, 11).withConstraints(0.1));
      second.ended(missed);
      assertFalse(second.isDue());
      Trial met = several.ask();
      several.tell(met, Outcome.of(0, 11).withConstraints(-0.1));
      second.ended(met);
      assertTrue(second.isDue());
      Terminator third = TargetReached.of(2, Direction.MAXIMIZE, 10);
      assertThrows(IllegalArgumentException.class, () -> third.ended(met));
    }
  }

  @Test
  void stagnationIsTrialsWithoutGain() {
    Terminator stagnation = Stagnation.of(Direction.MAXIMIZE, 3, 0.1);
    double[] values = {1, 1.05, 1.05, 1.2, 0, Double.NaN, 1.3};
    boolean[] due = {false, false, false, false, false, false, true};
    for (int i = 0; i < values.length; i++) {
      stagnation.ended(trial(values[i]));
      assertEquals(due[i], stagnation.isDue(), "trial " + i);
    }
    stagnation.ended(trial(2));
    assertFalse(stagnation.isDue());
  }

  @Test
  void stagnationOfSeveralObjectivesIsOfTheirFront() {
    List<Direction> directions = List.of(Direction.MINIMIZE, Direction.MINIMIZE);
    Terminator stagnation = Stagnation.of(directions, 2);
    try (Optimizer several =
        TpeOptimizer.on(SPACE).objectives(Direction.MINIMIZE, Direction.MINIMIZE).build()) {
      stagnation.ended(trial(several, 1, 5));
      stagnation.ended(trial(several, 2, 4));
      stagnation.ended(trial(several, 2, 4));
      assertFalse(stagnation.isDue());
      stagnation.ended(trial(several, 3, 4));
      assertTrue(stagnation.isDue());
      stagnation.ended(trial(several, 2, 3));
      assertFalse(stagnation.isDue());
    }
  }

  @Test
  void regretBoundClosesInOnASmoothFunction() {
    RegretBound bound = new RegretBound(SPACE, Direction.MAXIMIZE, 0.05);
    assertEquals(Double.POSITIVE_INFINITY, bound.bound());
    int trials = 0;
    while (!bound.isDue() && trials < 60) {
      Trial trial = optimizer.ask();
      double x = trial.get(X);
      optimizer.tell(trial, Math.cos(2 * x) - 0.3 * x);
      bound.ended(trial);
      trials++;
    }
    assertTrue(trials >= 10 && trials < 60, trials + " trials");
    double best = 0;
    for (int i = -20000; i <= 20000; i++) {
      double x = i * 1e-4;
      best = Math.max(best, Math.cos(2 * x) - 0.3 * x);
    }
    double reached = optimizer.trials().stream().mapToDouble(Trial::value).max().orElseThrow();
    assertTrue(best - reached <= 0.05, best + " against " + reached);
  }

  @Test
  void nonsenseIsRefused() {
    Trial pending = optimizer.ask();
    SearchSpace.Builder other = SearchSpace.builder();
    other.uniform("y", 0, 1);
    RegretBound foreign = new RegretBound(other.build(), Direction.MINIMIZE, 1);
    Trial ended = trial(1);
    List<Executable> nonsense =
        List.of(
            () -> new TrialBudget(0),
            () -> TimeLimit.of(Duration.ZERO),
            () -> TargetReached.atMost(Double.NaN),
            () -> TargetReached.of(-1, Direction.MINIMIZE, 0),
            () -> Stagnation.of(Direction.MINIMIZE, 0, 0),
            () -> Stagnation.of(Direction.MINIMIZE, 1, -1),
            () -> Stagnation.of(List.of(), 1),
            () -> new RegretBound(SPACE, Direction.MINIMIZE, 0),
            () -> foreign.ended(ended),
            () -> new TrialBudget(1).ended(pending),
            () -> TargetReached.atMost(1).ended(pending));
    nonsense.forEach(call -> assertThrows(IllegalArgumentException.class, call));
  }
}
