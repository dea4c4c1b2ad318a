package dev.hone.math.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The distribution over seeds, on fractions of 52 digits. */
class OwenScramblingTest {
  private static final int DIGITS = 52;
  private static final int SEEDS = 20_000;

  /** Five deviations of a fair coin thrown {@link #SEEDS} times. */
  private static final double BOUND = 5 * 0.5 * Math.sqrt(SEEDS);

  @Test
  void digitsBeforeTheFirstDifferenceStayEqualAndThatDigitStaysDifferent() {
    OwenScrambling scrambling = new OwenScrambling(1, 9);
    CounterRandom random = CounterRandom.of(10, 0);
    for (int i = 0; i < 2000; i++) {
      long x = random.nextLong() >>> 12;
      long y = x ^ (random.nextLong() >>> (12 + random.nextInt(DIGITS)));
      long before = x ^ y;
      long after = (scrambling.scramble(0, x) ^ scrambling.scramble(0, y)) & (1L << DIGITS) - 1;
      assertEquals(
          Long.numberOfLeadingZeros(before), Long.numberOfLeadingZeros(after), "pair " + i);
    }
  }

  @Test
  void eachCoinIsFair() {
    long[] nodes = {0, 1L << 51, 3L << 50, 0x5A5A5L << 30, (1L << 52) - 1};
    int[][] heads = new int[nodes.length][DIGITS];
    for (int seed = 0; seed < SEEDS; seed++) {
      OwenScrambling scrambling = new OwenScrambling(1, seed);
      for (int i = 0; i < nodes.length; i++) {
        long coins = scrambling.scramble(0, nodes[i]) ^ nodes[i];
        for (int digit = 0; digit < DIGITS; digit++) {
          heads[i][digit] += (int) (coins >>> digit & 1);
        }
      }
    }
    for (int i = 0; i < nodes.length; i++) {
      for (int digit = 0; digit < DIGITS; digit++) {
        assertEquals(SEEDS / 2.0, heads[i][digit], BOUND, "node " + i + ", digit " + digit);
      }
    }
  }

  /** The 63 coins of the first six levels, and their twins of a second dimension, in pairs. */
  @Test
  void coinsOfDifferentNodesAndDimensionsAreIndependentInPairs() {
    int nodes = 63;
    int[][] equal = new int[2 * nodes][2 * nodes];
    for (int seed = 0; seed < SEEDS; seed++) {
      OwenScrambling scrambling = new OwenScrambling(2, seed);
      int[] coins = new int[2 * nodes];
      for (int dimension = 0; dimension < 2; dimension++) {
        for (int node = 1; node <= nodes; node++) {
          int level = 31 - Integer.numberOfLeadingZeros(node);
          long prefix = (long) (node ^ 1 << level) << (DIGITS - level);
          long flips = scrambling.scramble(dimension, prefix) ^ prefix;
          coins[dimension * nodes + node - 1] = (int) (flips >>> (DIGITS - 1 - level) & 1);
        }
      }
      for (int a = 0; a < coins.length; a++) {
        for (int b = 0; b < a; b++) {
          equal[a][b] += 1 ^ coins[a] ^ coins[b];
        }
      }
    }
    for (int a = 0; a < equal.length; a++) {
      for (int b = 0; b < a; b++) {
        assertEquals(SEEDS / 2.0, equal[a][b], BOUND, "coins " + a + " and " + b);
      }
    }
  }
}
