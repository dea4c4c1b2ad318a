package dev.hone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class GpDeadlineTest {
  private final SearchSpace.Builder builder = SearchSpace.builder();
  private final DoubleParam x = builder.uniform("x", -5, 10);
  private final DoubleParam y = builder.uniform("y", 0, 15);
  private final SearchSpace space = builder.build();

  private double bowl(Trial trial) {
    return Math.pow(trial.get(x) - 2, 2) + Math.pow(trial.get(y) - 3, 2);
  }

  /** How well, not how fast: speed is a benchmark's to tell. */
  @Test
  void suggestionsInAHurryStillFindTheMinimum() {
    try (GpOptimizer optimizer = GpOptimizer.on(space).seed(1).build()) {
      for (int i = 0; i < 60; i++) {
        Trial trial = optimizer.ask(Duration.ofMillis(20));
        optimizer.tell(trial, bowl(trial));
      }
      assertTrue(optimizer.best().value() < 0.5, optimizer.best()::toString);
    }
  }

  @Test
  void aNanosecondStillGivesNewPoints() {
    try (GpOptimizer optimizer = GpOptimizer.on(space).seed(1).build()) {
      Set<Configuration> configurations = new HashSet<>();
      for (int i = 0; i < 40; i++) {
        Trial trial = optimizer.ask(Duration.ofNanos(1));
        configurations.add(trial.configuration());
        optimizer.tell(trial, bowl(trial));
      }
      assertEquals(40, configurations.size());
    }
  }

  @Test
  void asksWithAndWithoutADeadlineMix() {
    try (GpOptimizer optimizer = GpOptimizer.on(space).seed(1).build()) {
      for (int i = 0; i < 40; i++) {
        Trial trial = i % 3 == 0 ? optimizer.ask() : optimizer.ask(Duration.ofNanos(1));
        optimizer.tell(trial, bowl(trial));
      }
      assertTrue(optimizer.best().value() < 1, optimizer.best()::toString);
    }
  }

  @Test
  void aWholeLifeIsNoDeadline() {
    try (GpOptimizer hurried = GpOptimizer.on(space).seed(4).build();
        GpOptimizer patient = GpOptimizer.on(space).seed(4).build()) {
      for (int i = 0; i < 15; i++) {
        Trial a = hurried.ask(Duration.ofDays(365_000_000));
        Trial b = patient.ask();
        assertEquals(b.configuration(), a.configuration());
        hurried.tell(a, bowl(a));
        patient.tell(b, bowl(b));
      }
    }
  }

  @Test
  void enqueuedConfigurationsComeFirst() {
    try (GpOptimizer optimizer = GpOptimizer.on(space).build()) {
      Configuration wanted = space.decode(new double[] {0.25, 0.75});
      optimizer.enqueue(wanted);
      assertEquals(wanted, optimizer.ask(Duration.ofMillis(1)).configuration());
      assertFalse(wanted.equals(optimizer.ask(Duration.ofMillis(1)).configuration()));
    }
  }

  @Test
  void deadlinesThatCannotBeMetAreErrors() {
    try (GpOptimizer optimizer = GpOptimizer.on(space).build()) {
      for (Duration duration : new Duration[] {Duration.ZERO, Duration.ofMillis(-1)}) {
        IllegalArgumentException e =
            assertThrows(IllegalArgumentException.class, () -> optimizer.ask(duration));
        assertTrue(e.toString().contains("deadline = " + duration), e::toString);
      }
    }
  }

  @Test
  void anInterruptedAskThrowsAndLosesNothing() {
    try (GpOptimizer optimizer = GpOptimizer.on(space).seed(2).initialTrials(3).build();
        GpOptimizer other = GpOptimizer.on(space).seed(2).initialTrials(3).build()) {
      for (int i = 0; i < 20; i++) {
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, optimizer::ask);
        assertTrue(Thread.interrupted());
        Trial trial = optimizer.ask();
        Trial same = other.ask();
        assertEquals(same.configuration(), trial.configuration());
        optimizer.tell(trial, bowl(trial));
        other.tell(same, bowl(same));
      }
    }
  }

  @Test
  void closingDoesNotWaitForAFit() {
    GpOptimizer optimizer = GpOptimizer.on(space).initialTrials(2).build();
    for (int i = 0; i < 10; i++) {
      Trial trial = optimizer.ask(Duration.ofNanos(1));
      optimizer.tell(trial, bowl(trial));
    }
    optimizer.close();
    assertThrows(IllegalStateException.class, () -> optimizer.ask(Duration.ofMillis(1)));
  }
}
