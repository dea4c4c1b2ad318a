package dev.hone.internal.gp;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Which points are known, eight bytes for each: a set of 64-bit fingerprints of their coordinates'
 * bits. Two points share one with a probability of 2⁻⁶⁴; one of them is then taken for known, and a
 * search goes to the next best.
 */
final class PointSet {
  private static final int SMALLEST = 16;

  /** Open addressing; 0 is a free slot. */
  private long[] slots = new long[SMALLEST];

  private int size;

  private static long fingerprint(double[] points, int offset, int dimension) {
    long hash = 0x9e3779b97f4a7c15L;
    for (int k = 0; k < dimension; k++) {
      hash = mixed(hash ^ Double.doubleToLongBits(points[offset + k])) + 0x9e3779b97f4a7c15L;
    }
    return hash == 0 ? 1 : hash;
  }

  /** The finaliser of Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators. */
  private static long mixed(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  int size() {
    return size;
  }

  /** Forgets all points, and keeps the room. */
  void clear() {
    Arrays.fill(slots, 0);
    size = 0;
  }

  boolean contains(double[] points, int offset, int dimension) {
    return slots[slot(fingerprint(points, offset, dimension))] != 0;
  }

  /** Adds a point; returns whether it was not known. */
  boolean add(double[] points, int offset, int dimension) {
    return add(fingerprint(points, offset, dimension));
  }

  private boolean add(long fingerprint) {
    int at = slot(fingerprint);
    if (slots[at] != 0) {
      return false;
    }
    slots[at] = fingerprint;
    size++;
    if (2 * size > slots.length) {
      grow();
    }
    return true;
  }

  /** Where a fingerprint is, or the free slot where it belongs. */
  private int slot(long fingerprint) {
    int mask = slots.length - 1;
    int at = (int) fingerprint & mask;
    while (slots[at] != 0 && slots[at] != fingerprint) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    size = 0;
    for (long fingerprint : old) {
      if (fingerprint != 0) {
        add(fingerprint);
      }
    }
  }

  void save(DataOutput out) throws IOException {
    // Their slots depend on the order of adding: sorted, equal sets have equal bytes.
    long[] sorted = Arrays.stream(slots).filter(slot -> slot != 0).sorted().toArray();
    out.writeInt(sorted.length);
    for (long fingerprint : sorted) {
      out.writeLong(fingerprint);
    }
  }

  void load(DataInput in) throws IOException {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      long fingerprint = in.readLong();
      if (fingerprint == 0 || !add(fingerprint)) {
        throw new IOException("point " + i + " of " + count + " is there twice");
      }
    }
  }
}
