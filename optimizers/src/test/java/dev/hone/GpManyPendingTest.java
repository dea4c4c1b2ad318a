package dev.hone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More pending trials than a model can hold. */
class GpManyPendingTest {
  private static final int D = 4;
  private static final int OBSERVED = 12;
  private static final int MANY = 1_100;

  /**
   * Were it the first ones that are held, 0.006 would be the smallest distance, instead of 0.06.
   */
  @Test
  void suggestionsKeepAwayFromTheLastOnes() {
    try (GpOptimizer optimizer = observed()) {
      optimizer.ask(MANY);
      List<double[]> last = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        double[] point = optimizer.ask().configuration().encoded();
        for (double[] other : last) {
          assertTrue(distance(point, other) > 0.03, "a distance of " + distance(point, other));
        }
        last.add(point);
      }
    }
  }

  @Test
  void goOnBitForBitAfterSomeAreTold() {
    try (GpOptimizer optimizer = observed()) {
      List<Trial> batch = optimizer.ask(MANY);
      optimizer.ask();
      for (int i = 0; i < 3; i++) {
        Trial trial = batch.get(7 * i);
        optimizer.tell(trial, sphere(trial.configuration().encoded()));
      }
      try (GpOptimizer restored = GpOptimizer.restore(optimizer.snapshot(), GpProblems.cube(D))) {
        for (int i = 0; i < 2; i++) {
          assertArrayEquals(
              optimizer.ask().configuration().encoded(), restored.ask().configuration().encoded());
        }
      }
    }
  }

  private static GpOptimizer observed() {
    SearchSpace space = GpProblems.cube(D);
    GpOptimizer optimizer = GpOptimizer.on(space).seed(1).initialTrials(1).build();
    for (int i = 0; i < OBSERVED; i++) {
      double[] point = new double[D];
      for (int k = 0; k < D; k++) {
        point[k] = (0.137 + i * (0.618034 + 0.1 * k)) % 1;
      }
      optimizer.observe(space.decode(point), sphere(point));
    }
    return optimizer;
  }

  private static double sphere(double[] x) {
    double sum = 0;
    for (double v : x) {
      sum += (v - 0.3) * (v - 0.3);
    }
    return sum;
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < D; k++) {
      sum += (a[k] - b[k]) * (a[k] - b[k]);
    }
    return Math.sqrt(sum);
  }
}
