package dev.hone.pbt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.CategoricalParam;
import dev.hone.Direction;
import dev.hone.DoubleParam;
import dev.hone.IntParam;
import dev.hone.SearchSpace;
import dev.hone.SpaceExhaustedException;
import dev.hone.Trial;
import dev.hone.math.random.CounterRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PopulationBasedTrainingTest {
  private static final SearchSpace.Builder BUILDER = SearchSpace.builder();
  private static final DoubleParam RATE = BUILDER.logUniform("rate", 1e-4, 1);
  private static final IntParam BATCH = BUILDER.integer("batch", 1, 200);
  private static final CategoricalParam<String> RULE = BUILDER.categorical("rule", "sgd", "adam");
  private static final DoubleParam MOMENTUM = BUILDER.uniform("momentum", 0, 1).onlyIf(RULE, "sgd");
  private static final SearchSpace SPACE = BUILDER.build();

  private static PopulationBasedTraining.Builder ten() {
    return PopulationBasedTraining.on(SPACE).populationSize(10).seed(3);
  }

  /** All members train an interval; the value of each is its number. */
  private static List<Trial> round(PopulationOptimizer optimizer) {
    List<Trial> trials = optimizer.ask(10);
    assertEquals(10, trials.size());
    trials.forEach(t -> optimizer.tell(t, optimizer.leg(t).member()));
    return trials;
  }

  @Test
  void firstIntervalsAreOnNewModels() {
    try (PopulationBasedTraining optimizer = ten().build()) {
      List<Trial> first = optimizer.ask(100);
      assertEquals(10, first.size());
      for (int i = 0; i < 10; i++) {
        assertEquals(new Leg(i, 0, Optional.empty(), false), optimizer.leg(first.get(i)));
      }
      assertEquals(10, first.stream().map(Trial::configuration).distinct().count());
      SpaceExhaustedException e = assertThrows(SpaceExhaustedException.class, optimizer::ask);
      assertTrue(String.valueOf(e.getMessage()).contains("10 of 10 are in training"), e::toString);
      optimizer.tell(first.get(4), 1);
      assertEquals(4, optimizer.leg(optimizer.ask()).member());
    }
  }

  @Test
  void worstFifthCopiesBestFifthAndTheOthersGoOnUnchanged() {
    Set<Integer> copied = new HashSet<>();
    for (long seed = 0; seed < 10; seed++) {
      try (PopulationBasedTraining optimizer = ten().seed(seed).build()) {
        List<Trial> first = round(optimizer);
        for (Trial t : optimizer.ask(10)) {
          Leg leg = optimizer.leg(t);
          Trial from = leg.from().orElseThrow();
          assertEquals(1, leg.interval());
          assertEquals(leg.member() >= 8, leg.exploited());
          if (leg.exploited()) {
            copied.add(optimizer.leg(from).member());
          } else {
            assertSame(first.get(leg.member()), from);
            assertEquals(from.configuration(), t.configuration());
          }
        }
      }
    }
    assertEquals(Set.of(0, 1), copied);
  }

  @Test
  void copiedHyperparametersAreShaken() {
    int resampled = 0;
    int copies = 0;
    int up = 0;
    for (long seed = 0; seed < 100; seed++) {
      try (PopulationBasedTraining optimizer = ten().seed(seed).build()) {
        round(optimizer);
        for (Trial t : optimizer.ask(10).subList(8, 10)) {
          Trial from = optimizer.leg(t).from().orElseThrow();
          copies++;
          double ratio = t.get(RATE) / from.get(RATE);
          boolean atTheEdge = t.get(RATE) == 1e-4 || t.get(RATE) == 1;
          if (Math.abs(ratio - 1.2) < 1e-9) {
            up++;
          } else if (Math.abs(ratio - 0.8) > 1e-9 && !atTheEdge) {
            resampled++;
          }
          assertTrue(t.get(BATCH) >= 1 && t.get(BATCH) <= 200);
          if (t.isActive(MOMENTUM)) {
            assertTrue(t.get(MOMENTUM) >= 0 && t.get(MOMENTUM) <= 1);
          }
        }
      }
    }
    assertEquals(200, copies);
    assertTrue(resampled > 25 && resampled < 75, resampled + " of 200 drawn anew");
    assertTrue(up > 45 && up < 105, up + " of 200 up");
  }

  @Test
  void integersMoveByOneAtLeastAndCategoriesStayUnlessDrawnAnew() {
    Perturbation step = new Perturbation(0.8, 1.2, 0);
    SearchSpace space = SPACE;
    CounterRandom random = CounterRandom.of(1, 0);
    for (int batch : new int[] {1, 2, 3, 100, 200}) {
      double[] parent =
          space
              .configuration()
              .set(RATE, 0.1)
              .set(BATCH, batch)
              .set(RULE, "sgd")
              .set(MOMENTUM, 0.0)
              .build()
              .encoded();
      for (int i = 0; i < 20; i++) {
        var child = space.decode(step.perturbed(space, parent, random));
        int moved = child.get(BATCH);
        int down = Math.max(1, Math.min(batch - 1, (int) Math.round(0.8 * batch)));
        int above = Math.min(200, Math.max(batch + 1, (int) Math.round(1.2 * batch)));
        assertTrue(moved == down || moved == above, batch + " → " + moved);
        assertEquals("sgd", child.get(RULE));
        double momentum = child.get(MOMENTUM);
        assertTrue(momentum == 0 || Math.abs(momentum - 0.1) < 1e-12, "" + momentum);
      }
    }
  }

  @Test
  void binaryTournamentCopiesWhoIsBetter() {
    try (PopulationBasedTraining optimizer = ten().exploitBy(Exploit.BINARY_TOURNAMENT).build()) {
      round(optimizer);
      int copies = 0;
      for (Trial t : optimizer.ask(10)) {
        Leg leg = optimizer.leg(t);
        if (leg.exploited()) {
          copies++;
          assertTrue(optimizer.leg(leg.from().orElseThrow()).member() < leg.member());
        }
      }
      assertTrue(copies > 1 && copies < 9, "" + copies);
    }
  }

  @Test
  void memberThatFailsGoesOnFromOneOfTheBest() {
    try (PopulationBasedTraining optimizer = ten().build()) {
      List<Trial> first = optimizer.ask(10);
      optimizer.fail(first.get(0));
      Trial anew = optimizer.ask();
      assertEquals(new Leg(0, 0, Optional.empty(), false), optimizer.leg(anew));
      for (int i = 1; i < 10; i++) {
        optimizer.tell(first.get(i), i);
      }
      optimizer.tell(anew, Double.NaN);
      Trial copy = optimizer.ask();
      assertEquals(new Leg(0, 1, Optional.of(first.get(1)), true), optimizer.leg(copy));
      // The best one fails: it takes another one's checkpoint, not its own.
      Trial best = optimizer.ask();
      assertEquals(1, optimizer.leg(best).member());
      optimizer.fail(best);
      Trial next = optimizer.ask();
      assertEquals(1, optimizer.leg(next).member());
      assertSame(first.get(2), optimizer.leg(next).from().orElseThrow());
    }
  }

  @Test
  void readyAfterKeepsMembersOnTheirOwnForAWhile() {
    try (PopulationBasedTraining optimizer = ten().readyAfter(3).build()) {
      for (int i = 0; i < 3; i++) {
        for (Trial t : round(optimizer)) {
          assertFalse(optimizer.leg(t).exploited(), "interval " + i);
        }
      }
      assertTrue(round(optimizer).stream().anyMatch(t -> optimizer.leg(t).exploited()));
    }
  }

  @Test
  void endsWhenAllHaveBeenTrained() {
    try (PopulationBasedTraining optimizer = ten().intervals(4).build()) {
      int intervals = 0;
      try {
        while (true) {
          Trial t = optimizer.ask();
          assertTrue(optimizer.leg(t).interval() < 4);
          optimizer.tell(t, optimizer.leg(t).member());
          intervals++;
        }
      } catch (SpaceExhaustedException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("trained for 4 intervals"), e::toString);
      }
      // Fewer than 10·4: who copies a model that was trained for longer is at its end earlier.
      assertTrue(intervals > 20 && intervals <= 40, "" + intervals);
    }
  }

  @Test
  void lineageIsTheScheduleOfAModel() {
    try (PopulationBasedTraining optimizer = ten().build()) {
      for (int i = 0; i < 6; i++) {
        round(optimizer);
      }
      for (Trial t : optimizer.trials()) {
        List<Trial> line = optimizer.lineage(t);
        assertSame(t, line.getLast());
        assertEquals(optimizer.leg(t).interval() + 1, line.size());
        assertTrue(optimizer.leg(line.getFirst()).from().isEmpty());
        for (int i = 1; i < line.size(); i++) {
          assertSame(line.get(i - 1), optimizer.leg(line.get(i)).from().orElseThrow());
        }
      }
      assertTrue(
          optimizer.trials().stream()
              .map(optimizer::lineage)
              .anyMatch(l -> l.stream().anyMatch(t -> optimizer.leg(t).exploited())));
    }
  }

  @Test
  void whatCheckpointsDoesNotListIsNeverAskedForAgain() {
    try (PopulationBasedTraining optimizer = ten().exploitBy(Exploit.BINARY_TOURNAMENT).build()) {
      CounterRandom random = CounterRandom.of(9, 0);
      Set<Trial> kept = new HashSet<>();
      for (int i = 0; i < 400; i++) {
        for (Trial t : optimizer.ask(1 + random.nextInt(3))) {
          optimizer.leg(t).from().ifPresent(from -> assertTrue(kept.contains(from)));
          if (random.nextInt(8) == 0) {
            optimizer.fail(t);
          } else {
            optimizer.tell(t, random.nextDouble());
            kept.add(t);
          }
        }
        kept.retainAll(optimizer.checkpoints());
        assertTrue(kept.size() <= 10, "" + kept.size());
      }
    }
  }

  @Test
  void enqueuedAndObservedConfigurationsBelongToNoMember() {
    try (PopulationBasedTraining optimizer = ten().build()) {
      var guess = SPACE.decode(new double[] {0.5, 0.5, 0, 0.5});
      optimizer.enqueue(guess);
      Trial enqueued = optimizer.ask();
      Trial observed = optimizer.observe(guess, -7);
      assertEquals(new Leg(-1, 0, Optional.empty(), false), optimizer.leg(enqueued));
      assertEquals(-1, optimizer.leg(observed).member());
      optimizer.tell(enqueued, -8);
      assertSame(enqueued, optimizer.best());
      assertEquals(10, optimizer.ask(100).size());
      assertEquals(List.of(), optimizer.checkpoints());
    }
  }

  @Test
  void trialOfAnotherPopulationIsRefused() {
    try (PopulationBasedTraining optimizer = ten().build();
        PopulationBasedTraining other = ten().build()) {
      Trial foreign = other.ask();
      optimizer.ask();
      assertThrows(IllegalStateException.class, () -> optimizer.leg(foreign));
      assertThrows(IllegalStateException.class, () -> optimizer.lineage(foreign));
    }
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    PopulationBasedTraining.Builder options = ten();
    assertThrows(IllegalArgumentException.class, () -> options.populationSize(1));
    assertThrows(IllegalArgumentException.class, () -> options.intervals(-1));
    assertThrows(IllegalArgumentException.class, () -> options.truncation(0.6));
    assertThrows(IllegalArgumentException.class, () -> options.readyAfter(0));
    assertThrows(IllegalArgumentException.class, () -> options.perturbation(1.1, 1.2));
    assertThrows(IllegalArgumentException.class, () -> options.resample(1.5));
    assertThrows(
        IllegalArgumentException.class,
        () -> options.objectives(Direction.MINIMIZE, Direction.MINIMIZE));
  }
}
