package dev.hone.reinforcement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.CategoricalParam;
import dev.hone.Direction;
import dev.hone.Optimizer;
import dev.hone.RandomOptimizer;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.UnorderedWorkers;
import dev.hone.spi.OptimizerBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What bandits, REINFORCE and Q-learning have in common. */
class ReinforcementOptimizersTest {

  enum Method {
    THOMPSON,
    UCB1,
    REINFORCE,
    Q_LEARNING;

    OptimizerBuilder<?> on(SearchSpace space) {
      return switch (this) {
        case THOMPSON -> BanditOptimizer.on(space).arms(BanditOptimizer.Arms.VALUES);
        case UCB1 ->
            BanditOptimizer.on(space)
                .arms(BanditOptimizer.Arms.VALUES)
                .rule(BanditOptimizer.Rule.UCB1)
                .exploration(0.3)
                .bins(7);
        case REINFORCE ->
            ReinforceOptimizer.on(space)
                .learningRate(0.7)
                .baselineDecay(0.9)
                .entropyWeight(0.02)
                .window(30)
                .bins(7);
        case Q_LEARNING ->
            QLearningOptimizer.on(space)
                .budget(150)
                .learningRate(0.02)
                .replays(20)
                .memory(2)
                .bins(7);
      };
    }

    ReinforcementOptimizer restored(byte[] snapshot, SearchSpace space) {
      return switch (this) {
        case THOMPSON, UCB1 -> BanditOptimizer.restore(snapshot, space);
        case REINFORCE -> ReinforceOptimizer.restore(snapshot, space);
        case Q_LEARNING -> QLearningOptimizer.restore(snapshot, space);
      };
    }
  }

  private static SearchSpace mixed() {
    SearchSpace.Builder s = SearchSpace.builder();
    s.logUniform("rate", 1e-5, 1);
    s.integer("units", 1, 300);
    CategoricalParam<String> kind = s.categorical("kind", "a", "b", "c");
    s.uniform("slope", -1, 1).onlyIf(kind, "b");
    s.ordinal("size", 8, 16, 32).onlyIf(kind, "b", "c");
    return s.build();
  }

  private static double value(Trial trial) {
    double[] x = trial.configuration().encoded();
    return Math.abs(x[0] - 0.7) + Math.abs(x[1] - 0.2) + (x[2] == 0.5 ? 0 : 1) + Math.abs(x[4]);
  }

  @ParameterizedTest
  @EnumSource
  void findsGoodChoicesInAMixedConditionalSpace(Method method) {
    int better = 0;
    for (long seed = 1; seed <= 5; seed++) {
      double own = meanOfTheLast(50, method.on(mixed()).seed(seed).build());
      double chance = meanOfTheLast(50, RandomOptimizer.on(mixed()).seed(seed).build());
      better += own < (method == Method.Q_LEARNING ? 0.9 : 0.7) * chance ? 1 : 0;
    }
    assertEquals(5, better);
  }

  @ParameterizedTest
  @EnumSource
  void maximizesTheOpposite(Method method) {
    OptimizerBuilder<?> down = method.on(mixed()).seed(3);
    OptimizerBuilder<?> up = method.on(mixed()).seed(3).objectives(Direction.MAXIMIZE);
    try (Optimizer a = down.build();
        Optimizer b = up.build()) {
      for (int i = 0; i < 80; i++) {
        Trial t = a.ask();
        Trial u = b.ask();
        assertArrayEquals(t.configuration().encoded(), u.configuration().encoded());
        a.tell(t, value(t));
        b.tell(u, -value(u));
      }
    }
  }

