package dev.hone.pbt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.CategoricalParam;
import dev.hone.DoubleParam;
import dev.hone.SearchSpace;
import dev.hone.SpaceExhaustedException;
import dev.hone.Trial;
import dev.hone.math.random.CounterRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What population-based training and population-based bandits have in common. */
class PopulationOptimizersTest {

  enum Method {
    PBT,
    PB2;

    PopulationBuilder<?, ?> on(SearchSpace space) {
      return switch (this) {
        case PBT -> PopulationBasedTraining.on(space).perturbation(0.7, 1.3).resample(0.2);
        case PB2 -> Pb2Optimizer.on(space).exploration(0.8);
      };
    }

    PopulationOptimizer restored(byte[] snapshot, SearchSpace space) {
      return switch (this) {
        case PBT -> PopulationBasedTraining.restore(snapshot, space);
        case PB2 -> Pb2Optimizer.restore(snapshot, space);
      };
    }
  }

  private static final SearchSpace.Builder BUILDER = SearchSpace.builder();
  private static final DoubleParam RATE = BUILDER.logUniform("rate", 1e-3, 1);
  private static final SearchSpace SPACE = BUILDER.build();

  private static final int INTERVALS = 20;
  private static final int STEPS = 20;

  /**
   * Stochastic gradient descent on a parabola whose gradient is noisy: large steps get near the
   * minimum, small ones get rid of the noise.
   */
  private static double train(double start, double rate, CounterRandom noise) {
    double w = start;
    for (int i = 0; i < STEPS; i++) {
      w -= rate * (0.2 * w + 3 * noise.nextGaussian());
    }
    return w;
  }

  /** The loss that a fixed rate ends with, in the mean of many runs. */
  private static double fixed(double rate) {
    double sum = 0;
    int runs = 400;
    for (int run = 0; run < runs; run++) {
      double w = 100;
      CounterRandom noise = CounterRandom.of(77, run);
      for (int i = 0; i < INTERVALS; i++) {
        w = train(w, rate, noise);
      }
      sum += w * w;
    }
    return sum / runs;
  }

  /** The loss of a schedule that was found, in the mean of many runs with other noise. */
  private static double replayed(List<Trial> schedule) {
    double sum = 0;
    int runs = 400;
    for (int run = 0; run < runs; run++) {
      double w = 100;
      CounterRandom noise = CounterRandom.of(78, run);
      for (Trial interval : schedule) {
        w = train(w, interval.get(RATE), noise);
      }
      sum += w * w;
    }
    return sum / runs;
  }

  @ParameterizedTest
  @EnumSource
  void findsAScheduleThatNoFixedSettingMatches(Method method) {
    double best = Double.POSITIVE_INFINITY;
    for (double log = -3; log <= 0; log += 0.1) {
      best = Math.min(best, fixed(Math.pow(10, log)));
    }
    int wins = 0;
    for (long seed = 1; seed <= 3; seed++) {
      try (PopulationOptimizer optimizer =
          method.on(SPACE).populationSize(12).intervals(INTERVALS).seed(seed).build()) {
        wins += replayed(optimizer.lineage(trained(optimizer, seed))) < best ? 1 : 0;
      }
    }
    assertTrue(wins >= 2, wins + " of 3");
  }

