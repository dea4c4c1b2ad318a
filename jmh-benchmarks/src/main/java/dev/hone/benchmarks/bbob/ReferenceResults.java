package dev.hone.benchmarks.bbob;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Published expected running times, to be measured against; their notice stands beside them. */
final class ReferenceResults {
  static final String BIPOP = "BIPOP-CMA-ES@2009";
  static final String ACTIVE = "IPOP-ACTCMA-ES@ever";

  /**
   * What an algorithm needed.
   *
   * @param evaluations the expected number to Δf = 1e-8, infinite if it was never reached
   * @param successes how many runs reached it
   * @param runs of how many
   */
  record Result(double evaluations, int successes, int runs) {
    static final Result UNKNOWN = new Result(Double.NaN, 0, 0);
  }

  private final Map<String, Result> results = new HashMap<>();

  private ReferenceResults() {}

  static ReferenceResults load() {
    ReferenceResults all = new ReferenceResults();
    InputStream in =
        Objects.requireNonNull(ReferenceResults.class.getResourceAsStream("reference.csv"));
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines.lines().skip(1).forEach(all::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private void add(String line) {
    String[] f = line.split(",", -1);
    double evaluations = f[3].equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(f[3]);
    results.put(
        key(f[0], Integer.parseInt(f[1]), Integer.parseInt(f[2])),
        new Result(evaluations, Integer.parseInt(f[4]), Integer.parseInt(f[5])));
  }

  private static String key(String algorithm, int function, int dimension) {
    return algorithm + "," + function + "," + dimension;
  }

  Result of(String algorithm, int function, int dimension) {
    return results.getOrDefault(key(algorithm, function, dimension), Result.UNKNOWN);
  }

  /** The smaller expected number of evaluations of the two. */
  double best(int function, int dimension) {
    double bipop = of(BIPOP, function, dimension).evaluations();
    double active = of(ACTIVE, function, dimension).evaluations();
    return Double.isNaN(bipop) ? active : Math.min(bipop, active);
  }
}
