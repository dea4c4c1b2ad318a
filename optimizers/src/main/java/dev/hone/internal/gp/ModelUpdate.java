package dev.hone.internal.gp;

import dev.hone.math.linalg.NumericalException;
import dev.hone.spi.Deadline;
import dev.hone.spi.History;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Brings the model up to date: fits it when that is due, here and now or, if the deadline leaves no
 * time for it, in the background, and adds the trials that came since.
 */
final class ModelUpdate implements AutoCloseable {
  /**
   * The share of the time left that a fit may be expected to take: some take five times as long as
   * the one before.
   */
  private static final double SHARE = 0.1;

  private final Surrogate surrogate;
  private @Nullable BackgroundFit underWay;
  private @Nullable ExecutorService executor;

  /** What a fit took, in nanoseconds per n³; of the last one, which is most like the next. */
  private double nanosPerCube = Double.POSITIVE_INFINITY;

  ModelUpdate(Surrogate surrogate) {
    this.surrogate = surrogate;
  }

  /**
   * Makes the model that of all complete and pending trials.
   *
   * @return whether there is a model; without a deadline there is
   * @throws NumericalException if none could be fitted
   */
  boolean bringUpToDate(History history, long seed, Deadline deadline) {
    takeOver(history, deadline);
    int n = history.size();
    // A fit may turn out to be due only after the new trials have surprised the model.
    if (surrogate.isFitDue(n) || !follow(history) || surrogate.isFitDue(n)) {
      if (!deadline.isLimited() || expectedNanos(n) <= SHARE * deadline.remainingNanos()) {
        fit(history, seed);
      } else {
        startFit(history, seed, () -> {});
      }
      if (surrogate.model() == null) {
        return false;
      }
      follow(history);
    }
    return true;
  }

  /**
   * Adds what was told since the last fit to the model there is, so that the next suggestion need
   * not; and the pending trials, unless they are so many that most become rows anew every time.
   */
  void told(History history) {
    boolean few = history.pending().size() <= TrialRows.MOST_PENDING;
    follow(history, few ? history.pending() : List.of());
  }

  /** Adds what was told and asked since the last fit; returns whether the model could take it. */
  private boolean follow(History history) {
    return follow(history, history.pending());
  }

  private boolean follow(History history, Collection<double[]> pending) {
    if (surrogate.model() == null) {
      return false;
    }
    try {
      surrogate.follow(history, pending);
      return true;
    } catch (NumericalException repeated) {
      return false;
    }
  }

  private double expectedNanos(double n) {
    return nanosPerCube * n * n * n;
  }

  private void fit(History history, long seed) {
    long start = System.nanoTime();
    surrogate.fit(history, surrogate.job(history, seed));
    double n = history.size();
    nanosPerCube = (System.nanoTime() - start) / (n * n * n);
  }

  /** Starts a fit in the background, unless there is one. */
  private void startFit(History history, long seed, Runnable whenDone) {
    if (underWay == null) {
      BackgroundFit fit = new BackgroundFit(surrogate.takeSpare(), surrogate.job(history, seed));
      fit.start(executor(), whenDone);
      underWay = fit;
    }
  }

  /** Goes over to a fit that has ended; without a deadline, to one that will. */
  private void takeOver(History history, Deadline deadline) {
    BackgroundFit fit = underWay;
    if (fit == null) {
      return;
    }
    BackgroundFit.Outcome outcome = deadline.isLimited() ? fit.outcome() : await(fit);
    if (outcome == null) {
      return;
    }
    underWay = null;
    if (outcome.fit() == null) {
      surrogate.returnSpare(outcome.engine());
    } else {
      surrogate.adopt(history, outcome.engine(), outcome.fit());
    }
  }

  private static BackgroundFit.Outcome await(BackgroundFit fit) {
    try {
      return fit.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("interrupted while waiting for a fit");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  private ExecutorService executor() {
    ExecutorService existing = executor;
    if (existing == null) {
      existing =
          Executors.newSingleThreadExecutor(
              task -> {
                Thread thread = new Thread(task, "hone-fit");
                thread.setDaemon(true);
                return thread;
              });
      executor = existing;
    }
    return existing;
  }

  /** Whether a fit goes on in the background. */
  boolean isFitting() {
    return underWay != null;
  }

  /** Lets go of the fit under way, which may take as long as it takes. */
  void abandon() {
    if (underWay != null) {
      underWay.abandon();
      underWay = null;
    }
  }

  @Override
  public void close() {
    abandon();
    if (executor != null) {
      executor.shutdown();
    }
  }
}
