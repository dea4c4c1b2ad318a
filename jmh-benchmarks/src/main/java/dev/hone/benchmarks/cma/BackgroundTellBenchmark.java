package dev.hone.benchmarks.cma;

import dev.hone.benchmarks.HoneBenchmark;
import dev.hone.math.cma.CmaEs;
import dev.hone.math.cma.CovarianceModel;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a caller waits for in {@code tell} while another thread decomposes the covariance: the
 * evaluations of a generation take some milliseconds, which are not measured, and a decomposition
 * has those of several generations to be done in.
 */
@BenchmarkMode(Mode.SampleTime)
@Measurement(iterations = 1, time = 5)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class BackgroundTellBenchmark extends HoneBenchmark {

  private static final long WARM_UP_MILLIS = 3000;

  /** How the covariance is decomposed. */
  @Param({"CHOLESKY", "EIGEN"})
  public CovarianceModel model = CovarianceModel.CHOLESKY;

  /** The dimension. */
  @Param({"200", "500", "1000"})
  public int n;

  /** What the evaluations of a generation take. */
  @Param("5")
  public int evaluationMillis;

  private ExecutorService executor;
  private CmaEs es;
  private double[] values;

  /** Begins a run. */
  @Setup
  public void setUp() {
    executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "decompositions");
              thread.setDaemon(true);
              return thread;
            });
    begin();
    // The JIT counts calls, of which a second with evaluations has less than two hundred.
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WARM_UP_MILLIS);
    while (System.nanoTime() < end) {
      rank();
      es.tell(values);
      if (es.sigma() < 1e-9) {
        es.close();
        begin();
      }
    }
  }

  private void begin() {
    double[] start = new double[n];
    Arrays.fill(start, 1);
    es = CmaEs.builder(start, 0.3).model(model).decomposeIn(executor).build();
    values = new double[es.populationSize()];
  }

  /** Ends the thread. */
  @TearDown
  public void tearDown() {
    es.close();
    executor.shutdown();
  }

  /** Evaluates a generation: the sphere, and a core that has something else to do. */
  @Setup(Level.Invocation)
  public void evaluate() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(evaluationMillis);
    rank();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** Asks for a generation, and what the sphere says of it. */
  private void rank() {
    double[] points = es.ask();
    for (int i = 0; i < values.length; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += points[i * n + j] * points[i * n + j];
      }
      values[i] = sum;
    }
  }

  /** Tells the generation. */
  @Benchmark
  public void tell() {
    es.tell(values);
  }
}
