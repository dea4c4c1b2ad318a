package dev.hone.region;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.CategoricalParam;
import dev.hone.CmaEsOptimizer;
import dev.hone.Configuration;
import dev.hone.GpOptimizer;
import dev.hone.Optimizer;
import dev.hone.RandomOptimizer;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.math.random.CounterRandom;
import dev.hone.region.LinearRegion.Interval;
import dev.hone.region.Ordering.Bounded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every configuration stands for values that keep the constraint, and values find their way back.
 */
class RegionTest {
  private static final int POINTS = 2000;

  /** Random points of the cube, its corners among them. */
  private static List<double[]> values(Function<SearchSpace.Builder, Region> declare, long seed) {
    SearchSpace.Builder builder = SearchSpace.builder();
    Region region = declare.apply(builder);
    SearchSpace space = builder.build();
    CounterRandom random = CounterRandom.of(seed, 0);
    List<double[]> all = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      double[] point = new double[space.dimension()];
      for (int j = 0; j < point.length; j++) {
        point[j] = random.nextInt(10) == 0 ? random.nextInt(2) : random.nextDouble();
      }
      Configuration configuration = space.decode(point);
      double[] values = region.get(configuration);
      assertRoundTrip(space, region, values, seed);
      all.add(values);
    }
    return all;
  }

  private static void assertRoundTrip(
      SearchSpace space, Region region, double[] values, long seed) {
    Configuration.Builder byHand = space.configuration();
    region.set(byHand, values);
    assertArrayEquals(
        values,
        region.get(byHand.build()),
        1e-7 * (1 + Arrays.stream(values).map(Math::abs).max().orElseThrow()),
        () -> "seed " + seed + " " + Arrays.toString(values));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 40})
  void sharesSumToOneAndAreNotNegative(int n) {
    List<String> names = names(n);
    for (double[] x : values(b -> Simplex.declare(b, names), n)) {
      assertTrue(Arrays.stream(x).allMatch(v -> v >= 0), () -> Arrays.toString(x));
      assertEquals(1, Arrays.stream(x).sum(), n * 0x1p-52);
    }
  }

  /** Of the uniform distribution on the simplex, each share has mean 1/n, and P(x < ½) is known. */
  @Test
  void sharesOfRandomPointsAreUniformOnTheSimplex() {
    SearchSpace.Builder builder = SearchSpace.builder();
    Simplex simplex = Simplex.declare(builder, names(4));
    SearchSpace space = builder.build();
    int n = 20_000;
    double[] mean = new double[4];
    int[] aboveHalf = new int[4];
    try (Optimizer random = RandomOptimizer.on(space).seed(5).build()) {
      for (Trial trial : random.ask(n)) {
        double[] x = simplex.get(trial.configuration());
        for (int i = 0; i < 4; i++) {
          mean[i] += x[i] / n;
          aboveHalf[i] += x[i] > 0.5 ? 1 : 0;
        }
      }
    }
    for (int i = 0; i < 4; i++) {
      assertEquals(0.25, mean[i], 0.01);
      assertEquals(0.125, (double) aboveHalf[i] / n, 0.01);
    }
  }

  @Test
  void numbersAreInOrder() {
    List<Bounded> equal =
        List.of(
            Bounded.uniform("x", -1, 1), Bounded.uniform("y", -1, 1), Bounded.uniform("z", -1, 1));
    for (double[] x : values(b -> Ordering.declare(b, equal, 0), 1)) {
      assertTrue(-1 <= x[0] && x[0] < x[1] && x[1] < x[2] && x[2] <= 1, () -> Arrays.toString(x));
    }
    List<Bounded> log = List.of(Bounded.logUniform("a", 1e-6, 1), Bounded.logUniform("b", 1e-3, 2));
    for (double[] x : values(b -> Ordering.declare(b, log, 0), 2)) {
      assertTrue(
          1e-6 <= x[0] && x[0] <= 1 && x[0] < x[1] && 1e-3 <= x[1] && x[1] <= 2,
          () -> Arrays.toString(x));
    }
    for (double[] x : values(b -> Ordering.declare(b, equal, 0.3), 3)) {
      assertTrue(x[1] - x[0] >= 0.3 && x[2] - x[1] >= 0.3 && x[2] <= 1, () -> Arrays.toString(x));
    }
  }

  @Test
  void integersAreInOrderAndEveryPairIsReached() {
    List<Bounded> values = List.of(Bounded.integer("i", 1, 4), Bounded.integer("j", 1, 4));
    List<String> reached =
        values(b -> Ordering.declare(b, values, 0), 4).stream()
            .map(x -> (int) x[0] + "<" + (int) x[1])
            .distinct()
            .sorted()
            .toList();
    assertEquals(List.of("1<2", "1<3", "1<4", "2<3", "2<4", "3<4"), reached);
  }

  @Test
  void randomPointsOfEqualRangesAreUniformInOrder() {
    SearchSpace.Builder builder = SearchSpace.builder();
    Ordering ordering =
        Ordering.declare(
            builder, List.of(Bounded.uniform("x", 0, 1), Bounded.uniform("y", 0, 1)), 0);
    SearchSpace space = builder.build();
    double x = 0;
    double y = 0;
    int n = 20_000;
    try (Optimizer random = RandomOptimizer.on(space).seed(6).build()) {
      for (Trial trial : random.ask(n)) {
        double[] values = ordering.get(trial.configuration());
        x += values[0] / n;
        y += values[1] / n;
      }
    }
    assertEquals(1 / 3.0, x, 0.01);
    assertEquals(2 / 3.0, y, 0.01);
  }

  @Test
  void rangesThatLeaveNoOrderAreRefused() {
    SearchSpace.Builder builder = SearchSpace.builder();
    List<Bounded> reversed = List.of(Bounded.uniform("x", 2, 3), Bounded.uniform("y", 0, 1));
    var noOrder =
        assertThrows(IllegalArgumentException.class, () -> Ordering.declare(builder, reversed, 0));
    assertTrue(String.valueOf(noOrder.getMessage()).contains("[x, y]"), noOrder.getMessage());
    List<Bounded> mixed = List.of(Bounded.uniform("x", 0, 3), Bounded.integer("y", 0, 4));
    assertThrows(IllegalArgumentException.class, () -> Ordering.declare(builder, mixed, 0));
    List<Bounded> log = List.of(Bounded.logUniform("x", 1, 3), Bounded.logUniform("y", 1, 4));
    assertThrows(IllegalArgumentException.class, () -> Ordering.declare(builder, log, 0.5));
    assertThrows(IllegalArgumentException.class, () -> Ordering.declare(builder, log, -1));
    assertThrows(IllegalArgumentException.class, builder::build, "nothing was declared");
  }

  private static final List<Interval> BOX =
      List.of(
          new Interval("x", 0, 10),
          new Interval("y", -5, 5),
          new Interval("z", 0, 1),
          new Interval("w", -1, 1));

  private static List<LinearConstraint> constraints(String... texts) {
    List<String> names = BOX.stream().map(Interval::name).toList();
    return Arrays.stream(texts).map(t -> LinearConstraint.parse(t, names)).toList();
  }

  @Test
  void linearInequalitiesHoldWithoutTolerance() {
    List<LinearConstraint> constraints =
        constraints(
            "x + y + z + w <= 3", "x - y >= 0.1", "0.3 z + 0.7*w <= 0.1 * x", "y + w >= -1.5");
    for (double[] x : values(b -> LinearRegion.declare(b, BOX, constraints), 7)) {
      assertTrue(x[0] + x[1] + x[2] + x[3] <= 3, () -> Arrays.toString(x));
      assertTrue(constraints.stream().allMatch(c -> c.holds(x)), () -> Arrays.toString(x));
      for (int i = 0; i < 4; i++) {
        assertTrue(BOX.get(i).low() <= x[i] && x[i] <= BOX.get(i).high(), Arrays.toString(x));
      }
    }
  }

  /** The corners of the cube reach the corners of the triangle, so nothing is cut off. */
  @Test
  void wholePolytopeIsReached() {
    List<Interval> square = List.of(new Interval("x", 0, 2), new Interval("y", 0, 2));
    List<LinearConstraint> triangle =
        List.of(LinearConstraint.parse("x + y <= 1", List.of("x", "y")));
    List<double[]> all = values(b -> LinearRegion.declare(b, square, triangle), 8);
    for (double[] corner : new double[][] {{0, 0}, {1, 0}, {0, 1}}) {
      assertTrue(
          all.stream().anyMatch(x -> Math.hypot(x[0] - corner[0], x[1] - corner[1]) < 1e-6),
          () -> Arrays.toString(corner));
    }
  }

  @Test
  void polytopesWithoutRoomAreRefused() {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (String[] wrong :
        new String[][] {
          {"x + y >= 16"}, {"x + y <= 1", "x + y >= 1"}, {"x <= 1", "x >= 2"}, {"z + w >= 2"}
        }) {
      var e =
          assertThrows(
              IllegalArgumentException.class,
              () -> LinearRegion.declare(builder, BOX, constraints(wrong)));
      assertTrue(String.valueOf(e.getMessage()).contains("[x, y, z, w]"), e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x + y",
        "x < 1",
        "x + q <= 1",
        "x y <= 1",
        "x ++ y <= 1",
        "<= 1",
        "1 <= 2",
        "x <="
      })
  void textsThatAreNoInequalityAreRefused(String text) {
    var e = assertThrows(IllegalArgumentException.class, () -> constraints(text));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("'" + text + "' is not a linear inequality: "));
  }

  @Test
  void inequalityIsRead() {
    List<String> names = List.of("x", "y.z");
    assertEquals(
        new LinearConstraint(new double[] {1, -2.5}, 3),
        LinearConstraint.parse("x - 2.5*y.z <= 3", names));
    assertEquals(
        new LinearConstraint(new double[] {-1, -2}, -7),
        LinearConstraint.parse(" 3 x + 2 y.z - 2 >= 2x + 5 ", names));
    assertEquals(
        new LinearConstraint(new double[] {-1, 0}, -0.5), LinearConstraint.parse(".5 ≤ x", names));
  }

  @Test
  void valuesAgainstTheConstraintAreRefusedByName() {
    SearchSpace.Builder builder = SearchSpace.builder();
    Simplex simplex = Simplex.declare(builder, List.of("a", "b"));
    Ordering ordering =
        Ordering.declare(
            builder, List.of(Bounded.integer("i", 0, 5), Bounded.integer("j", 0, 5)), 0);
    LinearRegion linear = LinearRegion.declare(builder, BOX, constraints("x + y <= 1"));
    Configuration.Builder byHand = builder.build().configuration();
    assertRefused("sum to 1.1", simplex, byHand, 0.6, 0.5);
    assertRefused("a = -0.1", simplex, byHand, -0.1, 1.1);
    assertRefused("3 values", simplex, byHand, 0.1, 0.8, 0.1);
    assertRefused("i = 3.0: expected 0.0 to 2.0", ordering, byHand, 3, 3);
    assertRefused("j = 3.5", ordering, byHand, 3, 3.5);
    assertRefused("y = NaN", linear, byHand, 0, Double.NaN, 0, 0);
    assertRefused("the sum is 2.0", linear, byHand, 1, 1, 0, 0);
    assertRefused("z = 2.0", linear, byHand, 0, 0, 2, 0);
  }

  private static void assertRefused(
      String message, Region region, Configuration.Builder byHand, double... values) {
    var e = assertThrows(IllegalArgumentException.class, () -> region.set(byHand, values));
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
  }

  @Test
  void regionIsActiveWhereItsConditionHolds() {
    SearchSpace.Builder builder = SearchSpace.builder();
    CategoricalParam<String> kind = builder.categorical("kind", "plain", "mixed");
    Simplex simplex = Simplex.declare(builder, List.of("a", "b"));
    simplex.onlyIf(kind, "mixed");
    SearchSpace space = builder.build();
    Configuration plain = space.configuration().set(kind, "plain").build();
    assertThrows(IllegalStateException.class, () -> simplex.get(plain));
    assertEquals(2, simplex.get(space.decode(new double[] {1, 0.3})).length);
  }

  /** max Σ over a polytope, at a corner: models work on the cube and find it. */
  @Test
  void optimizersFindTheBestCornerWithoutAnInfeasibleAsk() {
    SearchSpace.Builder builder = SearchSpace.builder();
    List<LinearConstraint> constraints = constraints("x + 2*y <= 4", "x - y <= 1");
    LinearRegion region = LinearRegion.declare(builder, BOX, constraints);
    SearchSpace space = builder.build();
    for (Optimizer optimizer :
        List.of(GpOptimizer.on(space).seed(1).build(), CmaEsOptimizer.on(space).seed(1).build())) {
      try (optimizer) {
        for (int i = 0; i < 40; i++) {
          Trial trial = optimizer.ask();
          double[] x = region.get(trial.configuration());
          assertTrue(constraints.stream().allMatch(c -> c.holds(x)));
          optimizer.tell(trial, -x[0] - x[1] + x[2] * x[2] + x[3] * x[3]);
        }
        // At x = 2, y = 1, z = w = 0.
        assertTrue(optimizer.best().value() < -2.5, () -> optimizer.best().toString());
      }
    }
  }

  private static List<String> names(int n) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      names.add("x" + i);
    }
    return names;
  }
}
