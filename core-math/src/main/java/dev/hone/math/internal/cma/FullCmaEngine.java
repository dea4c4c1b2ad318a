package dev.hone.math.internal.cma;

import dev.hone.math.cma.CholeskySnapshot;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.random.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A full covariance matrix C = FᵀF with the factor F it is sampled through: y = Fᵀz.
 *
 * <p>The whitened samples z are kept beside their steps, so that lengths and the step path need no
 * inverse. They are held n×λ, as the product wants its left operand.
 */
abstract class FullCmaEngine extends CpuCmaEngine {
  private static final int MAX_RETRIES = 40;

  final int ld;
  double[] factor;

  /** n×λ: column i is the z of sample i. */
  final double[] white;

  /** While a decomposition goes on in the background, that task's alone. */
  private final double[] covariance;

  private double[] deviations;
  private final double[] rowWeights;
  private final double[] squares;
  private final double[] column;
  private final int pendingGap;
  private PendingUpdates pending;
  private long decomposedAt;
  private boolean overflowed;

  private @Nullable Executor background;
  private @Nullable FutureTask<?> task;

  /** The same task while it has not been given to the executor. */
  private @Nullable FutureTask<?> waiting;

  private double[] nextFactor = {};
  private double[] nextDeviations = {};
  private @Nullable PendingUpdates nextPending;

  FullCmaEngine(
      String name, StrategyParameters parameters, KernelSet kernels, LinearAlgebra linearAlgebra) {
    super(name, parameters, kernels, linearAlgebra);
    ld = leadingDimension(n);
    if ((long) n * ld > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException(
          "a full covariance of " + n + " dimensions: expected at most 46000");
    }
    factor = new double[n * ld];
    covariance = new double[n * ld];
    white = new double[n * lambda];
    deviations = new double[n];
    rowWeights = new double[lambda];
    squares = new double[lambda];
    column = new double[n];
    pendingGap = (int) Math.min(parameters.decompositionGap(), Math.max(1, 4L * n / lambda));
    pending = newPending();
  }

  private PendingUpdates newPending() {
    long gap = pendingGap;
    return new PendingUpdates(n, gap * (parameters.parents() + 1), gap * lambda / 2 + gap);
  }

  /** As a snapshot has it. */
  static int leadingDimension(int n) {
    return CholeskySnapshot.leadingDimension(n);
  }

  /** Computes F from the upper triangle of C; false if C is not positive definite. */
  abstract boolean factorize(double[] matrix, double[] target);

  /** Writes the steps to the whitened samples, both in their places. */
  abstract void multiply();

  /** x ← F⁻ᵀx. */
  abstract void solve(double[] x);

  @Override
  final void resetCovariance(double @Nullable [] start) {
    await();
    task = null;
    Arrays.fill(covariance, 0);
    for (int i = 0; i < n; i++) {
      if (start == null) {
        covariance[i * ld + i] = 1;
      } else {
        System.arraycopy(start, i * n + i, covariance, i * ld + i, n - i);
      }
    }
    pending.clear();
    decomposedAt = 0;
    refactor(factor, deviations);
  }

