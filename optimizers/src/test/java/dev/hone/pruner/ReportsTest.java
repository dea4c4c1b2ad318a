package dev.hone.pruner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.Direction;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ReportsTest {

  private static void assertRefused(Reports reports, String reason, Executable call) {
    String before = reports.curves().toString();
    RuntimeException e = assertThrows(RuntimeException.class, call);
    assertTrue(e.toString().contains(reason), e::toString);
    assertEquals(before, reports.curves().toString(), "something was lost or added");
  }

  @Test
  void curvesAndColumnsShowWhatWasReported() {
    Reports reports = Reports.of(Direction.MINIMIZE, Direction.MAXIMIZE);
    reports.report(7, 1, 0.5, 20);
    reports.report(3, 1, 0.4, 10);
    reports.report(7, 2, 0.3, 30);
    Curve curve = reports.curve(7);
    assertEquals(List.of(1L, 2L), curve.reports().stream().map(Report::step).toList());
    assertEquals(-30, curve.last().value(1));
    assertEquals(2, curve.firstFrom(2).orElseThrow().step());
    assertEquals(Optional.empty(), curve.ending());
    assertEquals(List.of(7L, 3L), reports.at(1).stream().map(Report::trial).toList());
    assertTrue(reports.completedAt(1).isEmpty());
    reports.end(3, Ending.COMPLETE);
    reports.end(7, Ending.PRUNED);
    reports.end(9, Ending.FAILED);
    assertEquals(List.of(3L), reports.completedAt(1).stream().map(Report::trial).toList());
    assertFalse(reports.isRunning(7));
    assertTrue(reports.isRunning(8));
    assertTrue(reports.curve(8).isEmpty());
    assertEquals(3, reports.curves().size());
  }

  @Test
  void nonsenseIsRefusedAndLosesNothing() {
    Reports reports = Reports.minimizing();
    reports.report(1, 5, 0.5);
    assertRefused(reports, "reports step 5 twice", () -> reports.report(1, 5, 0.4));
    assertRefused(reports, "expected 0 or more", () -> reports.report(1, -1, 0.4));
    assertRefused(reports, "reports NaN at step 6", () -> reports.report(1, 6, Double.NaN));
    assertRefused(
        reports, "reports -Infinity", () -> reports.report(2, 6, Double.NEGATIVE_INFINITY));
    assertRefused(reports, "reports 2 values", () -> reports.report(1, 6, 1, 2));
    reports.end(1, Ending.COMPLETE);
    assertRefused(reports, "it has ended COMPLETE", () -> reports.report(1, 6, 0.1));
    assertRefused(reports, "it has ended COMPLETE", () -> reports.end(1, Ending.FAILED));
    assertThrows(IllegalArgumentException.class, Reports::of);
  }

  @Test
  void reportsOfManyThreadsAreAllThere() {
    Reports reports = Reports.maximizing();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      LongStream.range(0, 50)
          .forEach(
              trial ->
                  pool.execute(
                      () -> {
                        for (int step = 0; step < 40; step++) {
                          reports.report(trial, step, (double) trial);
                        }
                        reports.end(trial, Ending.COMPLETE);
                      }));
    }
    for (int step = 0; step < 40; step++) {
      assertEquals(50, reports.at(step).size());
      assertEquals(50, reports.completedAt(step).size());
    }
  }
}
