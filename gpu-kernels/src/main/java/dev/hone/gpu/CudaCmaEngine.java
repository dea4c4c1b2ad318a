package dev.hone.gpu;

import static dev.hone.gpu.Vectors.largest;
import static dev.hone.gpu.Vectors.move;
import static dev.hone.gpu.Vectors.norm;
import static dev.hone.gpu.Vectors.scale;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.cma.CholeskySnapshot;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.linalg.NumericalException;
import dev.hone.math.linalg.Shapes;
import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The search distribution of a CMA-ES with the Cholesky factor of its covariance, on a GPU: mean
 * and paths are here, matrices and samples there, and of a generation only its points come back.
 * The normal numbers are those of the CPU's engine, made on the device.
 *
 * <p>Holds three n×n and three λ×n matrices on the device at most, and a panel of steps.
 *
 * <p>Source: Hansen, The CMA Evolution Strategy: A Tutorial (2016), eqs. 40 to 47; Krause, Arbonès
 * and Igel, CMA-ES with Optimal Covariance Update and Storage Complexity (2016) for the step path
 * in the coordinates of the factor.
 */
final class CudaCmaEngine implements DeviceCmaEngine {
  private static final int MAX_RETRIES = 40;
  private static final Cleaner CLEANER = Cleaner.create();

  private final GpuDevice device;
  private final StrategyParameters parameters;
  private final int n;
  private final int lambda;
  private final Resources resources;
  private final Cleaner.Cleanable cleanable;

  private final double[] mean;
  private final double[] stepPath;
  private final double[] path;
  private final double[] deviations;
  private final double[] pivots;

  private final RecombinationWeights weights;
  private final double[] meanStep;
  private final double[] whiteStep;
  private final double[] step;
  private final double[] white;
  private boolean injected;
  private long decomposedAt;

  /** What an engine holds on the device; released by itself when the engine is forgotten. */
  private static final class Resources implements Runnable {
    private final GpuDevice device;
    final DeviceCma cma;

    Resources(GpuDevice device, DeviceCma cma) {
      this.device = device;
      this.cma = cma;
    }

    @Override
    public void run() {
      device.later(session -> cma.close());
      GpuDevice.release(device);
    }
  }

  /** An engine to be reset; takes the device over, to release it in the end. */
  CudaCmaEngine(GpuDevice device, StrategyParameters parameters) {
    this.device = device;
    this.parameters = parameters;
    n = parameters.dimension();
    lambda = parameters.populationSize();
    if (Math.max((long) n * lambda, (long) n * CholeskySnapshot.leadingDimension(n))
        > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException(
          lambda + " samples of " + n + " dimensions: expected fewer than 2³¹ numbers");
    }
    mean = new double[n];
    stepPath = new double[n];
    path = new double[n];
    deviations = new double[n];
    pivots = new double[n];
    weights = new RecombinationWeights(parameters);
    meanStep = new double[n];
    whiteStep = new double[n];
    step = new double[n];
    white = new double[n];
    resources = device.call(session -> new Resources(device, new DeviceCma(n, lambda, session)));
    cleanable = CLEANER.register(this, resources);
  }

  @Override
  public String name() {
    return "gpu";
  }

  @Override
  public StrategyParameters parameters() {
    return parameters;
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
    if (covariance != null) {
      checkDiagonal(covariance);
    }
    resetCovariance(covariance);
    System.arraycopy(newMean, 0, mean, 0, n);
    Arrays.fill(stepPath, 0);
    Arrays.fill(path, 0);
    injected = false;
  }

  private void checkDiagonal(double[] covariance) {
    Shapes.checkMatrix("covariance", n, n, covariance, 0, n);
    for (int i = 0; i < n; i++) {
      double variance = covariance[i * n + i];
      if (!(variance > 0 && variance <= Double.MAX_VALUE)) {
        throw new NumericalException(
            "variance " + i + " of " + n + " is " + variance + ": expected a positive number");
      }
    }
  }

  private void resetCovariance(double @Nullable [] covariance) {
    device.run(
        session -> {
          resources.cma.setCovariance(covariance);
          refactor();
        });
    decomposedAt = 0;
  }

