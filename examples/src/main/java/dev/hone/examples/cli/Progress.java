package dev.hone.examples.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a search is and the best it has found. */
public abstract sealed class Progress implements AutoCloseable {

  /**
   * A bar on a terminal; elsewhere, where a bar would be one endless line, a line for each
   * improvement.
   *
   * @param task what is being done
   * @param steps how many steps there will be
   * @param out where the lines go; the bar goes to the terminal
   */
  public static Progress of(String task, int steps, PrintWriter out) {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return terminal ? new Bar(task, steps) : new Lines(task, steps, out);
  }

  /** Shows nothing. */
  public static Progress none() {
    return new None();
  }

  /**
   * A step is done.
   *
   * @param best the best so far, in words
   * @param improved whether this step found it
   */
  public abstract void step(String best, boolean improved);

  @Override
  public abstract void close();

  private static final class Bar extends Progress {
    private static final int REFRESH_MILLIS = 200;

    private final ProgressBar bar;

    Bar(String task, int steps) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(steps)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setUpdateIntervalMillis(REFRESH_MILLIS)
              .setConsumer(new ConsoleProgressBarConsumer(System.out))
              .build();
    }

    @Override
    public void step(String best, boolean improved) {
      bar.setExtraMessage(" best " + best);
      bar.step();
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  private static final class Lines extends Progress {
    private final String task;
    private final int steps;
    private final PrintWriter out;
    private int step;

    Lines(String task, int steps, PrintWriter out) {
      this.task = task;
      this.steps = steps;
      this.out = out;
    }

    @Override
    public void step(String best, boolean improved) {
      step++;
      if (improved) {
        out.println(task + " " + step + "/" + steps + ": " + best);
        out.flush();
      }
    }

    @Override
    public void close() {}
  }

  private static final class None extends Progress {
    @Override
    public void step(String best, boolean improved) {}

    @Override
    public void close() {}
  }
}
