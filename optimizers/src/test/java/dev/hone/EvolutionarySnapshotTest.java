package dev.hone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hone.math.random.CounterRandom;
import dev.hone.spi.OptimizerBuilder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Snapshots of evolutionary methods, taken in the middle of unordered, partly failed trials. */
class EvolutionarySnapshotTest {

  enum Method {
    DIFFERENTIAL_EVOLUTION(1),
    NSGA2(2),
    NSGA3(3),
    GENETIC(1),
    REGULARIZED_EVOLUTION(1),
    PARTICLE_SWARM(1),
    DUAL_ANNEALING(1),
    ONE_PLUS_ONE(1),
    XNES(1),
    CR_FM_NES(1),
    COOPERATIVE(1);

    final int objectives;

    Method(int objectives) {
      this.objectives = objectives;
    }

    OptimizerBuilder<?> on(SearchSpace space) {
      return switch (this) {
        case DIFFERENTIAL_EVOLUTION ->
            DifferentialEvolution.on(space).budget(120).populationSize(15);
        case NSGA2 ->
            Nsga2Optimizer.on(space)
                .populationSize(12)
                .objectives(Direction.MAXIMIZE, Direction.MINIMIZE)
                .constraints(1);
        case NSGA3 ->
            Nsga3Optimizer.on(space)
                .populationSize(12)
                .crossover(0.8, 10)
                .objectives(Direction.MAXIMIZE, Direction.MINIMIZE, Direction.MINIMIZE);
        case GENETIC ->
            GeneticOptimizer.on(space)
                .populationSize(8)
                .mutation(0.3, 5)
                .categoryCrossover(CategoryCrossover.ONE_POINT);
        case REGULARIZED_EVOLUTION -> RegularizedEvolution.on(space).population(10, 3);
        case PARTICLE_SWARM -> ParticleSwarm.on(space).particles(7, 2).flight(0.6, 1.4);
        case DUAL_ANNEALING -> DualAnnealing.on(space).temperature(10, 1e-3).exponents(2.5, -4);
        case ONE_PLUS_ONE -> OnePlusOneEs.on(space).sigma(0.3);
        case XNES -> XnesOptimizer.on(space).populationSize(5);
        case CR_FM_NES -> CrFmNesOptimizer.on(space).sigma(0.1).populationSize(7);
        case COOPERATIVE -> CooperativeCoevolution.on(space).separableGroup(1);
      };
    }

    EvolutionaryOptimizer restored(byte[] snapshot, SearchSpace space) {
      return switch (this) {
        case DIFFERENTIAL_EVOLUTION -> DifferentialEvolution.restore(snapshot, space);
        case NSGA2 -> Nsga2Optimizer.restore(snapshot, space);
        case NSGA3 -> Nsga3Optimizer.restore(snapshot, space);
        case GENETIC -> GeneticOptimizer.restore(snapshot, space);
        case REGULARIZED_EVOLUTION -> RegularizedEvolution.restore(snapshot, space);
        case PARTICLE_SWARM -> ParticleSwarm.restore(snapshot, space);
        case DUAL_ANNEALING -> DualAnnealing.restore(snapshot, space);
        case ONE_PLUS_ONE -> OnePlusOneEs.restore(snapshot, space);
        case XNES -> XnesOptimizer.restore(snapshot, space);
        case CR_FM_NES -> CrFmNesOptimizer.restore(snapshot, space);
        case COOPERATIVE -> CooperativeCoevolution.restore(snapshot, space);
      };
    }
  }

  private static SearchSpace space() {
    SearchSpace.Builder s = SearchSpace.builder();
    s.logUniform("rate", 1e-5, 1);
    s.integer("units", 1, 300);
    CategoricalParam<String> kind = s.categorical("kind", "a", "b", "c");
    s.uniform("slope", -1, 1).onlyIf(kind, "b");
    s.ordinal("size", 8, 16, 32).onlyIf(kind, "b", "c");
    return s.build();
  }

  /** Workers who take trials, alone or in batches, and end them in any order; some fail. */
  private static final class Workers {
    private final CounterRandom random;
    private final Deque<Long> running;
    private final Optimizer optimizer;

    Workers(Optimizer optimizer, CounterRandom random, Deque<Long> running) {
      this.optimizer = optimizer;
      this.random = random;
      this.running = new ArrayDeque<>(running);
    }

    /** The same workers on another optimizer. */
    Workers on(Optimizer other) {
      return new Workers(other, CounterRandom.at(5, 0, random.position()), running);
    }

    List<double[]> run(int steps) {
      List<double[]> asked = new ArrayList<>();
      for (int i = 0; i < steps; i++) {
        if (running.isEmpty() || (running.size() < 6 && random.nextBoolean())) {
          for (Trial trial : optimizer.ask(1 + random.nextInt(3))) {
            running.add(trial.number());
            asked.add(trial.configuration().encoded());
          }
        } else {
          if (random.nextInt(3) == 0) {
            running.addLast(running.removeFirst());
          }
          end(optimizer.trials().get(Math.toIntExact(running.removeFirst())));
        }
      }
      return asked;
    }

    private void end(Trial trial) {
      double[] x = trial.configuration().encoded();
      if (random.nextInt(10) == 0) {
        optimizer.fail(trial);
        return;
      }
      double[] values = {x[0] + x[2], x[1] - x[0], Math.abs(x[1] - 0.3)};
      Outcome outcome = Outcome.of(Arrays.copyOf(values, optimizer.directions().size()));
      optimizer.tell(
          trial, optimizer.constraintCount() == 0 ? outcome : outcome.withConstraints(0.2 - x[3]));
    }
  }

  @ParameterizedTest
  @EnumSource
  void goesOnBitForBit(Method method) {
    for (int steps : new int[] {0, 3, 40, 700}) {
      Supplier<EvolutionaryOptimizer> fresh =
          () -> (EvolutionaryOptimizer) method.on(space()).seed(11).build();
      try (EvolutionaryOptimizer first = fresh.get()) {
        Workers workers = new Workers(first, CounterRandom.of(5, 0), new ArrayDeque<>());
        workers.run(steps);
        SearchSpace again = space();
        try (EvolutionaryOptimizer second = method.restored(first.snapshot(), again)) {
          assertArrayEquals(first.snapshot(), second.snapshot());
          List<double[]> theirs = workers.on(second).run(200);
          List<double[]> ours = workers.run(200);
          assertEquals(ours.size(), theirs.size());
          for (int i = 0; i < ours.size(); i++) {
            assertArrayEquals(ours.get(i), theirs.get(i), method + " after " + steps);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void snapshotOfAnotherMethodOrAlteredIsRefused(Method method) {
    Method first = Method.values()[0];
    Method other = method == first ? Method.values()[1] : first;
    SearchSpace space = space();
    try (EvolutionaryOptimizer optimizer = (EvolutionaryOptimizer) method.on(space).build()) {
      byte[] snapshot = optimizer.snapshot();
      assertThrows(IllegalArgumentException.class, () -> other.restored(snapshot, space));
      snapshot[snapshot.length / 2] ^= 1;
      assertThrows(IllegalArgumentException.class, () -> method.restored(snapshot, space));
    }
  }
}
