package dev.hone.reinforcement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.SearchSpace;
import org.junit.jupiter.api.Test;

class ReinforceOptimizerTest {

  private static SearchSpace space() {
    SearchSpace.Builder s = SearchSpace.builder();
    s.categorical("a", 0, 1, 2, 3);
    s.categorical("b", 0, 1);
    return s.build();
  }

  /** What the policy gives to one choice, by differences. */
  private static double logProbability(double[] logits, int choice) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    return logits[choice] - Math.log(sum);
  }

  private static double entropy(double[] logits) {
    double h = 0;
    for (int k = 0; k < logits.length; k++) {
      double log = logProbability(logits, k);
      h -= Math.exp(log) * log;
    }
    return h;
  }

  @Test
  void stepIsTheGradientOfLogProbabilityAndEntropy() {
    var strategy = new ReinforceStrategy(0.3, 0.9, 0.05, 0, 10);
    var policy = new PolicyGradient(strategy, new Decisions(space(), 10), 1);
    double[] logits = new double[4];
    double baseline = 0.5;
    double[] told = {3, 1, 2, 0.5, 4, 2.5};
    for (int i = 0; i < told.length; i++) {
      int choice = i % 4;
      int rank = 0;
      for (int k = 0; k < i; k++) {
        rank += told[k] > told[i] ? 1 : 0;
      }
      double advantage = (rank + 0.5) / (i + 1) - baseline;
      double[] moved = logits.clone();
      for (int k = 0; k < 4; k++) {
        double h = 1e-6;
        double[] up = logits.clone();
        double[] down = logits.clone();
        up[k] += h;
        down[k] -= h;
        double score = (logProbability(up, choice) - logProbability(down, choice)) / (2 * h);
        double spread = (entropy(up) - entropy(down)) / (2 * h);
        moved[k] += 0.3 * (advantage * score + 0.05 * spread);
      }
      logits = moved;
      baseline += 0.1 * advantage;
      policy.told(i, new double[] {choice / 3.0, 0}, told[i]);
      double[] probabilities = policy.policy(0);
      for (int k = 0; k < 4; k++) {
        assertEquals(Math.exp(logProbability(logits, k)), probabilities[k], 1e-7, "trial " + i);
      }
    }
    assertTrue(policy.policy(0)[3] > 0.25);
  }

  @Test
  void rewardsCompareWithTheLatestValuesOnly() {
    Rewards rewards = new Rewards();
    for (double v : new double[] {3, 1, 2, 2}) {
      rewards.add(v);
    }
    assertEquals(0.5 / 4, rewards.of(3));
    assertEquals(3.5 / 4, rewards.of(1));
    assertEquals(2.0 / 4, rewards.of(2));
    assertEquals(0, rewards.of(Double.NaN));
    rewards.remove(3);
    rewards.remove(2);
    assertEquals(2, rewards.size());
    assertEquals(0.5 / 2, rewards.of(2));
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    ReinforceOptimizer.Builder options = ReinforceOptimizer.on(space());
    assertThrows(IllegalArgumentException.class, () -> options.learningRate(0));
    assertThrows(IllegalArgumentException.class, () -> options.baselineDecay(1));
    assertThrows(IllegalArgumentException.class, () -> options.entropyWeight(-1));
    assertThrows(IllegalArgumentException.class, () -> options.window(1));
    assertThrows(IllegalArgumentException.class, () -> options.bins(1));
  }
}
