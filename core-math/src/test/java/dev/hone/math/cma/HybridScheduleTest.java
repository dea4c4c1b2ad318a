package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.math.cma.HybridSearch.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HybridScheduleTest {
  private static final int RUNS = 10_000;

  private static HybridSchedule schedule() {
    return new HybridSchedule(Long.MAX_VALUE, 10, 5);
  }

  /** Runs of a hundred evaluations each, of which only those of one part find anything better. */
  private static Map<Part, Integer> counts(HybridSchedule schedule, Part leader) {
    Map<Part, Integer> counts = new EnumMap<>(Part.class);
    schedule.record(Part.LARGE, 10, 100, true);
    long evaluations = 100;
    for (int i = 0; i < RUNS; i++) {
      Part part = schedule.next(evaluations);
      counts.merge(part, 1, Integer::sum);
      schedule.record(part, 10, 100, part == leader);
      evaluations += 100;
    }
    return counts;
  }

  @ParameterizedTest
  @EnumSource(names = {"LARGE", "SMALL", "LOCAL", "AXIS"})
  void thePartThatLeadsHasThreeTimesItsShare(Part leader) {
    Map<Part, Double> shares =
        Map.of(Part.LARGE, 0.3, Part.SMALL, 0.25, Part.LOCAL, 0.2, Part.AXIS, 0.25);
    double all = 1 + 2 * shares.getOrDefault(leader, 0.0);
    Map<Part, Integer> counts = counts(schedule(), leader);
    shares.forEach(
        (part, share) ->
            assertEquals(
                (part == leader ? 3 : 1) * share / all,
                counts.getOrDefault(part, 0) / (double) RUNS,
                0.01,
                part + " of " + counts));
  }

  @Test
  void aPolishLeadsForTheAxes() {
    HybridSchedule schedule = schedule();
    schedule.record(Part.LARGE, 10, 100, true);
    schedule.record(Part.AXIS, 1, 100, false);
    schedule.record(Part.POLISH, 10, 100, true);
    schedule.record(Part.LARGE, 20, 100, false);
    schedule.record(Part.SMALL, 10, 90, false);
    schedule.record(Part.LOCAL, 1, 80, false);
    assertEquals(Part.AXIS, schedule.next(570));
  }

  @Test
  void goesOnFromWhatWasSaved() throws IOException {
    HybridSchedule schedule = schedule();
    counts(schedule, Part.LOCAL);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    schedule.save(new DataOutputStream(bytes));
    HybridSchedule other = schedule();
    other.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertEquals(counts(schedule, Part.SMALL), counts(other, Part.SMALL));
  }
}
