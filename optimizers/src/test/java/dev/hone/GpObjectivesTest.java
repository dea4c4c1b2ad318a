package dev.hone;

import static dev.hone.GpProblems.cube;
import static dev.hone.GpProblems.mixed;
import static dev.hone.GpProblems.run;
import static dev.hone.GpProblems.zdt1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.acquisition.Acquisition;
import dev.hone.math.acquisition.LogExpectedHypervolumeImprovement;
import dev.hone.math.acquisition.MomentFunction;
import dev.hone.math.acquisition.NoisyLogExpectedHypervolumeImprovement;
import dev.hone.math.acquisition.ParEgo;
import dev.hone.math.pareto.Hypervolume;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several objectives, constraints, cost, noise, and acquisitions of one's own. */
class GpObjectivesTest {

  private static double hypervolume(Optimizer optimizer) {
    List<Trial> front = optimizer.front();
    double[] values = new double[2 * front.size()];
    for (int i = 0; i < front.size(); i++) {
      values[2 * i] = front.get(i).outcome().objective(0);
      values[2 * i + 1] = front.get(i).outcome().objective(1);
    }
    return Hypervolume.of(front.size(), 2, values, new double[] {1, 2});
  }

  static Stream<Acquisition> frontFinders() {
    return Stream.of(
        new LogExpectedHypervolumeImprovement(),
        new NoisyLogExpectedHypervolumeImprovement(4),
        new ParEgo(0.05));
  }

  @ParameterizedTest
  @MethodSource("frontFinders")
  void findsTheFrontOfTwoObjectives(Acquisition acquisition) {
    // All of the front dominates 1 + ∫√x dx = 5/3 of the area to (1, 2).
    try (var optimizer =
            GpOptimizer.on(cube(3))
                .objectives(Direction.MINIMIZE, Direction.MINIMIZE)
                .acquisition(acquisition)
                .seed(4)
                .build();
        var random =
            RandomOptimizer.on(cube(3))
                .objectives(Direction.MINIMIZE, Direction.MINIMIZE)
                .seed(4)
                .build()) {
      run(optimizer, 26, x -> Outcome.of(zdt1(x)));
      run(random, 26, x -> Outcome.of(zdt1(x)));
      double found = hypervolume(optimizer) / (5.0 / 3);
      assertTrue(
          found > 0.7 && found > hypervolume(random) / (5.0 / 3) + 0.2,
          acquisition + ": " + found + ", random " + hypervolume(random) / (5.0 / 3));
    }
  }

  @Test
  void directionsAndReferenceOfObjectivesAreThoseOfTheCaller() {
    try (var minimizing =
            GpOptimizer.on(cube(3))
                .objectives(Direction.MINIMIZE, Direction.MINIMIZE)
                .referencePoint(1, 2)
                .seed(4)
                .build();
        var maximizing =
            GpOptimizer.on(cube(3))
                .objectives(Direction.MINIMIZE, Direction.MAXIMIZE)
                .referencePoint(1, -2)
                .seed(4)
                .build()) {
      run(minimizing, 14, x -> Outcome.of(zdt1(x)));
      run(maximizing, 14, x -> Outcome.of(zdt1(x)[0], -zdt1(x)[1]));
      for (int i = 0; i < 14; i++) {
        assertArrayEquals(
            minimizing.trials().get(i).configuration().encoded(),
            maximizing.trials().get(i).configuration().encoded());
      }
    }
  }

  /** The optimum x = (0.5, 0.25), f = 0.75, lies where the constraint holds with equality. */
  @Test
  void staysWhereConstraintsHold() {
    try (var optimizer = GpOptimizer.on(cube(2)).constraints(2).seed(3).build()) {
      run(
          optimizer,
          30,
          x -> Outcome.of(x[0] + x[1]).withConstraints(1e3 * (0.5 - x[0]), 1e-6 * (0.25 - x[1])));
      Trial best = optimizer.best();
      assertTrue(best.outcome().isFeasible());
      assertEquals(0.75, best.value(), 0.02);
    }
  }

