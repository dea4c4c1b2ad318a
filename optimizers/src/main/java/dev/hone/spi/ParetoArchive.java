package dev.hone.spi;

import dev.hone.Outcome;
import dev.hone.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The trials that meet all constraints and that no other beats. A trial that comes as good as
 * others in every objective stands beside them. Offering one takes O(size of the front).
 */
final class ParetoArchive {

  private record Entry(Trial trial, Outcome minimized) {}

  private final List<Entry> entries = new ArrayList<>();

  void offer(Trial trial, Outcome minimized) {
    if (!minimized.isFeasible()) {
      return;
    }
    Entry entry = new Entry(trial, minimized);
    if (minimized.objectiveCount() == 1) {
      offerSingle(entry);
    } else if (entries.stream().noneMatch(kept -> dominates(kept.minimized, minimized))) {
      entries.removeIf(kept -> dominates(minimized, kept.minimized));
      entries.add(entry);
    }
  }

  /** With one objective all entries are equally good: O(1), however many there are. */
  private void offerSingle(Entry entry) {
    double best =
        entries.isEmpty() ? Double.POSITIVE_INFINITY : entries.getFirst().minimized.objective(0);
    double value = entry.minimized.objective(0);
    if (value < best) {
      entries.clear();
    }
    if (value <= best) {
      entries.add(entry);
    }
  }

  /** The earliest of the front. */
  Optional<Trial> first() {
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries.getFirst().trial);
  }

  /** All of the front, in the order of telling. */
  List<Trial> trials() {
    return entries.stream().map(Entry::trial).toList();
  }

  /** Whether a is as good as b in every objective and better in one. */
  private static boolean dominates(Outcome a, Outcome b) {
    boolean better = false;
    for (int i = 0; i < a.objectiveCount(); i++) {
      if (a.objective(i) > b.objective(i)) {
        return false;
      }
      better |= a.objective(i) < b.objective(i);
    }
    return better;
  }
}
