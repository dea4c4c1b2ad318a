package dev.hone.gpu;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpFit;
import dev.hone.math.gp.GpFitResult;
import dev.hone.math.gp.GpFleetEngine;
import dev.hone.math.gp.GpFleetFit;
import dev.hone.math.gp.GpModel;
import dev.hone.math.gp.GpPrior;
import dev.hone.math.minimize.Lbfgsb;
import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What {@link DeviceCheck} does as an optimizer would: whole fits, and suggestions, many at a time
 * or one after the other.
 */
final class DeviceCheckSuggestions {
  /** As an optimizer draws and looks at: functions, and candidates to a suggestion. */
  private static final int PATHS = 64;

  private static final int PER_SUGGESTION = 2;

  /** Candidates evaluated at a time. */
  private static final int BLOCK = 512;

  private static final int STARTS = 10;
  private static final int ITERATIONS = 30;

  /** How often Log Expected Improvement with its gradient costs what its value does. */
  private static final double WITH_GRADIENT = 2;

  private DeviceCheckSuggestions() {}

  /** What a run of such a study would give: two parameters that matter, and noise. */
  private static double[] targets(CounterRandom random, int n, int d, double[] x) {
    double[] y = new double[n];
    random.fillGaussian(y, 0, n);
    for (int i = 0; i < n; i++) {
      y[i] = 0.05 * y[i] - Math.sin(6 * x[i * d]) - x[i * d + 1];
    }
    return y;
  }

  /** Points and targets, of the same number the same. */
  @SuppressWarnings("ArrayRecordComponent") // Handed to engines as they are.
  private record Data(int n, int d, double[] x, double[] y) {
    static Data of(long seed, int number, int n, int d) {
      CounterRandom random = CounterRandom.of(seed, number);
      double[] x = new double[n * d];
      random.fillUniform(x, 0, x.length);
      return new Data(n, d, x, targets(random, n, d, x));
    }

    GpEngine engine(Backend backend) {
      GpEngine engine = Engines.gp(backend, GpModel.numeric(CovarianceFunction.MATERN_52, d));
      engine.setData(n, x, y);
      return engine;
    }
  }

  private static double[] theta(int d) {
    double[] theta = new double[d + 2];
    Arrays.fill(theta, 0, d, Math.log(0.5 * Math.sqrt(d)));
    theta[d + 1] = Math.log(0.01);
    return theta;
  }

  /** Hyperparameters from one start, {@value #ITERATIONS} iterations at most. */
  static DeviceCheckJob fit(int n, int d) {
    // An iteration takes one likelihood at least.
    double floor = ITERATIONS * DeviceFloors.likelihood(n);
    // Rounding may have a search end an iteration sooner.
    return new DeviceCheckJob(
        "fit, n=" + n + ", d=" + d, backend -> fit(backend, n, d), 1e-4, floor);
  }

  private static DeviceCheckJob.Prepared fit(Backend backend, int n, int d) {
    Data data = Data.of(11, n, n, d);
    GpEngine engine = data.engine(backend);
    GpFit fit =
        new GpFit(GpPrior.dimensionScaled(engine.model()), ITERATIONS).withMaxObservations(n);
    return new DeviceCheckJob.Prepared(
        engine::close,
        () -> {
          GpFitResult found = fit.fit(engine, n, data.x(), data.y(), fit.starts(null, 0, 1));
          return new double[] {found.logPosterior()};
        });
  }

  /**
   * Suggestions one after the other, each of which the next believes: the best of some points by
   * Log Expected Improvement, and an ascent from the {@value #STARTS} best at a time.
   *
   * @param raw how many points
   */
  static DeviceCheckJob batch(int q, int raw, int n, int d) {
    double points = raw + WITH_GRADIENT * ITERATIONS * STARTS;
    double floor =
        q * DeviceFloors.improvement((long) points, n, d) + DeviceFloors.likelihood(n) / 3;
    return new DeviceCheckJob(
        q + " suggestions, n=" + n + ", d=" + d,
        backend -> batch(backend, q, raw, n, d),
        1e-4,
        floor);
  }

  private static DeviceCheckJob.Prepared batch(Backend backend, int q, int raw, int n, int d) {
    Data data = Data.of(11, n, n, d);
    GpEngine engine = data.engine(backend);
    double[] theta = theta(d);
    return new DeviceCheckJob.Prepared(
        engine::close,
        () -> {
          engine.setData(n, data.x(), data.y());
          engine.condition(theta);
          double first = 0;
          double[] mean = new double[1];
          for (int i = 0; i < q; i++) {
            double[] point = new double[d];
            double value = suggest(engine, i, raw, point);
            first = i == 0 ? value : first;
            engine.posterior(1, point, mean, null);
            engine.append(point, mean[0]);
          }
          // Which of two equal maxima the others come of is a matter of rounding.
          return new double[] {first};
        });
  }

