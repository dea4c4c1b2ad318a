package dev.hone.benchmarks.optimizer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WholeStudyBenchmarkTest {

  @Test
  void bothComeDownTheSphere() {
    WholeStudyBenchmark benchmark = new WholeStudyBenchmark();
    benchmark.d = 4;
    benchmark.setUp();
    double cmaEs = benchmark.cmaEs().value();
    assertTrue(cmaEs < 1e-12, "CMA-ES ends at " + cmaEs);
    double tpe = benchmark.tpe().value();
    assertTrue(tpe < 0.01, "TPE ends at " + tpe);
  }
}
