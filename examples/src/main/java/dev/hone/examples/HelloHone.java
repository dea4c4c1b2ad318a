package dev.hone.examples;

import dev.hone.DoubleParam;
import dev.hone.Optimizer;
import dev.hone.RandomOptimizer;
import dev.hone.SearchSpace;
import dev.hone.Trial;

/** Minimises Branin's function, whose minimum is 0.397887, in thirty trials. */
public final class HelloHone {

  private HelloHone() {}

  /** Runs the example; takes no arguments. */
  public static void main(String[] args) {
    SearchSpace.Builder space = SearchSpace.builder();
    DoubleParam x = space.uniform("x", -5, 10);
    DoubleParam y = space.uniform("y", 0, 15);

    try (Optimizer optimizer = RandomOptimizer.on(space.build()).seed(42).build()) {
      for (int i = 0; i < 30; i++) {
        Trial trial = optimizer.ask();
        optimizer.tell(trial, branin(trial.get(x), trial.get(y)));
      }
      System.out.println(optimizer.best());
    }
  }

  /** L. C. W. Dixon and G. P. Szegő, Towards Global Optimization 2 (1978); three equal minima. */
  static double branin(double x, double y) {
    double valley = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
    return valley * valley + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
  }
}
