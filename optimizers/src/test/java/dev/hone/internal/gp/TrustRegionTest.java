package dev.hone.internal.gp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustRegionTest {
  private double value = 100;
  private int rank;

  @Test
  void growsAfterThreeRoundsThatImprove() {
    TrustRegion region = new TrustRegion(6);
    region.asked(2);
    for (int round = 0; round < 3; round++) {
      assertEquals(0.8, region.length());
      worse(region);
      better(region);
    }
    assertEquals(1.6, region.length());
    for (int i = 0; i < 12; i++) {
      better(region);
    }
    assertEquals(1.6, region.length());
  }

  @Test
  void oneRoundWithoutSuccessStartsTheCountAgain() {
    TrustRegion region = new TrustRegion(6);
    better(region);
    better(region);
    worse(region);
    better(region);
    better(region);
    assertEquals(0.8, region.length());
    better(region);
    assertEquals(1.6, region.length());
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 4", "6, 1, 6", "20, 1, 20", "20, 4, 5", "20, 7, 3", "3, 100, 1"})
  void shrinksAfterAsManyFailuresAsItsDimensionAsks(int d, int batch, int rounds) {
    TrustRegion region = new TrustRegion(d);
    region.asked(batch);
    better(region);
    for (int i = 1; i < batch; i++) {
      worse(region);
    }
    for (int i = 0; i < rounds * batch; i++) {
      assertEquals(0.8, region.length(), "after " + i);
      if (i % 2 == 0) {
        worse(region);
      } else {
        region.failed();
      }
    }
    assertEquals(0.4, region.length());
  }

  @Test
  void aGainBelowAThousandthIsNone() {
    TrustRegion region = new TrustRegion(1);
    better(region);
    for (int i = 0; i < 4; i++) {
      value *= 1 - 1e-4;
      region.told(rank++, value, true);
    }
    assertEquals(0.4, region.length());
  }

  @Test
  void startsOverWithoutItsTrialsWhenItHasBecomeTooSmall() {
    TrustRegion region = new TrustRegion(4);
    better(region);
    region.countDesigned();
    for (int halvings = 0; halvings < 6; halvings++) {
      for (int i = 0; i < 4; i++) {
        worse(region);
      }
      assertEquals(0.8 * Math.pow(0.5, halvings + 1), region.length());
    }
    assertEquals(25, region.size());
    for (int i = 0; i < 4; i++) {
      worse(region);
    }
    assertEquals(0.8, region.length());
    assertEquals(0, region.size());
    assertEquals(0, region.designed());
    // What was best before counts no more.
    region.told(rank, 1e6, true);
    assertArrayEquals(new int[] {rank}, region.members());
  }

  @Test
  void trialsItDidNotSuggestDoNotCountForOrAgainstIt() {
    TrustRegion region = new TrustRegion(1);
    for (int i = 0; i < 20; i++) {
      region.told(rank++, value -= 10, false);
      region.told(rank++, 1000, false);
    }
    assertEquals(0.8, region.length());
    assertEquals(40, region.size());
  }

  private void better(TrustRegion region) {
    value -= 1;
    region.told(rank++, value, true);
  }

  private void worse(TrustRegion region) {
    region.told(rank++, value + 50, true);
  }
}
