package dev.hone.benchmarks.gp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.benchmarks.Comparison;
import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.gp.GpEngine;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AppendBenchmarkTest {
  private static final int N = 33;
  private static final int D = 3;

  private static List<String> implementations() {
    return Comparison.available(AppendBenchmark.class);
  }

  /** As a process that was conditioned on all observations, but for the one taken back. */
  @ParameterizedTest
  @MethodSource("implementations")
  void leavesTheProcessAsItWas(String implementation) {
    AppendBenchmark benchmark = new AppendBenchmark();
    benchmark.implementation = implementation;
    benchmark.n = N;
    benchmark.d = D;
    benchmark.setUp();
    GpProblem problem = new GpProblem(N + 1, D);
    double[] candidates = problem.candidates(8);
    double[] expected = new double[8];
    GpEngine oracle = Engines.gp(Backend.SCALAR, problem.model());
    oracle.setData(N, problem.x, problem.y);
    oracle.condition(problem.theta);
    oracle.posterior(8, candidates, expected, null);

    benchmark.appendAndTruncate();
    GpEngine engine = benchmark.appendAndTruncate();

    assertEquals(N, engine.size());
    double[] actual = new double[8];
    engine.posterior(8, candidates, actual, null);
    assertArrayEquals(expected, actual, 1e-9);
  }
}
