package dev.hone.internal.gp;

import dev.hone.spi.Deadline;
import dev.hone.spi.History;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Has the next suggestion ready before it is asked for: after each tell, a twin of the suggester
 * makes it on a daemon thread, from a copy of the history.
 *
 * <p>If it is asked for before anything else happens, the twin takes the suggester's place, and the
 * suggestion is the one that would have been made then, bit for bit. Otherwise the twin's work is
 * dropped, and nothing of it was ever seen. All methods are to be called under the optimizer's
 * lock.
 */
public final class Preparation implements AutoCloseable {
  /** The share of a deadline that may pass waiting for a suggestion under way. */
  private static final double SHARE = 0.5;

  private final ExecutorService executor;
  private @Nullable GpSuggester spare;
  private @Nullable Task task;

  /** Starts no thread yet. */
  public Preparation() {
    executor =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "hone-prepare");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** What was prepared. */
  @SuppressWarnings("ArrayRecordComponent") // Handed over, not shared.
  public record Prepared(GpSuggester suggester, double[] point) {}

  /** A suggestion in the making. */
  private static final class Task {
    private final long trialNumber;
    private final GpSuggester twin;
    private final History history;
    private final byte[] state;
    private volatile boolean started;
    private @Nullable Future<double[]> future;

    Task(long trialNumber, GpSuggester twin, History history, byte[] state) {
      this.trialNumber = trialNumber;
      this.twin = twin;
      this.history = history;
      this.state = state;
    }

    double[] run() throws IOException {
      started = true;
      twin.load(history, new DataInputStream(new ByteArrayInputStream(state)));
      return twin.suggest(history, trialNumber, Deadline.never());
    }
  }

  /** Starts making the suggestion that an ask would get now; drops one made before. */
  public void prepare(GpSuggester suggester, History history) {
    drop();
    if (!suggester.canBeCopied()) {
      return;
    }
    GpSuggester twin = spare == null ? suggester.twin() : spare;
    spare = twin;
    long next = (long) history.size() + history.pending().size() + history.failed().size();
    Task begun = new Task(next, twin, history.copy(), state(suggester));
    begun.future = executor.submit(begun::run);
    task = begun;
  }

  /**
   * Hands over the suggestion of a trial, if it was prepared and nothing has happened since.
   *
   * @param suggester will be the spare one if there is a suggestion
   * @return null if it has to be made
   * @throws CancellationException if the thread is interrupted while waiting
   */
  public @Nullable Prepared take(GpSuggester suggester, long trialNumber, Deadline deadline) {
    Task begun = task;
    if (begun == null || begun.future == null) {
      return null;
    }
    if (begun.trialNumber != trialNumber || !begun.started) {
      // Another suggestion is wanted, or one that was dropped still keeps the thread busy.
      drop();
      return null;
    }
    double[] point = await(begun.future, deadline);
    if (point == null) {
      drop();
      return null;
    }
    task = null;
    spare = suggester;
    return new Prepared(begun.twin, point);
  }

  private static double @Nullable [] await(Future<double[]> future, Deadline deadline) {
    try {
      return deadline.isLimited()
          ? future.get((long) (SHARE * deadline.remainingNanos()), TimeUnit.NANOSECONDS)
          : future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("interrupted while waiting for a suggestion");
      cancelled.initCause(e);
      throw cancelled;
    } catch (TimeoutException late) {
      return null;
    } catch (ExecutionException e) {
      // What went wrong will go wrong again where the caller sees it.
      System.getLogger("dev.hone").log(Level.DEBUG, "no suggestion could be prepared", e);
      return null;
    }
  }

  /** Gives up what is being prepared. */
  public void drop() {
    if (task != null && task.future != null) {
      task.future.cancel(true);
    }
    task = null;
  }

  private static byte[] state(GpSuggester suggester) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      suggester.save(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Gives up what is being prepared; the twin is closed when its thread has ended with it. */
  @Override
  public void close() {
    drop();
    GpSuggester twin = spare;
    spare = null;
    if (twin != null) {
      executor.execute(twin::close);
    }
    executor.shutdown();
  }
}
