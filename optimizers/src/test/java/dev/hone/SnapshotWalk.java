package dev.hone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Asks and tells an optimizer: trials end in any order, some fail, and up to three wait. From where
 * it was left, it goes on with the optimizer and with the one that was made of its snapshot.
 */
final class SnapshotWalk {
  private final List<Trial> waiting = new ArrayList<>();
  private final CounterRandom random;
  private final Function<Trial, Outcome> objective;

  SnapshotWalk(CounterRandom random, Function<Trial, Outcome> objective) {
    this.random = random;
    this.objective = objective;
  }

  /** Asks for so many more. */
  void go(Optimizer optimizer, int steps) {
    for (int i = 0; i < steps; i++) {
      step(optimizer, waiting, random);
    }
  }

  /** Goes on with both, which suggest the same to the bit. */
  void assertGoesOn(Optimizer optimizer, Optimizer restored, int steps) {
    assertEquals(optimizer.trials().size(), restored.trials().size());
    List<Trial> again = new ArrayList<>();
    waiting.forEach(t -> again.add(restored.trials().get((int) t.number())));
    CounterRandom second = CounterRandom.at(random.seed(), random.stream(), random.position());
    for (int i = 0; i < steps; i++) {
      step(optimizer, waiting, random);
      step(restored, again, second);
    }
    for (int i = 0; i < optimizer.trials().size(); i++) {
      assertArrayEquals(
          optimizer.trials().get(i).configuration().encoded(),
          restored.trials().get(i).configuration().encoded(),
          "trial " + i);
    }
  }

  private void step(Optimizer optimizer, List<Trial> pending, CounterRandom choices) {
    pending.add(optimizer.ask());
    if (pending.size() > 3) {
      Trial t = pending.remove(choices.nextInt(pending.size()));
      if (choices.nextInt(10) == 0) {
        optimizer.fail(t);
      } else {
        optimizer.tell(t, objective.apply(t));
      }
    }
  }
}
