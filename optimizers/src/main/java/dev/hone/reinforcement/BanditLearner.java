package dev.hone.reinforcement;

import dev.hone.math.random.CounterRandom;
import dev.hone.reinforcement.BanditOptimizer.Arms;
import dev.hone.reinforcement.BanditOptimizer.Rule;
import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Plays bandits. Rewards are shares of the values told, so that every new value changes all of
 * them: they are summed anew before the first suggestion after a tell.
 */
final class BanditLearner implements Learner {
  private final BanditStrategy strategy;
  private final long seed;
  private final Decisions decisions;
  private final ArmSet arms;

  /** What the trials that have ended played, and what came of it; NaN if they failed. */
  private final List<int[]> plays = new ArrayList<>();

  private double[] values = new double[16];
  private final Rewards rewards = new Rewards();

  /** For each bandit and arm, the sum of rewards and the number of plays that ended. */
  private final double[][] sums;

  private final int[][] counts;
  private boolean stale;

  BanditLearner(BanditStrategy strategy, Decisions decisions, long seed) {
    this.strategy = strategy;
    this.seed = seed;
    this.decisions = decisions;
    this.arms =
        strategy.arms() == Arms.POINTS
            ? ArmSet.Points.of(decisions.space())
            : new ArmSet.Values(decisions);
    this.sums = new double[arms.bandits()][];
    this.counts = new int[arms.bandits()][];
    for (int b = 0; b < sums.length; b++) {
      sums[b] = new double[arms.arms(b)];
      counts[b] = new int[arms.arms(b)];
    }
  }

  @Override
  public double[] suggest(History history, long trialNumber) {
    refresh();
    int[][] pending = pending(history);
    CounterRandom random = CounterRandom.of(seed, trialNumber);
    if (strategy.arms() == Arms.POINTS) {
      return play(pending, -1, random);
    }
    int[] attempt = {0};
    return decisions.unseen(
        history,
        () -> {
          // Bounds do not change from one look to the next: chance has to help them out.
          boolean stuck = strategy.rule() == Rule.UCB1 && attempt[0]++ > 0;
          return play(pending, stuck ? random.nextInt(arms.bandits()) : -1, random);
        });
  }

  /** Pulls an arm of each bandit; that of one of them by chance. */
  private double[] play(int[][] pending, int byChance, CounterRandom random) {
    double[] point = new double[decisions.count()];
    for (int b = 0; b < arms.bandits(); b++) {
      if (arms.isPlayed(b, point)) {
        int arm = b == byChance ? random.nextInt(arms.arms(b)) : best(b, pending[b], random);
        arms.pull(b, arm, point, random);
      }
    }
    return point;
  }

  /** The arm that looks best; where several do, the first from a place chosen by chance. */
  private int best(int b, int[] pending, CounterRandom random) {
    int n = counts[b].length;
    double total = Arrays.stream(counts[b]).sum() + Arrays.stream(pending).sum();
    double logPlays = total == 0 ? 0 : StrictMath.log(total);
    int start = random.nextInt(n);
    int best = start;
    double bestScore = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      int arm = start + i < n ? start + i : start + i - n;
      double score =
          strategy.rule() == Rule.UCB1
              ? upperBound(sums[b][arm], counts[b][arm], pending[arm], logPlays)
              : sample(sums[b][arm], counts[b][arm], random);
      if (score > bestScore) {
        bestScore = score;
        best = arm;
      }
    }
    return best;
  }

  /** Auer, Cesa-Bianchi and Fischer (2002), figure 1; a pending play narrows the bound. */
  private double upperBound(double sum, int count, int pending, double logPlays) {
    if (count + pending == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double mean = count == 0 ? 0.5 : sum / count;
    return mean + strategy.exploration() * Math.sqrt(2 * logPlays / (count + pending));
  }

  /** Agrawal and Goyal (2013), algorithm 2. */
  private double sample(double sum, int count, CounterRandom random) {
    double deviation = strategy.exploration() / Math.sqrt(count + 1.0);
    return sum / (count + 1) + deviation * random.nextGaussian();
  }

  private int[][] pending(History history) {
    int[][] pending = new int[counts.length][];
    Arrays.setAll(pending, b -> new int[counts[b].length]);
    for (double[] point : history.pending()) {
      int[] played = arms.armsAt(point);
      for (int b = 0; b < played.length; b++) {
        if (played[b] >= 0) {
          pending[b][played[b]]++;
        }
      }
    }
    return pending;
  }

  private void refresh() {
    if (!stale) {
      return;
    }
    for (double[] sum : sums) {
      Arrays.fill(sum, 0);
    }
    for (int i = 0; i < plays.size(); i++) {
      double reward = rewards.of(values[i]);
      int[] played = plays.get(i);
      for (int b = 0; b < played.length; b++) {
        if (played[b] >= 0) {
          sums[b][played[b]] += reward;
        }
      }
    }
    stale = false;
  }

  @Override
  public void told(long trialNumber, double[] point, double minimized) {
    add(arms.armsAt(point), minimized);
  }

  private void add(int[] played, double minimized) {
    if (plays.size() == values.length) {
      values = Arrays.copyOf(values, 2 * values.length);
    }
    values[plays.size()] = minimized;
    plays.add(played);
    for (int b = 0; b < played.length; b++) {
      if (played[b] >= 0) {
        counts[b][played[b]]++;
      }
    }
    if (!Double.isNaN(minimized)) {
      rewards.add(minimized);
    }
    stale = true;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(plays.size());
    for (int i = 0; i < plays.size(); i++) {
      for (int arm : plays.get(i)) {
        out.writeInt(arm);
      }
      out.writeDouble(values[i]);
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      int[] played = new int[arms.bandits()];
      for (int b = 0; b < played.length; b++) {
        played[b] = in.readInt();
        if (played[b] < -1 || played[b] >= arms.arms(b)) {
          throw new IOException("arm " + played[b] + " of " + arms.arms(b));
        }
      }
      add(played, in.readDouble());
    }
  }
}
