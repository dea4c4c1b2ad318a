package dev.hone.pbt;

import dev.hone.CategoricalParam;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.DimensionKind;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpFit;
import dev.hone.math.gp.GpModel;
import dev.hone.math.gp.GpPrior;
import dev.hone.math.gp.Kernel;
import dev.hone.math.linalg.NumericalException;
import dev.hone.math.random.CounterRandom;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Hyperparameters of which a Gaussian process expects, or cannot exclude, the largest gain in the
 * next interval. The gain depends on hyperparameters and on the value before by a squared
 * exponential, and on time by exp(−|t − t′|/ℓ), which is the (1 − ε)^(|t − t′|/2) of the paper for
 * ℓ = −2/ln(1 − ε): what was learnt long ago counts less, and how much less is fitted.
 */
final class BanditExploration implements Exploration {
  /** The latest so many intervals are learnt from: a fit takes cubic time. */
  private static final int MOST_INTERVALS = 200;

  /** Of a fit: more of it is not seen in what is suggested. */
  private static final double TOLERANCE = 1e-4;

  private static final int CANDIDATES = 1000;
  private static final int NEIGHBOURS = 100;
  private static final double[] NEIGHBOUR_STEPS = {0.1, 0.02};

  /** The β of the confidence bound is C1 + max(0, ln(C2·n)), as in the authors' program. */
  private static final double C1 = 0.2;

  private static final double C2 = 0.4;

  private final SearchSpace space;
  private final Backend backend;
  private final double exploration;
  private final GpModel model;
  private boolean saidFallback;

  /**
   * Prepares the model.
   *
   * @param exploration a factor of the deviations in the confidence bound
   */
  BanditExploration(SearchSpace space, Backend backend, double exploration) {
    this.space = space;
    this.backend = backend;
    this.exploration = exploration;
    this.model = model(space);
    // A forced backend that is missing is an error at once, not at the first copy.
    Engines.gp(backend, model).close();
  }

  /** Dimensions: the space's, the value before, the time. */
  private static GpModel model(SearchSpace space) {
    int d = space.dimension();
    List<DimensionKind> kinds = new ArrayList<>();
    space
        .parameters()
        .forEach(
            p ->
                kinds.add(
                    p instanceof CategoricalParam<?>
                        ? DimensionKind.CATEGORICAL
                        : DimensionKind.NUMERIC));
    kinds.add(DimensionKind.NUMERIC);
    kinds.add(DimensionKind.NUMERIC);
    int[] settings = new int[d + 1];
    Arrays.setAll(settings, k -> k);
    Kernel kernel =
        Kernel.of(CovarianceFunction.RBF, settings)
            .times(Kernel.of(CovarianceFunction.MATERN_12, d + 1));
    return new GpModel(kernel, kinds, List.of());
  }

  @Override
  public double[] explore(
      double[] parent, int interval, double value, Population population, CounterRandom random) {
    Intervals data = new Intervals(population, interval, value);
    double[] chance = new double[space.dimension()];
    random.fillUniform(chance, 0, chance.length);
    if (data.size() < 2) {
      return chance;
    }
    try (GpEngine engine = Engines.gp(backend, model)) {
      GpFit fit = GpFit.under(GpPrior.dimensionScaled(model)).withTolerance(TOLERANCE);
      List<double[]> starts = fit.starts(null, 1, random.nextLong());
      fit.fit(engine, data.size(), data.points, data.standardizedChanges(), starts);
      for (double[] pending : data.pending) {
        engine.appendPending(pending);
      }
      return bestOf(engine, data, parent, random);
    } catch (NumericalException e) {
      if (!saidFallback) {
        saidFallback = true;
        System.getLogger("dev.hone")
            .log(Level.WARNING, "no model of the gains; hyperparameters are drawn by chance: " + e);
      }
      return chance;
    }
  }

  private double[] bestOf(GpEngine engine, Intervals data, double[] parent, CounterRandom random) {
    double deviations =
        exploration
            * Math.sqrt(C1 + Math.max(0, StrictMath.log(C2 * (data.size() + data.pending.size()))));
    Candidates candidates = new Candidates(engine, data, deviations);
    for (int i = 0; i < CANDIDATES; i++) {
      double[] point = new double[parent.length];
      random.fillUniform(point, 0, point.length);
      candidates.add(point);
    }
    double[] best = candidates.best();
    for (double step : NEIGHBOUR_STEPS) {
      candidates.add(best);
      for (int i = 0; i < NEIGHBOURS; i++) {
        candidates.add(near(i % 2 == 0 ? best : parent, step, random));
      }
      best = candidates.best();
    }
    return best;
  }