  /** Trains the population; the value is the expected loss, as a large validation set gives it. */
  private static Trial trained(PopulationOptimizer optimizer, long seed) {
    Map<Trial, Double> checkpoints = new HashMap<>();
    while (true) {
      Trial t;
      try {
        t = optimizer.ask();
      } catch (SpaceExhaustedException e) {
        break;
      }
      double start = optimizer.leg(t).from().map(checkpoints::get).orElse(100.0);
      // Several noises at once stand for the many weights of a model.
      double loss = 0;
      for (int k = 0; k < 20; k++) {
        double end = train(start, t.get(RATE), CounterRandom.of(seed, t.number() * 20 + k));
        loss += end * end / 20;
      }
      checkpoints.put(t, Math.sqrt(loss));
      optimizer.tell(t, loss);
      checkpoints.keySet().retainAll(optimizer.checkpoints());
    }
    return optimizer.trials().stream()
        .filter(t -> optimizer.leg(t).interval() == INTERVALS - 1)
        .min((a, b) -> Double.compare(a.value(), b.value()))
        .orElseThrow();
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

  /** Workers, as many as half the members, who end intervals in any order; some fail. */
  private static List<String> work(
      PopulationOptimizer optimizer, CounterRandom random, Deque<Long> running, int steps) {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      if (running.size() < 4) {
        Trial t = optimizer.ask();
        running.add(t.number());
        Leg leg = optimizer.leg(t);
        seen.add(
            t.configuration()
                + " "
                + leg.member()
                + " "
                + leg.interval()
                + leg.from().map(Trial::number));
      } else {
        if (random.nextInt(3) == 0) {
          running.addLast(running.removeFirst());
        }
        Trial t = optimizer.trials().get(Math.toIntExact(running.removeFirst()));
        if (random.nextInt(10) == 0) {
          optimizer.fail(t);
        } else {
          double[] x = t.configuration().encoded();
          double before = optimizer.leg(t).from().map(Trial::value).orElse(10.0);
          optimizer.tell(t, before - Math.abs(x[0] - 0.3) - x[1] + x[2] * random.nextDouble());
        }
      }
    }
    return seen;
  }

  @ParameterizedTest
  @EnumSource
  void goesOnBitForBit(Method method) {
    for (int steps : new int[] {0, 5, 80, 161}) {
      try (PopulationOptimizer first = method.on(mixed()).populationSize(8).seed(5).build()) {
        CounterRandom random = CounterRandom.of(1, 0);
        Deque<Long> running = new ArrayDeque<>();
        work(first, random, running, steps);
        try (PopulationOptimizer second = method.restored(first.snapshot(), mixed())) {
          assertArrayEquals(first.snapshot(), second.snapshot());
          CounterRandom again = CounterRandom.at(1, 0, random.position());
          List<String> theirs = work(second, again, new ArrayDeque<>(running), 60);
          assertEquals(work(first, random, running, 60), theirs, method + " after " + steps);
          assertArrayEquals(first.snapshot(), second.snapshot());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void sameSeedAndCallsRepeat(Method method) {
    List<List<String>> runs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      try (PopulationOptimizer optimizer = method.on(mixed()).populationSize(6).build()) {
        runs.add(work(optimizer, CounterRandom.of(2, 0), new ArrayDeque<>(), 60));
      }
    }
    assertEquals(runs.get(0), runs.get(1));
  }

  @ParameterizedTest
  @EnumSource
  void alteredOrForeignSnapshotIsRefused(Method method) {
    try (PopulationOptimizer optimizer = method.on(mixed()).build()) {
      optimizer.tell(optimizer.ask(), 1);
      byte[] snapshot = optimizer.snapshot();
      Method other = method == Method.PBT ? Method.PB2 : Method.PBT;
      assertThrows(IllegalArgumentException.class, () -> other.restored(snapshot, mixed()));
      snapshot[snapshot.length / 2] ^= 1;
      assertThrows(IllegalArgumentException.class, () -> method.restored(snapshot, mixed()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void noIntervalIsLostBetweenThreads(Method method) throws Exception {
    try (PopulationOptimizer optimizer = method.on(mixed()).populationSize(6).build();
        ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> work =
          Collections.nCopies(
              6,
              () -> {
                for (int i = 0; i < 15; i++) {
                  Trial t = optimizer.ask();
                  if (i % 10 == 9) {
                    optimizer.fail(t);
                  } else {
                    optimizer.tell(t, t.configuration().encoded()[0] - optimizer.leg(t).interval());
                  }
                }
                return null;
              });
      for (Future<Void> done : pool.invokeAll(work)) {
        done.get();
      }
      assertEquals(90, optimizer.trials().size());
      for (Trial t : optimizer.trials()) {
        assertEquals(optimizer.leg(t).interval() + 1, optimizer.lineage(t).size());
      }
    }
  }
}
