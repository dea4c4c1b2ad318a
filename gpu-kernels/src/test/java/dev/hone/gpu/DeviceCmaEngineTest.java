package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.cma.CmaEngine;
import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.random.CounterRandom;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Samples that stay on the device, which here is the host's memory. */
@SuppressWarnings("restricted") // As an objective on the device would read them.
class DeviceCmaEngineTest {
  private static final int N = 9;
  private static final int LAMBDA = 14;
  private static final StrategyParameters P =
      new StrategyParameters(CovarianceModel.CHOLESKY, N, LAMBDA, true);

  private StandIn standIn = StandIn.install();

  @BeforeEach
  void install() {
    standIn = StandIn.install();
  }

  @AfterEach
  void nothingIsLeft() {
    standIn.assertNothingHeld();
    StandIn.install();
  }

  private static DeviceCmaEngine engine() {
    DeviceCmaEngine engine = (DeviceCmaEngine) Engines.cma(Backend.GPU, P);
    engine.reset(new double[N], null);
    return engine;
  }

  /** What an objective on the device would see. */
  private static double[] at(long address) {
    long bytes = (long) N * LAMBDA * Double.BYTES;
    return MemorySegment.ofAddress(address).reinterpret(bytes).toArray(ValueLayout.JAVA_DOUBLE);
  }

  @Test
  void theyAreThoseThatWouldHaveComeToTheHeap() {
    int[] order = CounterRandom.of(8, N).permutation(LAMBDA);
    double[] expected = new double[N * LAMBDA];
    double[] some = new double[5 * N + 2];
    CounterRandom ofBoth = CounterRandom.of(5, 6);
    CounterRandom random = CounterRandom.of(5, 6);
    try (CmaEngine heap = engine();
        DeviceCmaEngine device = engine()) {
      for (int g = 0; g < 4; g++) {
        heap.sample(ofBoth, 0.3, expected);
        long address = device.sampleOnDevice(random, 0.3);
        assertArrayEquals(expected, at(address));
        device.points(3, 5, some);
        for (int e = 0; e < 5 * N; e++) {
          assertEquals(expected[3 * N + e], some[e]);
        }
        device.points(LAMBDA, 0, new double[0]);
        for (CmaEngine each : new CmaEngine[] {heap, device}) {
          each.update(LAMBDA, order, 0.3, g);
          each.decompose(g + 1);
        }
        assertEquals(ofBoth.position(), random.position());
      }
      assertArrayEquals(heap.mean(), device.mean());
    }
  }

  @Test
  void whatIsNotThereIsNamed() {
    try (DeviceCmaEngine device = engine()) {
      double[] out = new double[N * LAMBDA];
      var early = assertThrows(IllegalStateException.class, () -> device.points(0, 1, out));
      assertEquals("sampleOnDevice must be called before points is", early.getMessage());
      device.sampleOnDevice(CounterRandom.of(1, 1), 1);
      var rows = assertThrows(IllegalArgumentException.class, () -> device.points(10, 5, out));
      assertEquals("rows 10 to 15: expected some of 14", rows.getMessage());
      assertThrows(IllegalArgumentException.class, () -> device.points(-1, 2, out));
      assertThrows(IllegalArgumentException.class, () -> device.points(0, 2, new double[N]));
    }
  }

  @Test
  void withoutRoomItIsATypedErrorAndTheNextOneIsTheSame() {
    CounterRandom random = CounterRandom.of(5, 6);
    try (DeviceCmaEngine device = engine()) {
      standIn.memory(1);
      assertThrows(GpuOutOfMemoryException.class, () -> device.sampleOnDevice(random, 0.3));
      standIn.memory(1L << 32);
      assertEquals(0, random.position());
      double[] first = at(device.sampleOnDevice(random, 0.3));
      double[] expected = new double[N * LAMBDA];
      device.sample(CounterRandom.of(5, 6), 0.3, expected);
      assertArrayEquals(expected, first);
    }
  }
}
