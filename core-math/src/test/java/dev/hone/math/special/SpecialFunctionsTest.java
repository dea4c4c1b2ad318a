package dev.hone.math.special;

import static java.lang.Double.MAX_VALUE;
import static java.lang.Double.MIN_NORMAL;
import static java.lang.Double.MIN_VALUE;
import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecialFunctionsTest {
  private static final long SEED = 20260114;
  private static final double ULPS = 4;

  /** z₀ rounded to double, and what the rounding took away: the root of log h in 32 digits. */
  private static final double ROOT = 0.8994715612537435;

  private static final double ROOT_LOW = 4.8403423274293684e-17;

  static Stream<Arguments> goldenFunctions() {
    return Stream.of(
        golden("exp", SpecialFunctions::exp),
        golden("log", SpecialFunctions::log),
        golden("erfcx", SpecialFunctions::erfcx),
        golden("ndtr", SpecialFunctions::ndtr),
        golden("log_ndtr", SpecialFunctions::logNdtr),
        golden("log_h", SpecialFunctions::logH),
        golden("dlog_h", SpecialFunctions::logHDerivative));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goldenFunctions")
  void goldenValuesAreMetToFourUlps(String name, DoubleUnaryOperator function) throws IOException {
    List<double[]> points = goldenPoints(name);
    assertTrue(points.size() > 100, () -> name + " has " + points.size() + " golden values");
    for (double[] point : points) {
      assertUlps(name, point[0], point[1], function.applyAsDouble(point[0]));
    }
  }

  static Stream<Arguments> edges() {
    return Stream.of(
        edge("exp", SpecialFunctions::exp, 0.0, 1),
        edge("exp", SpecialFunctions::exp, -0.0, 1),
        edge("exp", SpecialFunctions::exp, MIN_VALUE, 1),
        edge("exp", SpecialFunctions::exp, 709.79, POSITIVE_INFINITY),
        edge("exp", SpecialFunctions::exp, MAX_VALUE, POSITIVE_INFINITY),
        edge("exp", SpecialFunctions::exp, POSITIVE_INFINITY, POSITIVE_INFINITY),
        edge("exp", SpecialFunctions::exp, -745.13, MIN_VALUE),
        edge("exp", SpecialFunctions::exp, -745.14, 0),
        edge("exp", SpecialFunctions::exp, NEGATIVE_INFINITY, 0),
        edge("exp", SpecialFunctions::exp, NaN, NaN),
        edge("log", SpecialFunctions::log, 1, 0),
        edge("log", SpecialFunctions::log, 0.0, NEGATIVE_INFINITY),
        edge("log", SpecialFunctions::log, -0.0, NEGATIVE_INFINITY),
        edge("log", SpecialFunctions::log, -MIN_VALUE, NaN),
        edge("log", SpecialFunctions::log, NEGATIVE_INFINITY, NaN),
        edge("log", SpecialFunctions::log, POSITIVE_INFINITY, POSITIVE_INFINITY),
        edge("log", SpecialFunctions::log, NaN, NaN),
        edge("erfcx", SpecialFunctions::erfcx, 0.0, 1),
        edge("erfcx", SpecialFunctions::erfcx, -0.0, 1),
        edge("erfcx", SpecialFunctions::erfcx, -26.63, POSITIVE_INFINITY),
        edge("erfcx", SpecialFunctions::erfcx, NEGATIVE_INFINITY, POSITIVE_INFINITY),
        edge("erfcx", SpecialFunctions::erfcx, POSITIVE_INFINITY, 0),
        edge("erfcx", SpecialFunctions::erfcx, NaN, NaN),
        edge("ndtr", SpecialFunctions::ndtr, 0.0, 0.5),
        edge("ndtr", SpecialFunctions::ndtr, -0.0, 0.5),
        edge("ndtr", SpecialFunctions::ndtr, -39, 0),
        edge("ndtr", SpecialFunctions::ndtr, NEGATIVE_INFINITY, 0),
        edge("ndtr", SpecialFunctions::ndtr, 9, 1),
        edge("ndtr", SpecialFunctions::ndtr, POSITIVE_INFINITY, 1),
        edge("ndtr", SpecialFunctions::ndtr, NaN, NaN),
        edge("logNdtr", SpecialFunctions::logNdtr, -1e200, NEGATIVE_INFINITY),
        edge("logNdtr", SpecialFunctions::logNdtr, NEGATIVE_INFINITY, NEGATIVE_INFINITY),
        edge("logNdtr", SpecialFunctions::logNdtr, 40, 0),
        edge("logNdtr", SpecialFunctions::logNdtr, POSITIVE_INFINITY, 0),
        edge("logNdtr", SpecialFunctions::logNdtr, NaN, NaN),
        edge("logH", SpecialFunctions::logH, -1e200, NEGATIVE_INFINITY),
        edge("logH", SpecialFunctions::logH, NEGATIVE_INFINITY, NEGATIVE_INFINITY),
        edge("logH", SpecialFunctions::logH, POSITIVE_INFINITY, POSITIVE_INFINITY),
        edge("logH", SpecialFunctions::logH, NaN, NaN),
        edge("logHDerivative", SpecialFunctions::logHDerivative, -MAX_VALUE, MAX_VALUE),
        edge(
            "logHDerivative",
            SpecialFunctions::logHDerivative,
            NEGATIVE_INFINITY,
            POSITIVE_INFINITY),
        edge("logHDerivative", SpecialFunctions::logHDerivative, POSITIVE_INFINITY, 0),
        edge("logHDerivative", SpecialFunctions::logHDerivative, NaN, NaN));
  }

  @ParameterizedTest(name = "{0}({2}) = {3}")
  @MethodSource("edges")
  void edgesOfTheDomainHaveTheirDefinedValue(
      String name, DoubleUnaryOperator function, double x, double expected) {
    assertEquals(expected, function.applyAsDouble(x), name);
  }

  @Test
  void exponentialIsRoundedOnceWhereItIsSubnormal() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 2000; i++) {
      double x = random.nextDouble(-745.2, -707);
      assertUlps("exp", x, StrictMath.exp(x), SpecialFunctions.exp(x), 1);
    }
  }

  @Test
  void exponentialIsFiniteUpToTheLargestDouble() {
    double x = Math.log(MAX_VALUE);
    assertUlps("exp", x, StrictMath.exp(x), SpecialFunctions.exp(x));
  }

  @ParameterizedTest
  @ValueSource(doubles = {MIN_VALUE, 3 * MIN_VALUE, 1e-310, MIN_NORMAL, MAX_VALUE})
  void logarithmReachesBothEndsOfTheRange(double x) {
    assertUlps("log", x, StrictMath.log(x), SpecialFunctions.log(x));
  }

  @Test
  void erfcxDecaysAsAReciprocalToTheLargestDouble() {
    for (double x : new double[] {1e10, 1e149, 1e151, 1e300}) {
      assertUlps("erfcx", x, 1 / Math.sqrt(Math.PI) / x, SpecialFunctions.erfcx(x));
    }
    double subnormal = 1 / Math.sqrt(Math.PI) / MAX_VALUE;
    assertUlps("erfcx", MAX_VALUE, subnormal, SpecialFunctions.erfcx(MAX_VALUE), 1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e9, 1e100, 1e149, 1e151, 1e153})
  void hugeArgumentsTakeTheLeadingTerm(double a) {
    assertUlps("logNdtr", -a, -0.5 * a * a, SpecialFunctions.logNdtr(-a));
    assertUlps("logH", -a, -0.5 * a * a, SpecialFunctions.logH(-a));
    assertUlps("logHDerivative", -a, a, SpecialFunctions.logHDerivative(-a));
    assertUlps("logH", a, StrictMath.log(a), SpecialFunctions.logH(a));
    assertUlps("logHDerivative", a, 1 / a, SpecialFunctions.logHDerivative(a));
  }

  @Test
  void logHKeepsItsDigitsAtItsRoot() {
    double slope = SpecialFunctions.ndtr(ROOT);
    for (int step = -3; step <= 3; step++) {
      double z = ROOT + step * Math.ulp(ROOT);
      double expected = ((z - ROOT) - ROOT_LOW) * slope;
      assertUlps("logH", z, expected, SpecialFunctions.logH(z));
    }
  }

  @Test
  void exponentialUndoesTheLogarithm() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 20_000; i++) {
      double x = Math.scalb(random.nextDouble(1, 2), random.nextInt(-1021, 1023));
      double log = SpecialFunctions.log(x);
      // An ulp of the logarithm is that much of x; two more are for either function itself.
      double tolerance = (Math.ulp(log) + 0x1p-51) * x;
      assertEquals(x, SpecialFunctions.exp(log), tolerance, () -> "x = " + x + ", seed " + SEED);
    }
  }

  @Test
  void logHDerivativeIsTheSlopeOfLogH() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 20_000; i++) {
      double z = random.nextDouble(-30, 30);
      double step = 1e-4 * Math.max(1, Math.abs(z));
      double above = z + step;
      double below = z - step;
      double slope =
          (SpecialFunctions.logH(above) - SpecialFunctions.logH(below)) / (above - below);
      // Truncation, step²/6 times a third derivative below 1, and the rounding of log h.
      double rounding = 0x1p-50 * Math.abs(SpecialFunctions.logH(below)) / step;
      double tolerance = step * step * Math.min(1, 1 / Math.abs(z)) + rounding;
      assertEquals(
          slope,
          SpecialFunctions.logHDerivative(z),
          tolerance,
          () -> "z = " + z + ", seed " + SEED);
    }
  }

  static Stream<Arguments> monotoneFunctions() {
    return Stream.of(
        arguments("exp", (DoubleUnaryOperator) SpecialFunctions::exp, 1),
        arguments("log", (DoubleUnaryOperator) SpecialFunctions::log, 1),
        arguments("erfcx", (DoubleUnaryOperator) SpecialFunctions::erfcx, -1),
        arguments("ndtr", (DoubleUnaryOperator) SpecialFunctions::ndtr, 1),
        arguments("logNdtr", (DoubleUnaryOperator) SpecialFunctions::logNdtr, 1),
        arguments("logH", (DoubleUnaryOperator) SpecialFunctions::logH, 1),
        arguments("logHDerivative", (DoubleUnaryOperator) SpecialFunctions::logHDerivative, -1));
  }

  /** A step where one formula takes over from another would show as a fall. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("monotoneFunctions")
  void valuesAreMonotoneToTheirAccuracyAlsoAcrossFormulas(
      String name, DoubleUnaryOperator function, int sign) {
    double[] switches = {-1e150, -708, -37, -26, -1, 0, 1, 2, 37, 38, 708, 1e150};
    SplittableRandom random = new SplittableRandom(SEED);
    double[] x =
        Stream.of(
                Arrays.stream(switches).boxed(),
                Arrays.stream(switches).boxed().map(Math::nextDown),
                Arrays.stream(switches).boxed().map(Math::nextUp),
                random.doubles(20_000, -40, 40).boxed())
            .flatMap(part -> part)
            .mapToDouble(Double::doubleValue)
            .filter(value -> !name.equals("log") || value > 0)
            .sorted()
            .toArray();
    double previous = function.applyAsDouble(x[0]);
    for (double point : x) {
      double value = function.applyAsDouble(point);
      double fall = sign * (previous - value);
      assertTrue(
          value == previous || fall <= 2 * ULPS * Math.ulp(previous),
          () -> name + "(" + point + ") falls by " + fall + ", seed " + SEED);
      previous = value;
    }
  }

  private static Arguments golden(String name, DoubleUnaryOperator function) {
    return arguments(name, function);
  }

  private static Arguments edge(
      String name, DoubleUnaryOperator function, double x, double expected) {
    return arguments(name, function, x, expected);
  }

  private static List<double[]> goldenPoints(String function) throws IOException {
    try (var resource =
            Objects.requireNonNull(
                SpecialFunctionsTest.class.getResourceAsStream("/golden/special.csv"));
        var reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .map(line -> line.split(",", -1))
          .filter(fields -> fields[0].equals(function))
          .map(
              fields -> new double[] {Double.parseDouble(fields[1]), Double.parseDouble(fields[2])})
          .toList();
    }
  }

  private static void assertUlps(String name, double x, double expected, double actual) {
    assertUlps(name, x, expected, actual, ULPS);
  }

  private static void assertUlps(
      String name, double x, double expected, double actual, double ulps) {
    assertEquals(expected, actual, ulps * Math.ulp(expected), () -> name + "(" + x + ")");
  }
}
