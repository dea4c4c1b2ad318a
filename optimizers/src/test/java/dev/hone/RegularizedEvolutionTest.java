package dev.hone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegularizedEvolutionTest {
  private static final int LETTERS = 16;

  /** Sixteen choices among five, of which neighbours have to match, as in a cell of a network. */
  private static double misfit(double[] x) {
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      sum += Math.abs(x[j] - (j % 5) / 4.0) > 0.01 ? 1 : 0;
      sum += j > 0 && x[j] == x[j - 1] ? 1 : 0;
    }
    return sum;
  }

  private static SearchSpace space() {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int j = 0; j < LETTERS; j++) {
      builder.categorical("letter" + j, "a", "b", "c", "d", "e");
    }
    return builder.build();
  }

  private static double best(Optimizer optimizer, int trials) {
    try (optimizer) {
      for (int i = 0; i < trials; i++) {
        Trial t = optimizer.ask();
        optimizer.tell(t, misfit(t.configuration().encoded()));
      }
      return optimizer.best().value();
    }
  }

  @Test
  void findsTheOneOfManyThatRandomSearchDoesNot() {
    assertEquals(0, best(RegularizedEvolution.on(space()).seed(4).build(), 2000));
    assertTrue(best(RandomOptimizer.on(space()).seed(4).build(), 2000) > 4);
  }

  @Test
  void childDiffersFromALivingMemberInOneParameter() {
    int size = 10;
    List<double[]> points = new ArrayList<>();
    try (Optimizer optimizer =
        RegularizedEvolution.on(space()).population(size, 3).seed(1).build()) {
      for (int i = 0; i < 200; i++) {
        Trial t = optimizer.ask();
        double[] x = t.configuration().encoded();
        if (i >= size) {
          List<double[]> living = points.subList(points.size() - size, points.size());
          assertTrue(living.stream().anyMatch(y -> differences(x, y) == 1), "trial " + i);
        }
        points.add(x);
        optimizer.tell(t, misfit(x));
      }
    }
  }

  private static int differences(double[] a, double[] b) {
    int count = 0;
    for (int j = 0; j < a.length; j++) {
      count += a[j] == b[j] ? 0 : 1;
    }
    return count;
  }

  @Test
  void triesEveryConfigurationOfASmallSpaceBeforeLong() {
    SearchSpace.Builder builder = SearchSpace.builder();
    builder.categorical("a", 0, 1, 2);
    builder.categorical("b", 0, 1, 2);
    try (Optimizer optimizer = RegularizedEvolution.on(builder.build()).population(5, 2).build()) {
      for (int i = 0; i < 40; i++) {
        Trial t = optimizer.ask();
        optimizer.tell(t, Arrays.stream(t.configuration().encoded()).sum());
      }
      long tried = optimizer.trials().stream().map(Trial::configuration).distinct().count();
      assertEquals(9, tried);
    }
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    RegularizedEvolution.Builder options = RegularizedEvolution.on(space());
    assertThrows(IllegalArgumentException.class, () -> options.population(1, 1));
    assertThrows(IllegalArgumentException.class, () -> options.population(10, 11));
    assertThrows(IllegalArgumentException.class, () -> options.population(10, 0));
  }
}
