package dev.hone.benchmarks.cold;

import dev.hone.GpOptimizer;
import dev.hone.math.Engines;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A suggestion after 50 trials of six parameters in a JVM that has done nothing before. Each
 * measurement starts a JVM of its own, however many of them JMH is told to make in one fork.
 *
 * <p>JMH's own score is what a user at a terminal waits, the start of the JVM included; the
 * counters are the parts that the library answers for, and their sum is what the tables of {@code
 * bench} show.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 20)
@Fork(1)
public class FirstCallBenchmark {

  /** {@code simd} starts on plain loops; {@code simd-off} does without them. */
  @Param({"simd", "simd-off", "scalar"})
  public String implementation = "simd";

  /** Milliseconds inside the JVM. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Parts {
    /** To make the optimizer and tell it the trials. */
    public double setUpMillis;

    /** To fit the first model and suggest. */
    public double askMillis;
  }

  /** Starts a JVM for one suggestion; returns the suggestion's hash. */
  @Benchmark
  public String firstSuggestion(Parts parts) throws IOException, InterruptedException {
    boolean off = implementation.endsWith("-off");
    String backend =
        off ? implementation.substring(0, implementation.indexOf('-')) : implementation;
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--add-modules=jdk.incubator.vector",
                    "-Dhone.warmup=" + (off ? "off" : "background"),
                    "-cp",
                    classPath(),
                    FirstCall.class.getName(),
                    backend,
                    "50",
                    "6"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("the JVM for " + implementation + " failed");
    }
    String[] fields = line.strip().split(" ", -1);
    parts.setUpMillis = Double.parseDouble(fields[0]);
    parts.askMillis = Double.parseDouble(fields[1]);
    return fields[2];
  }

  /** What a program has that depends on hone-optimizers alone: with all of ours it takes longer. */
  static String classPath() {
    List<String> places = new ArrayList<>();
    for (Class<?> in : List.of(FirstCall.class, GpOptimizer.class, Engines.class)) {
      URL location = in.getProtectionDomain().getCodeSource().getLocation();
      String place = Path.of(URI.create(location.toString())).toString();
      if (!places.contains(place)) {
        places.add(place);
      }
    }
    return String.join(File.pathSeparator, places);
  }
}
