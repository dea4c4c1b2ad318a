package dev.hone.math.internal.fallback;

import dev.hone.math.BackendFailureException;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.gp.CandidateDesign;
import dev.hone.math.gp.GpCandidates;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.gp.GpSamplePaths;
import dev.hone.math.gp.PosteriorFunction;
import dev.hone.math.internal.calibration.GpuChoice;
import dev.hone.math.special.SpecialFunctions;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An engine that is the GPU's where there are observations enough, and the CPU's else; when the GPU
 * fails, the CPU's is told what the other was told, and the call that failed is made again there.
 * Which of the two it is, is decided when data are set; observations appended one by one stay where
 * they are.
 */
public final class FallbackGpEngine implements GpEngine {
  /** What stands in for no noise at all, relative to the prior variance: rounding is far below. */
  private static final double EXACT_NOISE = 1e-8;

  private final Supplier<GpEngine> gpu;
  private final Supplier<GpEngine> cpu;
  private final GpHistory history;
  private GpEngine active;
  private boolean onGpu;

  /** How often another engine took over. */
  private int changes;

  /**
   * Starts without data, on the CPU.
   *
   * @param model the model of both
   * @param gpu makes engines of the GPU, or throws {@link BackendUnavailableException}
   * @param cpu makes engines of the CPU
   */
  public FallbackGpEngine(GpModel model, Supplier<GpEngine> gpu, Supplier<GpEngine> cpu) {
    this.gpu = gpu;
    this.cpu = cpu;
    this.history = new GpHistory(model.dimension());
    this.active = cpu.get();
  }

  /** Takes the engine that n observations are for; what the other held is forgotten. */
  private void choose(int n) {
    boolean wanted = n >= GpuChoice.GAUSSIAN_PROCESS.threshold();
    if (wanted == onGpu) {
      return;
    }
    GpEngine next;
    try {
      next = wanted ? gpu.get() : cpu.get();
    } catch (BackendUnavailableException | BackendFailureException e) {
      GpuChoice.giveUp(e);
      return;
    }
    close();
    active = next;
    changes++;
    onGpu = wanted;
  }

  /** Has work done by the engine there is, or by the CPU's if it fails. */
  private <T> T ask(Function<GpEngine, T> work) {
    if (onGpu) {
      try {
        return work.apply(active);
      } catch (BackendFailureException e) {
        GpuChoice.giveUp(e);
        GpEngine next = cpu.get();
        history.replay(next);
        close();
        active = next;
        changes++;
        onGpu = false;
      }
    }
    return work.apply(active);
  }

  private void tell(Consumer<GpEngine> work) {
    ask(
        engine -> {
          work.accept(engine);
          return this;
        });
  }

  @Override
  public String name() {
    return active.name();
  }

  @Override
  public GpModel model() {
    return active.model();
  }

  @Override
  public int size() {
    return active.size();
  }

  @Override
  public void setData(int n, double[] x, double[] y) {
    choose(n);
    tell(engine -> engine.setData(n, x, y));
    history.setData(n, x, y, null);
  }

  @Override
  public void setData(int n, double[] x, double[] y, double[] noise) {
    choose(n);
    tell(engine -> engine.setData(n, x, y, noise));
    history.setData(n, x, y, noise);
  }

  @Override
  public double logMarginalLikelihood(double[] theta, double @Nullable [] gradient) {
    return ask(engine -> engine.logMarginalLikelihood(theta, gradient));
  }

  @Override
  public void logMarginalLikelihoods(
      int count, double[] thetas, double[] values, double[] gradients) {
    tell(engine -> engine.logMarginalLikelihoods(count, thetas, values, gradients));
  }

  @Override
  public void condition(double[] theta) {
    if (theta.length == model().hyperparameterCount()) {
      // Before it is done: where no jitter helps, the engine is no longer conditioned either.
      history.condition(theta);
    }
    tell(engine -> engine.condition(theta));
  }

  @Override
  public void append(double[] x, double y) {
    tell(engine -> engine.append(x, y));
    history.append(x, y, 0);
  }

  @Override
  public void append(double[] x, double y, double noise) {
    tell(engine -> engine.append(x, y, noise));
    history.append(x, y, noise);
  }

  @Override
  public void appendPending(double[] x) {
    tell(engine -> engine.appendPending(x));
    history.appendPending(x);
  }

  @Override
  public void appendKnown(double[] x) {
    tell(engine -> engine.appendKnown(x));
    history.appendKnown(x);
  }

  @Override
  public void setTargets(int count, double[] y) {
    tell(engine -> engine.setTargets(count, y));
    history.setTargets(count, y);
  }

