package dev.hone.gpu;

import dev.hone.math.Backend;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Something else at work on the GPU, in a process of its own, that counts its steps: a training
 * loop of PyTorch, or, with {@link #main}, likelihoods of this module. It says {@code ready}, and
 * from then on how many steps it has made, and in how many seconds, for each line that it is told.
 */
final class DeviceCheckTrainer implements AutoCloseable {
  private static final String READY = "ready";
  private static final int OBSERVATIONS = 1000;

  private final Process process;
  private final BufferedReader out;
  private final Writer in;

  /**
   * How far it is.
   *
   * @param steps it has made
   * @param seconds on its clock
   */
  record Mark(long steps, double seconds) {
    /** Steps a second since another mark. */
    double rateSince(Mark before) {
      return (steps - before.steps) / (seconds - before.seconds);
    }
  }

  private DeviceCheckTrainer(Process process) {
    this.process = process;
    this.out = process.inputReader();
    this.in = process.outputWriter();
  }

  /**
   * Starts one; returns when it is ready, or null, after a line, if it says that it cannot be.
   *
   * @param seconds after which it is ended, whatever it does
   */
  static @Nullable DeviceCheckTrainer start(
      List<String> command, int seconds, java.util.function.Consumer<String> lines) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      DeviceCheckTrainer trainer = new DeviceCheckTrainer(process);
      String line = trainer.out.readLine();
      if (READY.equals(line)) {
        return trainer;
      }
      trainer.close();
      lines.accept("trainer: " + (line == null ? command.getFirst() + " ended" : line));
    } catch (IOException e) {
      lines.accept("trainer: " + e.getMessage());
    }
    return null;
  }

  /**
   * Asks how far it is.
   *
   * @throws UncheckedIOException if it has ended
   */
  Mark mark() {
    try {
      in.write("\n");
      in.flush();
      String line = out.readLine();
      if (line == null) {
        throw new IOException("the trainer ended");
      }
      int space = line.indexOf(' ');
      return new Mark(
          Long.parseLong(line.substring(0, space)), Double.parseDouble(line.substring(space + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Computes likelihoods until its input ends.
   *
   * @param arguments {@code small} for sizes that any machine can do
   */
  public static void main(String[] arguments) throws IOException {
    int n = arguments.length > 0 && arguments[0].equals("small") ? 20 : OBSERVATIONS;
    DeviceCheckProblem problem =
        DeviceCheckProblem.of(CovarianceFunction.MATERN_52, 20, n, /* categories= */ false);
    double[] gradient = new double[22];
    PrintStream out = System.out;
    try (GpEngine engine = problem.engine(Backend.GPU)) {
      engine.logMarginalLikelihood(problem.theta(), gradient);
      out.println(READY);
      for (long steps = 1; ; steps++) {
        engine.logMarginalLikelihood(problem.theta(), gradient);
        if (System.in.available() > 0) {
          if (System.in.read() < 0) {
            return;
          }
          out.println(steps + " " + System.nanoTime() / 1e9);
        }
      }
    }
  }
}
