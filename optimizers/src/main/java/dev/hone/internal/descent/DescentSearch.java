package dev.hone.internal.descent;

import dev.hone.math.random.CounterRandom;
import dev.hone.math.random.SobolSequence;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Descents side by side. Whoever has a point to hand out and has come lowest goes on; if all wait
 * for what they handed out, or have come to their ends, another one starts.
 *
 * <p>The first starts where it is told to, or at the best point from elsewhere, or in the middle of
 * the cube; the next ones at the best point from elsewhere if it lies lower than any descent has
 * come, and else at points of a scrambled Sobol sequence. Not safe for use from several threads:
 * its optimizer holds a lock.
 */
public final class DescentSearch {
  private static final long STARTS = 0x57a7_0001L;

  /** A descent with its number and the lowest value it was told. */
  private static final class Member {
    final long number;
    final Descent descent;
    double lowest;

    Member(long number, Descent descent, double lowest) {
      this.number = number;
      this.descent = descent;
      this.lowest = lowest;
    }
  }

  /** A point that was handed out. */
  private record Ticket(long member, int probe) {}

  private final int dimension;
  private final long seed;
  private final Descent.Factory descents;
  private final double[] start;
  private final List<Member> members = new ArrayList<>();
  private final Map<Long, Ticket> pending = new LinkedHashMap<>();
  private long started;
  private long scattered;

  /** The lowest value that any descent was told. */
  private double reached = Double.POSITIVE_INFINITY;

  /** The best point from elsewhere that no descent has started from; empty if there is none. */
  private double[] foreign = {};

  private double foreignValue = Double.POSITIVE_INFINITY;

  /**
   * A search.
   *
   * @param dimension d
   * @param seed of the starts
   * @param descents makes them
   * @param start where the first one starts; empty to leave that open
   */
  public DescentSearch(int dimension, long seed, Descent.Factory descents, double[] start) {
    this.dimension = dimension;
    this.seed = seed;
    this.descents = descents;
    this.start = start.clone();
  }

  /** The point to try next. */
  public double[] suggest(long trialNumber) {
    Member next = null;
    for (Member member : members) {
      if (member.descent.next() != Descent.WAITING
          && (next == null || member.lowest < next.lowest)) {
        next = member;
      }
    }
    if (next == null) {
      long number = started++;
      next =
          new Member(number, descents.from(nextStart(number), number), Double.POSITIVE_INFINITY);
      members.add(next);
    }
    pending.put(trialNumber, new Ticket(next.number, next.descent.next()));
    return next.descent.handOut();
  }

  private double[] nextStart(long number) {
    if (number == 0 && start.length > 0) {
      return start;
    }
    if (foreignValue < reached) {
      double[] point = foreign;
      foreign = new double[0];
      // What is worse need not be told again.
      reached = foreignValue;
      foreignValue = Double.POSITIVE_INFINITY;
      return point;
    }
    double[] point = new double[dimension];
    if (number == 0) {
      Arrays.fill(point, 0.5);
    } else if (dimension <= SobolSequence.maxDimension()) {
      SobolSequence.scrambled(dimension, seed ^ STARTS).point(scattered++, point, 0);
    } else {
      CounterRandom.of(seed ^ STARTS, scattered++).fillUniform(point, 0, dimension);
    }
    return point;
  }

  /**
   * Takes in how a trial ended.
   *
   * @param trialNumber its number; one that was never suggested was observed or enqueued
   * @param point its canonical point
   * @param evaluation what was told; null if it failed
   */
  public void told(long trialNumber, double[] point, @Nullable Evaluation evaluation) {
    Ticket ticket = pending.remove(trialNumber);
    if (ticket == null) {
      if (evaluation != null && evaluation.value() < Math.min(reached, foreignValue)) {
        foreign = point;
        foreignValue = evaluation.value();
      }
      return;
    }
    for (Member member : members) {
      if (member.number == ticket.member) {
        member.descent.told(ticket.probe, evaluation);
        if (evaluation != null) {
          member.lowest = Math.min(member.lowest, evaluation.value());
          reached = Math.min(reached, evaluation.value());
        }
      }
    }
    members.removeIf(member -> member.descent.isFinished());
  }

  /** Writes all that has been learnt. */
  public void save(DataOutput out) throws IOException {
    out.writeLong(started);
    out.writeLong(scattered);
    out.writeDouble(reached);
    out.writeDouble(foreignValue);
    Doubles.write(out, foreign);
    out.writeInt(members.size());
    for (Member member : members) {
      out.writeLong(member.number);
      out.writeDouble(member.lowest);
      member.descent.save(out);
    }
    out.writeInt(pending.size());
    for (Map.Entry<Long, Ticket> entry : pending.entrySet()) {
      out.writeLong(entry.getKey());
      out.writeLong(entry.getValue().member);
      out.writeInt(entry.getValue().probe);
    }
  }

  /** Reads what {@link #save} wrote, into a search that was never asked. */
  public void load(DataInput in) throws IOException {
    started = in.readLong();
    scattered = in.readLong();
    reached = in.readDouble();
    foreignValue = in.readDouble();
    foreign = Doubles.read(in);
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      long number = in.readLong();
      Member member =
          new Member(
              number, descents.from(new double[dimension], number), in.readDouble());
      member.descent.load(in);
      members.add(member);
    }
    count = in.readInt();
    for (int i = 0; i < count; i++) {
      pending.put(in.readLong(), new Ticket(in.readLong(), in.readInt()));
    }
  }
}
