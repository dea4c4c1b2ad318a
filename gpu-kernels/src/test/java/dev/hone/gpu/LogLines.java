package dev.hone.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What Hone logs from now on, instead of on the console. */
final class LogLines implements AutoCloseable {
  private final Logger logger = Logger.getLogger("dev.hone");
  private final List<String> lines = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          if (entry.getLevel().intValue() >= Level.INFO.intValue()) {
            synchronized (lines) {
              lines.add(entry.getMessage());
            }
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  LogLines() {
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  /** The lines since the last {@link #clear}. */
  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  void clear() {
    synchronized (lines) {
      lines.clear();
    }
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }
}
