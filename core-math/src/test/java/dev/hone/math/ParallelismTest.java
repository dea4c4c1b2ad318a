package dev.hone.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ParallelismTest {

  @Test
  void runsEveryTaskOnce() {
    AtomicIntegerArray runs = new AtomicIntegerArray(100);
    Parallelism.forEach(100, 3, (task, worker) -> runs.addAndGet(task, worker < 3 ? 1 : 1000));
    for (int i = 0; i < runs.length(); i++) {
      assertEquals(1, runs.get(i), "task " + i);
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    Parallelism.Task nothing = (task, worker) -> {};
    assertThrows(IllegalArgumentException.class, () -> Parallelism.forEach(-1, 1, nothing));
    assertThrows(IllegalArgumentException.class, () -> Parallelism.forEach(1, 0, nothing));
  }
}
