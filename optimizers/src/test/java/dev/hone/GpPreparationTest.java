package dev.hone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Suggestions prepared in the background are those that would be made anyway. */
class GpPreparationTest {
  private DoubleParam x;
  private DoubleParam y;
  private SearchSpace space;

  @BeforeEach
  void declare() {
    var s = SearchSpace.builder();
    x = s.uniform("x", -1, 1);
    y = s.logUniform("y", 1e-3, 10);
    space = s.build();
  }

  private double loss(Trial trial) {
    return Math.hypot(trial.get(x) - 0.3, Math.log10(trial.get(y)) + 0.5);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void anyOrderOfCallsGivesTheSameBits(int regions) {
    for (long seed = 1; seed <= 3; seed++) {
      var builder = GpOptimizer.on(space).seed(seed).initialTrials(3).trustRegions(regions);
      try (GpOptimizer plain = builder.build();
          GpOptimizer prepared = builder.prepareInBackground().build()) {
        CounterRandom random = CounterRandom.of(seed, 1);
        List<Trial> a = new ArrayList<>();
        List<Trial> b = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
          int choice = random.nextInt(10);
          if (choice < 6 || a.isEmpty()) {
            int n = choice == 0 ? 3 : 1;
            a.addAll(plain.ask(n));
            b.addAll(prepared.ask(n));
          } else if (choice == 6) {
            Configuration guess = space.decode(new double[] {random.nextDouble(), 0.5});
            plain.enqueue(guess);
            prepared.enqueue(guess);
          }
          if (!a.isEmpty() && choice > 2) {
            int which = random.nextInt(a.size());
            Trial one = a.remove(which);
            Trial other = b.remove(which);
            if (choice == 9) {
              plain.fail(one);
              prepared.fail(other);
            } else {
              plain.tell(one, loss(one));
              prepared.tell(other, loss(other));
            }
          }
        }
        assertEquals(points(plain), points(prepared), "seed " + seed + ", regions " + regions);
        assertEquals(Arrays.toString(plain.snapshot()), Arrays.toString(prepared.snapshot()));
      }
    }
  }

  @Test
  void aRestoredOptimizerPreparesToo() {
    try (GpOptimizer first = GpOptimizer.on(space).seed(2).initialTrials(3).build()) {
      run(first, 8);
      try (GpOptimizer restored =
          GpOptimizer.on(space).prepareInBackground().restore(first.snapshot())) {
        run(first, 6);
        run(restored, 6);
        assertEquals(points(first), points(restored));
      }
    }
  }

  @Test
  void deadlinesAndInterruptsLeaveItUsable() {
    try (GpOptimizer optimizer =
        GpOptimizer.on(space).seed(2).initialTrials(3).prepareInBackground().build()) {
      run(optimizer, 6);
      for (int i = 0; i < 8; i++) {
        Trial trial = optimizer.ask(Duration.ofNanos(1 + 1_000_000L * i));
        optimizer.tell(trial, loss(trial));
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, optimizer::ask);
        assertTrue(Thread.interrupted());
      }
      run(optimizer, 4);
      assertEquals(18, optimizer.trials().stream().filter(t -> t.value() >= 0).count());
    }
  }

  @Test
  void closingDropsWhatIsPrepared() {
    GpOptimizer optimizer = GpOptimizer.on(space).initialTrials(2).prepareInBackground().build();
    run(optimizer, 5);
    optimizer.close();
    assertThrows(IllegalStateException.class, optimizer::ask);
  }

  @Test
  void warmingUpChangesNothing() {
    try (GpOptimizer warm = GpOptimizer.on(space).seed(4).build();
        GpOptimizer cold = GpOptimizer.on(space).seed(4).build()) {
      run(warm, 3);
      warm.warmUp();
      run(warm, 5);
      run(cold, 8);
      assertEquals(points(cold), points(warm));
    }
  }

  private void run(GpOptimizer optimizer, int trials) {
    for (int i = 0; i < trials; i++) {
      Trial trial = optimizer.ask();
      optimizer.tell(trial, loss(trial));
    }
  }

  private static List<String> points(Optimizer optimizer) {
    return optimizer.trials().stream()
        .map(t -> t.state() + Arrays.toString(t.configuration().encoded()))
        .toList();
  }
}
