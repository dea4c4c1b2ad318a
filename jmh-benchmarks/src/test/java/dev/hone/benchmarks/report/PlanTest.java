package dev.hone.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.benchmarks.Comparison;
import dev.hone.benchmarks.linalg.GemmBenchmark;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

  @Test
  void runsEachSizeByAllThatAreHere() {
    List<Run> plan = Plan.of(Effort.QUICK, "GemmBenchmark");

    assertEquals(2, plan.size());
    assertEquals(List.of("500"), plan.get(1).parameters().get("n"));
    assertEquals(
        Comparison.available(GemmBenchmark.class), plan.get(1).parameters().get("implementation"));
  }

  @Test
  void sparesPlainLoopsTheLargeSizes() {
    Run largest = Plan.of(Effort.FULL, "GemmBenchmark").getLast();

    assertEquals(List.of("2048"), largest.parameters().get("n"));
    assertFalse(largest.parameters().getOrDefault("implementation", List.of()).contains("scalar"));
  }

  @Test
  void endsWithTwoThreadsWhereThereIsAChoice() {
    Run last = Plan.of(Effort.FULL, "CholeskyBenchmark").getLast();

    assertEquals(List.of("2"), last.parameters().get("threads"));
    assertTrue(
        last.options(Effort.FULL).getJvmArgsPrepend().get().contains("-Dhone.threads=2"),
        last.toString());
  }

  @Test
  void runsExactlyTheSizesOfTheTargets() {
    List<Run> plan = Plan.of(Effort.TARGETS, "MaternTriangle");

    assertEquals(Comparison.isAvailable(Comparison.GCC) ? 2 : 1, plan.size());
    assertEquals(List.of("1000"), plan.getFirst().parameters().get("n"));
    assertEquals(List.of("simd"), plan.getFirst().parameters().get("implementation"));
  }

  @Test
  void isEmptyWhereNothingMatches() {
    assertEquals(List.of(), Plan.of(Effort.SMOKE, "NoSuchBenchmark"));
  }
}
