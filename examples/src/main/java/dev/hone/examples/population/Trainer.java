package dev.hone.examples.population;

import dev.hone.SpaceExhaustedException;
import dev.hone.Trial;
import dev.hone.examples.lightgbm.LabelledData;
import dev.hone.math.minimize.Lbfgsb;
import dev.hone.math.random.CounterRandom;
import dev.hone.pbt.Pb2Optimizer;
import dev.hone.pbt.PopulationBasedTraining;
import dev.hone.pbt.PopulationOptimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Trains softmax regression on digits, each model for the same number of intervals. What counts is
 * the gap: the loss after the last interval, less the smallest there is.
 */
public final class Trainer {
  private static final double BRIGHTEST = 16;
  private static final double[] MOMENTA = {0, 0.5, 0.8, 0.9};

  private final TrainingSpace space = new TrainingSpace();
  private final LabelledData digits;
  private final int intervals;
  private final int examples;
  private final double smallestLoss;

  /**
   * Prepares the data, and finds the smallest loss by L-BFGS.
   *
   * @param intervals how many intervals a model is trained for
   * @param examples how many examples an interval has
   */
  public Trainer(int intervals, int examples) {
    LabelledData all = LabelledData.digits();
    double[] scaled = Arrays.stream(all.features()).map(v -> v / BRIGHTEST).toArray();
    this.digits = new LabelledData(scaled, all.labels());
    this.intervals = intervals;
    this.examples = examples;
    double[] weights = new double[SoftmaxRegression.of(digits).size()];
    double[] bound = new double[weights.length];
    Arrays.fill(bound, Double.POSITIVE_INFINITY);
    double[] below = Arrays.stream(bound).map(v -> -v).toArray();
    smallestLoss =
        Lbfgsb.defaults()
            .withProjectedGradientTolerance(1e-9)
            .withRelativeReduction(1e-15)
            .minimize(
                (point, gradient) -> SoftmaxRegression.of(digits, point).loss(gradient),
                weights,
                below,
                bound)
            .value();
  }

  /** The smallest loss there is. */
  public double smallestLoss() {
    return smallestLoss;
  }

  /** A population that perturbs. */
  public PopulationOptimizer pbt(int members, long seed) {
    return PopulationBasedTraining.on(space.space())
        .populationSize(members)
        .intervals(intervals)
        .seed(seed)
        .build();
  }

  /** A population that asks a Gaussian process. */
  public PopulationOptimizer pb2(int members, long seed) {
    return Pb2Optimizer.on(space.space())
        .populationSize(members)
        .intervals(intervals)
        .seed(seed)
        .build();
  }

  /**
   * Trains a population to the end; the checkpoints are held here.
   *
   * @return the schedule of the best model
   */
  public List<Step> train(PopulationOptimizer population, long seed) {
    Map<Trial, SoftmaxRegression> checkpoints = new HashMap<>();
    try {
      while (true) {
        Trial trial = population.ask();
        SoftmaxRegression model =
            population
                .leg(trial)
                .from()
                .map(from -> Objects.requireNonNull(checkpoints.get(from)).copy())
                .orElseGet(() -> SoftmaxRegression.of(digits));
        Step step = space.step(trial);
        model.train(
            examples,
            step.learningRate(),
            step.momentum(),
            CounterRandom.of(seed, trial.number()));
        checkpoints.put(trial, model);
        population.tell(trial, model.loss());
        checkpoints.keySet().retainAll(population.checkpoints());
      }
    } catch (SpaceExhaustedException e) {
      return schedule(population);
    }
  }

  private List<Step> schedule(PopulationOptimizer population) {
    Trial best =
        population.checkpoints().stream()
            .filter(t -> population.leg(t).interval() == intervals - 1)
            .min(Comparator.comparingDouble(Trial::value))
            .orElseThrow();
    return population.lineage(best).stream().map(space::step).toList();
  }

  /**
   * The best of a fine grid of fixed settings: {@code rates} learning rates with each of four
   * momenta, each trained to the end three times.
   */
  public List<Step> bestFixed(int rates, long seed) {
    List<Step> settings = new ArrayList<>();
    for (double momentum : MOMENTA) {
      for (int i = 0; i < rates; i++) {
        settings.add(new Step(Math.pow(10, -4 + 4.0 * i / (rates - 1)), momentum));
      }
    }
    return settings.stream()
        .map(step -> Collections.nCopies(intervals, step))
        .min(Comparator.comparingDouble(schedule -> meanGap(schedule, 3, seed)))
        .orElseThrow();
  }

  /**
   * The mean gap of models that are trained anew by a schedule; infinite if one diverges.
   *
   * @param models how many
   * @param seed of the examples they see
   */
  public double meanGap(List<Step> schedule, int models, long seed) {
    double mean =
        IntStream.range(0, models).mapToDouble(i -> gap(schedule, seed, i)).average().orElseThrow();
    return Double.isFinite(mean) ? mean : Double.POSITIVE_INFINITY;
  }

  private double gap(List<Step> schedule, long seed, int stream) {
    CounterRandom random = CounterRandom.of(seed, stream);
    SoftmaxRegression model = SoftmaxRegression.of(digits);
    for (Step step : schedule) {
      model.train(examples, step.learningRate(), step.momentum(), random);
    }
    return model.loss() - smallestLoss;
  }
}
