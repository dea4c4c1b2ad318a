package dev.hone.benchmarks.bbob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BbobTest {

  static IntStream functions() {
    return IntStream.rangeClosed(1, BbobFunction.COUNT);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void optimumHasTheSmallestValueAndIsInside(int id) {
    for (int dimension : new int[] {2, 5, 20, 60}) {
      for (int instance = 1; instance <= 3; instance++) {
        BbobFunction function = new BbobFunction(id, dimension, instance);
        double[] optimum = function.optimum();
        String what = "f" + id + ", D = " + dimension + ", instance " + instance;
        // f20's optimum is known to twelve digits, f16 and f24 cancel.
        assertEquals(function.minimum(), function.value(optimum), 1e-7, what);
        CounterRandom random = CounterRandom.of(id, dimension);
        for (int trial = 0; trial < 200; trial++) {
          double[] x = optimum.clone();
          double spread = Math.pow(10, -trial % 7);
          for (int j = 0; j < dimension; j++) {
            assertTrue(Math.abs(optimum[j]) <= 5.0000001, what);
            x[j] = Math.clamp(x[j] + spread * random.nextGaussian(), -5, 5);
          }
          assertTrue(function.value(x) >= function.minimum() - 1e-7, what);
        }
        assertEquals(
            function.value(optimum), new BbobFunction(id, dimension, instance).value(optimum));
      }
    }
  }

  /** Closed forms at simple points, worked out by hand from RR-6829. */
  @Test
  void transformsHaveTheirDefinedValues() {
    assertEquals(0, Transforms.oscillate(0));
    assertEquals(1, Transforms.oscillate(1), 1e-15);
    assertEquals(-1, Transforms.oscillate(-1), 1e-15);
    double atE = Math.exp(1 + 0.049 * (Math.sin(10) + Math.sin(7.9)));
    assertEquals(atE, Transforms.oscillate(Math.E), 1e-12);
    double atMinusE = -Math.exp(1 + 0.049 * (Math.sin(5.5) + Math.sin(3.1)));
    assertEquals(atMinusE, Transforms.oscillate(-Math.E), 1e-12);
    double[] skewed = {4, -4, 4};
    Transforms.skew(0.5, skewed);
    assertEquals("[4.0, -4.0, 16.0]", Arrays.toString(skewed));
    double[] conditioned = {1, 1, 1};
    Transforms.condition(100, conditioned);
    assertEquals(1, conditioned[0]);
    assertEquals(Math.sqrt(10), conditioned[1], 1e-14);
    assertEquals(10, conditioned[2], 1e-14);
    assertEquals(4 + 1, Transforms.penalty(new double[] {7, -6, 4, 5}));
  }

  @Test
  void simpleFunctionsHaveTheirDefinedValues() {
    int d = 3;
    BbobFunction sphere = new BbobFunction(1, d, 2);
    double[] x = sphere.optimum();
    x[0] += 1;
    x[2] -= 2;
    assertEquals(sphere.minimum() + 5, sphere.value(x), 1e-10);
    BbobFunction ellipsoid = new BbobFunction(2, d, 2);
    double[] y = ellipsoid.optimum();
    y[2] += 1;
    assertEquals(1e6, ellipsoid.value(y) - ellipsoid.minimum(), 1e-6);
    BbobFunction slope = new BbobFunction(5, d, 2);
    double[] zero = new double[d];
    assertEquals(5 * (1 + Math.sqrt(10) + 10), slope.value(zero) - slope.minimum(), 1e-10);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 40, 41, 97})
  void rotationsAreOrthogonal(int dimension) {
    double[][] r = Transforms.rotation(dimension, CounterRandom.of(1, dimension));
    for (int i = 0; i < dimension; i++) {
      for (int j = 0; j < dimension; j++) {
        assertEquals(i == j ? 1 : 0, Transforms.dot(r[i], r[j]), 1e-13);
      }
    }
  }

  /** Loose: a fault in the strategy costs far more than half as much again. */
  @ParameterizedTest
  @CsvSource({"1", "2", "5", "6", "8", "9", "10", "11", "12", "13", "14"})
  void unimodalFunctionsTakeAboutWhatTheReferencesTook(int id) {
    BbobExperiment.Outcome outcome =
        new BbobExperiment(CovarianceModel.AUTO, Method.BIPOP, 9, 1e4).run(id, 5);
    double reference = ReferenceResults.load().best(id, 5);
    assertEquals(9, outcome.successes());
    double ratio = outcome.expectedEvaluations() / reference;
    assertTrue(ratio < (id == 12 ? 2.2 : 1.5), "f" + id + " took " + ratio + " times as many");
  }

  @Test
  void argumentsOutsideTheirRangeAreNamed() {
    assertThrows(IllegalArgumentException.class, () -> new BbobFunction(0, 5, 1));
    assertThrows(IllegalArgumentException.class, () -> new BbobFunction(25, 5, 1));
    assertThrows(IllegalArgumentException.class, () -> new BbobFunction(1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> Bbob.main(new String[] {"slow"}));
    assertThrows(IllegalArgumentException.class, () -> Bbob.main(new String[] {"quick", "x=1"}));
  }
}
