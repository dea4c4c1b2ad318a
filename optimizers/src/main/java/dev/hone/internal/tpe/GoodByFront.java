package dev.hone.internal.tpe;

import dev.hone.TpeWeighting;
import dev.hone.math.pareto.Hypervolume;
import dev.hone.math.pareto.ParetoFront;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The good trials of several objectives: the first fronts. Of the front that is one too many, those
 * with most room around them; what misses constraints comes last, by how much. They count by the
 * hypervolume that each adds.
 *
 * <p>Source: Ozaki, Tanigaki, Watanabe, Nomura and Onishi, Multiobjective Tree-Structured Parzen
 * Estimator (2022), but for the choice within a front, which is by crowding distance (Deb et al.,
 * NSGA-II, 2002): a greedy choice by hypervolume would cost more than everything else.
 *
 * <p>Looking is O(n log n + n·k·m) with fronts of k, once after trials were added.
 */
final class GoodByFront implements GoodTrials {
  /** What adds nothing counts as such a part of what adds most. */
  private static final double LEAST_SHARE = 1e-3;

  private final TpeStrategy strategy;
  private final int objectives;
  private final List<Member> feasible = new ArrayList<>();
  private final List<Member> infeasible = new ArrayList<>();
  private List<Member> good = List.of();
  private boolean stale;

  GoodByFront(TpeStrategy strategy, int objectives) {
    this.strategy = strategy;
    this.objectives = objectives;
  }

  @Override
  public void add(Member member) {
    (member.violation > 0 ? infeasible : feasible).add(member);
    stale = true;
  }

  @Override
  public List<Member> good() {
    if (stale) {
      int count = strategy.good(feasible.size() + infeasible.size());
      List<Member> chosen = new ArrayList<>(bestFeasible(Math.min(count, feasible.size())));
      infeasible.sort(
          Comparator.comparingDouble((Member m) -> m.violation).thenComparingInt(m -> m.rank));
      chosen.addAll(infeasible.subList(0, count - chosen.size()));
      good = List.copyOf(chosen);
      stale = false;
    }
    return good;
  }

  private List<Member> bestFeasible(int count) {
    double[] values = values(feasible);
    int[] ranks = ParetoFront.ranks(feasible.size(), objectives, values);
    List<Member> chosen = new ArrayList<>();
    for (int rank = 0; chosen.size() < count; rank++) {
      int[] front = members(ranks, rank);
      int room = count - chosen.size();
      for (int i : front.length <= room ? front : roomiest(front, values, room)) {
        chosen.add(feasible.get(i));
      }
    }
    return chosen;
  }

  private static int[] members(int[] ranks, int rank) {
    int[] members = new int[ranks.length];
    int n = 0;
    for (int i = 0; i < ranks.length; i++) {
      if (ranks[i] == rank) {
        members[n++] = i;
      }
    }
    return Arrays.copyOf(members, n);
  }

  private int[] roomiest(int[] front, double[] values, int count) {
    double[] distances = ParetoFront.crowdingDistances(objectives, values, front);
    Integer[] order = new Integer[front.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -distances[i]));
    int[] chosen = new int[count];
    Arrays.setAll(chosen, i -> front[order[i]]);
    return chosen;
  }

  private double[] values(List<Member> members) {
    double[] values = new double[members.size() * objectives];
    Arrays.setAll(values, i -> members.get(i / objectives).value(i % objectives));
    return values;
  }

  @Override
  public List<Member> decisive() {
    return good();
  }

  @Override
  public double[] weights() {
    double[] weights = new double[good.size()];
    Arrays.fill(weights, 1);
    List<Member> inside = good.stream().filter(m -> m.violation == 0).toList();
    if (strategy.weighting() == TpeWeighting.UNIFORM || inside.isEmpty()) {
      return weights;
    }
    double[] values = values(inside);
    double[] reference = Hypervolume.referencePoint(inside.size(), objectives, values);
    double[] added = Hypervolume.contributions(inside.size(), objectives, values, reference);
    double most = Arrays.stream(added).max().orElse(0);
    if (!(most > 0 && most < Double.POSITIVE_INFINITY)) {
      return weights;
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i < added.length ? Math.max(added[i] / most, LEAST_SHARE) : LEAST_SHARE;
    }
    return weights;
  }
}
