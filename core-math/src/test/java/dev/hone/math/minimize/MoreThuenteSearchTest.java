package dev.hone.math.minimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.minimize.MoreThuenteSearch.Outcome;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoreThuenteSearchTest {
  private final MoreThuenteSearch search = new MoreThuenteSearch();
  private int evaluations;

  /** Function 5.1 of Moré and Thuente (1994), and a quartic. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1e-1, 1, 10, 1e3})
  void findsAStrongWolfeStepFromAnyFirstStep(double first) {
    assertWolfe(first, a -> -a / (a * a + 2), a -> (a * a - 2) / ((a * a + 2) * (a * a + 2)));
    assertWolfe(first, a -> Math.pow(a - 3, 4) + a * a, a -> 4 * Math.pow(a - 3, 3) + 2 * a);
  }

  /**
   * Function 5.2 of Moré and Thuente (1994): its slope at 0 asks for more than a narrow bracket.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1e-1, 1, 10, 1e3})
  void takesTheBestStepOfANarrowBracket(double first) {
    DoubleUnaryOperator value = a -> Math.pow(a + 0.004, 5) - 2 * Math.pow(a + 0.004, 4);
    DoubleUnaryOperator slope = a -> 5 * Math.pow(a + 0.004, 4) - 8 * Math.pow(a + 0.004, 3);
    assertEquals(Outcome.ACCEPTED, run(value, slope, first, 1e10));
    assertEquals(1.596, search.step(), 0.1);
    assertTrue(evaluations <= 12, evaluations + " evaluations");
  }

  /** There φ falls, but too slowly: only φ less its tangent shows that the step is too long. */
  @Test
  void comesBackFromAPlain() {
    assertWolfe(1e4, a -> Math.exp(-a), a -> -Math.exp(-a));
  }

  @Test
  void stopsAtTheLongestStepWhileGoingDown() {
    assertEquals(Outcome.ACCEPTED, run(a -> -a, a -> -1, 1, 5));
    assertEquals(5, search.step());
  }

  @Test
  void retreatsFromWhereTheFunctionEnds() {
    DoubleUnaryOperator value = a -> a < 0.01 ? -Math.sqrt(0.01 - a * a) - a : Double.NaN;
    DoubleUnaryOperator slope = a -> a / Math.sqrt(0.01 - a * a) - 1;
    assertEquals(Outcome.ACCEPTED, run(value, slope, 1, 1e10));
    assertTrue(search.step() < 0.01 && search.step() > 0.001, "step " + search.step());
  }

  @Test
  void givesUpWhereNothingIsFinite() {
    assertEquals(Outcome.FAILED, run(a -> a == 0 ? 0 : Double.NaN, a -> -1, 1, 10));
    assertTrue(evaluations < 60, evaluations + " evaluations");
  }

  @Test
  void givesUpWhereTheSlopeLies() {
    assertEquals(Outcome.FAILED, run(a -> a, a -> a == 0 ? -1 : 1, 1, 10));
    assertTrue(evaluations <= 20, evaluations + " evaluations");
  }

  private void assertWolfe(double first, DoubleUnaryOperator value, DoubleUnaryOperator slope) {
    assertEquals(Outcome.ACCEPTED, run(value, slope, first, 1e10));
    double step = search.step();
    double f0 = value.applyAsDouble(0);
    double g0 = slope.applyAsDouble(0);
    assertTrue(value.applyAsDouble(step) <= f0 + 1e-3 * step * g0, "step " + step);
    assertTrue(Math.abs(slope.applyAsDouble(step)) <= 0.9 * Math.abs(g0), "step " + step);
    assertTrue(evaluations <= 12, evaluations + " evaluations");
  }

  private Outcome run(
      DoubleUnaryOperator value, DoubleUnaryOperator slope, double first, double longest) {
    search.begin(value.applyAsDouble(0), slope.applyAsDouble(0), first, longest);
    evaluations = 0;
    Outcome outcome;
    do {
      evaluations++;
      double f = value.applyAsDouble(search.step());
      double g = slope.applyAsDouble(search.step());
      outcome = Double.isFinite(f) ? search.advance(f, g) : search.retreat();
    } while (outcome == Outcome.CONTINUE);
    return outcome;
  }
}
