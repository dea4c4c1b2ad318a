package dev.hone.fidelity;

import dev.hone.Direction;
import dev.hone.Outcome;
import dev.hone.Trial;
import dev.hone.internal.evo.Standings;
import dev.hone.math.pareto.ParetoFront;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One successive halving: a rung of many trials of a small budget, then of the best of them with
 * more. A rung begins when all trials of the one below have ended.
 */
final class Bracket {
  /** Its number in the order of opening, from 0. */
  final int number;

  /** The budget's number of its lowest rung. */
  final int firstLevel;

  /** How many trials each rung has, if enough of those below were complete. */
  private final int[] sizes;

  int rung;

  /** The trials of the current rung so far. */
  final List<Slot> slots = new ArrayList<>();

  /** For a rung but the lowest, the best of the one below, the best first. */
  final List<Slot> candidates = new ArrayList<>();

  Bracket(int number, int firstLevel, int[] sizes) {
    this.number = number;
    this.firstLevel = firstLevel;
    this.sizes = sizes.clone();
  }

  int level() {
    return firstLevel + rung;
  }

  /** How many trials the current rung has. */
  int width() {
    return rung == 0 ? sizes[0] : candidates.size();
  }

  boolean hasRoom() {
    return slots.size() < width();
  }

  /** Whether all trials of the rung have ended. */
  boolean isThrough() {
    return !hasRoom() && slots.stream().allMatch(s -> s.ended != null);
  }

  /**
   * Goes on to the next rung.
   *
   * @param directions of the objectives
   * @return what was left behind
   */
  List<Slot> advance(List<Direction> directions) {
    List<Slot> ranked = ranked(slots.stream().filter(Slot::isComplete).toList(), directions);
    List<Slot> left = new ArrayList<>(slots);
    rung++;
    slots.clear();
    candidates.clear();
    if (rung < sizes.length) {
      candidates.addAll(ranked.subList(0, Math.min(sizes[rung], ranked.size())));
      left.removeAll(candidates);
    }
    return left;
  }

  /** Whether there is no rung left, or nothing complete to fill it with. */
  boolean isOver() {
    return rung > 0 && candidates.isEmpty();
  }

  /**
   * The best first: what meets constraints before what does not, earlier fronts before later ones,
   * and within a front those with more room, or, of one objective, in the order of asking.
   */
  private static List<Slot> ranked(List<Slot> complete, List<Direction> directions) {
    if (complete.isEmpty()) {
      return List.of();
    }
    List<Outcome> outcomes =
        complete.stream().map(Bracket::trial).map(t -> t.outcome().toMinimized(directions)).toList();
    Standings standings = new Standings(outcomes);
    List<Slot> ranked = new ArrayList<>();
    for (int rank = 0; rank <= standings.last(); rank++) {
      int[] front = standings.front(rank);
      double[] room =
          ParetoFront.crowdingDistances(standings.objectives(), standings.values(), front);
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < front.length; i++) {
        order.add(i);
      }
      if (standings.objectives() > 1) {
        order.sort(Comparator.comparingDouble((Integer i) -> -room[i]));
      }
      order.forEach(i -> ranked.add(complete.get(front[i])));
    }
    return ranked;
  }

  private static Trial trial(Slot slot) {
    if (slot.ended == null) {
      throw new AssertionError("trial " + slot.trial + " has not ended");
    }
    return slot.ended;
  }
}
