package dev.hone.reinforcement;

import dev.hone.math.random.CounterRandom;
import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A policy of independent softmax distributions, one for each decision, that climbs the expected
 * reward: logits ← logits + rate·((reward − baseline)·∇ log π + weight·∇ entropy), where ∂ log
 * π(c)/∂ logit k is [k = c] − π(k).
 */
final class PolicyGradient implements Learner {
  /** The expected share of values that a value of the same kind beats. */
  private static final double FIRST_BASELINE = 0.5;

  private final ReinforceStrategy strategy;
  private final Decisions decisions;
  private final long seed;
  private final double[][] logits;
  private double baseline = FIRST_BASELINE;

  /** The latest values, the oldest first; as {@link #rewards} knows them. */
  private final Deque<Double> window = new ArrayDeque<>();

  private final Rewards rewards = new Rewards();

  PolicyGradient(ReinforceStrategy strategy, Decisions decisions, long seed) {
    this.strategy = strategy;
    this.decisions = decisions;
    this.seed = seed;
    this.logits = new double[decisions.count()][];
    for (int j = 0; j < logits.length; j++) {
      logits[j] = new double[decisions.choices(j)];
    }
  }

  @Override
  public double[] suggest(History history, long trialNumber) {
    CounterRandom random = CounterRandom.of(seed, trialNumber);
    return decisions.unseen(history, () -> draw(random));
  }

  private double[] draw(CounterRandom random) {
    double[] point = new double[decisions.count()];
    for (int j = 0; j < point.length; j++) {
      if (decisions.isActive(j, point)) {
        point[j] = decisions.coordinate(j, choice(policy(j), random), random);
      }
    }
    return point;
  }

  private static int choice(double[] probabilities, CounterRandom random) {
    double rest = random.nextDouble();
    for (int k = 0; k < probabilities.length - 1; k++) {
      rest -= probabilities[k];
      if (rest < 0) {
        return k;
      }
    }
    return probabilities.length - 1;
  }

  /** The probabilities of a decision's choices. */
  double[] policy(int j) {
    double most = Double.NEGATIVE_INFINITY;
    for (double logit : logits[j]) {
      most = Math.max(most, logit);
    }
    double[] probabilities = new double[logits[j].length];
    double sum = 0;
    for (int k = 0; k < probabilities.length; k++) {
      probabilities[k] = StrictMath.exp(logits[j][k] - most);
      sum += probabilities[k];
    }
    for (int k = 0; k < probabilities.length; k++) {
      probabilities[k] /= sum;
    }
    return probabilities;
  }

  @Override
  public void told(long trialNumber, double[] point, double minimized) {
    if (!Double.isNaN(minimized)) {
      rewards.add(minimized);
      window.addLast(minimized);
      if (strategy.window() > 0 && window.size() > strategy.window()) {
        rewards.remove(window.removeFirst());
      }
    }
    double reward = rewards.of(minimized);
    double advantage = reward - baseline;
    int[] choices = decisions.choicesAt(point);
    for (int j = 0; j < choices.length; j++) {
      if (choices[j] >= 0) {
        climb(j, choices[j], advantage);
      }
    }
    baseline += (1 - strategy.baselineDecay()) * advantage;
  }

  private void climb(int j, int chosen, double advantage) {
    double[] policy = policy(j);
    double entropy = 0;
    for (double p : policy) {
      entropy -= p > 0 ? p * StrictMath.log(p) : 0;
    }
    for (int k = 0; k < policy.length; k++) {
      double p = policy[k];
      double score = (k == chosen ? 1 : 0) - p;
      double spread = p > 0 ? -p * (StrictMath.log(p) + entropy) : 0;
      logits[j][k] +=
          strategy.learningRate() * (advantage * score + strategy.entropyWeight() * spread);
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (double[] row : logits) {
      Rewards.writeNumbers(out, row, row.length);
    }
    out.writeDouble(baseline);
    double[] values = window.stream().mapToDouble(Double::doubleValue).toArray();
    Rewards.writeNumbers(out, values, values.length);
  }

  @Override
  public void load(DataInput in) throws IOException {
    for (int j = 0; j < logits.length; j++) {
      double[] row = Rewards.readNumbers(in);
      if (row.length != logits[j].length) {
        throw new IOException(row.length + " logits: expected " + logits[j].length);
      }
      logits[j] = row;
    }
    baseline = in.readDouble();
    for (double value : Rewards.readNumbers(in)) {
      window.addLast(value);
      rewards.add(value);
    }
  }
}
