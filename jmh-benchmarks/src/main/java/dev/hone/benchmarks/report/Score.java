package dev.hone.benchmarks.report;

import java.util.List;
import java.util.StringJoiner;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What one implementation scored at one job of one size.
 *
 * @param job the benchmark, such as {@code Gemm.multiply}
 * @param size the parameters other than the implementation, such as {@code n=500 d=20}
 * @param implementation who did the job
 * @param value the mean
 * @param error half the width of its 99.9 % confidence interval; NaN if there were too few samples
 * @param unit the unit of value and error
 * @param higherIsBetter whether the value is a rate rather than a time
 */
record Score(
    String job,
    String size,
    String implementation,
    double value,
    double error,
    String unit,
    boolean higherIsBetter) {

  /** The parameter that says who did the job: an outside library too, or only our own backends. */
  private static final List<String> IMPLEMENTATION = List.of("implementation", "backend");

  /** Reads a result of JMH, whose benchmark has a parameter that names the implementation. */
  static Score of(RunResult result) {
    BenchmarkParams params = result.getParams();
    StringJoiner size = new StringJoiner(" ");
    String implementation = "";
    for (String key : params.getParamsKeys()) {
      if (IMPLEMENTATION.contains(key)) {
        implementation = params.getParam(key);
      } else {
        size.add(key + "=" + params.getParam(key));
      }
    }
    Result<?> primary = result.getPrimaryResult();
    return new Score(
        job(params.getBenchmark()),
        size.toString(),
        implementation,
        primary.getScore(),
        primary.getScoreError(),
        primary.getScoreUnit(),
        params.getMode() == Mode.Throughput);
  }

  /** Whether both did the same work. */
  boolean isSameJobAs(Score other) {
    return job.equals(other.job) && size.equals(other.size);
  }

  /** How many times faster this is than {@code baseline} at the same job. */
  double speedOver(Score baseline) {
    return higherIsBetter ? value / baseline.value : baseline.value / value;
  }

  /** Drops the package and the word that all benchmark classes end with. */
  private static String job(String benchmark) {
    int method = benchmark.lastIndexOf('.');
    int type = benchmark.lastIndexOf('.', method - 1);
    return benchmark.substring(type + 1).replace("Benchmark.", ".");
  }
}
