package dev.hone.math.internal.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged while this is open. */
final class LogLines extends Handler implements AutoCloseable {
  /** Held strongly: java.util.logging forgets the handlers of a logger nobody holds. */
  private final Logger logger = Logger.getLogger("dev.hone");

  private final List<String> lines = new ArrayList<>();

  LogLines() {
    logger.addHandler(this);
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public void publish(LogRecord record) {
    lines.add(record.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
