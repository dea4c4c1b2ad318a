package dev.hone;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.hone.math.Backend;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Many suggestions in a row leave little to collect: a trial with its arrays, and its places in
 * lists and maps. On plain loops, since vectors are objects until the JIT has compiled them.
 */
class GpAskAllocationTest {
  private static final int DIMENSIONS = 10;
  private static final int OBSERVATIONS = 20;
  private static final int ASKS = 200;
  private static final int BLOCKS = 20;
  private static final double MOST = 1024;

  @Test
  void aSuggestionBetweenFitsAllocatesLessThanAKilobyte() {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int k = 0; k < DIMENSIONS; k++) {
      builder.uniform("x" + k, -1, 1);
    }
    SearchSpace space = builder.build();
    try (GpOptimizer optimizer =
        GpOptimizer.on(space).backend(Backend.SCALAR).initialTrials(1).seed(3).build()) {
      SplittableRandom random = new SplittableRandom(3);
      for (int i = 0; i < OBSERVATIONS; i++) {
        double[] point = random.doubles(DIMENSIONS).toArray();
        optimizer.observe(space.decode(point), point[0] * point[1] - point[2]);
      }
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      double least = Double.POSITIVE_INFINITY;
      // Lists double now and then: the best block is one in which none did.
      for (int block = 0; block < BLOCKS && least > MOST; block++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ASKS; i++) {
          optimizer.fail(optimizer.ask());
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        least = Math.min(least, (double) bytes / ASKS);
      }
      assertTrue(least <= MOST, least + " bytes for a suggestion");
    }
  }
}
