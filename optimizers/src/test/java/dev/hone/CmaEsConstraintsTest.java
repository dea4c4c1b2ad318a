package dev.hone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CmaEsConstraintsTest {

  private static SearchSpace box(int d, double low, double high) {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int j = 0; j < d; j++) {
      builder.uniform("x" + j, low, high);
    }
    return builder.build();
  }

  private static double[] numbers(Trial t) {
    return t.configuration().space().parameters().stream()
        .mapToDouble(p -> ((Number) t.get(p)).doubleValue())
        .toArray();
  }

  private static void run(Optimizer optimizer, int trials, Function<double[], Outcome> f) {
    for (int i = 0; i < trials; i++) {
      Trial t = optimizer.ask();
      optimizer.tell(t, f.apply(numbers(t)));
    }
  }

  private static double sphere(double[] x) {
    double sum = 0;
    for (double v : x) {
      sum += v * v;
    }
    return sum;
  }

  /** Σx² under Σx ≥ d: 1 in each coordinate, with a multiplier of 2. */
  private static Outcome sphereAbovePlane(double[] x) {
    double sum = 0;
    for (double v : x) {
      sum += v;
    }
    return Outcome.of(sphere(x)).withConstraints(x.length - sum);
  }

  @Test
  void sphereIsSolvedOnAPlane() {
    for (int d : new int[] {2, 5, 10}) {
      for (int seed = 0; seed < 3; seed++) {
        CmaEsOptimizer optimizer =
            CmaEsOptimizer.on(box(d, -5, 5)).constraints(1).seed(seed).build();
        run(optimizer, 600 * d, CmaEsConstraintsTest::sphereAbovePlane);
        Trial best = optimizer.best();
        assertTrue(best.outcome().isFeasible());
        assertEquals(d, best.value(), 1e-5 * d, "d " + d + ", seed " + seed);
      }
    }
  }

  /** Floudas and Pardalos (1987): a feasible sliver between two circles, optimum on both. */
  private static Outcome g06(double[] x) {
    double a = x[0];
    double b = x[1];
    double value = Math.pow(a - 10, 3) + Math.pow(b - 20, 3);
    double inner = 100 - (a - 5) * (a - 5) - (b - 5) * (b - 5);
    double outer = (a - 6) * (a - 6) + (b - 5) * (b - 5) - 82.81;
    return Outcome.of(value).withConstraints(inner, outer);
  }

  @Test
  void narrowRegionsAreFound() {
    for (int seed = 0; seed < 5; seed++) {
      SearchSpace.Builder builder = SearchSpace.builder();
      builder.uniform("a", 13, 100);
      builder.uniform("b", 0, 100);
      CmaEsOptimizer optimizer =
          CmaEsOptimizer.on(builder.build()).constraints(2).seed(seed).build();
      run(optimizer, 3000, CmaEsConstraintsTest::g06);
      assertEquals(-6961.8139, optimizer.best().value(), 1e-2, "seed " + seed);
    }
  }

  /** Hock and Schittkowski, problem 43, maximised: three constraints, of which two are active. */
  private static Outcome rosenSuzuki(double[] x) {
    double a = x[0];
    double b = x[1];
    double c = x[2];
    double d = x[3];
    double value = a * a + b * b + 2 * c * c + d * d - 5 * a - 5 * b - 21 * c + 7 * d;
    double g1 = a * a + b * b + c * c + d * d + a - b + c - d - 8;
    double g2 = a * a + 2 * b * b + c * c + 2 * d * d - a - d - 10;
    double g3 = 2 * a * a + b * b + c * c + 2 * a - b - d - 5;
    return Outcome.of(-value).withConstraints(g1, g2, g3);
  }

  @Test
  void severalConstraintsAreMetWhereItIsMaximised() {
    for (int seed = 0; seed < 5; seed++) {
      CmaEsOptimizer optimizer =
          CmaEsOptimizer.on(box(4, -10, 10)).maximize().constraints(3).seed(seed).build();
      run(optimizer, 4000, CmaEsConstraintsTest::rosenSuzuki);
      assertEquals(44, optimizer.best().value(), 1e-3, "seed " + seed);
    }
  }

  @Test
  void integersAndCategoriesMeetConstraintsToo() {
    SearchSpace.Builder builder = SearchSpace.builder();
    DoubleParam x = builder.uniform("x", -5, 5);
    IntParam k = builder.integer("k", -10, 10);
    CategoricalParam<String> kind = builder.categorical("kind", "a", "b", "c");
    SearchSpace space = builder.build();
    for (int seed = 0; seed < 5; seed++) {
      CmaEsOptimizer optimizer = CmaEsOptimizer.on(space).constraints(1).seed(seed).build();
      for (int i = 0; i < 3000; i++) {
        Trial t = optimizer.ask();
        int offset = t.get(kind).equals("b") ? 0 : 1;
        double value = t.get(x) * t.get(x) + t.get(k) * t.get(k) + offset;
        optimizer.tell(t, Outcome.of(value).withConstraints(3.5 - t.get(x) - t.get(k)));
      }
      Trial best = optimizer.best();
      assertEquals("b", best.get(kind), "seed " + seed);
      assertEquals(6.25, best.value(), 1e-3, "seed " + seed);
    }
  }

  @Test
  void constraintsThatAreAlwaysMetCostNothing() {
    CmaEsOptimizer plain = CmaEsOptimizer.on(box(3, -5, 5)).seed(4).build();
    CmaEsOptimizer bound = CmaEsOptimizer.on(box(3, -5, 5)).constraints(2).seed(4).build();
    run(plain, 300, x -> Outcome.of(sphere(x)));
    run(bound, 300, x -> Outcome.of(sphere(x)).withConstraints(-1, -100 + x[0]));
    assertEquals(plain.best().value(), bound.best().value());
  }

  private static void work(
      CmaEsOptimizer optimizer, SplittableRandom random, int steps, List<double[]> asked) {
    for (int i = 0; i < steps; i++) {
      Trial t = optimizer.ask();
      asked.add(t.configuration().encoded());
      switch (random.nextInt(12)) {
        case 0 -> optimizer.fail(t);
        case 1 -> optimizer.tell(t, Outcome.of(1).withConstraints(Double.NaN));
        case 2 -> optimizer.observe(t.configuration(), sphereAbovePlane(numbers(t)));
        default -> optimizer.tell(t, sphereAbovePlane(numbers(t)));
      }
    }
  }

  @Test
  void snapshotsGoOnBitForBit() {
    for (int steps : new int[] {0, 5, 31, 400, 2500}) {
      CmaEsOptimizer first = CmaEsOptimizer.on(box(4, -5, 5)).constraints(1).seed(steps).build();
      work(first, new SplittableRandom(1), steps, new ArrayList<>());
      CmaEsOptimizer second = CmaEsOptimizer.restore(first.snapshot(), box(4, -5, 5));
      CmaEsOptimizer third =
          CmaEsOptimizer.on(box(4, -5, 5)).constraints(1).seed(steps).restore(first.snapshot());
      List<List<double[]>> asked = new ArrayList<>();
      for (CmaEsOptimizer optimizer : List.of(first, second, third)) {
        asked.add(new ArrayList<>());
        work(optimizer, new SplittableRandom(2), 300, asked.getLast());
      }
      for (int i = 0; i < 300; i++) {
        assertArrayEquals(asked.get(0).get(i), asked.get(1).get(i));
        assertArrayEquals(asked.get(0).get(i), asked.get(2).get(i));
      }
      assertArrayEquals(first.snapshot(), second.snapshot());
    }
  }

  @Test
  void warmStartPrefersWhatIsFeasible() {
    SearchSpace space = box(2, -5, 5);
    CmaEsOptimizer before = CmaEsOptimizer.on(space).constraints(1).seed(1).build();
    run(before, 400, CmaEsConstraintsTest::sphereAbovePlane);
    CmaEsOptimizer optimizer =
        CmaEsOptimizer.on(space).constraints(1).seed(2).warmStart(before.trials()).build();
    double distance = 0;
    for (int i = 0; i < 20; i++) {
      double[] x = numbers(optimizer.ask());
      distance += (Math.abs(x[0] - 1) + Math.abs(x[1] - 1)) / 20;
    }
    // A tenth of the width of the space, which a warm start adds, is 1.
    assertTrue(distance < 3, "distance " + distance);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    CmaEsOptimizer optimizer = CmaEsOptimizer.on(box(2, 0, 1)).constraints(2).build();
    Trial t = optimizer.ask();
    assertThrows(IllegalArgumentException.class, () -> optimizer.tell(t, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> optimizer.tell(t, Outcome.of(1).withConstraints(1, 2, 3)));
    byte[] snapshot = optimizer.snapshot();
    Throwable e =
        assertThrows(
            IllegalArgumentException.class,
            () -> CmaEsOptimizer.on(box(2, 0, 1)).restore(snapshot));
    assertTrue(e.toString().contains("constraints 2, expected 0"), e::toString);
  }
}
