package dev.hone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GpSnapshotTest {

  private static SearchSpace space() {
    var s = SearchSpace.builder();
    s.logUniform("rate", 1e-5, 1);
    s.uniform("momentum", 0, 1);
    s.integer("units", 1, 300);
    CategoricalParam<String> kind = s.categorical("kind", "a", "b", "c");
    s.uniform("slope", -1, 1).onlyIf(kind, "b");
    return s.build();
  }

  /** Workers who take up to four trials at a time and end them in any order; some fail. */
  private static final class Workers {
    private final Optimizer optimizer;
    private final CounterRandom random;
    private final Deque<Long> running = new ArrayDeque<>();
    private final List<double[]> asked = new ArrayList<>();

    Workers(Optimizer optimizer, long seed) {
      this.optimizer = optimizer;
      this.random = CounterRandom.of(seed, 0);
    }

    void run(int steps) {
      for (int i = 0; i < steps; i++) {
        if (running.isEmpty() || (running.size() < 4 && random.nextBoolean())) {
          Trial trial = optimizer.ask();
          running.add(trial.number());
          asked.add(trial.configuration().encoded());
        } else {
          if (random.nextInt(3) == 0) {
            running.addLast(running.removeFirst());
          }
          Trial trial = optimizer.trials().get((int) (long) running.removeFirst());
          if (random.nextInt(10) == 0) {
            optimizer.fail(trial);
          } else {
            optimizer.tell(trial, loss(trial.configuration().encoded()));
          }
        }
      }
    }

    private static double loss(double[] point) {
      double sum = 0;
      for (double x : point) {
        sum += (x - 0.3) * (x - 0.3) + 0.1 * Math.sin(9 * x);
      }
      return sum;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 17, 60, 121})
  void goesOnBitForBit(int steps) {
    try (GpOptimizer first =
        GpOptimizer.on(space()).seed(11).maximize().initialTrials(6).refitGrowth(0.2).build()) {
      Workers workers = new Workers(first, steps);
      workers.run(steps);
      byte[] bytes = first.snapshot();
      assertArrayEquals(bytes, first.snapshot());
      try (GpOptimizer second = GpOptimizer.restore(bytes, space())) {
        assertArrayEquals(bytes, second.snapshot());
        Workers others = new Workers(second, 1);
        Workers same = new Workers(first, 1);
        others.running.addAll(workers.running);
        same.running.addAll(workers.running);
        same.run(50);
        others.run(50);
        assertEquals(text(same.asked), text(others.asked));
        assertArrayEquals(first.snapshot(), second.snapshot());
      }
    }
  }

  /** From 50 trials on, a fit goes on from what the last one knew of the curvature. */
  @Test
  void fitsGoOnFromTheSameCurvature() {
    try (GpOptimizer first =
        GpOptimizer.on(space()).seed(12).maximize().initialTrials(6).refitGrowth(0).build()) {
      Workers workers = new Workers(first, 5);
      workers.run(140);
      byte[] bytes = first.snapshot();
      try (GpOptimizer second = GpOptimizer.restore(bytes, space())) {
        Workers others = new Workers(second, 1);
        Workers same = new Workers(first, 1);
        others.running.addAll(workers.running);
        same.running.addAll(workers.running);
        same.run(20);
        others.run(20);
        assertEquals(text(same.asked), text(others.asked));
        assertArrayEquals(first.snapshot(), second.snapshot());
      }
    }
  }

  /** What was saved before fits kept a curvature has no room for one. */
  @Test
  void theVersionBeforeIsRefused() {
    byte[] bytes;
    try (GpOptimizer optimizer = GpOptimizer.on(space()).build()) {
      bytes = optimizer.snapshot();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int version = Long.BYTES + 2 * Integer.BYTES + "GpOptimizer".length();
    assertEquals(4, buffer.getInt(version));
    buffer.putInt(version, 3);
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, bytes.length - Integer.BYTES);
    buffer.putInt(bytes.length - Integer.BYTES, (int) checksum.getValue());
    assertRefused("the version of GpOptimizer", () -> GpOptimizer.restore(bytes, space()));
  }

  private static String text(List<double[]> points) {
    return Arrays.deepToString(points.toArray());
  }

  private static void assertRefused(String reason, Executable restore) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, restore);
    assertTrue(e.toString().contains("snapshot refused: "), e::toString);
    assertTrue(e.toString().contains(reason), e::toString);
  }

  @Test
  void alteredCutAndForeignSnapshotsAreRefused() {
    byte[] bytes;
    try (GpOptimizer optimizer = GpOptimizer.on(space()).seed(2).build()) {
      new Workers(optimizer, 2).run(40);
      bytes = optimizer.snapshot();
    }
    SearchSpace space = space();
    CounterRandom random = CounterRandom.of(3, 0);
    for (int i = 0; i < 100; i++) {
      byte[] altered = bytes.clone();
      altered[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      assertRefused("", () -> GpOptimizer.restore(altered, space));
      byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      assertRefused("", () -> GpOptimizer.restore(cut, space));
    }
    var other = SearchSpace.builder();
    other.uniform("x", 0, 1);
    assertRefused("expected 1", () -> GpOptimizer.restore(bytes, other.build()));
    assertRefused("expected GpOptimizer", () -> GpOptimizer.restore(ofCmaEs(), space));
  }

  private static byte[] ofCmaEs() {
    try (CmaEsOptimizer optimizer = CmaEsOptimizer.on(space()).build()) {
      return optimizer.snapshot();
    }
  }
}
