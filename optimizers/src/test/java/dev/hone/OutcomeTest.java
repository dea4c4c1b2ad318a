package dev.hone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeTest {
  private static final SearchSpace.Builder BUILDER = SearchSpace.builder();
  private static final DoubleParam X = BUILDER.uniform("x", 0, 1);
  private static final SearchSpace SPACE = BUILDER.build();

  @Test
  void keepsWhatItIsGiven() {
    Outcome outcome =
        Outcome.of(1, 2).withConstraints(-1, 0).withCost(3).withNoiseVariance(0, 4).withGradient(5);

    assertArrayEquals(new double[] {1, 2}, outcome.objectives());
    assertArrayEquals(new double[] {-1, 0}, outcome.constraints());
    assertEquals(3, outcome.cost());
    assertEquals(4, outcome.noiseVariance(1));
    assertArrayEquals(new double[] {5}, outcome.gradient());
    assertTrue(outcome.isFeasible());
    assertEquals(0, outcome.violation());
  }

  @Test
  void saysWhatItWasNotGiven() {
    Outcome outcome = Outcome.of(1);

    assertTrue(Double.isNaN(outcome.cost()));
    assertTrue(Double.isNaN(outcome.noiseVariance(0)));
    assertNull(outcome.gradient());
    assertEquals(0, outcome.constraintCount());
    assertTrue(outcome.isFeasible());
  }

  @Test
  void sharesNoArray() {
    double[] objectives = {1};
    double[] constraints = {-1};
    Outcome outcome = Outcome.of(objectives).withConstraints(constraints);
    objectives[0] = 9;
    constraints[0] = 9;
    outcome.objectives()[0] = 9;
    outcome.constraints()[0] = 9;

    assertEquals(Outcome.of(1).withConstraints(-1), outcome);
    assertNotEquals(Outcome.of(1).withConstraints(-2), outcome);
    assertEquals(Outcome.of(1).withConstraints(-1).hashCode(), outcome.hashCode());
  }

  @Test
  void addsUpViolations() {
    Outcome outcome = Outcome.of(1).withConstraints(2, -5, 0.5);

    assertFalse(outcome.isFeasible());
    assertEquals(2.5, outcome.violation());
    assertEquals("1.0, infeasible", outcome.toString());
  }

  @Test
  void turnsWhatIsMaximised() {
    Outcome told = Outcome.of(1, 2).withGradient(3).withCost(4);
    List<Direction> directions = List.of(Direction.MAXIMIZE, Direction.MINIMIZE);
    Outcome minimized = told.toMinimized(directions);

    assertEquals(Outcome.of(-1, 2).withGradient(-3).withCost(4), minimized);
    assertEquals(told, minimized.toMinimized(directions));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesCosts(double cost) {
    Outcome outcome = Outcome.of(1);
    var e = assertThrows(IllegalArgumentException.class, () -> outcome.withCost(cost));
    assertTrue(String.valueOf(e.getMessage()).contains("cost = " + cost));
  }

  @Test
  void refusesWhatMakesNoSense() {
    Outcome outcome = Outcome.of(1);
    assertThrows(IllegalArgumentException.class, Outcome::of);
    assertThrows(IllegalArgumentException.class, () -> outcome.withNoiseVariance(-1));
    assertThrows(IllegalArgumentException.class, () -> outcome.withNoiseVariance(1, 2));
    assertThrows(IllegalArgumentException.class, () -> outcome.withGradient(Double.NaN));
  }

  @Test
  void mustFitTheOptimizer() {
    try (Optimizer optimizer =
        RandomOptimizer.on(SPACE)
            .objectives(Direction.MINIMIZE, Direction.MAXIMIZE)
            .constraints(1)
            .build()) {
      Trial trial = optimizer.ask();
      for (Outcome wrong :
          List.of(
              Outcome.of(1),
              Outcome.of(1, 2),
              Outcome.of(1, 2).withConstraints(1, 2),
              Outcome.of(1, 2).withConstraints(1).withGradient(1, 2))) {
        assertThrows(IllegalArgumentException.class, () -> optimizer.tell(trial, wrong));
      }
      assertThrows(IllegalArgumentException.class, () -> optimizer.tell(trial, 1));
      assertThrows(IllegalArgumentException.class, () -> optimizer.observe(at(0.5), 1));
      assertEquals(Trial.State.PENDING, trial.state());
      assertEquals(1, optimizer.trials().size());
    }
  }

  @Test
  void methodsSayWhatTheyCannotTake() {
    var builder = CmaEsOptimizer.on(SPACE);
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.objectives(Direction.MINIMIZE, Direction.MINIMIZE, Direction.MINIMIZE));
    assertThrows(IllegalArgumentException.class, builder::objectives);
    assertThrows(IllegalArgumentException.class, () -> builder.constraints(-1));
  }

  @Test
  void frontHoldsWhatNothingBeats() {
    try (Optimizer optimizer =
        RandomOptimizer.on(SPACE)
            .objectives(Direction.MINIMIZE, Direction.MAXIMIZE)
            .constraints(1)
            .build()) {
      Trial low = optimizer.observe(at(0.1), Outcome.of(1, 1).withConstraints(-1));
      optimizer.observe(at(0.2), Outcome.of(3, 2).withConstraints(0));
      Trial high = optimizer.observe(at(0.3), Outcome.of(2, 2).withConstraints(0));
      optimizer.observe(at(0.4), Outcome.of(0, 9).withConstraints(0.1));
      Trial same = optimizer.observe(at(0.5), Outcome.of(2, 2).withConstraints(-3));
      Trial failed = optimizer.observe(at(0.6), Outcome.of(0, 0).withConstraints(Double.NaN));

      assertEquals(List.of(low, high, same), optimizer.front());
      assertEquals(Trial.State.FAILED, failed.state());
      assertThrows(IllegalStateException.class, optimizer::best);
      assertThrows(IllegalStateException.class, low::value);
    }
  }

  @Test
  void bestMeetsTheConstraints() {
    try (Optimizer optimizer = RandomOptimizer.on(SPACE).maximize().constraints(1).build()) {
      optimizer.observe(at(0.1), Outcome.of(5).withConstraints(1));
      assertThrows(NoSuchElementException.class, optimizer::best);
      assertTrue(optimizer.bestSoFar().isEmpty());
      Trial first = optimizer.observe(at(0.2), Outcome.of(3).withConstraints(-1));
      Trial second = optimizer.observe(at(0.3), Outcome.of(3).withConstraints(0));
      optimizer.observe(at(0.4), Outcome.of(2).withConstraints(0));

      assertEquals(first, optimizer.best());
      assertEquals(List.of(first, second), optimizer.front());
      assertTrue(first.isFeasible());
      assertEquals(3, first.value());
    }
  }

  private static Configuration at(double x) {
    return SPACE.configuration().set(X, x).build();
  }
}
