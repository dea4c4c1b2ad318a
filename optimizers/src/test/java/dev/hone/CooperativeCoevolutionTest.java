package dev.hone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CooperativeCoevolutionTest {

  private static SearchSpace cube(int d) {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int j = 0; j < d; j++) {
      builder.uniform("x" + j, -5, 5);
    }
    return builder.build();
  }

  /** Coupled groups of ten, spread over the coordinates, and the others each for itself. */
  static double partiallySeparable(double[] unit, int groups) {
    int d = unit.length;
    double[] z = new double[d];
    for (int j = 0; j < d; j++) {
      z[j] = 10 * unit[j] - 5 - 3 * Math.sin(1 + 2.3 * j);
    }
    double sum = 0;
    for (int g = 0; g < groups; g++) {
      double chain = 0;
      for (int k = 0; k < 10; k++) {
        chain += z[(g + k * groups) % d];
        sum += chain * chain;
      }
    }
    for (int j = 10 * groups; j < d; j++) {
      sum += (1 + j % 7) * z[j] * z[j];
    }
    return sum;
  }

  @Test
  void probe() {
    for (int trials : new int[] {45000}) {
      SearchSpace space = cube(1000);
      long t = System.nanoTime();
      try (CooperativeCoevolution o = CooperativeCoevolution.on(space).seed(1).build()) {
        int grouped = -1;
        for (int i = 0; i < trials; i++) {
          Trial trial = o.ask();
          o.tell(trial, partiallySeparable(trial.configuration().encoded(), 20));
          if (grouped < 0 && !o.groups().isEmpty()) {
            grouped = i;
            System.out.println("grouped after " + i + " into " + o.groups().size());
          }
          if (i % 5000 == 4999) {
            System.out.println(i + " " + o.best().value());
          }
        }
      }
      System.out.println("s " + (System.nanoTime() - t) / 1e9);
      t = System.nanoTime();
      try (Optimizer o = CrFmNesOptimizer.on(space).seed(1).build()) {
        for (int i = 0; i < trials; i++) {
          Trial trial = o.ask();
          o.tell(trial, partiallySeparable(trial.configuration().encoded(), 20));
          if (i % 15000 == 14999) {
            System.out.println(i + " " + o.best().value());
          }
        }
      }
      System.out.println("s " + (System.nanoTime() - t) / 1e9);
      try (Optimizer o = CmaEsOptimizer.on(space).seed(1).build()) {
        for (int i = 0; i < trials; i++) {
          Trial trial = o.ask();
          o.tell(trial, partiallySeparable(trial.configuration().encoded(), 20));
          if (i % 15000 == 14999) {
            System.out.println(i + " " + o.best().value());
          }
        }
      }
      System.out.println("s " + (System.nanoTime() - t) / 1e9);
    }
  }
}
