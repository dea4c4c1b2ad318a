package dev.hone.examples.quality;

import dev.hone.DoubleParam;
import dev.hone.Optimizer;
import dev.hone.SearchSpace;
import dev.hone.SpaceExhaustedException;
import dev.hone.Trial;
import dev.hone.examples.curves.DigitsNetwork;
import dev.hone.examples.curves.DigitsSplit;
import dev.hone.examples.curves.NetworkSettings;
import dev.hone.examples.tabular.Method;
import dev.hone.fidelity.FidelityOptimizer;
import dev.hone.math.random.CounterRandom;
import dev.hone.pbt.PopulationOptimizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Trainings that can be cut short: a small network on handwritten digits, its validation loss after
 * {@value #EPOCHS} epochs. What counts are epochs: methods that know of no budgets spend all of
 * them on every trial, Hyperband's spend fewer on most, and populations change settings on the way.
 *
 * <p>A trial's initial weights and examples follow from the seed and its number, so that one
 * setting gives different losses.
 *
 * @param data what is learnt
 * @param trials how many whole trainings a run may spend
 */
record CurveProblem(DigitsSplit data, int trials) implements Problem {
  /** Of a whole training. */
  static final int EPOCHS = 27;

  /** As far as a population trains without a change. */
  static final int INTERVAL = 3;

  private static final long DATA_SEED = 20_261_128;
  private static final int DIGITS = 300;
  private static final long WEIGHTS = 0x3e16_0001L;
  private static final long EXAMPLES = 0x3e16_0002L;

  /** The network on 300 digits, and as many others. */
  static CurveProblem digits(int trials) {
    return new CurveProblem(DigitsSplit.of(DIGITS, DATA_SEED), trials);
  }

  @Override
  public Kind kind() {
    return Kind.CURVE;
  }

  @Override
  public String name() {
    return "digits-network " + trials;
  }

  @Override
  public boolean suits(Method method) {
    return method.takesBudgets() || (!method.takesGradient() && method.suits(new Space().space));
  }

  /** The hyperparameters. */
  private static final class Space {
    final SearchSpace space;
    private final DoubleParam learningRate;
    private final DoubleParam momentum;
    private final DoubleParam weightDecay;
    private final DoubleParam dropout;

    Space() {
      SearchSpace.Builder builder = SearchSpace.builder();
      learningRate = builder.logUniform("learningRate", 1e-4, 1);
      momentum = builder.uniform("momentum", 0, 0.95);
      weightDecay = builder.logUniform("weightDecay", 1e-6, 0.1);
      dropout = builder.uniform("dropout", 0, 0.6);
      space = builder.build();
    }

    NetworkSettings settings(Trial trial) {
      return new NetworkSettings(
          trial.get(learningRate), trial.get(momentum), trial.get(weightDecay), trial.get(dropout));
    }
  }

  /** The loss of the best whole training; a network never loses less than 0. */
  @Override
  public double[] run(Method method, long seed) {
    double[] best = new double[trials];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    long spent = 0;
    for (long restart = 0; spent < (long) trials * EPOCHS; restart++) {
      spent = run(method, seed + (restart << 32), best, spent);
    }
    for (int i = 1; i < trials; i++) {
      best[i] = Math.min(best[i], best[i - 1]);
    }
    // Before the first whole training has ended, guessing among ten is as good.
    return Arrays.stream(best).map(loss -> Math.min(loss, Math.log(10))).toArray();
  }

  /** Until the budget is spent, or the method has nothing left to do; returns what is spent. */
  private long run(Method method, long seed, double[] best, long spentBefore) {
    Space space = new Space();
    long budget = (long) trials * EPOCHS;
    long spent = spentBefore;
    Map<Trial, DigitsNetwork> kept = new HashMap<>();
    try (Optimizer optimizer = method.optimizer(space.space, seed, trials, 1)) {
      while (spent < budget) {
        Trial trial = optimizer.ask();
        Part part = part(optimizer, trial, kept, seed);
        spent += part.epochs;
        part.network.train(
            part.epochs, space.settings(trial), CounterRandom.of(seed ^ EXAMPLES, trial.number()));
        double loss = part.network.validationLoss();
        optimizer.tell(trial, loss);
        if (part.kept) {
          kept.put(trial, part.network);
        }
        if (part.last && spent <= budget) {
          int slot = (int) ((spent - 1) / EPOCHS);
          best[slot] = Math.min(best[slot], loss);
        }
        if (optimizer instanceof PopulationOptimizer population) {
          kept.keySet().retainAll(population.checkpoints());
        }
      }
    } catch (SpaceExhaustedException e) {
      // A population that is trained to the end makes room for another one.
    }
    return spent;
  }

  /**
   * What a trial trains, how long, whether that is needed again, and whether it ends a training.
   */
  private record Part(DigitsNetwork network, int epochs, boolean kept, boolean last) {}

  private Part part(
      Optimizer optimizer, Trial trial, Map<Trial, DigitsNetwork> networks, long seed) {
    return switch (optimizer) {
      case FidelityOptimizer fidelity -> {
        Trial from = fidelity.continues(trial).orElse(null);
        long epochs = fidelity.budget(trial);
        DigitsNetwork network = from == null ? fresh(trial, seed) : copy(networks, from);
        long before = from == null ? 0 : fidelity.budget(from);
        yield new Part(network, (int) (epochs - before), epochs < EPOCHS, epochs == EPOCHS);
      }
      case PopulationOptimizer population -> {
        Trial from = population.leg(trial).from().orElse(null);
        DigitsNetwork network = from == null ? fresh(trial, seed) : copy(networks, from);
        boolean last = (population.leg(trial).interval() + 1) * INTERVAL == EPOCHS;
        yield new Part(network, INTERVAL, true, last);
      }
      default -> new Part(fresh(trial, seed), EPOCHS, false, true);
    };
  }

  private DigitsNetwork fresh(Trial trial, long seed) {
    return DigitsNetwork.of(data, CounterRandom.of(seed ^ WEIGHTS, trial.number()));
  }

  private static DigitsNetwork copy(Map<Trial, DigitsNetwork> networks, Trial from) {
    return Objects.requireNonNull(networks.get(from)).copy();
  }
}