  private static double suggest(GpEngine engine, int number, int count, double[] point) {
    int d = point.length;
    double best = -1.9;
    double[] raw = new double[count * d];
    CounterRandom.of(12, number).fillUniform(raw, 0, raw.length);
    double[] value = new double[count];
    engine.logExpectedImprovement(count, raw, best, value, null);
    double[] starts = new double[STARTS * d];
    for (int s = 0; s < STARTS; s++) {
      int highest = 0;
      for (int i = 1; i < count; i++) {
        highest = value[i] > value[highest] ? i : highest;
      }
      System.arraycopy(raw, highest * d, starts, s * d, d);
      value[highest] = Double.NEGATIVE_INFINITY;
    }
    double[] upper = new double[starts.length];
    Arrays.fill(upper, 1);
    double[] each = new double[STARTS];
    double[] ends =
        Lbfgsb.defaults()
            .withMaxIterations(ITERATIONS)
            .minimize(
                (x, gradient) -> {
                  engine.logExpectedImprovement(STARTS, x, best, each, gradient);
                  double sum = 0;
                  for (double one : each) {
                    sum -= one;
                  }
                  for (int i = 0; i < gradient.length; i++) {
                    gradient[i] = -gradient[i];
                  }
                  return sum;
                },
                starts,
                new double[starts.length],
                upper)
            .point();
    engine.logExpectedImprovement(STARTS, ends, best, each, null);
    int highest = 0;
    for (int s = 1; s < STARTS; s++) {
      highest = each[s] > each[highest] ? s : highest;
    }
    System.arraycopy(ends, highest * d, point, 0, d);
    return each[highest];
  }

  /**
   * Many suggestions at once: functions of the posterior at twice as many candidates, which are
   * dealt to them in turn, the best that is left to each. The posterior is solved for anew.
   */
  static DeviceCheckJob thompson(int count, int n, int d) {
    int m = PER_SUGGESTION * count;
    int paths = Math.min(count, PATHS);
    double floor = DeviceFloors.likelihood(n) / 3 + DeviceFloors.paths(paths, m, n, d);
    return new DeviceCheckJob(
        count + " Thompson suggestions, n=" + n + ", d=" + d,
        backend -> thompson(backend, count, paths, m, n, d),
        1e-7,
        floor);
  }

  private static DeviceCheckJob.Prepared thompson(
      Backend backend, int count, int paths, int m, int n, int d) {
    GpEngine engine = Data.of(11, n, n, d).engine(backend);
    double[] theta = theta(d);
    double[] candidates = new double[m * d];
    CounterRandom.of(13, m).fillUniform(candidates, 0, candidates.length);
    double[] values = new double[paths * m];
    return new DeviceCheckJob.Prepared(
        engine::close,
        () -> {
          engine.condition(theta);
          var drawn = engine.samplePaths(paths, 3);
          double[] part = new double[paths * BLOCK];
          for (int from = 0; from < m; from += BLOCK) {
            int size = Math.min(BLOCK, m - from);
            drawn.evaluate(
                size, Arrays.copyOfRange(candidates, from * d, (from + size) * d), part, null);
            for (int p = 0; p < paths; p++) {
              System.arraycopy(part, p * size, values, p * m + from, size);
            }
          }
          deal(count, paths, m, values);
          return values;
        });
  }

  /** Which candidates are suggested. */
  static int[] deal(int count, int paths, int m, double[] values) {
    int[] dealt = new int[count];
    boolean[] taken = new boolean[m];
    for (int i = 0; i < count; i++) {
      int from = i % paths * m;
      int best = -1;
      for (int j = 0; j < m; j++) {
        if (!taken[j] && (best < 0 || values[from + j] < values[from + best])) {
          best = j;
        }
      }
      taken[best] = true;
      dealt[i] = best;
    }
    return dealt;
  }

  /** Fits of many members, each from one start, and for each the best of some candidates. */
  static DeviceCheckJob fleet(int members, int n, int d, int m) {
    double floor =
        ITERATIONS * DeviceFloors.fleet(members, n, 0) * 3 / 4 + DeviceFloors.fleet(members, n, m);
    return new DeviceCheckJob(
        "fleet of " + members + ", n=" + n + ", d=" + d + ", fit and suggestion",
        backend -> fleet(backend, members, n, d, m),
        1e-4,
        floor);
  }

  private static DeviceCheckJob.Prepared fleet(Backend backend, int members, int n, int d, int m) {
    GpModel model = GpModel.numeric(CovarianceFunction.MATERN_52, d);
    GpFleetEngine engine = Engines.gpFleet(backend, model, members);
    GpFit options = new GpFit(GpPrior.dimensionScaled(model), ITERATIONS);
    GpFleetFit fit = new GpFleetFit(engine, options);
    double[] candidates = new double[m * d];
    CounterRandom.of(14, 0).fillUniform(candidates, 0, candidates.length);
    double[] results = new double[members];
    // Its user has the data already.
    Data[] data = new Data[members];
    Arrays.setAll(data, i -> Data.of(15, i, n, d));
    return new DeviceCheckJob.Prepared(
        engine::close,
        () -> {
          int room = engine.members();
          for (int from = 0; from < members; from += room) {
            int count = Math.min(room, members - from);
            cohort(engine, fit, options, from, count, data, candidates, results);
          }
          return results;
        });
  }

  private static void cohort(
      GpFleetEngine engine,
      GpFleetFit fit,
      GpFit options,
      int from,
      int count,
      Data[] data,
      double[] candidates,
      double[] results) {
    int d = engine.model().dimension();
    int m = candidates.length / d;
    int[] listed = new int[count];
    int[] sizes = new int[count];
    double[] best = new double[count];
    double[][] points = new double[count][];
    double[][] values = new double[count][m];
    double[][] thetas = new double[count][d + 2];
    List<List<double[]>> starts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Data of = data[from + i];
      engine.setData(i, of.n(), of.x(), of.y());
      listed[i] = i;
      sizes[i] = m;
      best[i] = -1.9;
      points[i] = candidates;
      starts.add(options.starts(null, 0, 1));
    }
    fit.fit(count, listed, starts, thetas);
    engine.logExpectedImprovement(count, listed, sizes, points, best, values, null);
    for (int i = 0; i < count; i++) {
      results[from + i] = Arrays.stream(values[i]).max().orElse(Double.NEGATIVE_INFINITY);
    }
  }
}
