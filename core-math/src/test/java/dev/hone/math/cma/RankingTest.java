package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final long SEED = 8;

  @Test
  void ranksStablyAndLeavesNaNOut() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int n = 0; n < 300; n++) {
      double[] values = new double[n];
      for (int i = 0; i < n; i++) {
        values[i] =
            switch (random.nextInt(5)) {
              case 0 -> Double.NaN;
              case 1 -> random.nextInt(3);
              case 2 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
              default -> random.nextDouble();
            };
      }
      Ranking ranking = new Ranking(n);
      int ranked = ranking.rank(values, n);
      String expected =
          IntStream.range(0, n)
              .filter(i -> !Double.isNaN(values[i]))
              .boxed()
              .sorted(Comparator.comparingDouble(i -> values[i]))
              .map(String::valueOf)
              .collect(Collectors.joining(","));
      String actual =
          IntStream.range(0, ranked)
              .mapToObj(i -> String.valueOf(ranking.order()[i]))
              .collect(Collectors.joining(","));
      assertEquals(expected, actual, "n = " + n + ", seed " + SEED);
    }
  }
}
