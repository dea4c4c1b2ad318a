package dev.hone.math.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.Engines;
import dev.hone.math.internal.KernelSets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A JVM without the Vector API. It is one test, because the choice is made, and logged, once in the
 * life of a JVM.
 */
@Tag("no-vector-module")
class NoVectorModuleTest {

  @Test
  void scalarKernelsRunAndOneLogLineNamesTheFlag() {
    List<String> lines = new ArrayList<>();
    // Held strongly: java.util.logging forgets the handlers of a logger nobody holds.
    Logger logger = Logger.getLogger("dev.hone");
    Handler handler = new Recorder(lines);
    logger.addHandler(handler);
    try {
      assertSame(KernelSets.scalar(), KernelSets.best());
      assertSame(KernelSets.scalar(), KernelSets.best());
      assertSame(KernelSets.scalar().linearAlgebra(), Engines.linearAlgebra(Backend.AUTO));
      BackendUnavailableException e =
          assertThrows(
              BackendUnavailableException.class, () -> Engines.linearAlgebra(Backend.SIMD));
      assertEquals(Backend.SIMD, e.backend());
      assertTrue(e.toString().contains("--add-modules jdk.incubator.vector"), e::toString);
    } finally {
      logger.removeHandler(handler);
    }
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.getFirst().contains("--add-modules jdk.incubator.vector"), lines::toString);
  }

  private static final class Recorder extends Handler {
    private final List<String> lines;

    Recorder(List<String> lines) {
      this.lines = lines;
    }

    @Override
    public void publish(LogRecord record) {
      lines.add(record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
