package dev.hone.benchmarks.optimizer;

import dev.hone.DoubleParam;
import dev.hone.Optimizer;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * What the optimizers are asked about: the logarithm of the chained function of H. H. Rosenbrock,
 * An automatic method for finding the greatest or least value (1960), on [−5, 10]ᵈ.
 */
final class RosenbrockStudy {
  private final SearchSpace space;
  private final List<DoubleParam> parameters = new ArrayList<>();

  RosenbrockStudy(int d) {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int k = 0; k < d; k++) {
      parameters.add(builder.uniform("x" + k, -5, 10));
    }
    space = builder.build();
  }

  SearchSpace space() {
    return space;
  }

  /** Tells an optimizer of so many random points, always the same ones. */
  void observe(Optimizer optimizer, int count) {
    CounterRandom random = CounterRandom.of(1, 0);
    double[] point = new double[parameters.size()];
    for (int i = 0; i < count; i++) {
      random.fillUniform(point, 0, point.length);
      var configuration = space.decode(point);
      optimizer.observe(
          configuration, value(parameters.stream().mapToDouble(configuration::get).toArray()));
    }
  }

  /** Tells what came of a trial. */
  void tell(Optimizer optimizer, Trial trial) {
    optimizer.tell(trial, value(parameters.stream().mapToDouble(trial::get).toArray()));
  }

  private static double value(double[] x) {
    double sum = 0;
    for (int k = 1; k < x.length; k++) {
      double valley = x[k] - x[k - 1] * x[k - 1];
      sum += 100 * valley * valley + (1 - x[k - 1]) * (1 - x[k - 1]);
    }
    return Math.log1p(sum);
  }
}