  @Override
  public void covariance(double[] out) {
    Shapes.checkMatrix("out", n, n, out, 0, n);
    device.run(session -> resources.cma.covariance(out));
  }

  @Override
  public void setCovariance(double[] covariance) {
    checkDiagonal(covariance);
    resetCovariance(covariance);
  }

  @Override
  public void sample(CounterRandom random, double sigma, double[] points) {
    Shapes.checkMatrix("points", lambda, n, points, 0, n);
    // The generator moves on only when there are samples.
    long key = CounterRandom.at(random.seed(), random.stream(), random.position()).nextLong();
    device.run(session -> resources.cma.sample(key, mean, sigma, points));
    random.skip(1);
  }

  @Override
  public long sampleOnDevice(CounterRandom random, double sigma) {
    long key = CounterRandom.at(random.seed(), random.stream(), random.position()).nextLong();
    long address = device.call(session -> resources.cma.sampleOnDevice(key, mean, sigma));
    random.skip(1);
    return address;
  }

  @Override
  public void points(int from, int count, double[] out) {
    Shapes.checkMatrix("out", count, n, out, 0, n);
    if (from < 0 || count < 0 || count > lambda - from) {
      throw new IllegalArgumentException(
          "rows " + from + " to " + (from + (long) count) + ": expected some of " + lambda);
    }
    device.run(session -> resources.cma.points(from, count, out));
  }

  @Override
  public void replace(int row, double[] points, int offset, double sigma) {
    for (int k = 0; k < n; k++) {
      step[k] = (points[offset + k] - mean[k]) / sigma;
    }
    bringIntoRange();
    injected = true;
    device.run(session -> resources.cma.whiten(step, white));
    double length = norm(white);
    double longest = Math.sqrt(n) + 2.0 * n / (n + 2);
    if (length > longest) {
      scale(step, longest / length);
      scale(white, longest / length);
    }
    device.run(session -> resources.cma.replace(row, step, white));
  }

  /** A step so long that squares of it overflow keeps its direction only. */
  private void bringIntoRange() {
    if (largest(step) > 1e100) {
      for (int k = 0; k < n; k++) {
        step[k] = Math.clamp(step[k], -Double.MAX_VALUE, Double.MAX_VALUE) * 1e-208;
      }
      scale(step, 1e100 / largest(step));
    }
  }

  @Override
  public double update(int ranked, int[] order, double sigma, long generation) {
    StrategyParameters p = parameters;
    double effective = weights.take(ranked, order);
    device.run(session -> resources.cma.means(weights.ofRows, whiteStep, meanStep));
    if (injected) {
      shortenWhiteStep(effective);
      injected = false;
    }
    double cs = p.stepPathDecay();
    move(stepPath, cs, effective, whiteStep);
    double length = norm(stepPath);
    double faded = SpecialFunctions.exp(2.0 * (generation + 1) * SpecialFunctions.log(1 - cs));
    double warmUp = Math.sqrt(1 - faded);
    boolean moving = length / warmUp < (1.4 + 2.0 / (n + 1)) * p.expectedNorm();
    double cc = p.pathDecay();
    if (moving) {
      move(path, cc, effective, meanStep);
    } else {
      scale(path, 1 - cc);
    }
    double lostVariance = moving ? 0 : p.rankOneRate() * cc * (2 - cc);
    adapt(ranked, order, 1 - p.rankOneRate() + lostVariance);
    for (int k = 0; k < n; k++) {
      mean[k] = Math.fma(sigma, meanStep[k], mean[k]);
    }
    return length;
  }

  /** Hansen (2011), eq. 6: foreign points that agree must not make the step size explode. */
  private void shortenWhiteStep(double effective) {
    double length = Math.sqrt(effective) * norm(whiteStep);
    double longest = Math.sqrt(2.0 * n) + 2.0 * n / (n + 2);
    if (length > longest) {
      scale(whiteStep, longest / length);
    }
  }

