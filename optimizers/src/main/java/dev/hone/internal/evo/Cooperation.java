package dev.hone.internal.evo;

import dev.hone.DiscreteParam;
import dev.hone.OptimizerFactory;
import dev.hone.Outcome;
import dev.hone.Param;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.math.random.CounterRandom;
import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cooperative co-evolution: finds groups of coordinates that interact, then searches each on its
 * own, the others standing at the best point known, the context.
 *
 * <p>A group's optimizer is told by how much a trial differs from the context it was made from,
 * added to what the group's part of that context was worth to it. Where groups do not interact,
 * that is a function of the group's coordinates alone, whatever has become of the context: so
 * groups can be searched side by side. The context is always a point that was evaluated; an
 * improvement of an older context is put into the present one and evaluated before it counts.
 *
 * <p>Turns go to the group that has gained most lately, and now and then to all (Omidvar,
 * Kazimipour, Li and Yao, CBCC3, 2016).
 */
public final class Cooperation implements Evolution {
  private static final long TURNS = 0x5eed_7045L;
  private static final double EXPLORE = 0.05;

  /** After so many ended trials without a step of the grouping, its points count as lost. */
  private static final int WAIT = 200;

  private static final int GROUPING = -1;
  private static final int PROBE = -2;
  private static final int SPREAD = -3;

  private final SearchSpace space;
  private final long seed;
  private final CooperationStrategy strategy;
  private final OptimizerFactory factory;
  private final DifferentialGrouping grouping;

  /** As the searches have them, for whoever asks without a lock. */
  private volatile List<int[]> found = List.of();

  private final List<GroupSearch> searches = new ArrayList<>();
  private final Map<Long, Attempt> pending = new HashMap<>();
  private final Deque<Probe> probes = new ArrayDeque<>();

  /** The context, its value, and how many contexts there were before. */
  private double[] context = {};

  private double contextValue = Double.NaN;
  private long contextNumber;

  private double[] gains = {};
  private double[] turnGains = {};
  private int[] turnTrials = {};
  private int group;
  private int turnLeft;
  private long turns;
  private int exploring;
  private long round;
  private int waited;

  /** All that happened, so that it can happen again. */
  private final EventLog log = new EventLog();

  /** A point on trial, and what it is compared with. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Attempt(
      int group,
      long number,
      int index,
      @Nullable Trial trial,
      double[] point,
      double contextValue,
      double groupValue,
      double known) {}

  /** A group's part of a point that is to be tried in the context, worth so much if it is known. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Probe(int group, double[] point, double known) {}

  /** Nothing known yet. */
  public Cooperation(
      SearchSpace space, long seed, CooperationStrategy strategy, OptimizerFactory factory) {
    this.space = space;
    this.seed = seed;
    this.strategy = strategy;
    this.factory = factory;
    grouping = new DifferentialGrouping(space.dimension());
    if (space.dimension() == 1) {
      beginSearches(List.of(new int[] {0}));
    }
  }

  @Override
  public double[] suggest(History history, long trialNumber) {
    Attempt attempt = next(trialNumber);
    pending.put(trialNumber, attempt);
    log.asked(trialNumber, attempt.point);
    return attempt.point.clone();
  }

  private Attempt next(long trialNumber) {
    if (searches.isEmpty()) {
      int index = grouping.take();
      return index < 0
          ? spread(trialNumber)
          : new Attempt(GROUPING, round, index, null, grouping.point(index), 0, 0, 0);
    }
    if (context.length == 0) {
      // Every trial so far has failed.
      return spread(trialNumber);
    }
    Probe probe = nextProbe();
    if (probe != null) {
      double[] point = context.clone();
      searches.get(probe.group).copy(probe.point, point);
      return new Attempt(
          PROBE,
          contextNumber,
          probe.group,
          null,
          point,
          contextValue,
          searches.get(probe.group).contextValue,
          probe.known);
    }
    int g = nextGroup();
    GroupSearch search = searches.get(g);
    Trial trial = search.ask();
    double[] point = context.clone();
    search.write(trial, point);
    return new Attempt(
        g, contextNumber, 0, trial, point, contextValue, search.contextValue, Double.NaN);
  }

