package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of all sizes, up to such as go round the ring more than once. */
class TransfersTest {
  private static final int PIECE = DownloadRing.PIECE / Double.BYTES;

  private StandIn standIn = StandIn.install();

  @BeforeEach
  @AfterEach
  void install() {
    standIn = StandIn.install();
  }

  /** Uploads numbers and reads some of them back, behind and before others that must stay. */
  private static void copiesBack(GpuDevice device, double[] values, int from, int count) {
    device.run(
        session -> {
          try (DeviceBuffer buffer = session.memory().doubles(values.length)) {
            session.transfers().upload(values, 0, values.length, buffer, 0);
            double[] back = new double[count + 5];
            Arrays.fill(back, -7);
            session.transfers().download(buffer, from, back, 2, count);
            double[] expected = new double[count + 5];
            Arrays.fill(expected, -7);
            System.arraycopy(values, from, expected, 2, count);
            assertArrayEquals(expected, back);
          }
        });
  }

  private static double[] numbers(int count) {
    double[] values = new double[count];
    CounterRandom.of(4, count).fillUniform(values, 0, count);
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PIECE - 1, PIECE, PIECE + 1, 4 * PIECE, 9 * PIECE + 33_000})
  void whatGoesUpComesDown(int count) {
    double[] values = numbers(count + 11);
    GpuDevice device = GpuDevice.acquire();
    try {
      copiesBack(device, values, 3, count);
      copiesBack(device, values, 11, count);
    } finally {
      GpuDevice.release(device);
    }
    standIn.assertNothingHeld();
  }

  @ParameterizedTest
  @CsvSource({
    "cuMemHostAlloc, 2",
    "cuEventCreate, 1",
    "cuEventCreate, 3",
    "cuEventRecord, 1",
    "cuEventRecord, 6",
    "cuEventSynchronize, 1",
    "cuEventSynchronize, 5",
    "cuMemcpyDtoHAsync_v2, 6"
  })
  void aCallThatFailsIsATypedErrorAndTheNextCopyIsWhole(String function, int call) {
    double[] values = numbers(6 * PIECE);
    // The first page-locked memory is that of the device itself.
    standIn.fail(function, call, 2);
    GpuDevice device = GpuDevice.acquire();
    try {
      GpuException e =
          assertThrows(GpuException.class, () -> copiesBack(device, values, 0, values.length));
      String named = function.replace("_v2", "");
      assertTrue(String.valueOf(e.getMessage()).contains(named), e.getMessage());
      copiesBack(device, values, 0, values.length);
    } finally {
      GpuDevice.release(device);
    }
    standIn.assertNothingHeld();
  }

  @Test
  void aDeviceThatIsLostIsATypedErrorAndNothingIsLeft() {
    double[] values = numbers(6 * PIECE);
    GpuDevice device = GpuDevice.acquire();
    try {
      standIn.lose("cuEventSynchronize", 3, StandIn.ILLEGAL_ADDRESS);
      GpuException e =
          assertThrows(GpuException.class, () -> copiesBack(device, values, 0, values.length));
      assertEquals("CUDA_ERROR_ILLEGAL_ADDRESS", e.errorName());
    } finally {
      GpuDevice.release(device);
    }
    standIn.assertNothingHeld();
  }
}