  @Test
  void findsAFeasibleCornerWhereNoneOfTheFirstTrialsIs() {
    try (var optimizer = GpOptimizer.on(cube(3)).constraints(1).initialTrials(5).seed(2).build()) {
      run(optimizer, 25, x -> Outcome.of(x[0]).withConstraints(2.7 - (x[0] + x[1] + x[2])));
      assertTrue(optimizer.bestSoFar().isPresent(), "no feasible trial");
    }
  }

  /** Two basins alike, but trials on the right cost a hundred times as much. */
  @Test
  void triesWhereItIsCheap() {
    int[] expensive = new int[2];
    for (int perCost = 0; perCost < 2; perCost++) {
      try (var optimizer =
          GpOptimizer.on(cube(1)).perUnitCost(perCost == 1).initialTrials(6).seed(5).build()) {
        int index = perCost;
        run(
            optimizer,
            20,
            x -> {
              boolean right = x[0] > 0.5;
              expensive[index] += right ? 1 : 0;
              double off = Math.abs(x[0] - (right ? 0.8 : 0.2));
              Outcome outcome = Outcome.of(off * off);
              // A cost that is not told now and then does not matter.
              return x[0] < 0.1 ? outcome : outcome.withCost(Math.exp(6 * x[0]));
            });
      }
    }
    assertTrue(expensive[1] < expensive[0], expensive[1] + " of " + expensive[0]);
  }

  /** A lucky value that is known to be noise does not draw the search. */
  @Test
  void knownNoiseIsBelieved() {
    double[] nearLiar = new double[2];
    for (int told = 0; told < 2; told++) {
      try (var optimizer = GpOptimizer.on(cube(1)).initialTrials(4).seed(5).build()) {
        for (int i = 0; i < 3; i++) {
          Outcome lucky = Outcome.of(-5 - i);
          optimizer.observe(
              optimizer.space().decode(new double[] {0.9 + 0.01 * i}),
              told == 1 ? lucky.withNoiseVariance(1e4) : lucky);
        }
        int index = told;
        run(
            optimizer,
            16,
            x -> {
              nearLiar[index] += x[0] > 0.8 ? 1 : 0;
              return Outcome.of(Math.pow(x[0] - 0.3, 2)).withNoiseVariance(1e-6);
            });
      }
    }
    assertTrue(nearLiar[1] < nearLiar[0], nearLiar[1] + " of " + nearLiar[0]);
  }

  @Test
  void severalObjectivesWithConstraintsAndCostGoOnBitForBit() {
    try (var first =
        GpOptimizer.on(mixed())
            .objectives(Direction.MINIMIZE, Direction.MAXIMIZE)
            .constraints(1)
            .perUnitCost(true)
            .referencePoint(2, -2)
            .seed(3)
            .initialTrials(5)
            .build()) {
      stepOutcomes(first, 0, 14);
      byte[] bytes = first.snapshot();
      try (var second = GpOptimizer.restore(bytes, mixed())) {
        assertArrayEquals(bytes, second.snapshot());
        assertEquals(first.directions(), second.directions());
        stepOutcomes(first, 14, 20);
        stepOutcomes(second, 14, 20);
        for (int i = 0; i < 20; i++) {
          assertArrayEquals(
              first.trials().get(i).configuration().encoded(),
              second.trials().get(i).configuration().encoded(),
              "trial " + i);
        }
      }
    }
  }

  private static void stepOutcomes(Optimizer optimizer, int from, int to) {
    for (int i = from; i < to; i++) {
      Trial asked = optimizer.ask();
      if (i % 4 == 3) {
        optimizer.fail(asked);
      } else if (i >= 2) {
        Trial trial = optimizer.trials().get(i - 2);
        if (trial.state() == Trial.State.PENDING) {
          double[] x = trial.configuration().encoded();
          Outcome outcome =
              Outcome.of(x[0] + x[1], x[1] - x[2])
                  .withConstraints(x[0] - 0.8)
                  .withNoiseVariance(1e-3, 1e-4);
          optimizer.tell(trial, i % 2 == 0 ? outcome.withCost(1 + x[3]) : outcome);
        }
      }
    }
  }