  /** Rewards are shares of the values, so that no increasing function changes a thing. */
  @ParameterizedTest
  @EnumSource
  void scaleOfValuesDoesNotMatter(Method method) {
    try (Optimizer a = method.on(mixed()).seed(3).build();
        Optimizer b = method.on(mixed()).seed(3).build()) {
      for (int i = 0; i < 80; i++) {
        Trial t = a.ask();
        Trial u = b.ask();
        assertArrayEquals(t.configuration().encoded(), u.configuration().encoded());
        a.tell(t, value(t));
        b.tell(u, 1e6 * Math.exp(value(u)) - 1e9);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void choicesThatFailAreLeft(Method method) {
    try (Optimizer optimizer = method.on(mixed()).seed(2).build()) {
      for (int i = 0; i < 300; i++) {
        Trial t = optimizer.ask();
        if (t.configuration().encoded()[2] == 0.5) {
          optimizer.fail(t);
        } else {
          optimizer.tell(t, value(t));
        }
      }
      long failing =
          optimizer.trials().subList(200, 300).stream()
              .filter(t -> t.state() == Trial.State.FAILED)
              .count();
      assertTrue(failing < 25, () -> failing + " of 100");
    }
  }

  @ParameterizedTest
  @EnumSource
  void observedTrialsAreLearntFrom(Method method) {
    SearchSpace.Builder s = SearchSpace.builder();
    CategoricalParam<Integer> a = s.categorical("a", IntStream.range(0, 5).boxed().toList());
    CategoricalParam<Integer> b = s.categorical("b", IntStream.range(0, 100).boxed().toList());
    SearchSpace space = s.build();
    try (Optimizer optimizer = method.on(space).seed(1).build()) {
      for (int i = 0; i < 300; i++) {
        int choice = i % 5;
        optimizer.observe(
            space.configuration().set(a, choice).set(b, i % 100).build(), choice == 3 ? 0 : 1);
      }
      List<Trial> next = optimizer.ask(100);
      long good = next.stream().filter(t -> t.get(a) == 3).count();
      assertTrue(good > 40, () -> good + " of 100");
    }
  }

  @ParameterizedTest
  @EnumSource
  void triesEveryConfigurationOfASmallSpaceBeforeLong(Method method) {
    SearchSpace.Builder s = SearchSpace.builder();
    s.categorical("a", 0, 1, 2);
    s.categorical("b", 0, 1, 2);
    try (Optimizer optimizer = method.on(s.build()).build()) {
      for (int i = 0; i < 120; i++) {
        Trial t = optimizer.ask();
        optimizer.tell(t, Arrays.stream(t.configuration().encoded()).sum());
      }
      assertEquals(9, optimizer.trials().stream().map(Trial::configuration).distinct().count());
    }
  }

  @ParameterizedTest
  @EnumSource
  void goesOnBitForBit(Method method) {
    for (int steps : new int[] {0, 3, 40, 400}) {
      OptimizerBuilder<?> fresh = method.on(mixed()).seed(11);
      try (ReinforcementOptimizer first = (ReinforcementOptimizer) fresh.build()) {
        var workers = new UnorderedWorkers(first, (o, t) -> value(t));
        workers.run(steps);
        try (ReinforcementOptimizer second = method.restored(first.snapshot(), mixed())) {
          assertArrayEquals(first.snapshot(), second.snapshot());
          List<String> theirs = workers.on(second).run(120);
          assertEquals(workers.run(120), theirs, method + " after " + steps);
          assertArrayEquals(first.snapshot(), second.snapshot());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void alteredOrForeignSnapshotIsRefused(Method method) {
    try (ReinforcementOptimizer optimizer =
        (ReinforcementOptimizer) method.on(mixed()).build()) {
      optimizer.tell(optimizer.ask(), 1);
      byte[] snapshot = optimizer.snapshot();
      Method other = method == Method.REINFORCE ? Method.Q_LEARNING : Method.REINFORCE;
      assertThrows(IllegalArgumentException.class, () -> other.restored(snapshot, mixed()));
      snapshot[snapshot.length / 2] ^= 1;
      assertThrows(IllegalArgumentException.class, () -> method.restored(snapshot, mixed()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesOneObjectiveWithoutConstraints(Method method) {
    OptimizerBuilder<?> builder = method.on(mixed());
    assertThrows(IllegalArgumentException.class, () -> builder.constraints(1));
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.objectives(Direction.MINIMIZE, Direction.MINIMIZE));
  }

  private static double meanOfTheLast(int count, Optimizer optimizer) {
    try (optimizer) {
      for (int i = 0; i < 200; i++) {
        Trial t = optimizer.ask();
        optimizer.tell(t, value(t));
      }
      return optimizer.trials().subList(200 - count, 200).stream()
          .mapToDouble(Trial::value)
          .average()
          .orElseThrow();
    }
  }
}
