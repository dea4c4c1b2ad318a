package dev.hone.math.special;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.internal.KernelSets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link VectorMath} of this JVM owes, with {@link SpecialFunctions} as the oracle. */
@Tag("backend")
class VectorMathContractTest {
  private static final long SEED = 20260115;

  /** Longer than eight vectors of 512 bits, and no multiple of any vector. */
  private static final int LARGEST = 67;

  /** Ends of the domains, and both sides of every switch between formulas. */
  private static final double[] EDGES = edges();

  /** One method of one implementation. */
  record Case(String name, VectorMath math, DoubleUnaryOperator scalar, Kernel kernel) {

    void apply(int n, double[] x, int xOffset, double[] y, int yOffset) {
      kernel.apply(math, n, x, xOffset, y, yOffset);
    }

    @Override
    public String toString() {
      return math.name() + " " + name;
    }
  }

  interface Kernel {
    void apply(VectorMath math, int n, double[] x, int xOffset, double[] y, int yOffset);
  }

  static List<Case> cases() {
    List<VectorMath> implementations = new ArrayList<>();
    implementations.add(KernelSets.scalar().vectorMath());
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      implementations.add(KernelSets.simd().vectorMath());
    }
    return implementations.stream()
        .flatMap(
            math ->
                Stream.of(
                    new Case("exp", math, SpecialFunctions::exp, VectorMath::exp),
                    new Case("log", math, SpecialFunctions::log, VectorMath::log),
                    new Case("sin", math, SpecialFunctions::sin, VectorMath::sin),
                    new Case("cos", math, SpecialFunctions::cos, VectorMath::cos),
                    new Case("erfcx", math, SpecialFunctions::erfcx, VectorMath::erfcx),
                    new Case("logNdtr", math, SpecialFunctions::logNdtr, VectorMath::logNdtr),
                    new Case("logH", math, SpecialFunctions::logH, VectorMath::logH),
                    new Case(
                        "logHDerivative",
                        math,
                        SpecialFunctions::logHDerivative,
                        VectorMath::logHDerivative)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everySizeAndOffsetGivesTheBitsOfTheScalarFunctionAndNothingElseChanges(Case c) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int n = 0; n <= LARGEST; n++) {
      int xOffset = n % 5;
      int yOffset = n % 3;
      double[] x = arguments(random, xOffset + n);
      double[] y = random.doubles(yOffset + n + 9).toArray();
      double[] expected = y.clone();
      for (int i = 0; i < n; i++) {
        expected[yOffset + i] = c.scalar.applyAsDouble(x[xOffset + i]);
      }
      double[] before = x.clone();

      c.apply(n, x, xOffset, y, yOffset);

      assertBits(c, before, xOffset - yOffset, expected, y);
      assertBits(c, before, 0, before, x);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void resultMayOverwriteItsArgument(Case c) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int n = 0; n <= LARGEST; n++) {
      double[] x = arguments(random, n + 2);
      double[] before = x.clone();
      double[] expected = x.clone();
      for (int i = 0; i < n; i++) {
        expected[1 + i] = c.scalar.applyAsDouble(x[1 + i]);
      }

      c.apply(n, x, 1, x, 1);

      assertBits(c, before, 0, expected, x);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void manyArgumentsOfEveryKindGiveTheBitsOfTheScalarFunction(Case c) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] x = arguments(random, 20_000);
    double[] expected = Arrays.stream(x).map(c.scalar).toArray();
    double[] y = new double[x.length];

    c.apply(x.length, x, 0, y, 0);

    assertBits(c, x, 0, expected, y);
  }

  /** The JIT may neither fuse nor reorder what the interpreter did. */
  @ParameterizedTest
  @MethodSource("cases")
  void bitsAreTheSameColdAndHot(Case c) {
    double[] x = arguments(new SplittableRandom(SEED), 37);
    double[] first = new double[x.length];
    c.apply(x.length, x, 0, first, 0);
    double[] y = new double[x.length];
    for (int call = 0; call < 20_000; call++) {
      Arrays.fill(y, 0);
      c.apply(x.length, x, 0, y, 0);
      if (!Arrays.equals(first, y)) {
        assertBits(c, x, 0, first, y);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void argumentThatDoesNotFitItsArrayIsNamed(Case c) {
    double[] three = new double[3];
    double[] four = new double[4];
    assertNamed("x", () -> c.apply(4, three, 0, four, 0));
    assertNamed("y", () -> c.apply(4, four, 0, three, 0));
    assertNamed("y", () -> c.apply(3, four, 0, three, 1));
    assertNamed("x", () -> c.apply(1, four, -1, four, 0));
    assertNamed("x", () -> c.apply(-1, four, 0, four, 0));
  }

  private static void assertNamed(String argument, Runnable call) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, call::run).getMessage());
    assertTrue(message.startsWith(argument + " has length"), message);
  }

  /** x[i + shift] is the argument of y[i]. */
  private static void assertBits(Case c, double[] x, int shift, double[] expected, double[] y) {
    for (int i = 0; i < y.length; i++) {
      if (Double.doubleToRawLongBits(expected[i]) != Double.doubleToRawLongBits(y[i])) {
        double argument = i + shift >= 0 && i + shift < x.length ? x[i + shift] : Double.NaN;
        assertEquals(
            Double.toHexString(expected[i]),
            Double.toHexString(y[i]),
            c + "(" + argument + ") at " + i + " of " + y.length + ", seed " + SEED);
      }
    }
  }

  /**
   * Runs of one kind, so that whole vectors fall inside one formula, in between single doubles of
   * any kind, so that others do not.
   */
  private static double[] arguments(SplittableRandom random, int n) {
    double[] x = new double[n];
    int i = 0;
    while (i < n) {
      int end = Math.min(n, i + random.nextInt(1, 24));
      int kind = random.nextInt(9);
      for (; i < end; i++) {
        x[i] =
            switch (kind) {
              case 0 -> random.nextDouble(-1, 2);
              case 1 -> random.nextDouble(-40, -1);
              case 2 -> random.nextDouble(-3, 0.5);
              case 3 -> random.nextDouble(0, 8);
              case 4 -> random.nextDouble(-26, 40);
              case 5 -> random.nextDouble(-760, 720);
              case 6 -> Math.scalb(random.nextDouble(1, 2), random.nextInt(-1060, 1023));
              case 7 -> EDGES[random.nextInt(EDGES.length)];
              default -> Double.longBitsToDouble(random.nextLong());
            };
      }
    }
    return x;
  }

  private static double[] edges() {
    double[] switches = {
      0,
      1,
      2,
      26,
      26.63,
      27,
      37,
      38.4,
      40,
      708,
      709.78,
      745.13,
      Math.PI / 4,
      Math.PI / 2,
      1e6,
      1e150,
      1e154,
      Math.sqrt(0.5),
      Math.sqrt(2),
      Double.MIN_NORMAL,
      Double.MAX_VALUE,
      Double.POSITIVE_INFINITY,
      Double.NaN
    };
    return Arrays.stream(switches)
        .flatMap(
            x ->
                Arrays.stream(
                    new double[] {
                      x, Math.nextDown(x), Math.nextUp(x), -x, -Math.nextDown(x), -Math.nextUp(x)
                    }))
        .toArray();
  }
}
