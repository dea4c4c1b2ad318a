package dev.hone.examples.tabular;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.SearchSpace;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayTest {
  private static final RecordedTable TABLE =
      new RecordedTable(
          "bowl",
          List.of(new GridColumn("x", texts(16), true), new GridColumn("kind", texts(4), false)),
          IntStream.range(0, 64)
              .mapToDouble(i -> Math.pow(i / 4 - 9, 2) + (i % 4 == 2 ? 0 : 1))
              .toArray());

  static List<Method> methods() {
    SearchSpace space = new TableSpace(TABLE).space();
    return Arrays.stream(Method.values()).filter(method -> method.suits(space)).toList();
  }

  @Test
  void methodsOfNumbersAreLeftOut() {
    assertTrue(!methods().contains(Method.ADAM) && methods().contains(Method.GP));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void regretNeverRisesAndFallsFarBelowTheMedian(Method method) {
    Replay replay = Replay.run(TABLE, method, 1, 60);
    for (int n = 2; n <= 60; n++) {
      assertTrue(replay.regretAt(n) <= replay.regretAt(n - 1), method + " at " + n);
    }
    assertTrue(replay.regretAt(60) >= 0 && replay.regretAt(60) < 0.2, method.toString());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void theSeedDecidesTheRegrets(Method method) {
    assertEquals(regrets(method, 1), regrets(method, 1));
    assertTrue(!regrets(method, 1).equals(regrets(method, 2)), method.toString());
  }

  @Test
  void quantilesOfTheSuggestTimesAscend() {
    Replay replay = Replay.run(TABLE, Method.SOBOL, 1, 20);
    assertTrue(0 < replay.suggestMillis(0));
    assertTrue(replay.suggestMillis(0) <= replay.suggestMillis(0.5));
    assertTrue(replay.suggestMillis(0.5) <= replay.suggestMillis(0.99));
  }

  @Test
  void refusesMoreTrialsThanConfigurations() {
    assertThrows(IllegalArgumentException.class, () -> Replay.run(TABLE, Method.RANDOM, 1, 65));
    assertThrows(IllegalArgumentException.class, () -> Replay.run(TABLE, Method.RANDOM, 1, 0));
  }

  private static List<Double> regrets(Method method, long seed) {
    Replay replay = Replay.run(TABLE, method, seed, 20);
    return IntStream.rangeClosed(1, 20).mapToObj(replay::regretAt).toList();
  }

  private static List<String> texts(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }
}
