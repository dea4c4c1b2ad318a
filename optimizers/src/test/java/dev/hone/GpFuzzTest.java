package dev.hone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.acquisition.Acquisition;
import dev.hone.math.acquisition.LogProbabilityOfImprovement;
import dev.hone.math.acquisition.LowerConfidenceBound;
import dev.hone.math.acquisition.NoisyLogExpectedImprovement;
import dev.hone.math.acquisition.ThompsonSampling;
import dev.hone.math.random.CounterRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Rounds of fit and suggestion on data that no model likes: no exception, no NaN, no point outside
 * the space. A few hundred here; {@code mvn -pl optimizers -am test -Dtest=GpFuzzTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dhone.fuzz.rounds=100000} for all.
 */
class GpFuzzTest {
  private static final int ROUNDS = Integer.getInteger("hone.fuzz.rounds", 300);

  /** Told trials per optimizer, each followed by a fit and a suggestion. */
  private static final int STEPS = 10;

  private static final List<ModelPrior> PRIORS = List.of(ModelPrior.values());
  private static final List<PendingBelief> BELIEFS = List.of(PendingBelief.values());
  private static final List<Acquisition> ACQUISITIONS =
      List.of(
          new LogProbabilityOfImprovement(),
          new LowerConfidenceBound(2),
          new ThompsonSampling(),
          new NoisyLogExpectedImprovement(2));

  @Test
  void hardDataGetSoundSuggestions() {
    for (int seed = 0; seed < ROUNDS / STEPS; seed++) {
      CounterRandom random = CounterRandom.of(seed, 31);
      int kind = random.nextInt(8);
      try {
        run(seed, kind, random);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ", data of kind " + kind, e);
      }
    }
  }

  private static void run(int seed, int kind, CounterRandom random) {
    SearchSpace space = space(seed, random);
    GpOptimizer.Builder builder = GpOptimizer.on(space).seed(seed).initialTrials(1 + seed % 3);
    OutputTransform[] transforms = OutputTransform.values();
    if (random.nextInt(3) == 0) {
      builder.outputTransform(transforms[random.nextInt(transforms.length)]);
    }
    if (random.nextInt(4) == 0) {
      builder.acquisition(ACQUISITIONS.get(random.nextInt(ACQUISITIONS.size())));
    }
    if (random.nextInt(4) == 0) {
      builder.prior(PRIORS.get(random.nextInt(PRIORS.size())));
    }
    int constraints = random.nextInt(5) == 0 ? 1 : 0;
    builder.constraints(constraints).perUnitCost(random.nextInt(6) == 0);
    builder.pendingBelief(BELIEFS.get(random.nextInt(BELIEFS.size())));
    try (GpOptimizer optimizer = builder.build()) {
      Configuration same = null;
      for (int step = 0; step < STEPS; step++) {
        Trial trial = optimizer.ask();
        double[] x = trial.configuration().encoded();
        check(trial.configuration(), x);
        Outcome outcome = outcome(kind, x, step, constraints, random);
        if (random.nextInt(4) > 0) {
          optimizer.tell(trial, outcome);
        }
        if (same == null) {
          same = trial.configuration();
        } else if (random.nextInt(3) == 0) {
          optimizer.observe(same, outcome(kind, x, step, constraints, random));
        }
      }
    }
  }

  private static SearchSpace space(int seed, CounterRandom random) {
    if (random.nextBoolean()) {
      return RandomSpaces.mixed(seed);
    }
    var s = SearchSpace.builder();
    int d = 1 + random.nextInt(4);
    for (int k = 0; k < d; k++) {
      double low = random.nextGaussian() * Math.pow(10, random.nextInt(25) - 12);
      s.uniform("x" + k, low, low + Math.abs(low) + Math.pow(10, random.nextInt(25) - 12));
    }
    return s.build();
  }

  private static void check(Configuration configuration, double[] x) {
    SearchSpace space = configuration.space();
    for (double coordinate : x) {
      assertTrue(coordinate >= 0 && coordinate <= 1, "coordinate " + coordinate);
    }
    double[] canonical = x.clone();
    space.canonicalize(canonical, 0);
    assertArrayEquals(canonical, x, 1e-9, "not a point of the space");
    for (Param<?> param : space.parameters()) {
      if (param instanceof DoubleParam real && configuration.isActive(real)) {
        double value = configuration.get(real);
        assertTrue(value >= real.low() && value <= real.high(), real + " = " + value);
      }
    }
  }

  private static Outcome outcome(
      int kind, double[] x, int step, int constraints, CounterRandom random) {
    double value = value(kind, x, step, random);
    Outcome outcome = Outcome.of(value);
    if (constraints > 0) {
      outcome = outcome.withConstraints(value(random.nextInt(8), x, step, random));
    }
    if (random.nextInt(3) == 0) {
      outcome = outcome.withNoiseVariance(Math.pow(10, random.nextInt(40) - 20));
    }
    return random.nextInt(3) == 0
        ? outcome.withCost(Math.pow(10, random.nextInt(30) - 15))
        : outcome;
  }

  private static double value(int kind, double[] x, int step, CounterRandom random) {
    return switch (kind) {
      case 0 -> 7;
      case 1 -> 1e12 * (x[0] - 0.3) * (x[0] - 0.3);
      case 2 -> 1e-12 * Math.sin(9 * x[0]);
      case 3 -> step % 4 == 3 ? 1e200 * random.nextGaussian() : x[0];
      case 4 -> 1 + 1e-15 * x[0];
      case 5 -> random.nextInt(5) == 0 ? Double.NaN : random.nextGaussian();
      case 6 -> Math.scalb(random.nextGaussian(), random.nextInt(2000) - 1000);
      default -> x[0] > 0.5 ? 1 : 0;
    };
  }
}
