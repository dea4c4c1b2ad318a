package dev.hone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.random.CounterRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TpeSnapshotTest {

  private static SearchSpace space() {
    var s = SearchSpace.builder();
    s.logUniform("rate", 1e-5, 1);
    s.integer("units", 1, 300);
    CategoricalParam<String> kind = s.categorical("kind", "a", "b", "c");
    s.uniform("slope", -1, 1).onlyIf(kind, "b");
    s.ordinal("size", 8, 16, 32).onlyIf(kind, "b", "c");
    return s.build();
  }

  /** Workers who take trials, alone or in batches, and end them in any order; some fail. */
  private static final class Workers {
    private final TpeOptimizer optimizer;
    private final CounterRandom random;
    private final Deque<Long> running = new ArrayDeque<>();
    private final List<double[]> asked = new ArrayList<>();

    Workers(TpeOptimizer optimizer, long seed) {
      this.optimizer = optimizer;
      this.random = CounterRandom.of(seed, 0);
    }

    void run(int steps) {
      for (int i = 0; i < steps; i++) {
        if (running.isEmpty() || (running.size() < 6 && random.nextBoolean())) {
          for (Trial trial : optimizer.ask(1 + random.nextInt(3))) {
            running.add(trial.number());
            asked.add(trial.configuration().encoded());
          }
        } else {
          if (random.nextInt(3) == 0) {
            running.addLast(running.removeFirst());
          }
          end(optimizer.trials().get((int) (long) running.removeFirst()));
        }
      }
    }

    private void end(Trial trial) {
      double[] x = trial.configuration().encoded();
      if (random.nextInt(10) == 0) {
        optimizer.fail(trial);
      } else if (optimizer.directions().size() == 1) {
        optimizer.tell(trial, x[0] + Math.abs(x[1] - 0.3) + x[2]);
      } else {
        optimizer.tell(trial, Outcome.of(x[0] + x[2], x[1] - x[0]).withConstraints(0.2 - x[3]));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "3, 1", "17, 1", "150, 1", "400, 1", "90, 2"})
  void goesOnBitForBitAndOnAnyBackend(int steps, int objectives) {
    TpeOptimizer.Builder builder =
        TpeOptimizer.on(space()).seed(11).startupTrials(4).bandwidth(TpeBandwidth.NEIGHBOUR);
    if (objectives == 2) {
      builder.objectives(Direction.MAXIMIZE, Direction.MINIMIZE).constraints(1);
    }
    try (TpeOptimizer first = builder.build()) {
      Workers workers = new Workers(first, steps);
      workers.run(steps);
      byte[] bytes = first.snapshot();
      assertArrayEquals(bytes, first.snapshot());
      try (TpeOptimizer second = TpeOptimizer.on(space()).backend(Backend.SCALAR).restore(bytes)) {
        assertArrayEquals(bytes, second.snapshot());
        Workers others = new Workers(second, 1);
        Workers same = new Workers(first, 1);
        others.running.addAll(workers.running);
        same.running.addAll(workers.running);
        same.run(60);
        others.run(60);
        assertEquals(
            Arrays.deepToString(same.asked.toArray()), Arrays.deepToString(others.asked.toArray()));
        assertArrayEquals(first.snapshot(), second.snapshot());
      }
    }
  }

  /** What is kept from suggestion to suggestion is what would be worked out anew. */
  @ParameterizedTest
  @EnumSource
  void everyNewStartSuggestsTheSameAllAlongAStudy(TpeBandwidth bandwidth) {
    SearchSpace.Builder s = SearchSpace.builder();
    for (int k = 0; k < 20; k++) {
      s.uniform("x" + k, 0, 1);
    }
    SearchSpace space = s.build();
    try (TpeOptimizer kept = TpeOptimizer.on(space).seed(7).bandwidth(bandwidth).build()) {
      for (int i = 0; i < 400; i++) {
        byte[] bytes = i % 9 == 8 ? kept.snapshot() : new byte[0];
        Trial trial = kept.ask();
        if (bytes.length > 0) {
          try (TpeOptimizer anew = TpeOptimizer.restore(bytes, space)) {
            assertEquals(trial.configuration(), anew.ask().configuration(), "trial " + i);
          }
        }
        double[] x = trial.configuration().encoded();
        kept.tell(trial, Arrays.stream(x).map(v -> (v - 0.3) * (v - 0.3)).sum());
      }
    }
  }

  @Test
  void alteredAndForeignSnapshotsAreRefused() {
    byte[] bytes;
    try (TpeOptimizer optimizer = TpeOptimizer.on(space()).build()) {
      new Workers(optimizer, 2).run(60);
      bytes = optimizer.snapshot();
    }
    CounterRandom random = CounterRandom.of(3, 0);
    for (int i = 0; i < 100; i++) {
      byte[] altered = bytes.clone();
      altered[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      assertRefused(altered, "");
      assertRefused(Arrays.copyOf(bytes, random.nextInt(bytes.length)), "");
    }
    try (GpOptimizer other = GpOptimizer.on(space()).build()) {
      assertRefused(other.snapshot(), "expected TpeOptimizer");
    }
  }

  private static void assertRefused(byte[] bytes, String reason) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> TpeOptimizer.restore(bytes, space()));
    assertTrue(e.toString().contains("snapshot refused: "), e::toString);
    assertTrue(e.toString().contains(reason), e::toString);
  }
}
