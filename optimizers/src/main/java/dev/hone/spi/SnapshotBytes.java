package dev.hone.spi;

import java.io.ByteArrayOutputStream;

/**
 * The bytes of a snapshot while it is written, up to so many: more are an error that says so, where
 * a plain stream would say that the JVM is out of memory.
 */
final class SnapshotBytes extends ByteArrayOutputStream {
  /** The longest array that every JVM has. */
  static final int MOST = Integer.MAX_VALUE - 8;

  private final String method;
  private final int most;

  /**
   * Starts empty.
   *
   * @param method of which it is, for the message
   * @param most bytes it may have
   */
  SnapshotBytes(String method, int most) {
    this.method = method;
    this.most = most;
  }

  @Override
  public synchronized void write(int b) {
    checkRoom(1);
    super.write(b);
  }

  @Override
  public synchronized void write(byte[] b, int offset, int length) {
    checkRoom(length);
    super.write(b, offset, length);
  }

  private void checkRoom(int more) {
    if (more > most - count) {
      throw new IllegalStateException(
          "the snapshot of " + method + " is too large: expected at most " + most + " bytes");
    }
  }
}
