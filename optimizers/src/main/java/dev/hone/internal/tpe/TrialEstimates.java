package dev.hone.internal.tpe;

import dev.hone.Outcome;
import dev.hone.SearchSpace;
import dev.hone.math.Backend;
import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Keeps the estimates of all groups in step with a {@link History}.
 *
 * <p>A trial is good or one of the rest; failed ones are of the rest, and so are pending ones: the
 * constant liar, which keeps workers apart. {@link #follow} takes up what is new, trial by trial.
 */
final class TrialEstimates {
  private final List<GroupModel> groups = new ArrayList<>();
  private final GoodTrials best;

  /** By the array of their point, which a trial keeps from asking to telling. */
  private final IdentityHashMap<double[], Member> pending = new IdentityHashMap<>();

  private final List<Member> told = new ArrayList<>();
  private final List<Member> failed = new ArrayList<>();
  private List<Member> good = new ArrayList<>();

  /** What the densities of good trials were made of. */
  private List<Member> prepared = List.of();

  /** For each group, the slots of told trials by rank. */
  private final int[][] slotsByRank;

  private int[] order = new int[16];
  private boolean stale = true;

  TrialEstimates(SearchSpace space, int objectives, TpeStrategy strategy, Backend backend) {
    for (ParameterGroup group : ParameterGroup.of(space)) {
      groups.add(new GroupModel(group, strategy, backend));
    }
    best = GoodTrials.of(strategy, objectives);
    slotsByRank = new int[groups.size()][16];
  }

  int groups() {
    return groups.size();
  }

  GroupModel group(int g) {
    return groups.get(g);
  }

  /** Takes up what has happened since the last call; O(pending) and O(d·log n) for every change. */
  void follow(History history) {
    dropVanished(history);
    while (told.size() < history.size()) {
      tell(history.point(told.size()), history.outcome(told.size()));
    }
    while (failed.size() < history.failed().size()) {
      failed.add(taken(history.failed().get(failed.size())));
      stale = true;
    }
    for (double[] point : history.pending()) {
      if (!pending.containsKey(point)) {
        pending.put(point, newRest(point));
        stale = true;
      }
    }
  }

  /**
   * Takes out what is pending no more and has not ended either: points that were pending for the
   * sake of a batch.
   */
  private void dropVanished(History history) {
    if (pending.isEmpty()) {
      return;
    }
    Set<double[]> known = Collections.newSetFromMap(new IdentityHashMap<>());
    for (double[] point : history.pending()) {
      if (pending.containsKey(point)) {
        known.add(point);
      }
    }
    for (int i = told.size(); i < history.size(); i++) {
      known.add(history.point(i));
    }
    for (int i = failed.size(); i < history.failed().size(); i++) {
      known.add(history.failed().get(i));
    }
    pending
        .entrySet()
        .removeIf(
            entry -> {
              boolean vanished = !known.contains(entry.getKey());
              if (vanished) {
                leaveRest(entry.getValue());
              }
              return vanished;
            });
  }

  private void tell(double[] point, Outcome outcome) {
    enterTold(taken(point), outcome);
    stale = true;
  }

  private void enterTold(Member member, Outcome outcome) {
    member.tell(outcome, told.size());
    told.add(member);
    for (int g = 0; g < groups.size(); g++) {
      if (slotsByRank[g].length < told.size()) {
        slotsByRank[g] = Arrays.copyOf(slotsByRank[g], 2 * told.size());
      }
      slotsByRank[g][member.rank] = member.slots[g];
    }
    best.add(member);
  }

  /** The trial of a point that has ended, one of the rest for now. */
  private Member taken(double[] point) {
    Member member = pending.remove(point);
    return member == null ? newRest(point) : member;
  }

  private Member newRest(double[] point) {
    Member member = new Member(point, groups.size());
    enterRest(member);
    return member;
  }

  /** Moves trials between good and rest, as far as that has changed. */
  private void moveGood() {
    if (best.good().equals(good)) {
      return;
    }
    List<Member> now = new ArrayList<>(best.good());
    for (Member member : good) {
      member.good = false;
    }
    for (Member member : now) {
      member.good = true;
    }
    good.sort(Comparator.comparingInt(member -> member.rank));
    for (Member member : good) {
      if (!member.good) {
        enterRest(member);
      }
    }
    for (Member member : now) {
      leaveRest(member);
    }
    good = now;
  }

  private void enterRest(Member member) {
    for (int g = 0; g < groups.size(); g++) {
      if (groups.get(g).isActive(member.point)) {
        setSlot(member, g, groups.get(g).rest().add(member.point));
      }
    }
  }

  private void leaveRest(Member member) {
    stale = true;
    for (int g = 0; g < groups.size(); g++) {
      if (member.slots[g] != Member.NONE) {
        groups.get(g).rest().remove(member.slots[g]);
        setSlot(member, g, Member.NONE);
      }
    }
  }

  private void setSlot(Member member, int g, int slot) {
    member.slots[g] = slot;
    if (member.rank >= 0) {
      slotsByRank[g][member.rank] = slot;
    }
  }

  /** Brings weights and the good trials up to date with a history that was followed; O(n). */
  void prepare(History history) {
    if (!stale) {
      return;
    }
    moveGood();
    for (int g = 0; g < groups.size(); g++) {
      prepareRest(history, groups.get(g), g);
    }
    stale = false;
    List<Member> decisive = best.decisive();
    if (!decisive.equals(prepared)) {
      prepared = List.copyOf(decisive);
      double[] weights = best.weights();
      groups.forEach(model -> prepareGood(model, weights));
    }
  }

  private void prepareGood(GroupModel model, double[] weights) {
    List<double[]> points = new ArrayList<>();
    double[] own = new double[good.size()];
    for (int i = 0; i < good.size(); i++) {
      if (model.isActive(good.get(i).point)) {
        own[points.size()] = weights[i];
        points.add(good.get(i).point);
      }
    }
    model.setGood(points, own);
  }

  private void prepareRest(History history, GroupModel model, int g) {
    int most = told.size() + failed.size() + pending.size();
    order = order.length < most ? new int[2 * most] : order;
    int n = 0;
    for (int rank = 0; rank < told.size(); rank++) {
      n = appended(slotsByRank[g][rank], n);
    }
    for (Member member : failed) {
      n = appended(member.slots[g], n);
    }
    for (double[] point : history.pending()) {
      n = appended(Objects.requireNonNull(pending.get(point)).slots[g], n);
    }
    model.setRestWeights(order, n);
  }

  private int appended(int slot, int n) {
    if (slot == Member.NONE) {
      return n;
    }
    order[n] = slot;
    return n + 1;
  }

  /** Writes the slots of all trials that this object has seen. */
  void save(History history, DataOutput out) throws IOException {
    out.writeInt(told.size());
    for (Member member : told) {
      writeSlots(member, out);
    }
    out.writeInt(failed.size());
    for (Member member : failed) {
      writeSlots(member, out);
    }
    for (double[] point : history.pending()) {
      Member member = pending.get(point);
      out.writeBoolean(member != null);
      if (member != null) {
        writeSlots(member, out);
      }
    }
  }

  private void writeSlots(Member member, DataOutput out) throws IOException {
    for (int slot : member.slots) {
      out.writeInt(slot);
    }
  }

  /** Reads what {@link #save} wrote; to be called once, before anything else. */
  void load(History history, DataInput in) throws IOException {
    int seen = in.readInt();
    check(seen >= 0 && seen <= history.size(), "trials told: " + seen);
    for (int i = 0; i < seen; i++) {
      Member member = loaded(history.point(i), in);
      enterTold(member, history.outcome(i));
      if (Arrays.stream(member.slots).allMatch(slot -> slot == Member.NONE)) {
        member.good = true;
        good.add(member);
      }
    }
    int seenFailed = in.readInt();
    check(seenFailed >= 0 && seenFailed <= history.failed().size(), "failed: " + seenFailed);
    for (int i = 0; i < seenFailed; i++) {
      failed.add(loaded(history.failed().get(i), in));
    }
    for (double[] point : history.pending()) {
      if (in.readBoolean()) {
        pending.put(point, loaded(point, in));
      }
    }
  }

  private Member loaded(double[] point, DataInput in) throws IOException {
    Member member = new Member(point, groups.size());
    for (int g = 0; g < groups.size(); g++) {
      int slot = in.readInt();
      member.slots[g] = slot;
      if (slot != Member.NONE) {
        ParzenEstimator rest = groups.get(g).rest();
        check(slot > ParzenEstimator.PRIOR && rest.isFree(slot), "slot " + slot);
        rest.addAt(slot, point);
      }
    }
    return member;
  }

  private static void check(boolean good, String what) throws IOException {
    if (!good) {
      throw new IOException(what);
    }
  }
}
