package dev.hone.fidelity;

import dev.hone.Trial;
import dev.hone.pruner.Rungs;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The budgets, which one each trial has, and which trial it goes on from. Safe to read from many
 * threads. It stands before the trials in a snapshot: which of them compete for the best depends on
 * it.
 */
final class Levels {

  /**
   * What a trial was asked for.
   *
   * @param level the number of its budget
   * @param from the number of the trial it goes on from; −1: none
   */
  private record Entry(int level, long from) {}

  private final Rungs rungs;
  private final Map<Long, Entry> entries = new ConcurrentHashMap<>();

  Levels(Rungs rungs) {
    this.rungs = rungs;
  }

  Rungs rungs() {
    return rungs;
  }

  /** The number of the highest budget. */
  int last() {
    return rungs.count();
  }

  long budget(int level) {
    return level == last() ? rungs.maxStep() : rungs.step(level);
  }

  List<Long> budgets() {
    List<Long> budgets = new ArrayList<>();
    for (int level = 0; level <= last(); level++) {
      budgets.add(budget(level));
    }
    return List.copyOf(budgets);
  }

  /**
   * The number of a budget.
   *
   * @throws IllegalArgumentException if there is no such budget
   */
  int level(long budget) {
    int level = budgets().indexOf(budget);
    if (level < 0) {
      throw new IllegalArgumentException("budget = " + budget + ": expected one of " + budgets());
    }
    return level;
  }

  void set(long trial, int level, @Nullable Trial from) {
    entries.put(trial, new Entry(level, from == null ? -1 : from.number()));
  }

  /** The number of a trial's budget; the highest one if it was enqueued or observed. */
  int of(long trial) {
    Entry entry = entries.get(trial);
    return entry == null ? last() : entry.level();
  }

  /** The number of the trial that a trial goes on from. */
  Optional<Long> from(long trial) {
    Entry entry = entries.get(trial);
    return entry == null || entry.from() < 0 ? Optional.empty() : Optional.of(entry.from());
  }

  void save(DataOutput out) throws IOException {
    out.writeLong(rungs.first());
    out.writeInt(rungs.factor());
    out.writeLong(rungs.maxStep());
    List<Long> numbers = entries.keySet().stream().sorted().toList();
    out.writeInt(numbers.size());
    for (long number : numbers) {
      out.writeLong(number);
      out.writeInt(of(number));
      out.writeLong(from(number).orElse(-1L));
    }
  }

  static Levels load(DataInput in) throws IOException {
    Levels levels;
    try {
      levels = new Levels(new Rungs(in.readLong(), in.readInt(), in.readLong()));
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    }
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      long number = in.readLong();
      int level = in.readInt();
      if (level < 0 || level > levels.last()) {
        throw new IOException("trial " + number + " has budget " + level);
      }
      levels.entries.put(number, new Entry(level, in.readLong()));
    }
    return levels;
  }
}
