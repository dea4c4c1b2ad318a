package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots that no array of bytes can hold, without the gigabytes that they would take. */
class CmaSnapshotSizeTest {
  private static final int LARGEST = 11_576;

  /** What the engine writes is two matrices and vectors: the estimate is just below. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 260})
  void theLeastSizeIsThatOfAYoungRun(int n) {
    try (CmaEs es =
        CmaEs.builder(new double[n], 1)
            .model(CovarianceModel.CHOLESKY)
            .backend(Backend.SCALAR)
            .populationSize(4)
            .build()) {
      long actual = es.snapshot().length;
      long least = CholeskySnapshot.leastBytes(n);
      assertTrue(least <= actual, least + " > " + actual);
      assertTrue(actual - least <= 6_000 + 200L * n, actual + " against " + least);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = CovarianceModel.class,
      names = {"CHOLESKY", "EIGEN"})
  void aFullCovarianceThatDoesNotFitIsNamedBeforeItIsCopied(CovarianceModel model) {
    assertDoesNotThrow(() -> CmaSnapshot.checkSize(model, LARGEST));
    for (int n : new int[] {LARGEST + 1, 12_000, 46_000, Integer.MAX_VALUE / 2}) {
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> CmaSnapshot.checkSize(model, n));
      String message = String.valueOf(e.getMessage());
      assertTrue(message.contains("a CMA-ES of " + n + " dimensions"), message);
      assertTrue(message.contains("expected at most 2147483639"), message);
      assertTrue(message.contains("up to " + LARGEST + " dimensions"), message);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = CovarianceModel.class,
      names = {"SEPARABLE", "VKD", "LIMITED_MEMORY"})
  void otherModelsHaveSnapshotsInAnyDimension(CovarianceModel model) {
    assertDoesNotThrow(() -> CmaSnapshot.checkSize(model, 1_000_000));
  }

  /** What only shows while it is written: pending updates, say. */
  @Test
  void bytesEndWithAnErrorThatSaysSo() throws IOException {
    SnapshotEnvelope.Bytes bytes = new SnapshotEnvelope.Bytes(9);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(1);
      out.writeBoolean(true);
      IllegalStateException one =
          assertThrows(IllegalStateException.class, () -> out.writeBoolean(true));
      assertTrue(
          String.valueOf(one.getMessage()).contains("expected at most 9 bytes"), one::toString);
      assertThrows(IllegalStateException.class, () -> out.writeLong(2));
      assertEquals(9, bytes.size());
    }
  }
}