  @Test
  void anAcquisitionOfYourOwnHasToBeSetAgain() {
    Acquisition own =
        Acquisition.ofMoments(
            (belief, best) ->
                new MomentFunction() {
                  @Override
                  public double value(double mean, double variance) {
                    return variance - mean;
                  }

                  @Override
                  public double byMean(double mean, double variance) {
                    return -1;
                  }

                  @Override
                  public double byVariance(double mean, double variance) {
                    return 1;
                  }
                });
    try (var optimizer =
        GpOptimizer.on(cube(2)).acquisition(own).initialTrials(4).seed(1).build()) {
      run(optimizer, 10, x -> Outcome.of(x[0] + x[1] * x[1]));
      byte[] bytes = optimizer.snapshot();
      var e =
          assertThrows(IllegalArgumentException.class, () -> GpOptimizer.restore(bytes, cube(2)));
      assertTrue(e.toString().contains("acquisition of your own"), e.toString());
      try (var restored = GpOptimizer.on(cube(2)).acquisition(own).restore(bytes)) {
        assertArrayEquals(
            optimizer.ask().configuration().encoded(), restored.ask().configuration().encoded());
      }
    }
  }

  @Test
  void manyObjectivesAreScalarised() {
    Direction[] six = new Direction[6];
    Arrays.fill(six, Direction.MINIMIZE);
    try (var optimizer = GpOptimizer.on(cube(3)).objectives(six).initialTrials(5).build()) {
      CounterRandom random = CounterRandom.of(1, 1);
      double[] targets = new double[18];
      random.fillUniform(targets, 0, 18);
      run(
          optimizer,
          12,
          x -> {
            double[] f = new double[6];
            for (int j = 0; j < 18; j++) {
              f[j / 3] += Math.pow(x[j % 3] - targets[j], 2);
            }
            return Outcome.of(f);
          });
      assertTrue(optimizer.front().size() > 3);
    }
  }

  @Test
  void anotherStudysBestAreTriedFirst() {
    try (var earlier = RandomOptimizer.on(mixed()).maximize().seed(1).build()) {
      run(earlier, 30, GpProblems::loss);
      earlier.fail(earlier.ask());
      List<double[]> best =
          earlier.trials().stream()
              .filter(t -> t.state() == Trial.State.COMPLETE)
              .sorted((a, b) -> Double.compare(b.value(), a.value()))
              .map(t -> t.configuration().encoded())
              .toList();
      try (var optimizer =
          GpOptimizer.on(mixed()).maximize().initialTrials(7).warmStart(earlier.trials()).build()) {
        List<Trial> first = optimizer.ask(5);
        for (int i = 0; i < 4; i++) {
          assertArrayEquals(best.get(i), first.get(i).configuration().encoded(), 1e-12);
        }
        assertTrue(Arrays.stream(first.get(4).configuration().encoded()).sum() > 0);
      }
      var builder = GpOptimizer.on(cube(2));
      var e =
          assertThrows(IllegalArgumentException.class, () -> builder.warmStart(earlier.trials()));
      assertTrue(e.toString().contains("is of the space"), e.toString());
      var two = GpOptimizer.on(mixed()).objectives(Direction.MINIMIZE, Direction.MINIMIZE);
      assertThrows(IllegalArgumentException.class, () -> two.warmStart(earlier.trials()));
    }
  }

  @Test
  void aHundredAndTwentyParametersAreSound() {
    try (var optimizer = GpOptimizer.on(cube(120)).seed(1).initialTrials(6).build()) {
      run(
          optimizer,
          14,
          x -> {
            double sum = 0;
            for (int k = 0; k < 120; k++) {
              sum += (x[k] - 0.4) * (x[k] - 0.4) * (k < 10 ? 10 : 0.1);
            }
            return Outcome.of(sum);
          });
      double bestOfDesign =
          optimizer.trials().stream().limit(6).mapToDouble(Trial::value).min().orElseThrow();
      assertTrue(optimizer.best().value() < bestOfDesign, "no better than its design");
    }
  }
}
