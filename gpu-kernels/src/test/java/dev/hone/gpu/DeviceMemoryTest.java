package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When caches give back what they hold, and when they keep it. */
class DeviceMemoryTest {
  private static final long MEGA = 1 << 20;

  private StandIn standIn = StandIn.install();

  @BeforeEach
  void install() {
    standIn = StandIn.install();
    System.setProperty(DeviceMemory.PROPERTY, "10m");
  }

  @AfterEach
  void nothingIsLeft() {
    System.clearProperty(DeviceMemory.PROPERTY);
    standIn.assertNothingHeld();
    StandIn.install();
  }

  /** Something of four megabytes that can be had again. */
  private static final class Something implements DeviceMemory.Cache {
    @Nullable DeviceBuffer buffer;
    int dropped;

    Something(DeviceMemory memory) {
      buffer = memory.bytes(4 * MEGA);
      memory.add(this);
    }

    @Override
    public long held() {
      return buffer == null ? 0 : buffer.bytes;
    }

    @Override
    public void drop() {
      if (buffer != null) {
        buffer.close();
        buffer = null;
        dropped++;
      }
    }
  }

  private void withSomething(Check check) {
    GpuDevice device = GpuDevice.acquire();
    try {
      device.run(
          session -> {
            DeviceMemory memory = session.memory();
            Something cache = new Something(memory);
            check.of(memory, cache);
            memory.remove(cache);
            cache.drop();
          });
    } finally {
      GpuDevice.release(device);
    }
  }

  private interface Check {
    void of(DeviceMemory memory, Something cache);
  }

  @Test
  void whatIsNeededTakesTheirPlace() {
    withSomething(
        (memory, cache) -> {
          memory.bytes(5 * MEGA).close();
          assertEquals(0, cache.dropped);
          memory.bytes(8 * MEGA).close();
          assertEquals(1, cache.dropped);
        });
  }

  @Test
  void whatCanBeDoneWithoutDoesNot() {
    withSomething(
        (memory, cache) -> {
          assertThrows(
              GpuOutOfMemoryException.class, () -> memory.sparing(() -> memory.bytes(8 * MEGA)));
          assertEquals(0, cache.dropped);
          // And what comes after it is needed again.
          memory.bytes(8 * MEGA).close();
          assertEquals(1, cache.dropped);
        });
  }

  @Test
  void whatWouldNotFitAfterwardsDoesNot() {
    withSomething(
        (memory, cache) -> {
          assertThrows(GpuOutOfMemoryException.class, () -> memory.bytes(11 * MEGA));
          assertEquals(0, cache.dropped);
        });
  }

  @Test
  void aDeviceThatIsFullTakesTheirPlaceToo() {
    withSomething(
        (memory, cache) -> {
          standIn.memory(9 * MEGA);
          memory.bytes(6 * MEGA).close();
          assertEquals(1, cache.dropped);
        });
  }
}