  private void adapt(int ranked, int[] order, double decay) {
    RankedRates rates = RankedRates.of(ranked, order, weights.weights, parameters.rankMuRate());
    double[] direction = path.clone();
    scale(direction, Math.sqrt(parameters.rankOneRate()));
    double left = decay - rates.sum();
    device.run(
        session -> {
          resources.cma.decay(left);
          resources.cma.addProduct(direction);
          resources.cma.addSteps(rates.better(), rates.good(), rates.goodRates(), false);
          resources.cma.addSteps(rates.worse(), rates.bad(), rates.badRates(), true);
        });
  }

  @Override
  public void decompose(long generation) {
    if (generation - decomposedAt < parameters.decompositionGap()) {
      return;
    }
    boolean overflowed = device.call(session -> refactor());
    decomposedAt = generation;
    if (overflowed) {
      Arrays.fill(path, 0);
    }
  }

  /**
   * Factors C; where it has lost its definiteness to rounding, adds ε·I, ever more, until it has it
   * back.
   *
   * @return whether C had overflowed and was forgotten
   */
  private boolean refactor() {
    DeviceCma cma = resources.cma;
    boolean forgotten = false;
    double trace = trace();
    if (!(trace > 0 && trace <= Double.MAX_VALUE)) {
      cma.setCovariance(null);
      forgotten = true;
      trace = n;
    }
    double epsilon = 0x1p-50 * trace / n;
    int retries = 0;
    while (!cma.factorize()) {
      if (retries++ == MAX_RETRIES) {
        cma.setCovariance(null);
        forgotten = true;
      }
      cma.shift(epsilon);
      epsilon *= 4;
    }
    cma.variances(deviations);
    for (int k = 0; k < n; k++) {
      deviations[k] = Math.sqrt(deviations[k]);
    }
    cma.pivots(pivots);
    return forgotten;
  }

  private double trace() {
    resources.cma.variances(deviations);
    double trace = 0;
    for (double variance : deviations) {
      trace += Math.max(0, variance);
    }
    return trace;
  }

  @Override
  public double standardDeviation(int coordinate) {
    return deviations[coordinate];
  }

  @Override
  public double largestDeviation() {
    return largest(deviations);
  }

  /** A lower bound: variances are at most, squared pivots at least, those of C's axes. */
  @Override
  public double conditionNumber() {
    double smallest = Double.POSITIVE_INFINITY;
    for (double pivot : pivots) {
      smallest = Math.min(smallest, pivot);
    }
    double ratio = largest(deviations) / smallest;
    return ratio * ratio;
  }

  @Override
  public void axis(int index, double[] out) {
    device.run(session -> resources.cma.axis(index, out));
  }

  @Override
  public void save(DataOutput out) throws IOException {
    int ld = CholeskySnapshot.leadingDimension(n);
    double[] covariance = new double[n * ld];
    double[] factor = new double[n * ld];
    device.run(session -> resources.cma.save(covariance, factor, ld));
    new CholeskySnapshot(
            mean,
            stepPath,
            path,
            decomposedAt,
            covariance,
            factor,
            deviations,
            CholeskySnapshot.Pending.none(),
            /* background= */ null)
        .write(out);
  }

  /** What another engine has pending is added; here nothing is decomposed in the background. */
  @Override
  public void load(DataInput in) throws IOException {
    CholeskySnapshot read = CholeskySnapshot.read(in, n);
    int ld = CholeskySnapshot.leadingDimension(n);
    double[] covariance = read.settledCovariance(Engines.linearAlgebra(Backend.AUTO));
    device.run(session -> resources.cma.restore(covariance, read.factor(), ld));
    System.arraycopy(read.mean(), 0, mean, 0, n);
    System.arraycopy(read.stepPath(), 0, stepPath, 0, n);
    System.arraycopy(read.path(), 0, path, 0, n);
    System.arraycopy(read.deviations(), 0, deviations, 0, n);
    for (int k = 0; k < n; k++) {
      pivots[k] = read.factor()[k * ld + k];
    }
    decomposedAt = read.decomposedAt();
    injected = false;
  }

  @Override
  public void close() {
    cleanable.clean();
  }
}
