package dev.hone.fidelity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.CategoricalParam;
import dev.hone.Optimizer;
import dev.hone.Outcome;
import dev.hone.RandomOptimizer;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.UnorderedWorkers;
import dev.hone.pruner.Rungs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What BOHB and DEHB have in common: the brackets, and what they make of trials. */
class FidelityOptimizersTest {

  enum Method {
    BOHB_TPE,
    BOHB_GP,
    DEHB;

    FidelityBuilder<?, ?> on(SearchSpace space) {
      return switch (this) {
        case BOHB_TPE -> BohbOptimizer.on(space);
        case BOHB_GP -> BohbOptimizer.on(space).model(BohbModel.GP).randomShare(0.5);
        case DEHB -> DehbOptimizer.on(space).mutation(0.6, 0.7);
      };
    }

    FidelityOptimizer restored(byte[] snapshot, SearchSpace space) {
      return this == DEHB
          ? DehbOptimizer.restore(snapshot, space)
          : BohbOptimizer.restore(snapshot, space);
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

  /** A loss that falls with the budget; early on, the order of configurations is a little off. */
  private static double loss(Trial trial, long budget) {
    double[] x = trial.configuration().encoded();
    double end =
        Math.abs(x[0] - 0.7) + Math.abs(x[1] - 0.2) + (x[2] == 0.5 ? 0 : 0.5) + Math.abs(x[4]);
    return end + (1 + 0.3 * Math.sin(40 * x[0])) / budget;
  }

  /** Table 1 of Li et al. (2018): the trials of each bracket and rung for R = 81 and η = 3. */
  @Test
  void bracketsAreThoseOfThePaper() {
    int[][] expected = {{81, 27, 9, 3, 1}, {34, 11, 3, 1}, {15, 5, 1}, {8, 2}, {5}};
    for (Method method : List.of(Method.BOHB_TPE, Method.DEHB)) {
      try (FidelityOptimizer optimizer = method.on(mixed()).budgets(1, 81).build()) {
        assertEquals(List.of(1L, 3L, 9L, 27L, 81L), optimizer.budgets());
        for (int round = 0; round < 2; round++) {
          for (int bracket = 0; bracket < 5; bracket++) {
            for (int rung = 0; rung < expected[bracket].length; rung++) {
              long budget = optimizer.budgets().get(bracket + rung);
              for (int i = 0; i < expected[bracket][rung]; i++) {
                Trial t = optimizer.ask();
                assertEquals(budget, optimizer.budget(t), method + " bracket " + bracket);
                optimizer.tell(t, loss(t, budget));
              }
            }
          }
        }
      }
    }
  }

  @Test
  void hyperbandPrunerAndBracketsShareTheirSizes() {
    Rungs rungs = new Rungs(1, 3, 81);
    assertEquals(5, rungs.brackets());
    long[] sizes = new long[5];
    Arrays.setAll(sizes, rungs::bracketSize);
    assertArrayEquals(new long[] {81, 34, 15, 8, 5}, sizes);
    Rungs uneven = new Rungs(2, 4, 100);
    assertEquals(List.of(2L, 8L, 32L, 100L), new Levels(uneven).budgets());
  }

  @ParameterizedTest
  @EnumSource
  void bestOfARungGoOnWithMoreInTheFirstBracket(Method method) {
    try (FidelityOptimizer optimizer = method.on(mixed()).budgets(1, 9).build()) {
      List<Trial> first = optimizer.ask(9);
      first.forEach(t -> optimizer.tell(t, t.number() == 4 ? -1.0 : t.number() == 7 ? -2.0 : 1.0));
      List<Trial> second = optimizer.ask(3);
      assertEquals(
          List.of(7L, 4L, 0L),
          second.stream().map(t -> optimizer.continues(t).orElseThrow().number()).toList());
      for (Trial t : second) {
        assertEquals(3, optimizer.budget(t));
        assertEquals(optimizer.continues(t).orElseThrow().configuration(), t.configuration());
        optimizer.tell(t, (double) t.number());
      }
      Trial last = optimizer.ask();
      assertEquals(9, optimizer.budget(last));
      assertSame(second.getFirst(), optimizer.continues(last).orElseThrow());
      assertTrue(optimizer.continues(first.getFirst()).isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource
  void rungsWaitForTheirTrialsAndTheNextBracketDoesNot(Method method) {
    try (FidelityOptimizer optimizer = method.on(mixed()).budgets(1, 9).build()) {
      List<Trial> first = optimizer.ask(9);
      first.subList(0, 8).forEach(t -> optimizer.tell(t, loss(t, 1)));
      // 5 trials of the second bracket, 3 of the third, then the first bracket of the next round.
      List<Trial> more = optimizer.ask(9);
      assertEquals(
          List.of(3L, 3L, 3L, 3L, 3L, 9L, 9L, 9L, 1L),
          more.stream().map(optimizer::budget).toList());
      optimizer.tell(first.get(8), -9);
      Trial promoted = optimizer.ask();
      assertEquals(3, optimizer.budget(promoted));
      assertSame(first.get(8), optimizer.continues(promoted).orElseThrow());
    }
  }

  @ParameterizedTest
  @EnumSource
  void failedTrialsDoNotGoOn(Method method) {
    try (FidelityOptimizer optimizer = method.on(mixed()).budgets(1, 9).build()) {
      List<Trial> first = optimizer.ask(9);
      for (Trial t : first) {
        if (t.number() == 3 || t.number() == 6) {
          optimizer.tell(t, (double) t.number());
        } else {
          optimizer.fail(t);
        }
      }
      List<Trial> next = optimizer.ask(3);
      assertSame(first.get(3), optimizer.continues(next.get(0)).orElseThrow());
      assertSame(first.get(6), optimizer.continues(next.get(1)).orElseThrow());
      assertTrue(optimizer.continues(next.get(2)).isEmpty());
      next.forEach(optimizer::fail);
      for (int i = 0; i < 200; i++) {
        optimizer.fail(optimizer.ask());
      }
      assertTrue(optimizer.bestSoFar().isEmpty());
      long distinct = optimizer.trials().stream().map(Trial::configuration).distinct().count();
      assertTrue(distinct > 150, () -> distinct + " different of 212");
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheHighestBudgetCompetesForTheBest(Method method) {
    try (FidelityOptimizer optimizer = method.on(mixed()).budgets(1, 9).build()) {
      for (int i = 0; i < 60; i++) {
        Trial t = optimizer.ask();
        optimizer.tell(t, loss(t, optimizer.budget(t)) + 10 * optimizer.budget(t));
      }
      Trial best = optimizer.best();
      assertEquals(9, optimizer.budget(best));
      for (Trial t : optimizer.trials()) {
        if (t.state() == Trial.State.COMPLETE && optimizer.budget(t) == 9) {
          assertTrue(t.value() >= best.value());
        }
      }
      try (FidelityOptimizer again = method.restored(optimizer.snapshot(), mixed())) {
        assertEquals(best.number(), again.best().number());
        assertEquals(optimizer.front().size(), again.front().size());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void enqueuedAndObservedConfigurationsHaveTheHighestBudgetUnlessSaid(Method method) {
    SearchSpace space = mixed();
    try (FidelityOptimizer optimizer = method.on(space).budgets(1, 9).build()) {
      var guess = space.decode(new double[] {0.7, 0.2, 0.5, 0.5, 0.5});
      optimizer.enqueue(guess);
      Trial enqueued = optimizer.ask();
      assertEquals(9, optimizer.budget(enqueued));
      optimizer.tell(enqueued, 3);
      assertSame(enqueued, optimizer.best());
      Trial whole = optimizer.observe(guess, 2);
      assertSame(whole, optimizer.best());
      Trial small = optimizer.observe(guess, Outcome.of(1), 3);
      assertEquals(3, optimizer.budget(small));
      assertSame(whole, optimizer.best());
      assertEquals(1, optimizer.budget(optimizer.ask()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void unknownBudgetIsRefusedAndNothingIsLost(Method method) {
    SearchSpace space = mixed();
    try (FidelityOptimizer optimizer = method.on(space).budgets(1, 9).build()) {
      var guess = space.decode(new double[] {0.7, 0.2, 0.5, 0.5, 0.5});
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> optimizer.observe(guess, Outcome.of(1), 4));
      assertEquals("budget = 4: expected one of [1, 3, 9]", e.getMessage());
      assertEquals(List.of(), optimizer.trials());
    }
    FidelityBuilder<?, ?> builder = method.on(space);
    assertThrows(IllegalStateException.class, builder::build);
    assertThrows(IllegalArgumentException.class, () -> builder.budgets(3, 3));
    assertThrows(IllegalArgumentException.class, () -> builder.budgets(0, 3));
    try (FidelityOptimizer a = method.on(space).budgets(1, 9).build();
        FidelityOptimizer b = method.on(space).budgets(1, 9).build()) {
      Trial foreign = b.ask();
      a.ask();
      assertThrows(IllegalStateException.class, () -> a.budget(foreign));
      assertThrows(IllegalStateException.class, () -> a.continues(foreign));
    }
  }

  /** For the same number of steps in all, against random search with whole trials. */
  @ParameterizedTest
  @EnumSource(names = {"BOHB_TPE", "DEHB"})
  void isBetterThanRandomSearchForTheSameSteps(Method method) {
    int wins = 0;
    for (long seed = 1; seed <= 5; seed++) {
      try (FidelityOptimizer optimizer = method.on(mixed()).budgets(1, 27).seed(seed).build();
          Optimizer random = RandomOptimizer.on(mixed()).seed(seed).build()) {
        long steps = 0;
        while (steps < 60 * 27) {
          Trial t = optimizer.ask();
          steps += optimizer.budget(t);
          optimizer.tell(t, loss(t, optimizer.budget(t)));
        }
        for (int i = 0; i < 60; i++) {
          Trial t = random.ask();
          random.tell(t, loss(t, 27));
        }
        wins += optimizer.best().value() < random.best().value() ? 1 : 0;
      }
    }
    assertTrue(wins >= 4, wins + " of 5");
  }

  @ParameterizedTest
  @EnumSource
  void goesOnBitForBit(Method method) {
    for (int steps : new int[] {0, 7, 60, 150}) {
      FidelityOptimizer first = method.on(mixed()).budgets(1, 9).seed(11).build();
      try (first) {
        var workers = workers(first);
        workers.run(steps);
        FidelityOptimizer second = method.restored(first.snapshot(), mixed());
        try (second) {
          assertArrayEquals(first.snapshot(), second.snapshot());
          assertEquals(budgets(first), budgets(second));
          UnorderedWorkers theirs = workers.on(second);
          List<String> expected = workers.run(60);
          assertEquals(expected, theirs.run(60), method + " after " + steps);
          assertEquals(budgets(first), budgets(second));
          assertArrayEquals(first.snapshot(), second.snapshot());
        }
      }
    }
  }

  private static UnorderedWorkers workers(FidelityOptimizer optimizer) {
    return new UnorderedWorkers(optimizer, (o, t) -> loss(t, ((FidelityOptimizer) o).budget(t)));
  }

  private static List<Long> budgets(FidelityOptimizer optimizer) {
    return optimizer.trials().stream().map(optimizer::budget).toList();
  }

  @ParameterizedTest
  @EnumSource
  void sameSeedAndCallsRepeatAndAnotherSeedDoesNot(Method method) {
    List<List<String>> runs = new ArrayList<>();
    for (long seed : new long[] {1, 1, 2}) {
      FidelityOptimizer optimizer = method.on(mixed()).budgets(1, 9).seed(seed).build();
      try (optimizer) {
        runs.add(workers(optimizer).run(80));
      }
    }
    assertEquals(runs.get(0), runs.get(1));
    assertNotEquals(runs.get(0), runs.get(2));
  }

  @ParameterizedTest
  @EnumSource
  void alteredOrForeignSnapshotIsRefused(Method method) {
    try (FidelityOptimizer optimizer = method.on(mixed()).budgets(1, 9).build()) {
      optimizer.tell(optimizer.ask(), 1);
      byte[] snapshot = optimizer.snapshot();
      Method other = method == Method.DEHB ? Method.BOHB_TPE : Method.DEHB;
      assertThrows(IllegalArgumentException.class, () -> other.restored(snapshot, mixed()));
      snapshot[snapshot.length / 2] ^= 1;
      assertThrows(IllegalArgumentException.class, () -> method.restored(snapshot, mixed()));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BOHB_TPE", "DEHB"})
  void noTrialIsLostBetweenThreads(Method method) throws Exception {
    try (FidelityOptimizer optimizer = method.on(mixed()).budgets(1, 9).build();
        ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> work =
          Collections.nCopies(
              6,
              () -> {
                for (int i = 0; i < 60; i++) {
                  Trial t = optimizer.ask();
                  if (i % 10 == 9) {
                    optimizer.fail(t);
                  } else {
                    optimizer.tell(t, loss(t, optimizer.budget(t)));
                  }
                }
                return null;
              });
      for (Future<Void> done : pool.invokeAll(work)) {
        done.get();
      }
      assertEquals(360, optimizer.trials().size());
      assertTrue(optimizer.trials().stream().noneMatch(t -> t.state() == Trial.State.PENDING));
    }
  }

  /** Nothing of a bracket is tried twice with one budget but where a small space forces it. */
  @ParameterizedTest
  @EnumSource
  void trialsOfABudgetDiffer(Method method) {
    try (FidelityOptimizer optimizer = method.on(mixed()).budgets(1, 9).build()) {
      Map<Long, List<Trial>> byBudget = new TreeMap<>();
      for (int i = 0; i < 100; i++) {
        Trial t = optimizer.ask();
        byBudget.computeIfAbsent(optimizer.budget(t), b -> new ArrayList<>()).add(t);
        optimizer.tell(t, loss(t, optimizer.budget(t)));
      }
      byBudget.forEach(
          (budget, trials) -> {
            Set<Object> different =
                trials.stream().map(Trial::configuration).collect(Collectors.toSet());
            assertTrue(different.size() > 0.9 * trials.size(), "budget " + budget);
          });
    }
  }
}
