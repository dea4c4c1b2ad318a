package dev.hone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.cma.CmaRestarts;
import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.RestartPolicy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CmaEsSnapshotTest {

  /** Every kind of parameter, made anew as another JVM would. */
  private static SearchSpace mixed() {
    SearchSpace.Builder builder = SearchSpace.builder();
    CategoricalParam<String> kind = builder.categorical("kind", "a", "b", "c");
    builder.uniform("x", -5, 5);
    builder.logUniform("y", 1e-5, 1).onlyIf(kind, "a", "b");
    builder.integer("n", 0, 12);
    builder.uniform("z", -5, 5);
    builder.categorical("means", "nothing", "at", "all");
    builder.categorical("nor", "does", "this", "one", "either");
    return builder.build();
  }

  private static SearchSpace reals(int d) {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int j = 0; j < d; j++) {
      builder.uniform("x" + j, -5, 5);
    }
    return builder.build();
  }

  private static double value(Trial t) {
    double[] x = t.configuration().encoded();
    double sum = 0;
    for (int j = 0; j < Math.min(5, x.length); j++) {
      sum += (j + 1) * (x[j] - 0.3) * (x[j] - 0.3);
    }
    return sum;
  }

  /**
   * Some workers: tells come late, a few fail, a few never come, some points are from elsewhere.
   */
  private static final class Workers {
    final CmaEsOptimizer optimizer;
    final SplittableRandom random;
    final Deque<Long> running;

    Workers(CmaEsOptimizer optimizer, SplittableRandom random, Deque<Long> running) {
      this.optimizer = optimizer;
      this.random = random;
      this.running = running;
    }

    void run(int steps, List<double[]> asked) {
      for (int i = 0; i < steps; i++) {
        Trial next = optimizer.ask();
        asked.add(next.configuration().encoded());
        running.add(next.number());
        if (running.size() > 5) {
          Trial t = optimizer.trials().get(running.remove().intValue());
          switch (random.nextInt(20)) {
            case 0 -> optimizer.fail(t);
            case 1 -> asked.add(new double[] {t.number()});
            case 2 -> optimizer.observe(t.configuration(), value(t));
            default -> optimizer.tell(t, value(t));
          }
        }
      }
    }
  }

  private static void assertGoesOn(
      SearchSpace before, SearchSpace after, UnaryOperator<CmaEsOptimizer.Builder> options) {
    for (int steps : new int[] {0, 3, 17, 100, 900}) {
      CmaEsOptimizer first = options.apply(CmaEsOptimizer.on(before).seed(7)).build();
      Workers workers = new Workers(first, new SplittableRandom(steps), new ArrayDeque<>());
      workers.run(steps, new ArrayList<>());
      byte[] bytes = first.snapshot();
      assertArrayEquals(bytes, first.snapshot());
      List<double[]> expected = new ArrayList<>();
      Deque<Long> running = new ArrayDeque<>(workers.running);
      List<CmaEsOptimizer> others = new ArrayList<>();
      others.add(CmaEsOptimizer.restore(bytes, after));
      others.add(options.apply(CmaEsOptimizer.on(after).seed(7)).restore(bytes));
      for (CmaEsOptimizer other : others) {
        assertArrayEquals(bytes, other.snapshot(), steps + " steps");
      }
      new Workers(first, new SplittableRandom(5), workers.running).run(700, expected);
      for (CmaEsOptimizer other : others) {
        List<double[]> actual = new ArrayList<>();
        new Workers(other, new SplittableRandom(5), new ArrayDeque<>(running)).run(700, actual);
        assertEquals(
            Arrays.deepToString(expected.toArray()), Arrays.deepToString(actual.toArray()));
        assertEquals(first.best().number(), other.best().number());
        assertArrayEquals(first.snapshot(), other.snapshot());
      }
    }
  }

  @Test
  void mixedSpacesGoOnBitForBit() {
    assertGoesOn(mixed(), mixed(), b -> b);
  }

  @Test
  void restartsGoOnBitForBit() {
    UnaryOperator<CmaEsOptimizer.Builder> flat =
        b -> b.populationSize(4).sigma(0.001).restarts(RestartPolicy.BIPOP);
    List<CmaRestarts.Run> runs = new ArrayList<>();
    assertGoesOn(reals(1), reals(1), b -> flat.apply(b).onRestart(runs::add));
    assertTrue(runs.size() > 3, runs::toString);
  }

  @Test
  void everyModelGoesOnBitForBit() {
    for (CovarianceModel model : CovarianceModel.values()) {
      assertGoesOn(reals(7), reals(7), b -> b.model(model));
    }
  }

  @Test
  void learningRatesGoOnBitForBit() {
    assertGoesOn(reals(4), reals(4), b -> b.adaptLearningRates(true));
  }

  @Test
  void decompositionsInTheBackgroundGoOnBitForBit() {
    assertGoesOn(reals(20), reals(20), b -> b.decomposeIn(r -> new Thread(r).start()));
  }

  private static void assertRefused(String reason, Runnable restore) {
    Throwable e = assertThrows(IllegalArgumentException.class, restore::run);
    assertTrue(e.toString().contains("snapshot refused: "), e::toString);
    assertTrue(e.toString().contains(reason), e::toString);
  }

  @Test
  void alteredCutAndForeignSnapshotsAreRefused() {
    CmaEsOptimizer optimizer = CmaEsOptimizer.on(mixed()).seed(7).build();
    new Workers(optimizer, new SplittableRandom(1), new ArrayDeque<>()).run(30, new ArrayList<>());
    byte[] bytes = optimizer.snapshot();
    SearchSpace space = mixed();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 300; i++) {
      byte[] altered = bytes.clone();
      altered[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      assertRefused("", () -> CmaEsOptimizer.restore(altered, space));
      byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      assertRefused("", () -> CmaEsOptimizer.restore(cut, space));
    }
    assertRefused("expected 3", () -> CmaEsOptimizer.restore(bytes, reals(3)));
    assertRefused("seed 7, expected 0", () -> CmaEsOptimizer.on(space).restore(bytes));
    assertRefused(
        "direction MINIMIZE, expected MAXIMIZE",
        () -> CmaEsOptimizer.on(space).seed(7).maximize().restore(bytes));
    assertRefused("sigma=0.25", () -> CmaEsOptimizer.on(space).seed(7).sigma(0.3).restore(bytes));
  }
}
