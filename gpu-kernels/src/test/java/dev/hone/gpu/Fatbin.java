package dev.hone.gpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a fat binary of CUDA holds, by its headers. NVIDIA documents them nowhere; every tool that
 * reads them found the same layout, little-endian:
 *
 * <pre>
 * container   0  u32 0xBA55ED50   4  u16 version 1   6  u16 bytes of this header   8  u64 bytes after it
 * entry       0  u16 1 PTX, 2 machine code           4  u32 bytes of this header   8  u64 bytes after it
 *            28  u32 compute capability, as 10·major + minor
 * </pre>
 *
 * <p>Entries stand one behind the other up to the end. What they hold may be compressed.
 */
final class Fatbin {
  private static final int MAGIC = 0xBA55ED50;
  private static final int CONTAINER_HEADER = 16;
  private static final int LEAST_ENTRY_HEADER = 64;
  private static final int CAPABILITY = 28;

  private Fatbin() {}

  /** The kinds of code in it. */
  enum Kind {
    /** Assembler, which a driver compiles for any later device. */
    PTX,
    /** Machine code of one architecture. */
    SASS
  }

  /**
   * Code for one architecture.
   *
   * @param kind of which kind
   * @param capability 10·major + minor
   */
  record Entry(Kind kind, int capability) {
    @Override
    public String toString() {
      return kind + " of sm_" + capability;
    }
  }

  /**
   * What is in it, in its order.
   *
   * @throws IllegalArgumentException if it is none, cut off, or has an entry without content
   */
  static List<Entry> entries(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < CONTAINER_HEADER || bytes.getInt(0) != MAGIC) {
      throw new IllegalArgumentException("no fat binary: expected it to begin with 50ed55ba");
    }
    int at = bytes.getShort(6);
    if (at + bytes.getLong(8) != file.length) {
      throw new IllegalArgumentException(
          "a fat binary of " + file.length + " bytes: expected " + (at + bytes.getLong(8)));
    }
    List<Entry> entries = new ArrayList<>();
    while (at < file.length) {
      if (file.length - at < LEAST_ENTRY_HEADER) {
        throw new IllegalArgumentException("an entry at " + at + ", which is cut off");
      }
      int kind = bytes.getShort(at);
      int header = bytes.getInt(at + 4);
      long content = bytes.getLong(at + 8);
      if (kind < 1 || kind > 2 || header < LEAST_ENTRY_HEADER || content < 1) {
        throw new IllegalArgumentException(
            "an entry at " + at + " of kind " + kind + ": expected PTX or machine code");
      }
      if (header + content > file.length - at) {
        throw new IllegalArgumentException("an entry at " + at + ", which is cut off");
      }
      entries.add(new Entry(kind == 1 ? Kind.PTX : Kind.SASS, bytes.getInt(at + CAPABILITY)));
      at += (int) (header + content);
    }
    return entries;
  }
}
