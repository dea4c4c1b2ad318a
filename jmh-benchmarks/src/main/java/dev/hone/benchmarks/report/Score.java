package dev.hone.benchmarks.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.hone.benchmarks.Comparison;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What one implementation scored at one job of one size.
 *
 * @param job the benchmark, such as {@code Gemm.multiply}
 * @param size the parameters other than the implementation, such as {@code d=20 n=500}; a single
 *     thread goes without saying
 * @param implementation who did the job
 * @param value the mean
 * @param error half the width of its 99.9 % confidence interval; NaN if there were too few samples
 * @param unit the unit of value and error
 * @param higherIsBetter whether the value is a rate rather than a time
 * @param allocated bytes allocated per operation; NaN if that was not measured
 * @param median the time that half of the operations took at most; NaN unless each was timed
 * @param tail the time that 99 of 100 took at most; NaN unless each was timed
 */
record Score(
    String job,
    String size,
    String implementation,
    double value,
    double error,
    String unit,
    boolean higherIsBetter,
    double allocated,
    double median,
    double tail) {

  /** The parameter that says who did the job: an outside library too, or only our own backends. */
  static final List<String> IMPLEMENTATION_PARAMETERS = List.of("implementation", "backend");

  private static final String MILLIS = "Millis";
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /** Reads a result of JMH, whose benchmark has a parameter that names the implementation. */
  static Score of(JsonObject result) {
    Map<String, String> parameters = new TreeMap<>();
    if (result.has("params")) {
      result
          .getAsJsonObject("params")
          .asMap()
          .forEach((name, value) -> parameters.put(name, value.getAsString()));
    }
    // Where there is no choice, it is ours.
    String implementation = Comparison.OURS;
    for (String name : IMPLEMENTATION_PARAMETERS) {
      implementation = parameters.containsKey(name) ? parameters.remove(name) : implementation;
    }
    JsonObject primary = result.getAsJsonObject("primaryMetric");
    JsonObject secondary = result.getAsJsonObject("secondaryMetrics");
    JsonElement allocated = secondary.get(ALLOCATED);
    double millis = millis(secondary);
    boolean isOwn = millis > 0;
    return new Score(
        job(result.get("benchmark").getAsString()),
        size(parameters),
        implementation,
        isOwn ? millis : primary.get("score").getAsDouble(),
        isOwn ? Double.NaN : primary.get("scoreError").getAsDouble(),
        isOwn ? "ms/op" : primary.get("scoreUnit").getAsString(),
        result.get("mode").getAsString().equals("thrpt"),
        isOwn || allocated == null
            ? Double.NaN
            : allocated.getAsJsonObject().get("score").getAsDouble(),
        percentile(result, "50.0"),
        percentile(result, "99.0"));
  }

  /** A single score has percentiles too, but of iterations. */
  private static double percentile(JsonObject result, String percent) {
    return result.get("mode").getAsString().equals("sample")
        ? result
            .getAsJsonObject("primaryMetric")
            .getAsJsonObject("scorePercentiles")
            .get(percent)
            .getAsDouble()
        : Double.NaN;
  }

  /**
   * What a benchmark that starts JVMs of its own says of the time its job took in them: the sum
   * over its counters of milliseconds, by their medians; 0 for all others.
   */
  private static double millis(JsonObject secondary) {
    double sum = 0;
    for (Map.Entry<String, JsonElement> metric : secondary.entrySet()) {
      if (metric.getKey().endsWith(MILLIS)) {
        List<Double> values = new ArrayList<>();
        for (JsonElement fork : metric.getValue().getAsJsonObject().getAsJsonArray("rawData")) {
          fork.getAsJsonArray().forEach(value -> values.add(value.getAsDouble()));
        }
        Collections.sort(values);
        sum += values.get(values.size() / 2);
      }
    }
    return sum;
  }

  /** Drops the package and the word that all benchmark classes end with. */
  static String job(String benchmark) {
    int method = benchmark.lastIndexOf('.');
    int type = benchmark.lastIndexOf('.', method - 1);
    return benchmark.substring(type + 1).replace("Benchmark.", ".");
  }

  private static String size(Map<String, String> parameters) {
    StringJoiner size = new StringJoiner(" ");
    parameters.forEach(
        (name, value) -> {
          if (!name.equals("threads") || !value.equals("1")) {
            size.add(name + "=" + value);
          }
        });
    return size.toString();
  }

  /** A number out of the size, or NaN if the job has no such parameter. */
  double parameter(String name) {
    for (String parameter : size.split(" ", -1)) {
      if (parameter.startsWith(name + "=")) {
        return Double.parseDouble(parameter.substring(name.length() + 1));
      }
    }
    return Double.NaN;
  }

  /** Whether both did the same work. */
  boolean isSameJobAs(Score other) {
    return job.equals(other.job) && size.equals(other.size);
  }

  /** How many times faster this is than {@code baseline}, of whatever job, by its mean. */
  double speedOver(Score baseline) {
    return baseline.seconds() / seconds();
  }

  /** The seconds that half of the operations took at most. */
  double medianSeconds() {
    return median * scale();
  }

  /** The seconds that 99 of 100 operations took at most. */
  double tailSeconds() {
    return tail * scale();
  }

  /** Seconds per operation. */
  double seconds() {
    return higherIsBetter ? scale() / value : value * scale();
  }

  private double scale() {
    String time = unit.replace("/op", "").replace("ops/", "");
    return switch (time) {
      case "ns" -> 1e-9;
      case "us" -> 1e-6;
      case "ms" -> 1e-3;
      case "s" -> 1;
      default -> throw new IllegalArgumentException("unit = " + unit + ": expected one of time");
    };
  }
}
