package dev.hone.benchmarks.cma;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.cma.CovarianceModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CmaBenchmarksTest {

  /** All implementations do the same job: after twenty generations they are about as near. */
  @ParameterizedTest
  @ValueSource(strings = {"simd", "scalar", "hipparchus"})
  void everyImplementationComesDownTheSphere(String implementation) {
    ShortRunBenchmark benchmark = new ShortRunBenchmark();
    benchmark.implementation = implementation;
    benchmark.n = 10;
    double value = benchmark.generation();
    assertTrue(value > 0.02 && value < 4, implementation + " ends at " + value);
  }

  @ParameterizedTest
  @CsvSource({"simd,CHOLESKY,4", "auto,CHOLESKY,0", "scalar,EIGEN,4", "simd,EIGEN,0"})
  void generationsComeDownTheSphere(
      String implementation, CovarianceModel model, int populationPerDimension) {
    GenerationBenchmark benchmark = new GenerationBenchmark();
    benchmark.implementation = implementation;
    benchmark.model = model;
    benchmark.n = 33;
    benchmark.populationPerDimension = populationPerDimension;
    benchmark.setUp();
    double first = benchmark.generation();
    double last = first;
    for (int g = 0; g < 200; g++) {
      last = benchmark.generation();
    }
    assertTrue(last < 0.1 * first, first + " → " + last);
  }

  @ParameterizedTest
  @CsvSource({"simd,SEPARABLE", "scalar,LIMITED_MEMORY"})
  void largeScaleModelsComeDownTheSphere(String implementation, CovarianceModel model) {
    LargeScaleBenchmark benchmark = new LargeScaleBenchmark();
    benchmark.implementation = implementation;
    benchmark.model = model;
    benchmark.dimension = 500;
    benchmark.setUp();
    double first = benchmark.evaluation();
    double last = first;
    for (int g = 0; g < 100; g++) {
      last = benchmark.evaluation();
    }
    assertTrue(last < first, first + " → " + last);
  }
}
