package dev.hone.math.minimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LbfgsbRunTest {
  private static final int N = 8;

  /** Many runs, their gradients the rows of one matrix, each as if it were alone. */
  @Test
  void runsInterleavedAsAloneToTheBit() {
    int runs = 5;
    LbfgsbRun[] batch = new LbfgsbRun[runs];
    Arrays.setAll(batch, this::startRun);
    double[] gradients = new double[runs * N];
    double[] gradient = new double[N];
    for (boolean going = true; going; ) {
      going = false;
      for (int r = 0; r < runs; r++) {
        if (!batch[r].isFinished()) {
          double value = TestFunctions.rosenbrock(batch[r].point(), gradient);
          System.arraycopy(gradient, 0, gradients, r * N, N);
          going |= batch[r].advance(value, gradients, r * N);
        }
      }
    }
    for (int r = 0; r < runs; r++) {
      Minimum alone = finish(startRun(r));
      assertArrayEquals(alone.point(), batch[r].result().point(), "run " + r);
      assertEquals(alone.value(), batch[r].result().value(), "run " + r);
      assertEquals(alone.evaluations(), batch[r].result().evaluations(), "run " + r);
    }
  }

  @Test
  void aRestartedRunIsANewOneToTheBit() {
    double[] start = startRun(3).point().clone();
    double[] lower = new double[N];
    double[] upper = new double[N];
    Arrays.fill(lower, -3);
    Arrays.fill(upper, 2);
    Lbfgsb options = Lbfgsb.defaults().withMemory(4);
    Minimum expected = finish(options.start(start, lower, upper));
    LbfgsbRun run = startRun(1);
    finish(run);
    for (int i = 0; i < 2; i++) {
      run.restart(start, lower, upper);
      assertFalse(run.isFinished());
      Minimum actual = finish(run);
      assertArrayEquals(expected.point(), actual.point());
      assertArrayEquals(expected.point(), run.bestPoint());
      assertEquals(expected.value(), run.bestValue());
      assertEquals(expected.evaluations(), actual.evaluations());
      assertEquals(expected.projectedGradientNorm(), actual.projectedGradientNorm());
    }
    double[] wrong = new double[N + 1];
    assertThrows(IllegalArgumentException.class, () -> run.restart(wrong, lower, upper));
    assertThrows(IllegalArgumentException.class, () -> run.restart(start, wrong, wrong));
    assertThrows(IllegalArgumentException.class, () -> run.restart(start, upper, lower));
    assertTrue(run.isFinished());
  }

  @Test
  void asksForPointsInsideTheBoundsOnly() {
    LbfgsbRun run = startRun(0);
    double[] gradient = new double[N];
    do {
      assertTrue(Arrays.stream(run.point()).allMatch(x -> x >= -1.5 && x <= 0.9));
    } while (run.advance(TestFunctions.rosenbrock(run.point(), gradient), gradient));
    assertEquals(0.9, run.result().point()[0]);
  }

  @Test
  void allocatesNothingWhileItRuns() {
    finish(startRun(0));
    LbfgsbRun run = startRun(1);
    double[] gradient = new double[N];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    threads.getCurrentThreadAllocatedBytes();
    long before = threads.getCurrentThreadAllocatedBytes();
    int evaluations = 0;
    do {
      evaluations++;
    } while (run.advance(TestFunctions.rosenbrock(run.point(), gradient), gradient));
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(evaluations > 20);
    assertEquals(0, allocated);
  }

  @Test
  void refusesCallsOutOfTurn() {
    LbfgsbRun run = startRun(0);
    assertFalse(run.isFinished());
    assertThrows(IllegalStateException.class, run::result);
    assertThrows(IllegalArgumentException.class, () -> run.advance(0, new double[N - 1]));
    finish(run);
    assertTrue(run.isFinished());
    assertThrows(IllegalStateException.class, () -> run.advance(0, new double[N]));
  }

  /** f = Σ (i + 1)²(xᵢ − c)², whose curvature differs by a factor of 64 among the variables. */
  private static int evaluationsOfShifted(LbfgsbRun run, double c) {
    double[] gradient = new double[N];
    double value;
    do {
      value = 0;
      for (int i = 0; i < N; i++) {
        double weight = (i + 1.0) * (i + 1.0);
        double distance = run.point()[i] - c;
        value += weight * distance * distance;
        gradient[i] = 2 * weight * distance;
      }
    } while (run.advance(value, gradient));
    return run.result().evaluations();
  }

  @Test
  void goesOnWithKnownCurvature() {
    double[] lower = new double[N];
    double[] upper = new double[N];
    Arrays.fill(lower, -3);
    Arrays.fill(upper, 3);
    Lbfgsb options = Lbfgsb.defaults().withRelativeReduction(1e-8);
    LbfgsbRun first = options.start(new double[N], lower, upper);
    int learning = evaluationsOfShifted(first, 1);
    Curvature known = first.curvature();
    assertEquals(N, known.dimension());
    assertTrue(known.count() >= 5 && known.count() <= 10, () -> "pairs: " + known.count());
    Curvature read = Curvature.of(N, known.pairs());
    double[] end = first.result().point();

    LbfgsbRun again = options.start(end, lower, upper, read);
    assertEquals(1, evaluationsOfShifted(again, 1));
    assertEquals(Termination.RELATIVE_REDUCTION, again.result().termination());
    assertArrayEquals(end, again.result().point());
    assertArrayEquals(known.pairs(), again.curvature().pairs());

    Lbfgsb coarse = options.withRelativeReduction(1e-5);
    LbfgsbRun informed = coarse.start(end, lower, upper, read);
    LbfgsbRun uninformed = coarse.start(end, lower, upper);
    int fewer = evaluationsOfShifted(informed, 1.01);
    int unknown = evaluationsOfShifted(uninformed, 1.01);
    assertTrue(2 * fewer <= unknown, fewer + " and " + unknown + " of " + learning);
    // It started at 0.02: the end promises 1e-5 by a model that has been right so far.
    assertTrue(informed.bestValue() <= 1e-4, () -> "ended at " + informed.bestValue());

    for (double tolerance : new double[] {1e-1, 1e-2, 1e-3, 1e-4, 1e-5}) {
      Lbfgsb ended = options.withRelativeReduction(tolerance);
      LbfgsbRun afresh = ended.start(end, lower, upper);
      LbfgsbRun restarted = ended.start(end, lower, upper, read);
      restarted.restart(end, lower, upper);
      int evaluations = evaluationsOfShifted(afresh, 1.1);
      assertEquals(evaluations, evaluationsOfShifted(restarted, 1.1), "a restart forgets");
      assertEquals(afresh.bestValue(), restarted.bestValue());
    }
  }

  @Test
  void refusesWhatIsNoCurvature() {
    double[] bound = new double[N];
    Curvature none = Curvature.of(N + 1, new double[0]);
    assertEquals(0, none.count());
    Lbfgsb options = Lbfgsb.defaults();
    assertThrows(IllegalArgumentException.class, () -> options.start(bound, bound, bound, none));
    assertThrows(IllegalArgumentException.class, () -> Curvature.of(-1, new double[0]));
    assertThrows(IllegalArgumentException.class, () -> Curvature.of(0, new double[2]));
    assertEquals(0, Curvature.of(0, new double[0]).count());
    assertThrows(IllegalArgumentException.class, () -> Curvature.of(2, new double[6]));
    double[] notFinite = {1, 2, Double.NaN, 4};
    assertThrows(IllegalArgumentException.class, () -> Curvature.of(2, notFinite));
  }

  private LbfgsbRun startRun(int index) {
    double[] start = new double[N];
    Arrays.setAll(start, i -> Math.cos(3.0 * i + index));
    double[] lower = new double[N];
    double[] upper = new double[N];
    Arrays.fill(lower, -1.5);
    Arrays.fill(upper, 0.9);
    return Lbfgsb.defaults().withMemory(4).start(start, lower, upper);
  }

  private static Minimum finish(LbfgsbRun run) {
    double[] gradient = new double[N];
    while (run.advance(TestFunctions.rosenbrock(run.point(), gradient), gradient)) {}
    return run.result();
  }
}
