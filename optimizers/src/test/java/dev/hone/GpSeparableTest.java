package dev.hone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a sum of functions of one parameter each is good for in a search with a model. */
class GpSeparableTest {
  private static final double LEAST = -39.16616570377142;

  /** Each parameter on the wrong side costs 14; without the sums two to four of six are there. */
  @Test
  void leavesTheWrongSideOfEveryParameter() {
    int d = 6;
    double[] regrets = new double[3];
    for (int seed = 0; seed < regrets.length; seed++) {
      try (GpOptimizer optimizer = GpOptimizer.on(GpProblems.cube(d)).seed(seed).build()) {
        GpProblems.run(optimizer, 70, x -> Outcome.of(styblinskiTang(x)));
        regrets[seed] = optimizer.best().value() - d * LEAST;
      }
    }
    Arrays.sort(regrets);
    assertTrue(regrets[1] < 5, () -> "seeds 0 to 2: " + Arrays.toString(regrets));
  }

  /** The sums have no state: whatever the next trial is, a restored search goes on the same. */
  @Test
  void goesOnFromASnapshotWithTheSameSteps() {
    SearchSpace space = GpProblems.cube(3);
    try (GpOptimizer optimizer = GpOptimizer.on(space).seed(4).build()) {
      GpProblems.run(optimizer, 12, x -> Outcome.of(styblinskiTang(x)));
      for (int i = 0; i < 7; i++) {
        double[] next;
        try (GpOptimizer restored = GpOptimizer.restore(optimizer.snapshot(), space)) {
          next = restored.ask().configuration().encoded();
        }
        Trial trial = optimizer.ask();
        assertArrayEquals(next, trial.configuration().encoded(), 0);
        optimizer.tell(trial, styblinskiTang(trial.configuration().encoded()));
      }
    }
  }

  private static double styblinskiTang(double[] x) {
    double sum = 0;
    for (double u : x) {
      double v = 10 * u - 5;
      sum += 0.5 * (((v * v - 16) * v + 5) * v);
    }
    return sum;
  }
}
