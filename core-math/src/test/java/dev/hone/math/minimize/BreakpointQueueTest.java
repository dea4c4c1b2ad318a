package dev.hone.math.minimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreakpointQueueTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 10, 100})
  void givesVariablesByRisingStep(int n) {
    CounterRandom random = CounterRandom.of(8, n);
    BreakpointQueue queue = new BreakpointQueue(n);
    for (int round = 0; round < 5; round++) {
      double[] steps = new double[n];
      queue.clear();
      for (int variable : random.permutation(n)) {
        // Few values, so that there are ties.
        steps[variable] = random.nextInt(n / 2 + 1);
        queue.add(variable, steps[variable]);
      }
      double[] sorted = steps.clone();
      Arrays.sort(sorted);
      boolean[] seen = new boolean[n];
      for (int i = 0; i < n; i++) {
        assertEquals(sorted[i], queue.firstStep());
        int variable = queue.removeFirst();
        assertEquals(sorted[i], steps[variable]);
        assertTrue(!seen[variable]);
        seen[variable] = true;
      }
      assertEquals(Double.POSITIVE_INFINITY, queue.firstStep());
    }
  }
}
