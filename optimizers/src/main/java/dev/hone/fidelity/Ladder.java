package dev.hone.fidelity;

import dev.hone.Direction;
import dev.hone.Trial;
import dev.hone.pruner.Rungs;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The brackets of Hyperband, one after the other and over again. Where a rung waits for trials that
 * run, the next bracket is opened, so that no worker is idle.
 */
final class Ladder {
  private final Levels levels;
  private final Proposer proposer;
  private final List<Direction> directions;

  /** Those that are not over, the oldest first. */
  private final List<Bracket> open = new ArrayList<>();

  /** The places of trials that have not ended. */
  private final Map<Long, Slot> running = new HashMap<>();

  private int opened;

  Ladder(Levels levels, Proposer proposer, List<Direction> directions) {
    this.levels = levels;
    this.proposer = proposer;
    this.directions = directions;
  }

  /** Where the next trial stands, and its point. */
  double[] next(long trialNumber) {
    Slot again = running.get(trialNumber);
    if (again != null) {
      // Proposed in a batch that was broken off before it was handed out.
      return again.genome.clone();
    }
    Bracket bracket =
        open.stream().filter(Bracket::hasRoom).findFirst().orElseGet(this::openNext);
    int round = bracket.number / levels.rungs().brackets();
    Slot candidate = bracket.rung == 0 ? null : bracket.candidates.get(bracket.slots.size());
    Proposer.Proposal proposal =
        candidate == null
            ? proposer.begin(trialNumber, bracket.level(), round)
            : proposer.ascend(trialNumber, bracket.level(), candidate, bracket.width(), round);
    Trial from = candidate != null && proposal.continues() ? candidate.ended : null;
    levels.set(trialNumber, bracket.level(), from);
    Slot slot = new Slot(trialNumber, proposal.genome());
    bracket.slots.add(slot);
    running.put(trialNumber, slot);
    return proposal.genome().clone();
  }

  private Bracket openNext() {
    Bracket bracket = bracket(opened++);
    open.add(bracket);
    return bracket;
  }

  private Bracket bracket(int number) {
    Rungs rungs = levels.rungs();
    int first = number % rungs.brackets();
    int[] sizes = new int[levels.last() - first + 1];
    long size = rungs.bracketSize(first);
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.toIntExact(size);
      size = Math.max(1, size / rungs.factor());
    }
    return new Bracket(number, first, sizes);
  }

  void told(Trial trial) {
    proposer.told(trial, levels.of(trial.number()));
    Slot slot = running.remove(trial.number());
    if (slot == null) {
      return;
    }
    slot.ended = trial;
    for (Bracket bracket : List.copyOf(open)) {
      while (bracket.isThrough() && !bracket.isOver()) {
        bracket.advance(directions).forEach(proposer::dropped);
      }
      if (bracket.isOver()) {
        open.remove(bracket);
      }
    }
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(opened);
    out.writeInt(open.size());
    for (Bracket bracket : open) {
      out.writeInt(bracket.number);
      out.writeInt(bracket.rung);
      save(bracket.candidates, out);
      save(bracket.slots, out);
    }
  }

  private static void save(List<Slot> slots, DataOutput out) throws IOException {
    out.writeInt(slots.size());
    for (Slot slot : slots) {
      out.writeLong(slot.trial);
      for (double gene : slot.genome) {
        out.writeDouble(gene);
      }
    }
  }

  void load(DataInput in, List<Trial> trials, int dimension) throws IOException {
    opened = in.readInt();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      int number = in.readInt();
      if (number < 0 || number >= opened) {
        throw new IOException("bracket " + number + " of " + opened);
      }
      Bracket bracket = bracket(number);
      bracket.rung = in.readInt();
      load(in, bracket.candidates, trials, dimension);
      load(in, bracket.slots, trials, dimension);
      open.add(bracket);
    }
  }

  private void load(DataInput in, List<Slot> slots, List<Trial> trials, int dimension)
      throws IOException {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      long number = in.readLong();
      double[] genome = new double[dimension];
      for (int j = 0; j < dimension; j++) {
        genome[j] = in.readDouble();
      }
      Trial trial = trial(trials, number);
      Slot slot = new Slot(number, genome);
      if (trial.state() == Trial.State.PENDING) {
        running.put(number, slot);
      } else {
        slot.ended = trial;
      }
      slots.add(slot);
    }
  }

  static Trial trial(List<Trial> trials, long number) throws IOException {
    if (number < 0 || number >= trials.size()) {
      throw new IOException("trial " + number + " of " + trials.size());
    }
    return trials.get((int) number);
  }
}
