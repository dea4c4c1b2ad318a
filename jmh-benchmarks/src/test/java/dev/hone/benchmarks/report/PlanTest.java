package dev.hone.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.benchmarks.Comparison;
import dev.hone.benchmarks.linalg.GemmBenchmark;
import java.util.List;
import java.util.TreeMap;
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

  /** Others would end the whole run with the error of a forced backend. */
  @Test
  void leavesTheGpuTheModelsItHas() {
    TreeMap<String, List<String>> parameters = new TreeMap<>();
    parameters.put("implementation", List.of("simd", "gpu"));
    parameters.put("model", List.of("CHOLESKY", "EIGEN"));
    parameters.put("n", List.of("500"));

    List<Run> runs = Plan.possible("a.Benchmark.method", parameters);

    assertEquals(2, runs.size());
    assertEquals(List.of("simd"), runs.get(0).parameters().get("implementation"));
    assertEquals(List.of("CHOLESKY", "EIGEN"), runs.get(0).parameters().get("model"));
    assertEquals(List.of("gpu"), runs.get(1).parameters().get("implementation"));
    assertEquals(List.of("CHOLESKY"), runs.get(1).parameters().get("model"));
    assertEquals(List.of("500"), runs.get(1).parameters().get("n"));
    parameters.remove("model");
    assertEquals(1, Plan.possible("a.Benchmark.method", parameters).size());
  }

  /** Optimizers have a parameter of another name for it. */
  @Test
  void leavesOutTheBackendsOfOptimizersThatAreMissing() {
    for (String benchmark : List.of("AskBenchmark", "AskBetweenFits", "BatchBenchmark")) {
      List<Run> plan = Plan.of(Effort.FULL, benchmark);

      assertFalse(plan.isEmpty(), benchmark);
      for (Run run : plan) {
        List<String> backends = run.parameters().getOrDefault("backend", List.of());
        assertTrue(backends.contains("simd"), run::toString);
        assertEquals(
            Comparison.isAvailable(Comparison.GPU), backends.contains("gpu"), run::toString);
      }
      assertEquals(
          Comparison.isAvailable(Comparison.GPU) ? List.of() : List.of("gpu"),
          Plan.missing(benchmark));
    }
    List<Run> fleet = Plan.of(Effort.QUICK, "FleetBenchmark");
    assertEquals(
        Comparison.isAvailable(Comparison.GPU) ? 3 : 2,
        fleet.getFirst().parameters().getOrDefault("implementation", List.of()).size());
  }

  @Test
  void isEmptyWhereNothingMatches() {
    assertEquals(List.of(), Plan.of(Effort.SMOKE, "NoSuchBenchmark"));
  }
}
