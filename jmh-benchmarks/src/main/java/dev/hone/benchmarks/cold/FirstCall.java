package dev.hone.benchmarks.cold;

import dev.hone.Configuration;
import dev.hone.DoubleParam;
import dev.hone.GpOptimizer;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.math.Backend;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The first suggestion of a new JVM, after trials made elsewhere. Prints how many milliseconds the
 * optimizer took to be set up and told, how many the suggestion took, and a hash of its bits.
 */
final class FirstCall {
  private FirstCall() {}

  /**
   * Makes one suggestion.
   *
   * @param args backend, number of trials, number of parameters
   */
  public static void main(String[] args) {
    Backend backend = Backend.valueOf(args[0].toUpperCase(Locale.ROOT));
    int n = Integer.parseInt(args[1]);
    int d = Integer.parseInt(args[2]);
    long start = System.nanoTime();
    SearchSpace.Builder builder = SearchSpace.builder();
    DoubleParam[] parameters = new DoubleParam[d];
    for (int k = 0; k < d; k++) {
      parameters[k] = builder.uniform("x".concat(Integer.toString(k)), -5, 10);
    }
    SearchSpace space = builder.build();
    try (GpOptimizer optimizer = GpOptimizer.on(space).backend(backend).seed(7).build()) {
      SplittableRandom random = new SplittableRandom(1);
      double[] point = new double[d];
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < d; k++) {
          point[k] = random.nextDouble();
        }
        Configuration configuration = space.decode(point);
        optimizer.observe(configuration, bowl(configuration, parameters));
      }
      long told = System.nanoTime();
      Trial trial = optimizer.ask();
      long asked = System.nanoTime();
      long bits = 0;
      for (DoubleParam parameter : parameters) {
        bits = 31 * bits + Double.doubleToLongBits(trial.get(parameter));
      }
      System.out.println(
          (told - start) / 1e6 + " " + (asked - told) / 1e6 + " " + Long.toHexString(bits));
    }
  }

  private static double bowl(Configuration configuration, DoubleParam[] parameters) {
    double sum = 0;
    for (int k = 0; k < parameters.length; k++) {
      double x = configuration.get(parameters[k]) - k;
      sum += (1 + k) * x * x;
    }
    return Math.log(1 + sum);
  }
}
