package dev.hone.math.internal.fallback;

import dev.hone.math.BackendFailureException;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.cma.CholeskySnapshot;
import dev.hone.math.cma.CmaEngine;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.internal.calibration.GpuChoice;
import dev.hone.math.random.CounterRandom;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A CMA-ES engine that is the GPU's; when that fails, one of the CPU takes its place, is brought to
 * where the other was, and the call that failed is made again there. For that it keeps a snapshot
 * and what was done since ({@link CmaHistory}); samples are those of the CPU but for rounding, as
 * both draw by the same counters.
 *
 * <p>A snapshot is taken each {@value #GENERATIONS} generations, or when the orders of samples
 * since take much memory: two matrices that come down from the device. Unlike other engines it
 * allocates: of each call it keeps the mean and the evolution path as they were before.
 */
public final class FallbackCmaEngine implements CmaEngine {
  /** Generations after which a decomposition ends with a snapshot. */
  private static final int GENERATIONS = 64;

  /** The largest dimension whose matrices fit one snapshot. */
  private static final int LARGEST = 11_000;

  private final Supplier<CmaEngine> cpu;
  private final CmaHistory history = new CmaHistory();
  private final double[] mean;
  private final double[] path;
  private CmaEngine active;
  private boolean onGpu;
  private byte[] snapshot = {};
  private @Nullable Executor background;

  /**
   * Starts to be reset.
   *
   * @param parameters of both engines
   * @param gpu makes engines of the GPU, or throws {@link BackendUnavailableException}
   * @param cpu makes engines of the CPU
   */
  public FallbackCmaEngine(
      StrategyParameters parameters, Supplier<CmaEngine> gpu, Supplier<CmaEngine> cpu) {
    this.cpu = cpu;
    this.mean = new double[parameters.dimension()];
    this.path = new double[parameters.dimension()];
    CmaEngine made = null;
    try {
      made = gpu.get();
    } catch (BackendUnavailableException | BackendFailureException e) {
      GpuChoice.giveUp(e);
    }
    this.onGpu = made != null;
    this.active = made == null ? cpu.get() : made;
  }

  /** Whether a strategy is small enough to be kept track of; one log line says of the first not. */
  public static boolean supports(StrategyParameters parameters) {
    if (parameters.dimension() <= LARGEST) {
      return true;
    }
    GpuChoice.EVOLUTION.passOver(
        "a CMA-ES of "
            + parameters.dimension()
            + " dimensions, of which no snapshot could be kept for the CPU to go on from: expected"
            + " at most "
            + LARGEST
            + ", or -Dhone.backend=gpu, which has no fallback");
    return false;
  }

  /** Has work done by the engine there is, or by the CPU's if it fails. */
  private <T> T ask(Function<CmaEngine, T> work) {
    CmaHistory.Vectors told = vectors();
    T result;
    try {
      tell(active, told);
      result = work.apply(active);
    } catch (BackendFailureException e) {
      if (!onGpu) {
        throw e;
      }
      GpuChoice.giveUp(e);
      takeOver();
      tell(active, told);
      result = work.apply(active);
    }
    System.arraycopy(active.mean(), 0, mean, 0, mean.length);
    System.arraycopy(active.evolutionPath(), 0, path, 0, path.length);
    return result;
  }

  /** Mean and path as they are, whoever has changed them. */
  private CmaHistory.Vectors vectors() {
    return new CmaHistory.Vectors(mean.clone(), path.clone());
  }

  private static void tell(CmaEngine engine, CmaHistory.Vectors vectors) {
    System.arraycopy(vectors.mean(), 0, engine.mean(), 0, vectors.mean().length);
    System.arraycopy(vectors.path(), 0, engine.evolutionPath(), 0, vectors.path().length);
  }

  /** Brings an engine of the CPU to where that of the GPU was before the call that failed. */
  private void takeOver() {
    CmaEngine next = cpu.get();
    if (snapshot.length > 0) {
      restore(next, snapshot);
      history.replay(next);
    }
    next.decomposeIn(background);
    active.close();
    active = next;
    onGpu = false;
    history.clear();
    snapshot = new byte[0];
  }

  private static void restore(CmaEngine engine, byte[] bytes) {
    try {
      engine.load(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException("a snapshot in memory could not be read", e);
    }
  }

  private static byte[] saved(CmaEngine engine) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      engine.save(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("a snapshot in memory could not be written", e);
    }
    return bytes.toByteArray();
  }

  /** Takes note of something done, which was done with these vectors. */
  private void note(CmaHistory.Vectors before, CmaHistory.Change change) {
    if (onGpu) {
      history.add(before, change);
    }
  }

  /**
   * Does something that no history is needed for afterwards, and begins anew with what the engine
   * then is: if that cannot be had, it is done on the CPU.
   */
  private void begin(Consumer<CmaEngine> work) {
    byte[] bytes =
        ask(
            engine -> {
              work.accept(engine);
              return onGpu ? saved(engine) : new byte[0];
            });
    snapshot = bytes;
    history.clear();
  }

  @Override
  public String name() {
    return active.name();
  }

  @Override
  public StrategyParameters parameters() {
    return active.parameters();
  }

  @Override
  public double[] mean() {
    return mean;
  }

  @Override
  public double[] evolutionPath() {
    return path;
  }

  @Override
  public void reset(double[] newMean, double @Nullable [] covariance) {
    begin(engine -> engine.reset(newMean, covariance));
  }

  @Override
  public void covariance(double[] out) {
    ask(
        engine -> {
          engine.covariance(out);
          return this;
        });
  }

  @Override
  public void setCovariance(double[] covariance) {
    begin(engine -> engine.setCovariance(covariance));
  }

  @Override
  public void sample(CounterRandom random, double sigma, double[] points) {
    CmaHistory.Vectors before = vectors();
    CmaHistory.Change change =
        new CmaHistory.Sample(random.seed(), random.stream(), random.position(), sigma);
    ask(
        engine -> {
          engine.sample(random, sigma, points);
          return this;
        });
    note(before, change);
  }

  @Override
  public void replace(int row, double[] points, int offset, double sigma) {
    CmaHistory.Vectors before = vectors();
    double[] point = Arrays.copyOfRange(points, offset, offset + mean.length);
    ask(
        engine -> {
          engine.replace(row, points, offset, sigma);
          return this;
        });
    note(before, new CmaHistory.Replacement(row, point, sigma));
  }

  @Override
  public double update(int ranked, int[] order, double sigma, long generation) {
    CmaHistory.Vectors before = vectors();
    double length = ask(engine -> engine.update(ranked, order, sigma, generation));
    note(before, new CmaHistory.Update(ranked, order.clone(), sigma, generation));
    return length;
  }

  @Override
  public void decompose(long generation) {
    CmaHistory.Vectors before = vectors();
    ask(
        engine -> {
          engine.decompose(generation);
          return this;
        });
    note(before, new CmaHistory.Decomposition(generation));
    if (history.isLongerThan(GENERATIONS)) {
      begin(engine -> {});
    }
  }

  @Override
  public void decomposeIn(@Nullable Executor executor) {
    background = executor;
    active.decomposeIn(executor);
  }

  @Override
  public double standardDeviation(int coordinate) {
    return active.standardDeviation(coordinate);
  }

  @Override
  public double largestDeviation() {
    return active.largestDeviation();
  }

  @Override
  public double conditionNumber() {
    return active.conditionNumber();
  }

  @Override
  public void axis(int index, double[] out) {
    ask(
        engine -> {
          engine.axis(index, out);
          return this;
        });
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.write(ask(FallbackCmaEngine::saved));
  }

  @Override
  public void load(DataInput in) throws IOException {
    CholeskySnapshot read = CholeskySnapshot.read(in, mean.length);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    read.write(new DataOutputStream(bytes));
    begin(engine -> restore(engine, bytes.toByteArray()));
  }

  @Override
  public void close() {
    active.close();
  }
}
