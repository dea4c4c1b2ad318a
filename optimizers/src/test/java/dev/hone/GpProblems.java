package dev.hone;

import java.util.function.Function;

/** Spaces and functions that tests of the Gaussian-process optimizer share. */
final class GpProblems {
  private GpProblems() {}

  /** d parameters in [0, 1]. */
  static SearchSpace cube(int d) {
    var s = SearchSpace.builder();
    for (int k = 0; k < d; k++) {
      s.uniform("x" + k, 0, 1);
    }
    return s.build();
  }

  /** Asks and tells at the points of the unit cube, one after the other. */
  static void run(Optimizer optimizer, int trials, Function<double[], Outcome> objective) {
    for (int i = 0; i < trials; i++) {
      Trial trial = optimizer.ask();
      optimizer.tell(trial, objective.apply(trial.configuration().encoded()));
    }
  }

  /** The first function of Zitzler, Deb and Thiele (2000) in three dimensions. */
  static double[] zdt1(double[] x) {
    double g = 1 + 9 * (x[1] + x[2]) / 2;
    return new double[] {x[0], g * (1 - Math.sqrt(x[0] / g))};
  }

  /** A real, a logarithmic, a categorical and, for one of its values, an integer parameter. */
  static SearchSpace mixed() {
    var s = SearchSpace.builder();
    s.uniform("x", 0, 1);
    s.logUniform("y", 1e-3, 1);
    CategoricalParam<String> kind = s.categorical("kind", "a", "b");
    s.integer("n", 1, 40).onlyIf(kind, "b");
    return s.build();
  }

  /** What a trial in {@link #mixed} comes to, with its cost and the variance of its noise. */
  static Outcome loss(double[] x) {
    double value = Math.pow(x[0] - 0.3, 2) + 0.3 * x[1] + 0.2 * x[2] + 0.1 * Math.sin(9 * x[3]);
    return Outcome.of(value).withCost(1 + x[0]).withNoiseVariance(1e-4 * (1 + x[1]));
  }
}
