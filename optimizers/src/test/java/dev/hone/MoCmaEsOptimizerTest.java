package dev.hone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class MoCmaEsOptimizerTest {
  private final SearchSpace.Builder builder = SearchSpace.builder();
  private final DoubleParam x = builder.uniform("x", -2, 4);
  private final DoubleParam y = builder.logUniform("y", 1e-3, 1e3);
  private final IntParam k = builder.integer("k", 0, 20);
  private final SearchSpace space = builder.build();

  /** Small on the left and large on the right, for 0 ≤ x ≤ 1, y = 1 and k = 7. */
  private Outcome outcome(Trial trial) {
    double lost = sq(Math.log10(trial.get(y))) + sq(trial.get(k) - 7.0);
    return Outcome.of(sq(trial.get(x)) + lost, -(sq(trial.get(x) - 1) + lost));
  }

  private static double sq(double v) {
    return v * v;
  }

  private MoCmaEsOptimizer.Builder on() {
    return MoCmaEsOptimizer.on(space)
        .objectives(Direction.MINIMIZE, Direction.MAXIMIZE)
        .populationSize(15);
  }

  @Test
  void frontIsReachedAndCovered() {
    for (long seed = 0; seed < 3; seed++) {
      try (MoCmaEsOptimizer optimizer = on().seed(seed).build()) {
        for (int i = 0; i < 5000; i++) {
          Trial trial = optimizer.ask();
          optimizer.tell(trial, outcome(trial));
        }
        List<Trial> good =
            optimizer.front().stream()
                .filter(t -> t.get(k) == 7 && Math.abs(Math.log10(t.get(y))) < 0.05)
                .toList();
        for (double at = 0.05; at < 1; at += 0.1) {
          double wanted = at;
          assertTrue(
              good.stream().anyMatch(t -> Math.abs(t.get(x) - wanted) < 0.1),
              "seed " + seed + ": none near " + at);
        }
      }
    }
  }

  @Test
  void trialsEndInAnyOrderAndSnapshotsGoOn() {
    MoCmaEsOptimizer optimizer = on().seed(5).build();
    Deque<Trial> waiting = new ArrayDeque<>();
    for (int i = 0; i < 300; i++) {
      waiting.add(optimizer.ask());
      if (i % 7 == 0) {
        optimizer.fail(waiting.pollLast());
      } else if (i > 20) {
        Trial trial = waiting.pollFirst();
        optimizer.tell(trial, outcome(trial));
      }
    }
    optimizer.observe(waiting.getFirst().configuration(), Outcome.of(-1, 1));
    optimizer.enqueue(waiting.getLast().configuration());
    MoCmaEsOptimizer again = MoCmaEsOptimizer.restore(optimizer.snapshot(), space);
    assertEquals(optimizer.directions(), again.directions());
    for (int i = 0; i < 100; i++) {
      Trial one = optimizer.ask();
      Trial two = again.ask();
      assertArrayEquals(one.configuration().encoded(), two.configuration().encoded());
      optimizer.tell(one, outcome(one));
      again.tell(two, outcome(two));
    }
    assertEquals(optimizer.front().size(), again.front().size());
    byte[] damaged = optimizer.snapshot();
    damaged[damaged.length - 9] ^= 1;
    assertThrows(IllegalArgumentException.class, () -> MoCmaEsOptimizer.restore(damaged, space));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> MoCmaEsOptimizer.on(space).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> on().objectives(Direction.MINIMIZE, Direction.MINIMIZE, Direction.MINIMIZE));
    assertThrows(IllegalArgumentException.class, () -> on().populationSize(1));
    assertThrows(IllegalArgumentException.class, () -> on().sigma(0));
    SearchSpace.Builder other = SearchSpace.builder();
    other.categorical("kind", "a", "b");
    MoCmaEsOptimizer.Builder categories =
        MoCmaEsOptimizer.on(other.build()).objectives(Direction.MINIMIZE, Direction.MINIMIZE);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, categories::build);
    assertTrue(String.valueOf(refused.getMessage()).contains("kind"));
  }
}