  @Override
  public final void covariance(double[] out) {
    await();
    flush(pending);
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        out[i * n + j] = covariance[i * ld + j];
        out[j * n + i] = covariance[i * ld + j];
      }
    }
  }

  @Override
  public final void setCovariance(double[] replacement) {
    resetCovariance(replacement);
  }

  @Override
  final void sampleSteps(CounterRandom random) {
    giveToExecutor();
    fillNormal(random, white, 0, n * lambda);
    multiply();
  }

  @Override
  final double adopt(int row) {
    System.arraycopy(steps, row * n, column, 0, n);
    solve(column);
    for (int k = 0; k < n; k++) {
      white[k * lambda + row] = column[k];
    }
    return Math.sqrt(la.dot(n, column, 0, column, 0));
  }

  @Override
  final void shorten(int row, double shorter) {
    ops.scale(n, shorter, steps, row * n, steps, row * n);
    for (int k = 0; k < n; k++) {
      white[k * lambda + row] *= shorter;
    }
  }

  /** The mean of the whitened samples, in the coordinates of F. */
  final void averageWhite(int parents, int[] order, double[] out) {
    Arrays.fill(rowWeights, 0);
    for (int i = 0; i < parents; i++) {
      rowWeights[order[i]] = weights[i];
    }
    for (int k = 0; k < n; k++) {
      out[k] = la.dot(lambda, white, k * lambda, rowWeights, 0);
    }
  }

  /** Tutorial, eqs. 46 and 47: a negative weight counts for a step of length √n. */
  @Override
  final void adapt(int ranked, int[] order, double decay) {
    double rate = parameters.rankMuRate();
    double sum = 0;
    boolean active = false;
    for (int i = 0; i < ranked; i++) {
      sum += weights[i];
      active |= weights[i] < 0;
    }
    if (active) {
      ops.columnSquares(lambda, n, white, lambda, squares);
    }
    if (pending.isFull(parameters.parents() + 1, lambda - parameters.parents())) {
      await();
      flush(pending);
    }
    pending.decayBy(decay - rate * sum);
    ops.scale(
        n,
        pending.rowFactor(parameters.rankOneRate()),
        path,
        0,
        pending.positive(),
        pending.nextPositive());
    for (int i = 0; i < ranked; i++) {
      int row = order[i] * n;
      if (weights[i] > 0) {
        double weight = pending.rowFactor(rate * weights[i]);
        ops.scale(n, weight, steps, row, pending.positive(), pending.nextPositive());
      } else if (weights[i] < 0) {
        double length = Math.max(squares[order[i]], Double.MIN_NORMAL);
        double weight = pending.rowFactor(rate * weights[i] * n / length);
        ops.scale(n, weight, steps, row, pending.negative(), pending.nextNegative());
      }
    }
  }

  @Override
  public final void decomposeIn(@Nullable Executor executor) {
    await();
    background = executor;
    if (executor != null && nextFactor.length == 0) {
      nextFactor = new double[factor.length];
      nextDeviations = new double[n];
      nextPending = newPending();
    }
  }

  @Override
  public final void decompose(long generation) {
    if (generation - decomposedAt < parameters.decompositionGap()) {
      return;
    }
    decomposedAt = generation;
    if (background == null || nextPending == null) {
      flush(pending);
      refactor(factor, deviations);
      forgetPathAfterOverflow();
    } else {
      takeOver();
      prepare(nextPending);
    }
  }

  /**
   * Hands the updates since to a task that ends with the next decomposition's turn: the sampler is
   * then one gap behind, by the clock of generations, so that bits do not depend on that of
   * threads.
   */
  private void prepare(PendingUpdates empty) {
    PendingUpdates updates = pending;
    pending = empty;
    nextPending = updates;
    FutureTask<?> next =
        new FutureTask<>(
            () -> {
              flush(updates);
              refactor(nextFactor, nextDeviations);
            },
            null);
    task = next;
    waiting = next;
  }

  /**
   * Begins the task when the next samples are drawn and not when it is made, at the end of a tell:
   * to wake the executor's thread can take longer than all else that a tell does.
   */
  private void giveToExecutor() {
    FutureTask<?> next = waiting;
    Executor executor = background;
    if (next == null || executor == null) {
      return;
    }
    waiting = null;
    try {
      executor.execute(next);
    } catch (RejectedExecutionException notTaken) {
      next.run();
    }
  }

  /** Samples from what the task has made; waits for it, or does it here if it has not begun. */
  private void takeOver() {
    if (task == null) {
      return;
    }
    await();
    task = null;
    double[] oldFactor = factor;
    factor = nextFactor;
    nextFactor = oldFactor;
    double[] oldDeviations = deviations;
    deviations = nextDeviations;
    nextDeviations = oldDeviations;
    forgetPathAfterOverflow();
  }

  private void await() {
    FutureTask<?> running = task;
    if (running == null) {
      return;
    }
    waiting = null;
    running.run();
    boolean interrupted = false;
    while (true) {
      try {
        running.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        throw new IllegalStateException("a decomposition in the background failed", e.getCause());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void flush(PendingUpdates updates) {
    updates.addTo(la, covariance, ld);
    double decay = updates.decay();
    for (int i = 0; i < n; i++) {
      ops.scale(n - i, decay, covariance, i * ld + i, covariance, i * ld + i);
    }
    updates.clear();
  }

  /** Where C has lost its definiteness to rounding, adds ε·I, ever more, until it has it back. */
  private void refactor(double[] target, double[] targetDeviations) {
    double trace = 0;
    for (int i = 0; i < n; i++) {
      trace += Math.max(0, covariance[i * ld + i]);
    }
    if (!(trace > 0 && trace <= Double.MAX_VALUE)) {
      forget();
      trace = n;
    }
    double epsilon = 0x1p-50 * trace / n;
    int retries = 0;
    while (!factorize(covariance, target)) {
      if (retries++ == MAX_RETRIES) {
        forget();
      }
      for (int i = 0; i < n; i++) {
        covariance[i * ld + i] += epsilon;
      }
      epsilon *= 4;
    }
    for (int i = 0; i < n; i++) {
      targetDeviations[i] = Math.sqrt(covariance[i * ld + i]);
    }
  }

  /** Only an overflow of C comes here: nothing of it can be used. */
  private void forget() {
    overflowed = true;
    Arrays.fill(covariance, 0);
    for (int i = 0; i < n; i++) {
      covariance[i * ld + i] = 1;
    }
  }

  private void forgetPathAfterOverflow() {
    if (overflowed) {
      overflowed = false;
      Arrays.fill(path, 0);
    }
  }

  @Override
  public final double standardDeviation(int coordinate) {
    return deviations[coordinate];
  }

  @Override
  public final void axis(int index, double[] out) {
    System.arraycopy(factor, index * ld, out, 0, n);
  }

  /** In the layout of {@link CholeskySnapshot}. */
  @Override
  final void saveCovariance(DataOutput out) throws IOException {
    await();
    out.writeLong(decomposedAt);
    Doubles.write(out, covariance, covariance.length);
    Doubles.write(out, factor, factor.length);
    Doubles.write(out, deviations, n);
    pending.save(out);
    out.writeBoolean(background != null);
    out.writeBoolean(task != null);
    if (task != null) {
      Doubles.write(out, nextFactor, nextFactor.length);
      Doubles.write(out, nextDeviations, n);
    }
  }

  @Override
  final void loadCovariance(DataInput in) throws IOException {
    decomposedAt = in.readLong();
    Doubles.read(in, covariance, covariance.length);
    Doubles.read(in, factor, factor.length);
    Doubles.read(in, deviations, n);
    pending.load(in);
    if (in.readBoolean()) {
      decomposeIn(Runnable::run);
    }
    if (in.readBoolean()) {
      Doubles.read(in, nextFactor, nextFactor.length);
      Doubles.read(in, nextDeviations, n);
      FutureTask<?> done = new FutureTask<>(() -> {}, null);
      done.run();
      task = done;
    }
  }
}