  private @Nullable Probe nextProbe() {
    Probe probe = probes.poll();
    while (probe != null && probe.known >= searches.get(probe.group).contextValue) {
      probe = probes.poll();
    }
    return probe;
  }

  /** Of improvements of one group, the best is enough. */
  private void offer(Probe probe) {
    for (Probe other : probes) {
      if (other.group == probe.group && other.known <= probe.known) {
        return;
      }
    }
    probes.removeIf(other -> other.group == probe.group && other.known > probe.known);
    probes.add(probe);
  }

  private Attempt spread(long trialNumber) {
    double[] point = new double[space.dimension()];
    CounterRandom.of(seed, trialNumber).fillUniform(point, 0, point.length);
    return new Attempt(SPREAD, 0, 0, null, point, 0, 0, 0);
  }

  private int nextGroup() {
    if (turnLeft == 0) {
      chooseGroup();
    }
    turnLeft--;
    turnTrials[group]++;
    return group;
  }

  /**
   * The group that has gained most, or all in turn: at first, now and then, and when none gains.
   */
  private void chooseGroup() {
    if (turns > 0) {
      gains[group] = 0.5 * (gains[group] + turnGains[group] / Math.max(1, turnTrials[group]));
      turnGains[group] = 0;
      turnTrials[group] = 0;
    }
    if (exploring == 0) {
      int most = 0;
      for (int g = 1; g < gains.length; g++) {
        most = gains[g] > gains[most] ? g : most;
      }
      group = most;
      boolean explore = CounterRandom.of(seed ^ TURNS, turns).nextDouble() < EXPLORE;
      if (turns == 0 || explore || !(gains[most] > 0)) {
        exploring = searches.size();
      }
    }
    if (exploring > 0) {
      exploring--;
      group = searches.size() - 1 - exploring;
    }
    turns++;
    turnLeft = strategy.turn(searches.get(group).dimension());
  }

  @Override
  public void told(long trialNumber, double[] point, @Nullable Outcome minimized) {
    double value = minimized == null ? Double.NaN : minimized.objective(0);
    Attempt attempt = pending.remove(trialNumber);
    log.told(trialNumber, value, attempt == null ? point : null);
    if (attempt == null) {
      tellForeign(point, value);
    } else if (attempt.group == GROUPING) {
      tellGrouping(attempt, value);
    } else if (attempt.group == PROBE) {
      tellProbe(attempt, value);
    } else if (attempt.group == SPREAD) {
      tellForeign(attempt.point, value);
    } else {
      tellGroup(attempt, value);
    }
    if (searches.isEmpty() && ++waited > WAIT) {
      waited = 0;
      grouping.takeBack();
    }
  }

  /** A better point from elsewhere: each group's part is tried in the context. */
  private void tellForeign(double[] point, double value) {
    if (searches.isEmpty() || context.length == 0) {
      takeIfBetter(point, value);
    } else if (value < contextValue) {
      for (int g = 0; g < searches.size(); g++) {
        if (!searches.get(g).agree(point, context)) {
          probes.add(new Probe(g, point, Double.NaN));
        }
      }
    }
  }

  private void takeIfBetter(double[] point, double value) {
    if (value < contextValue || (Double.isNaN(contextValue) && !Double.isNaN(value))) {
      context = point.clone();
      contextValue = value;
      contextNumber++;
    }
  }

  private void tellGrouping(Attempt attempt, double value) {
    takeIfBetter(attempt.point, value);
    if (searches.isEmpty() && attempt.number == round && grouping.tell(attempt.index, value)) {
      waited = 0;
      round++;
      if (grouping.isDone()) {
        beginSearches(grouping.groups());
      }
    }
  }

