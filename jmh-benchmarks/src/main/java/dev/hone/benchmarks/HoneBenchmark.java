package dev.hone.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How every benchmark is run unless the command line says otherwise.
 *
 * <p>Five forks, because the JIT compiles vector loops in one of several ways and keeps to it for
 * the life of a JVM: iterations alone would not show that spread. A fixed heap keeps its growth out
 * of the measurement, and vector kernels are used from the first call on, so that what is measured
 * does not depend on when a background thread has compiled them. One thread, as the baselines have;
 * {@code bench} overrides that where a parameter {@code threads} says so.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 5,
    jvmArgsPrepend = "-Dhone.threads=1",
    jvmArgsAppend = {
      "-Dhone.warmup=off",
      "--add-modules=jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      "-Xms1g",
      "-Xmx1g"
    })
public abstract class HoneBenchmark {}
