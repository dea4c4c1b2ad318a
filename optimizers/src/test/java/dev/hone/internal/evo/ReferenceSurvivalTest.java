package dev.hone.internal.evo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.Outcome;
import dev.hone.math.random.CounterRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceSurvivalTest {
  private static final int DRAWS = 4000;

  /** How often each of the members becomes a parent. */
  private static double[] shares(Outcome... members) {
    ReferenceSurvival survival =
        new ReferenceSurvival(List.of(new double[] {1, 0}, new double[] {0, 1}), 2);
    survival.arranged(new Standings(List.of(members)));
    CounterRandom random = CounterRandom.of(7, 1);
    double[] shares = new double[members.length];
    for (int i = 0; i < DRAWS; i++) {
      shares[survival.parent(random)] += 1.0 / DRAWS;
    }
    return shares;
  }

  @Test
  void theLonelyBecomeParentsMoreOften() {
    double[] shares = shares(Outcome.of(0, 1), Outcome.of(0.9, 0.01), Outcome.of(1, 0));
    assertEquals(5.0 / 9, shares[0], 0.03);
    assertTrue(shares[1] > 0.15 && shares[2] > 0.15);
  }

  @Test
  void ofThoseAlikeInThatEarlierFrontsBecomeParentsMoreOften() {
    double[] shares =
        shares(Outcome.of(0, 1), Outcome.of(1, 0), Outcome.of(0, 2), Outcome.of(2, 0));
    assertEquals(0.75, shares[0] + shares[1], 0.03);
  }

  @Test
  void whatMeetsConstraintsComesFirst() {
    double[] shares =
        shares(
            Outcome.of(0, 0).withConstraints(1),
            Outcome.of(3, 3).withConstraints(-1),
            Outcome.of(0, 0).withConstraints(2));
    assertEquals(5.0 / 9, shares[1], 0.03);
    assertEquals(1.0 / 9, shares[2], 0.02);
  }
}