  private void tellGroup(Attempt attempt, double value) {
    GroupSearch search = searches.get(attempt.group);
    // NaN, for a failed trial, fails it there too.
    double own = value - attempt.contextValue + attempt.groupValue;
    if (attempt.trial != null) {
      search.tell(attempt.trial, own);
    }
    double gain = search.contextValue - own;
    if (gain > 0) {
      if (attempt.number == contextNumber) {
        turnGains[attempt.group] += gain;
        search.contextValue = own;
        replaceContext(attempt.point, value);
      } else {
        offer(new Probe(attempt.group, attempt.point, own));
      }
    }
  }

  private void tellProbe(Attempt attempt, double value) {
    GroupSearch search = searches.get(attempt.index);
    double own = value - attempt.contextValue + attempt.groupValue;
    if (Double.isNaN(own)) {
      return;
    }
    if (Double.isNaN(attempt.known)) {
      search.observe(attempt.point, own);
    }
    if (own < search.contextValue) {
      if (attempt.number == contextNumber) {
        turnGains[attempt.index] += search.contextValue - own;
        search.contextValue = own;
        replaceContext(attempt.point, value);
      } else {
        offer(new Probe(attempt.index, attempt.point, own));
      }
    }
  }

  private void replaceContext(double[] point, double value) {
    context = point.clone();
    contextValue = value;
    contextNumber++;
  }

  private void beginSearches(List<int[]> independent) {
    List<int[]> groups = joined(independent);
    for (int g = 0; g < groups.size(); g++) {
      long own = CounterRandom.of(seed, -1L - g).nextLong();
      GroupSearch search = new GroupSearch(space, groups.get(g), factory, own);
      searches.add(search);
      if (context.length > 0) {
        search.observe(context, 0);
      }
    }
    this.found = searches.stream().map(GroupSearch::coordinates).toList();
    gains = new double[groups.size()];
    turnGains = new double[groups.size()];
    turnTrials = new int[groups.size()];
  }

  /** Separable coordinates in groups of a size; conditional ones with all that may decide them. */
  private List<int[]> joined(List<int[]> independent) {
    boolean conditional = space.parameters().stream().anyMatch(p -> !space.isUnconditional(p));
    List<int[]> groups = new ArrayList<>();
    List<Integer> deciding = new ArrayList<>();
    List<Integer> separable = new ArrayList<>();
    for (int[] one : independent) {
      if (conditional && Arrays.stream(one).anyMatch(this::decides)) {
        Arrays.stream(one).forEach(deciding::add);
      } else if (one.length == 1) {
        separable.add(one[0]);
      } else {
        groups.add(sorted(Arrays.stream(one).boxed().toList()));
      }
    }
    if (!deciding.isEmpty()) {
      groups.add(sorted(deciding));
    }
    int parts = Math.ceilDiv(separable.size(), strategy.separableGroup());
    for (int p = 0; p < parts; p++) {
      int from = (int) ((long) separable.size() * p / parts);
      int to = (int) ((long) separable.size() * (p + 1) / parts);
      groups.add(sorted(separable.subList(from, to)));
    }
    return groups;
  }

  private boolean decides(int j) {
    Param<?> param = space.parameters().get(j);
    return !space.isUnconditional(param) || param instanceof DiscreteParam<?>;
  }

  private static int[] sorted(List<Integer> coordinates) {
    return coordinates.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  /** The groups that are searched; empty while they are being found. */
  public List<int[]> groups() {
    return found;
  }

  @Override
  public void close() {
    searches.forEach(GroupSearch::close);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    log.save(out);
  }

  /** Lets all happen again, with the same random choices. */
  @Override
  public void load(DataInput in) throws IOException {
    EventLog saved = EventLog.load(in, space.dimension());
    saved.replay(
        number -> {
          Attempt attempt = next(number);
          pending.put(number, attempt);
          log.asked(number, attempt.point);
        },
        (number, point, value) ->
            told(number, point, Double.isNaN(value) ? null : Outcome.of(value)));
    if (!saved.agrees(log)) {
      throw new IOException(
          "its groups were searched by another optimizer, or on another backend, than these are");
    }
  }
}
