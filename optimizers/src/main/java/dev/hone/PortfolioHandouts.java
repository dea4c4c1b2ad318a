package dev.hone;

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
 * What a {@link Portfolio} has handed out and was not told yet, and which trials of which members
 * end with it. Guarded by the lock of the portfolio.
 */
final class PortfolioHandouts {

  /** A trial of a member. */
  record Ticket(int member, Trial trial) {}

  /** What was handed out: who suggested it, and who else did while it was pending. */
  @SuppressWarnings("ArrayRecordComponent") // a canonical point, compared by its numbers
  record Handout(int chosen, double[] point, List<Ticket> tickets) {}

  private final Map<Long, Handout> byNumber = new LinkedHashMap<>();

  /** Hands out the trial of a member; returns its point. */
  double[] add(long trialNumber, int chosen, Trial trial) {
    double[] point = trial.configuration().encoded();
    List<Ticket> tickets = new ArrayList<>();
    tickets.add(new Ticket(chosen, trial));
    byNumber.put(trialNumber, new Handout(chosen, point, tickets));
    return point.clone();
  }

  /** Whether a suggestion is pending already; it then ends with that one. */
  boolean join(int member, Trial trial) {
    double[] point = trial.configuration().encoded();
    for (Handout handout : byNumber.values()) {
      if (Arrays.equals(handout.point, point)) {
        handout.tickets.add(new Ticket(member, trial));
        return true;
      }
    }
    return false;
  }

  /** Takes back what has ended; null if it was not suggested by a member. */
  @Nullable Handout remove(long trialNumber) {
    return byNumber.remove(trialNumber);
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(byNumber.size());
    for (Map.Entry<Long, Handout> entry : byNumber.entrySet()) {
      Handout handout = entry.getValue();
      out.writeLong(entry.getKey());
      out.writeInt(handout.chosen);
      for (double coordinate : handout.point) {
        out.writeDouble(coordinate);
      }
      out.writeInt(handout.tickets.size());
      for (Ticket ticket : handout.tickets) {
        out.writeInt(ticket.member);
        out.writeInt((int) ticket.trial.number());
      }
    }
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @param dimension of points
   * @param trials of each member
   */
  void load(DataInput in, int dimension, List<List<Trial>> trials) throws IOException {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      long number = in.readLong();
      int chosen = in.readInt();
      double[] point = new double[dimension];
      for (int k = 0; k < point.length; k++) {
        point[k] = in.readDouble();
      }
      List<Ticket> tickets = new ArrayList<>();
      int ticketCount = in.readInt();
      for (int k = 0; k < ticketCount; k++) {
        tickets.add(readTicket(in, trials));
      }
      byNumber.put(number, new Handout(chosen, point, tickets));
    }
  }

  private static Ticket readTicket(DataInput in, List<List<Trial>> trials) throws IOException {
    int member = in.readInt();
    int own = in.readInt();
    if (member < 0 || member >= trials.size() || own < 0 || own >= trials.get(member).size()) {
      throw new IOException("trial " + own + " of member " + member);
    }
    return new Ticket(member, trials.get(member).get(own));
  }
}
