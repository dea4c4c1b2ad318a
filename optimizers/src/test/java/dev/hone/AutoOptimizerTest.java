package dev.hone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.AutoChoice.Method;
import dev.hone.AutoChoice.Reason;
import dev.hone.math.random.CounterRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AutoOptimizerTest {

  private static SearchSpace numbers(int d) {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int i = 0; i < d; i++) {
      builder.uniform("x" + i, -4, 8);
    }
    return builder.build();
  }

  private static SearchSpace mixed() {
    SearchSpace.Builder builder = SearchSpace.builder();
    builder.logUniform("rate", 1e-4, 1);
    CategoricalParam<String> kind = builder.categorical("kind", "a", "b");
    builder.integer("units", 1, 99).onlyIf(kind, "b");
    return builder.build();
  }

  private static SearchSpace choices() {
    SearchSpace.Builder builder = SearchSpace.builder();
    builder.ordinal("size", 8, 16, 32, 64);
    builder.categorical("kind", "a", "b", "c");
    return builder.build();
  }

  /** Sphere around 1 in the coordinates' own units, plus ripples. */
  private static double objective(Trial t) {
    double sum = 0;
    for (double u : t.configuration().encoded()) {
      double v = 12 * u - 5;
      sum += v * v + 2 * (1 - Math.cos(2 * Math.PI * v));
    }
    return sum;
  }

  private static List<Method> methods(AutoOptimizer.Builder builder) {
    try (AutoOptimizer optimizer = builder.build()) {
      assertEquals(0, optimizer.choices().getFirst().from());
      assertEquals(optimizer.choices().getFirst(), optimizer.choice());
      return optimizer.choices().stream().map(AutoChoice::method).toList();
    }
  }

  @Test
  void choosesBySpaceAndBudget() {
    assertEquals(
        List.of(Method.MODELS, Method.DESCENT), methods(AutoOptimizer.on(numbers(5)).budget(100)));
    assertEquals(List.of(Method.MODELS), methods(AutoOptimizer.on(numbers(5)).budget(6)));
    assertEquals(List.of(Method.MODELS), methods(AutoOptimizer.on(withIntegers()).budget(100)));
    assertEquals(List.of(Method.MODEL), methods(AutoOptimizer.on(mixed()).budget(100)));
    assertEquals(List.of(Method.MODEL), methods(AutoOptimizer.on(choices()).budget(500)));
    assertEquals(List.of(Method.MODELS, Method.EVOLUTION), methods(AutoOptimizer.on(numbers(5))));
    assertEquals(
        List.of(Method.MODELS, Method.EVOLUTION, Method.POLISHING),
        methods(AutoOptimizer.on(numbers(5)).budget(20_000)));
    assertEquals(
        List.of(Method.MODEL, Method.PARZEN), methods(AutoOptimizer.on(mixed()).budget(3000)));
    assertEquals(
        List.of(Method.MODEL, Method.PARZEN, Method.EVOLUTION),
        methods(AutoOptimizer.on(mixed()).budget(50_000)));
  }

  @Test
  void choosesByTimeNoiseAndOutcomes() {
    Duration short1 = Duration.ofMillis(5);
    Duration none = Duration.ofNanos(1000);
    assertEquals(
        List.of(Method.EVOLUTION),
        methods(AutoOptimizer.on(numbers(5)).budget(100).latency(short1)));
    assertEquals(
        List.of(Method.PARZEN), methods(AutoOptimizer.on(mixed()).budget(100).latency(short1)));
    assertEquals(
        List.of(Method.EVOLUTION), methods(AutoOptimizer.on(mixed()).budget(100).latency(none)));
    assertEquals(
        List.of(Method.MODELS, Method.DESCENT),
        methods(AutoOptimizer.on(numbers(5)).budget(100).latency(Duration.ofSeconds(1))));
    assertEquals(
        List.of(Method.MODELS), methods(AutoOptimizer.on(numbers(5)).budget(100).noisy(true)));
    assertEquals(
        List.of(Method.MODELS), methods(AutoOptimizer.on(numbers(5)).budget(100).polished(false)));
    assertEquals(
        List.of(Method.MODELS, Method.EVOLUTION),
        methods(AutoOptimizer.on(numbers(5)).budget(20_000).noisy(true)));
    assertEquals(
        List.of(Method.MODELS, Method.EVOLUTION),
        methods(AutoOptimizer.on(numbers(5)).budget(20_000).polished(false)));
    assertEquals(
        List.of(Method.MODEL, Method.FRONTS),
        methods(AutoOptimizer.on(mixed()).objectives(Direction.MINIMIZE, Direction.MAXIMIZE)));
    assertEquals(
        List.of(Method.FRONTS),
        methods(
            AutoOptimizer.on(mixed())
                .budget(5000)
                .latency(short1)
                .objectives(Direction.MINIMIZE, Direction.MAXIMIZE)));
    assertEquals(
        List.of(Method.MODEL, Method.PARZEN, Method.FRONTS),
        methods(AutoOptimizer.on(mixed()).budget(9000).constraints(2)));
  }

  @Test
  void saysWhatWasChosenAndWhy() {
    try (AutoOptimizer optimizer =
        AutoOptimizer.on(numbers(3)).budget(100).latency(Duration.ofMillis(2)).batch(8).build()) {
      AutoChoice choice = optimizer.choice();
      assertEquals(Reason.LITTLE_TIME, choice.reason());
      assertEquals(
          "a portfolio of evolution strategies from trial 0: a suggestion may not take as long as a"
              + " model (3 ordered parameters, budget 100, latency PT0.002S, batches of 8)",
          choice.toString());
    }
  }

  @Test
  void alongASingleMethodItSuggestsWhatThatWould() {
    SearchSpace space = choices();
    try (Optimizer alone = GpOptimizer.on(space).seed(6).build();
        Optimizer auto = AutoOptimizer.on(space).budget(30).seed(6).build()) {
      for (int i = 0; i < 12; i++) {
        Trial a = alone.ask();
        Trial b = auto.ask();
        assertEquals(a.configuration(), b.configuration());
        alone.tell(a, objective(a));
        auto.tell(b, objective(b));
      }
    }
  }

  @Test
  void handsOverWhatWasFoundAndPolishesIt() {
    SearchSpace space = mixedNumbers();
    // Models would take most of the time of this test: 5 ms leave them out.
    try (AutoOptimizer optimizer =
        AutoOptimizer.on(space).budget(4000).latency(Duration.ofMillis(5)).seed(2).build()) {
      assertEquals(
          List.of(Method.EVOLUTION, Method.POLISHING),
          optimizer.choices().stream().map(AutoChoice::method).toList());
      List<Trial> late = optimizer.ask(3);
      while (optimizer.trials().size() < 3600) {
        Trial t = optimizer.ask();
        optimizer.tell(t, objective(t));
      }
      double before = optimizer.best().value();
      assertEquals(Method.EVOLUTION, optimizer.choice().method());
      Trial first = optimizer.ask();
      assertEquals(Method.POLISHING, optimizer.choice().method());
      assertEquals(Reason.END_OF_BUDGET, optimizer.choice().reason());
      optimizer.tell(first, objective(first));
      // Those of the method before end after it has gone.
      late.forEach(t -> optimizer.tell(t, objective(t)));
      while (optimizer.trials().size() < 4000) {
        Trial t = optimizer.ask();
        optimizer.tell(t, objective(t));
      }
      assertTrue(optimizer.best().value() <= before);
      assertTrue(optimizer.best().value() < 1e-3, () -> optimizer.best().toString());
    }
  }

  private static SearchSpace withIntegers() {
    SearchSpace.Builder builder = SearchSpace.builder();
    builder.uniform("a", -4, 8);
    builder.integer("n", 1, 9);
    return builder.build();
  }

  @Test
  void theEndOfModelsIsADescentFromWhatTheyFound() {
    SearchSpace space = numbers(2);
    try (AutoOptimizer optimizer = AutoOptimizer.on(space).budget(40).seed(3).build()) {
      beginDescent(optimizer);
      byte[] snapshot = optimizer.snapshot();
      try (AutoOptimizer restored = AutoOptimizer.restore(snapshot, space)) {
        while (optimizer.trials().size() < 40) {
          Trial t = optimizer.ask();
          Trial again = restored.ask();
          assertEquals(t.configuration(), again.configuration());
          optimizer.tell(t, objective(t));
          restored.tell(again, objective(again));
        }
      }
    }
  }

  /** Where models have found the basin of the optimum; in that of another minimum it ends there. */
  @Test
  void aDescentEndsThousandsOfTimesNearerThanModelsDo() {
    List<Double> gains = new ArrayList<>();
    for (int seed = 0; seed < 12; seed++) {
      try (AutoOptimizer optimizer = AutoOptimizer.on(numbers(2)).budget(40).seed(seed).build()) {
        double before = beginDescent(optimizer);
        while (optimizer.trials().size() < 40) {
          Trial t = optimizer.ask();
          optimizer.tell(t, objective(t));
        }
        double after = optimizer.best().value();
        if (before < 0.5) {
          assertTrue(after < 0.05 * before, "seed " + seed + ": " + before + ", then " + after);
          gains.add(after / before);
        }
      }
    }
    assertTrue(gains.size() >= 5, gains.size() + " of 12 found the basin");
    Collections.sort(gains);
    assertTrue(gains.get(gains.size() / 2) < 1e-3, gains::toString);
  }

  /** All but the last six of forty trials; returns the best value that models have found. */
  private static double beginDescent(AutoOptimizer optimizer) {
    List<Trial> late = optimizer.ask(2);
    while (optimizer.trials().size() < 34) {
      Trial t = optimizer.ask();
      optimizer.tell(t, objective(t));
    }
    double before = optimizer.best().value();
    assertEquals(Method.MODELS, optimizer.choice().method());
    Trial first = optimizer.ask();
    assertEquals(Method.DESCENT, optimizer.choice().method());
    late.forEach(t -> optimizer.tell(t, objective(t)));
    optimizer.tell(first, objective(first));
    return before;
  }

  private static SearchSpace mixedNumbers() {
    SearchSpace.Builder builder = SearchSpace.builder();
    builder.uniform("a", -4, 8);
    builder.uniform("b", 0, 1);
    builder.logUniform("c", 1e-3, 1);
    return builder.build();
  }

  @Test
  void modelsGiveWayToEvolution() {
    try (AutoOptimizer optimizer = AutoOptimizer.on(numbers(2)).budget(12_000).seed(1).build()) {
      List<Trial> design = optimizer.ask(200);
      design.forEach(t -> optimizer.tell(t, objective(t)));
      assertEquals(Method.MODELS, optimizer.choice().method());
      Trial next = optimizer.ask();
      assertEquals(Method.EVOLUTION, optimizer.choice().method());
      optimizer.fail(next);
      for (Trial t : optimizer.ask(40)) {
        optimizer.tell(t, objective(t));
      }
      assertEquals(241, optimizer.trials().size());
    }
  }

  @Test
  void nothingIsHandedOverWhileNothingIsKnown() {
    try (AutoOptimizer optimizer =
        AutoOptimizer.on(numbers(2)).budget(100_000).latency(Duration.ofMillis(1)).build()) {
      List<Trial> trials = optimizer.ask(95_000);
      Trial t = optimizer.ask();
      assertEquals(Method.EVOLUTION, optimizer.choice().method());
      optimizer.tell(trials.getFirst(), 1);
      optimizer.tell(t, 2);
      optimizer.ask();
      assertEquals(Method.POLISHING, optimizer.choice().method());
    }
  }

  @Test
  void snapshotsGoOnBitForBitOverAChange() {
    SearchSpace space = mixedNumbers();
    for (int cut : new int[] {0, 5, 170, 181, 185, 199}) {
      try (AutoOptimizer optimizer =
          AutoOptimizer.on(space).budget(200).latency(Duration.ofMillis(5)).seed(cut).build()) {
        SnapshotWalk walk =
            new SnapshotWalk(CounterRandom.of(2, cut), t -> Outcome.of(objective(t)));
        walk.go(optimizer, cut);
        try (AutoOptimizer restored = AutoOptimizer.restore(optimizer.snapshot(), space)) {
          assertEquals(optimizer.choice(), restored.choice());
          walk.assertGoesOn(optimizer, restored, 60);
        }
      }
    }
  }

  @Test
  void optionsThatMakeNoSenseAreNamed() {
    AutoOptimizer.Builder builder = AutoOptimizer.on(choices());
    assertThrows(IllegalArgumentException.class, () -> builder.budget(0));
    assertThrows(IllegalArgumentException.class, () -> builder.batch(0));
    assertThrows(IllegalArgumentException.class, () -> builder.latency(Duration.ZERO));
  }
}
