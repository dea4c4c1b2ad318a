package dev.hone.pbt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.CategoricalParam;
import dev.hone.DoubleParam;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Pb2OptimizerTest {
  private static final SearchSpace.Builder BUILDER = SearchSpace.builder();
  private static final DoubleParam X = BUILDER.uniform("x", 0, 1);
  private static final DoubleParam Y = BUILDER.uniform("y", 0, 1);
  private static final CategoricalParam<String> KIND = BUILDER.categorical("kind", "a", "b", "c");
  private static final SearchSpace SPACE = BUILDER.build();

  /** What an interval gains: most at a point that moves with time, and with one of the kinds. */
  private static double gain(Trial t, int interval) {
    double centre = 0.2 + 0.02 * interval;
    return 1 - Math.abs(t.get(X) - centre) - Math.abs(t.get(Y) - 0.5) + (t.get(KIND).equals("b") ? 1 : 0);
  }

  /** The gains that copies were suggested for, over what they would be by chance. */
  private static double meanGainOfCopies(PopulationOptimizer optimizer) {
    List<Double> gains = new ArrayList<>();
    try (optimizer) {
      for (int i = 0; i < 25; i++) {
        for (Trial t : optimizer.ask(8)) {
          Leg leg = optimizer.leg(t);
          double gain = gain(t, leg.interval());
          if (leg.exploited() && i >= 5) {
            gains.add(gain);
          }
          optimizer.tell(t, leg.from().map(Trial::value).orElse(0.0) - gain);
        }
      }
    }
    return gains.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  @Test
  void copiesGoWhereTheGainIs() {
    double greedy = meanGainOfCopies(Pb2Optimizer.on(SPACE).exploration(0.3).seed(1).build());
    double bandit = meanGainOfCopies(Pb2Optimizer.on(SPACE).seed(1).build());
    // By chance it would be 1 − 0.28 − 0.25 + 1/3; at best 2.
    assertTrue(greedy > 1.4, () -> "mean gain " + greedy);
    assertTrue(bandit > 0.9, () -> "mean gain " + bandit);
    assertThrows(
        IllegalArgumentException.class, () -> Pb2Optimizer.on(SPACE).exploration(-1).build());
  }

  @Test
  void copiesThatAreTrainedSideBySideDiffer() {
    try (Pb2Optimizer optimizer = Pb2Optimizer.on(SPACE).seed(2).build()) {
      for (int i = 0; i < 6; i++) {
        List<Trial> trials = optimizer.ask(8);
        List<Trial> copies = trials.stream().filter(t -> optimizer.leg(t).exploited()).toList();
        assertEquals(i == 0 ? 0 : 2, copies.size());
        if (i > 0) {
          assertNotEquals(copies.get(0).configuration(), copies.get(1).configuration());
        }
        for (Trial t : trials) {
          optimizer.tell(t, gain(t, i) - 3 * i);
        }
      }
    }
  }

  @Test
  void gainsThatAreAllAlikeAndHugeValuesAreNoError() {
    for (double scale : new double[] {0, 1, 1e300}) {
      try (Pb2Optimizer optimizer = Pb2Optimizer.on(SPACE).seed(2).build()) {
        for (int i = 0; i < 5; i++) {
          for (Trial t : optimizer.ask(8)) {
            optimizer.tell(t, scale * (t.number() % 3 - 1.0));
          }
        }
        assertEquals(40, optimizer.trials().size());
      }
    }
  }

  @Test
  void missingBackendIsAnErrorWhenItIsBuilt() {
    Pb2Optimizer.Builder builder = Pb2Optimizer.on(SPACE).backend(Backend.GPU);
    assertThrows(BackendUnavailableException.class, builder::build);
  }
}
