package dev.hone.internal.evo;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of a method and told to it, in order, so that a method whose state cannot be
 * written is brought back by doing the same again. Takes 16 bytes for an event.
 */
final class EventLog {
  private static final double[] NOWHERE = {};

  /** Told again what was told. */
  interface Teller {
    void tell(long number, double[] point, double value);
  }

  /** Asked again what was asked. */
  interface Asker {
    void ask(long number);
  }

  /** The number of a trial that was asked for; its complement where one was told. */
  private long[] events = new long[64];

  private double[] values = new double[64];
  private int size;

  /** Points of trials that were not asked for, by the place of the event. */
  private final Map<Integer, double[]> points = new HashMap<>();

  /** Of all points that were suggested. */
  private long hash;

  void asked(long number, double[] point) {
    hash = 31 * hash + Arrays.hashCode(point);
    add(number, 0);
  }

  /**
   * Takes note of a trial that has ended.
   *
   * @param value NaN if it failed
   * @param foreign its point, if it was not asked for
   */
  void told(long number, double value, double @Nullable [] foreign) {
    if (foreign != null) {
      points.put(size, foreign.clone());
    }
    add(~number, value);
  }

  private void add(long event, double value) {
    if (size == events.length) {
      events = Arrays.copyOf(events, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    events[size] = event;
    values[size] = value;
    size++;
  }

  void replay(Asker asker, Teller teller) {
    for (int i = 0; i < size; i++) {
      if (events[i] >= 0) {
        asker.ask(events[i]);
      } else {
        teller.tell(~events[i], points.getOrDefault(i, NOWHERE), values[i]);
      }
    }
  }

  /** Whether the same points were suggested in another log. */
  boolean agrees(EventLog other) {
    return hash == other.hash && size == other.size;
  }

  void save(DataOutput out) throws IOException {
    out.writeLong(hash);
    out.writeInt(size);
    for (int i = 0; i < size; i++) {
      out.writeLong(events[i]);
      out.writeDouble(values[i]);
      double[] point = points.get(i);
      out.writeBoolean(point != null);
      if (point != null) {
        Genomes.write(out, point);
      }
    }
  }

  static EventLog load(DataInput in, int dimension) throws IOException {
    EventLog log = new EventLog();
    log.hash = in.readLong();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      long event = in.readLong();
      double value = in.readDouble();
      if (in.readBoolean()) {
        double[] point = Genomes.read(in);
        if (point.length != dimension) {
          throw new IOException("a point of " + point.length + " coordinates");
        }
        log.points.put(i, point);
      }
      log.add(event, value);
    }
    return log;
  }
}