  private double[] near(double[] centre, double step, CounterRandom random) {
    double[] point = centre.clone();
    for (int j = 0; j < point.length; j++) {
      if (space.parameters().get(j) instanceof CategoricalParam<?>) {
        point[j] = random.nextInt(point.length) == 0 ? random.nextDouble() : point[j];
      } else {
        point[j] = Math.clamp(point[j] + step * random.nextGaussian(), 0, 1);
      }
    }
    return point;
  }

  /** Points that are looked at together: the one of the lowest bound of the change wins. */
  private final class Candidates {
    private final GpEngine engine;
    private final Intervals data;
    private final double deviations;
    private final List<double[]> points = new ArrayList<>();

    Candidates(GpEngine engine, Intervals data, double deviations) {
      this.engine = engine;
      this.data = data;
      this.deviations = deviations;
    }

    void add(double[] point) {
      double[] canonical = point.clone();
      space.canonicalize(canonical, 0);
      points.add(canonical);
    }

    double[] best() {
      int m = points.size();
      int width = model.dimension();
      double[] rows = new double[m * width];
      for (int i = 0; i < m; i++) {
        data.write(points.get(i), data.interval, data.value, rows, i * width);
      }
      double[] mean = new double[m];
      double[] variance = new double[m];
      engine.posterior(m, rows, mean, variance);
      int best = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < m; i++) {
        double bound = mean[i] - deviations * Math.sqrt(variance[i]);
        if (bound < least) {
          least = bound;
          best = i;
        }
      }
      double[] point = points.get(best);
      points.clear();
      return point;
    }
  }

  /** What the latest intervals changed, as data of the model; and those that are being trained. */
  private final class Intervals {
    final int interval;
    final double value;
    final double[] points;
    final List<double[]> pending = new ArrayList<>();
    private final double[] changes;
    private final double low;
    private final double high;
    private final int last;

    Intervals(Population population, int interval, double value) {
      this.interval = interval;
      this.value = value;
      List<Trial> used = new ArrayList<>();
      for (Trial trial : population.complete().reversed()) {
        if (population.leg(trial.number()).from().isPresent() && used.size() < MOST_INTERVALS) {
          used.addFirst(trial);
        }
      }
      double[] before =
          used.stream()
              .mapToDouble(t -> population.value(population.leg(t.number()).from().orElseThrow()))
              .toArray();
      low = Math.min(value, Arrays.stream(before).min().orElse(value));
      high = Math.max(value, Arrays.stream(before).max().orElse(value));
      last =
          Math.max(
              interval,
              used.stream().mapToInt(t -> population.leg(t.number()).interval()).max().orElse(1));
      int width = model.dimension();
      points = new double[used.size() * width];
      changes = new double[used.size()];
      for (int i = 0; i < changes.length; i++) {
        Trial trial = used.get(i);
        int when = population.leg(trial.number()).interval();
        write(trial.configuration().encoded(), when, before[i], points, i * width);
        changes[i] = population.value(trial) - before[i];
      }
      population
          .training()
          .forEach(
              (number, point) -> {
                Leg leg = population.leg(number);
                leg.from()
                    .ifPresent(
                        from -> {
                          double[] row = new double[width];
                          write(point, leg.interval(), population.value(from), row, 0);
                          pending.add(row);
                        });
              });
    }

    int size() {
      return changes.length;
    }

    void write(double[] point, int when, double before, double[] rows, int offset) {
      System.arraycopy(point, 0, rows, offset, point.length);
      double span = high - low;
      // Halved on their way, so that the largest doubles do not overflow.
      rows[offset + point.length] =
          span > 0 ? Math.clamp((0.5 * before - 0.5 * low) / (0.5 * span), 0, 1) : 0.5;
      rows[offset + point.length + 1] = Math.min(1, when / (double) last);
    }

    /** The changes with mean 0 and variance 1. */
    double[] standardizedChanges() {
      double scale = Arrays.stream(changes).map(Math::abs).max().orElse(0);
      double[] z = changes.clone();
      if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
        Arrays.fill(z, 0);
        return z;
      }
      double mean = Arrays.stream(z).map(v -> v / scale).average().orElse(0);
      double variance = Arrays.stream(z).map(v -> v / scale - mean).map(v -> v * v).average().orElse(0);
      double deviation = variance > 0 ? Math.sqrt(variance) : 1;
      Arrays.setAll(z, i -> (changes[i] / scale - mean) / deviation);
      return z;
    }
  }
}
