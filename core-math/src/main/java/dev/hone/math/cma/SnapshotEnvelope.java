package dev.hone.math.cma;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** What is around the bytes of a snapshot: a mark, a format version and a checksum. */
final class SnapshotEnvelope {
  private static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;
  private static final int CHECKSUM_BYTES = Long.BYTES;

  /** The longest array that every JVM has. */
  static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  @FunctionalInterface
  interface Writer {
    void write(DataOutput out) throws IOException;
  }

  @FunctionalInterface
  interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  private SnapshotEnvelope() {}

  /** Bytes in memory, up to so many: more are an error with a reason instead of one of memory. */
  static final class Bytes extends ByteArrayOutputStream {
    private final int most;

    Bytes(int most) {
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
            "the snapshot is too large: expected at most " + most + " bytes, what an array holds");
      }
    }
  }

  /**
   * Writes content into its envelope.
   *
   * @throws IllegalStateException if it is longer than {@link #MOST_BYTES}
   */
  static byte[] seal(long mark, int version, Writer content) {
    ByteArrayOutputStream bytes = new Bytes(MOST_BYTES);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(mark);
      out.writeInt(version);
      content.write(out);
      out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Checks the envelope and reads what is inside.
   *
   * @param kind what the mark stands for, for messages
   * @throws IllegalArgumentException if the bytes are something else, of another version or damaged
   */
  static <T> T open(byte[] snapshot, long mark, String kind, int version, Reader<T> content) {
    int length = snapshot.length - CHECKSUM_BYTES;
    if (length < HEADER_BYTES) {
      throw refused("it is too short");
    }
    ByteBuffer header = ByteBuffer.wrap(snapshot);
    if (header.getLong() != mark) {
      throw refused("it is none of " + kind);
    }
    int found = header.getInt();
    if (found != version) {
      throw refused("its format version is " + found + ", expected " + version);
    }
    if (header.getLong(length) != checksum(snapshot, length)) {
      throw refused("its checksum does not match");
    }
    try (DataInputStream in =
        new DataInputStream(
            new ByteArrayInputStream(snapshot, HEADER_BYTES, length - HEADER_BYTES))) {
      T result = content.read(in);
      if (in.available() > 0) {
        throw refused(in.available() + " bytes are left over");
      }
      return result;
    } catch (IOException e) {
      throw new IllegalArgumentException("snapshot refused: it is damaged", e);
    }
  }

  private static IllegalArgumentException refused(String reason) {
    return new IllegalArgumentException("snapshot refused: " + reason);
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }
}
