package dev.hone.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SnapshotBytesTest {

  @Test
  void takesAsManyBytesAsItMayAndNamesTheLimit() throws IOException {
    SnapshotBytes bytes = new SnapshotBytes("CmaEsOptimizer", 17);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(1);
      out.writeLong(2);
      out.writeBoolean(true);
      assertEquals(17, bytes.size());
      for (int i = 0; i < 2; i++) {
        IllegalStateException one =
            assertThrows(IllegalStateException.class, () -> out.writeBoolean(false));
        assertTrue(
            String.valueOf(one.getMessage())
                .contains("of CmaEsOptimizer is too large: expected at most 17 bytes"),
            one::toString);
      }
      assertThrows(IllegalStateException.class, () -> out.writeLong(3));
      assertEquals(17, bytes.size());
    }
  }
}
