package dev.hone.internal.gp;

import dev.hone.math.gp.GpEngine;
import dev.hone.math.linalg.NumericalException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A fit that goes on while suggestions are made, in an engine of its own.
 *
 * <p>Started once; its outcome is taken once, or the fit is abandoned. Thread-safe.
 */
final class BackgroundFit {
  private final GpEngine engine;
  private final ModelFit.Job job;
  private @Nullable Outcome outcome;
  private @Nullable RuntimeException defect;
  private boolean abandoned;

  BackgroundFit(GpEngine engine, ModelFit.Job job) {
    this.engine = engine;
    this.job = job;
  }

  /**
   * The end of a fit.
   *
   * @param engine the engine it was made in, conditioned on all trials of the job if there is a fit
   * @param fit the fit, or null if no model could be fitted
   */
  record Outcome(GpEngine engine, @Nullable ModelFit fit) {}

  /**
   * Starts the fit.
   *
   * @param whenDone runs in the thread of the fit when it has ended and was not abandoned
   */
  void start(Executor executor, Runnable whenDone) {
    executor.execute(
        () -> {
          run();
          if (!isAbandoned()) {
            whenDone.run();
          }
        });
  }

  private void run() {
    ModelFit fit = null;
    try {
      fit = ModelFit.run(engine, job);
    } catch (NumericalException noModel) {
      System.getLogger("dev.hone")
          .log(System.Logger.Level.DEBUG, "no model could be fitted", noModel);
    } catch (RuntimeException e) {
      fail(e);
      return;
    }
    end(new Outcome(engine, fit));
  }

  private synchronized void end(Outcome end) {
    outcome = end;
    if (abandoned) {
      engine.close();
    }
    notifyAll();
  }

  private synchronized void fail(RuntimeException e) {
    defect = e;
    engine.close();
    notifyAll();
  }

  private synchronized boolean isAbandoned() {
    return abandoned;
  }

  /** The outcome, or null if the fit goes on. */
  synchronized @Nullable Outcome outcome() {
    if (defect != null) {
      throw new IllegalStateException("a fit in the background failed", defect);
    }
    return outcome;
  }

  /**
   * Waits for the outcome.
   *
   * @throws InterruptedException if the thread is interrupted; the fit goes on
   */
  synchronized Outcome await() throws InterruptedException {
    Outcome end = outcome();
    while (end == null) {
      wait();
      end = outcome();
    }
    return end;
  }

  /** Sees to it that the engine is closed when the fit has ended. */
  synchronized void abandon() {
    abandoned = true;
    if (outcome != null) {
      engine.close();
    }
  }
}
