package dev.hone.internal.auto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BanditTest {

  /** How often each arm is chosen if it makes progress with its probability. */
  private static int[] counts(Bandit bandit, int rounds, double... probabilities) {
    int[] counts = new int[probabilities.length];
    CounterRandom random = CounterRandom.of(5, 0);
    for (int i = 0; i < rounds; i++) {
      int arm = bandit.choose();
      counts[arm]++;
      bandit.told(arm, random.nextDouble() < probabilities[arm]);
    }
    return counts;
  }

  @Test
  void theArmThatMakesProgressHasMoreTurns() {
    int[] counts = counts(new Bandit(3, 50, 0.2), 300, 0.05, 0.6, 0.05);
    assertTrue(counts[1] > 180, () -> counts[0] + " " + counts[1] + " " + counts[2]);
    assertTrue(counts[0] > 5 && counts[2] > 5, () -> counts[0] + " " + counts[2]);
  }

  @Test
  void whatWasGoodOnceIsForgotten() {
    Bandit bandit = new Bandit(2, 40, 0.2);
    counts(bandit, 60, 0.9, 0.1);
    int[] after = counts(bandit, 200, 0.0, 0.5);
    assertTrue(after[1] > 130, () -> after[0] + " " + after[1]);
  }

  @Test
  void armsTakeTurnsIfNothingElseCounts() {
    assertArrayEquals(
        new int[] {10, 10, 10}, counts(new Bandit(3, 100, Double.POSITIVE_INFINITY), 30, 1, 0, 0));
  }

  @Test
  void batchesAreSpread() {
    Bandit bandit = new Bandit(4, 100, 0.2);
    int[] counts = new int[4];
    for (int i = 0; i < 40; i++) {
      counts[bandit.choose()]++;
    }
    assertArrayEquals(new int[] {10, 10, 10, 10}, counts);
  }

  /** Four uses, of which the first and the last made progress: 2·(1 + 4)/(4·5). */
  @Test
  void areaWeighsWhatIsNewMost() {
    Bandit late = new Bandit(2, 10, 0);
    late.take(0);
    late.told(0, false);
    late.take(0);
    late.told(0, true);
    late.take(1);
    late.told(1, true);
    late.take(1);
    late.told(1, false);
    assertEquals(0, late.choose());
  }

  @Test
  void goesOnFromASnapshot() throws IOException {
    Bandit bandit = new Bandit(3, 30, 0.2);
    counts(bandit, 45, 0.2, 0.3, 0.4);
    bandit.choose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bandit.save(new DataOutputStream(bytes));
    Bandit other = new Bandit(3, 30, 0.2);
    other.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    List<Integer> first = new ArrayList<>();
    List<Integer> second = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      first.add(bandit.choose());
      second.add(other.choose());
      bandit.told(first.getLast(), i % 3 == 0);
      other.told(second.getLast(), i % 3 == 0);
    }
    assertEquals(first, second);
  }
}