  @Override
  public void truncate(int n) {
    tell(engine -> engine.truncate(n));
    history.truncate(n);
  }

  @Override
  public void innovations(double[] z) {
    tell(engine -> engine.innovations(z));
  }

  @Override
  public void fittedMeans(double[] mean) {
    tell(engine -> engine.fittedMeans(mean));
  }

  @Override
  public double logPredictiveDensity(double[] x, double y) {
    return ask(engine -> engine.logPredictiveDensity(x, y));
  }

  @Override
  public double leaveOneOut(double[] mean, double[] variance) {
    return ask(engine -> engine.leaveOneOut(mean, variance));
  }

  @Override
  public void posterior(int m, double[] x, double[] mean, double @Nullable [] variance) {
    tell(engine -> engine.posterior(m, x, mean, variance));
  }

  @Override
  public void posterior(
      int m,
      double[] x,
      double[] mean,
      double @Nullable [] variance,
      double[] meanGradient,
      double @Nullable [] varianceGradient) {
    tell(engine -> engine.posterior(m, x, mean, variance, meanGradient, varianceGradient));
  }

  @Override
  public void logExpectedImprovement(
      int m, double[] x, double best, double[] value, double @Nullable [] gradient) {
    tell(engine -> engine.logExpectedImprovement(m, x, best, value, gradient));
  }

  @Override
  public void evaluate(
      int m,
      double[] x,
      int last,
      PosteriorFunction function,
      double[] value,
      double @Nullable [] gradient) {
    tell(engine -> engine.evaluate(m, x, last, function, value, gradient));
  }

  @Override
  public void posteriorCovariance(int m, double[] x, double[] mean, double[] covariance) {
    tell(engine -> engine.posteriorCovariance(m, x, mean, covariance));
  }

  @Override
  public void samplePosterior(int m, double[] x, int count, long seed, double[] samples) {
    tell(engine -> engine.samplePosterior(m, x, count, seed, samples));
  }

  @Override
  public GpSamplePaths samplePaths(int count, long seed) {
    GpSamplePaths drawn = ask(engine -> engine.samplePaths(count, seed));
    if (!onGpu) {
      return drawn;
    }
    GpHistory then = history.copy();
    return new FallbackSamplePaths(drawn, () -> drawOnCpu(then, count, seed));
  }

  private GpSamplePaths drawOnCpu(GpHistory then, int count, long seed) {
    try (GpEngine engine = cpu.get()) {
      then.replay(engine);
      return engine.samplePaths(count, seed);
    }
  }

  @Override
  public GpCandidates candidates(int m, double[] x) {
    return new Followers(m, ask(engine -> engine.candidates(m, x)), x);
  }

  /** Candidates of the engine there is, made anew when it is another. */
  private final class Followers implements GpCandidates {
    private final int size;
    private double[] x;
    private int followed = changes;
    private GpCandidates candidates;

    Followers(int size, GpCandidates candidates, double[] x) {
      this.size = size;
      this.candidates = candidates;
      this.x = Arrays.copyOf(x, size * model().dimension());
    }

    private GpCandidates of(GpEngine engine) {
      if (changes != followed) {
        candidates = engine.candidates(size, x);
        followed = changes;
      }
      return candidates;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public void replace(double[] others) {
      tell(engine -> of(engine).replace(others));
      x = Arrays.copyOf(others, x.length);
    }

    @Override
    public void moments(double[] mean, double[] variance) {
      tell(engine -> of(engine).moments(mean, variance));
    }

    @Override
    public void logExpectedImprovement(double best, double[] value) {
      tell(engine -> of(engine).logExpectedImprovement(best, value));
    }
  }

  @Override
  public int bestCandidates(
      CandidateDesign design, double best, int k, double[] x, double[] value) {
    return ask(engine -> engine.bestCandidates(design, best, k, x, value));
  }

  @Override
  public double[] points() {
    return active.points();
  }

  /** On the GPU, an engine that can fall back as well. */
  @Override
  public GpEngine withoutNoise() {
    double[] theta = history.theta();
    if (!onGpu || theta == null) {
      return active.withoutNoise();
    }
    double prior = SpecialFunctions.exp(theta[model().outputScaleIndex()]);
    theta[model().noiseIndex()] = SpecialFunctions.log(EXACT_NOISE * prior);
    FallbackGpEngine twin = new FallbackGpEngine(model(), gpu, cpu);
    try {
      twin.setData(size(), points(), new double[size()]);
      twin.condition(theta);
      return twin;
    } catch (RuntimeException e) {
      twin.close();
      throw e;
    }
  }

  @Override
  public void close() {
    active.close();
  }
}
