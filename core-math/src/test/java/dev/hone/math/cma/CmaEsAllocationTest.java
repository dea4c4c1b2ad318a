package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.hone.math.Backend;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On plain loops, since vectors are objects until the JIT has compiled the code that uses them. */
class CmaEsAllocationTest {
  private static final int GENERATIONS = 300;

  /** The history of a run grows by doubling: an allocation that is rare is let pass. */
  private static final int BYTES_PER_GENERATION = 64;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "VKD")
  void steadyStateAllocatesNothing(CovarianceModel model) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] start = new double[12];
    double[] bound = new double[12];
    Arrays.fill(bound, 5);
    double[] low = new double[12];
    Arrays.fill(low, -5);
    CmaEs es =
        CmaEs.builder(start, 1)
            .model(model)
            .bounds(low, bound)
            .backend(Backend.SCALAR)
            .populationSize(10)
            .build();
    SplittableRandom random = new SplittableRandom(1);
    double[] values = new double[10];
    run(es, random, values);
    long before = threads.getCurrentThreadAllocatedBytes();
    run(es, random, values);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(bytes <= BYTES_PER_GENERATION * GENERATIONS, bytes + " bytes, " + model);
  }

  private static void run(CmaEs es, SplittableRandom random, double[] values) {
    for (int g = 0; g < GENERATIONS; g++) {
      es.ask();
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextDouble();
      }
      es.tell(values);
    }
  }
}
