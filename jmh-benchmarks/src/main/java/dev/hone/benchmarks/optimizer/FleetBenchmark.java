package dev.hone.benchmarks.optimizer;

import dev.hone.Configuration;
import dev.hone.DoubleParam;
import dev.hone.GpOptimizer;
import dev.hone.OptimizerFleet;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.benchmarks.Comparison;
import dev.hone.math.Backend;
import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One step of many small optimizers, refits included: a suggestion for each, and a value told to
 * each.
 *
 * <p>The baseline is what one would write without a fleet, a loop over single optimizers. After
 * {@value #SPAN} steps both go back to where they started, so that the size stays what it is said
 * to be.
 */
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class FleetBenchmark extends Comparison {
  static final int SPAN = 4;
  static final String LOOP = "loop";

  /** An {@link OptimizerFleet} on the CPU or on a GPU, or a loop over {@link GpOptimizer}. */
  @Param({OURS, GPU, LOOP})
  public String implementation = OURS;

  /** How many optimizers. */
  @Param("100")
  public int members = 100;

  /** Trials told to each before. */
  @Param("50")
  public int trials = 50;

  /** Number of continuous parameters. */
  @Param("6")
  public int d = 6;

  /** Threads of the pool. */
  @Param("1")
  public int threads = 1;

  private SearchSpace space;
  private List<DoubleParam> parameters;
  private double[] values;
  private int steps;

  private byte[] snapshot;
  private OptimizerFleet fleet;
  private final List<byte[]> ofSingles = new ArrayList<>();
  private final List<GpOptimizer> singles = new ArrayList<>();

  /** Tells the first trials, and has hyperparameters fitted to them. */
  @Setup
  public void setUp() {
    checkThreads(threads);
    SearchSpace.Builder builder = SearchSpace.builder();
    parameters = new ArrayList<>();
    for (int k = 0; k < d; k++) {
      parameters.add(builder.uniform("x" + k, 0, 1));
    }
    space = builder.build();
    values = new double[members];
    if (!implementation.equals(LOOP)) {
      setUpFleet();
    } else {
      for (int i = 0; i < members; i++) {
        setUpSingle(i);
      }
    }
    startOver();
  }

  private Backend backend() {
    return implementation.equals(GPU) ? Backend.GPU : Backend.configured();
  }

  private void setUpFleet() {
    try (OptimizerFleet first =
        OptimizerFleet.on(space, members).backend(backend()).refitGrowth(0).build()) {
      for (int i = 0; i < members; i++) {
        for (Configuration configuration : observed(i)) {
          first.observe(i, configuration, objective(i, configuration));
        }
      }
      List<Configuration> asked = first.askAll();
      for (int i = 0; i < members; i++) {
        values[i] = objective(i, asked.get(i));
      }
      first.tellAll(values);
      snapshot = first.snapshot();
    }
  }

  private void setUpSingle(int i) {
    try (GpOptimizer first = GpOptimizer.on(space).seed(i).refitGrowth(0).build()) {
      for (Configuration configuration : observed(i)) {
        first.observe(configuration, objective(i, configuration));
      }
      Trial trial = first.ask();
      first.tell(trial, objective(i, trial.configuration()));
      ofSingles.add(first.snapshot());
    }
  }

  private List<Configuration> observed(int member) {
    CounterRandom random = CounterRandom.of(1, member);
    double[] point = new double[d];
    List<Configuration> observed = new ArrayList<>();
    for (int i = 0; i < trials - 1; i++) {
      random.fillUniform(point, 0, d);
      observed.add(space.decode(point));
    }
    return observed;
  }

  /** Releases the optimizers. */
  @TearDown
  public void tearDown() {
    if (fleet != null) {
      fleet.close();
    }
    singles.forEach(GpOptimizer::close);
    singles.clear();
    ofSingles.clear();
  }

  /** Steps all of them once; returns the values told. */
  @Benchmark
  public double[] step() {
    if (steps == SPAN) {
      startOver();
    }
    steps++;
    if (!implementation.equals(LOOP)) {
      List<Configuration> asked = fleet.askAll();
      for (int i = 0; i < members; i++) {
        values[i] = objective(i, asked.get(i));
      }
      fleet.tellAll(values);
    } else {
      for (int i = 0; i < members; i++) {
        Trial trial = singles.get(i).ask();
        values[i] = objective(i, trial.configuration());
        singles.get(i).tell(trial, values[i]);
      }
    }
    return values;
  }

  private void startOver() {
    steps = 0;
    if (!implementation.equals(LOOP)) {
      if (fleet != null) {
        fleet.close();
      }
      fleet = OptimizerFleet.restore(snapshot, space, backend());
    } else {
      singles.forEach(GpOptimizer::close);
      singles.clear();
      for (byte[] snapshot : ofSingles) {
        singles.add(GpOptimizer.restore(snapshot, space));
      }
    }
  }

  /** A bowl with ripples, elsewhere for every member. */
  private double objective(int member, Configuration configuration) {
    double sum = 0;
    for (int k = 0; k < d; k++) {
      double step = 4 * configuration.get(parameters.get(k)) - 2 + 0.1 * (member % 10);
      sum += (1 + k) * step * step + Math.cos(3 * step);
    }
    return sum;
  }
}
