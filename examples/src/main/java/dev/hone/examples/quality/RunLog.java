package dev.hone.examples.quality;

import dev.hone.examples.cli.InputException;
import dev.hone.examples.tabular.Method;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs in a file, a line each as they end, so that what was interrupted goes on and methods that
 * come later are compared with what is there.
 *
 * <p>A run is found again by problem, method, seed and number of trials. Whether the code of the
 * method is still the same, the file does not know: delete lines that are out of date. Safe to use
 * from many threads.
 */
public final class RunLog {
  private static final String HEADER = "problem,method,seed,trials,regret,ms,curve";
  private static final int FIELDS = 7;

  private record Key(String problem, String method, long seed, int trials) {}

  /** What a line says beside its key. */
  @SuppressWarnings("ArrayRecordComponent") // one curve, never compared
  private record Entry(double[] regret, double millis) {}

  private final Path file;
  private final Map<Key, Entry> entries = new HashMap<>();

  /**
   * Reads a file, or starts one if there is none.
   *
   * @throws InputException if it cannot be read or holds something else; the message says where
   */
  public RunLog(Path file) {
    this.file = file;
    try {
      if (Files.notExists(file)) {
        Files.writeString(file, HEADER + "\n");
      }
      readAll(Files.readAllLines(file));
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read or written: " + e, e);
    }
  }

  private void readAll(List<String> lines) throws IOException {
    if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
      throw new InputException(file + ": line 1: expected " + HEADER);
    }
    for (int i = 1; i < lines.size(); i++) {
      try {
        read(lines.get(i).split(",", -1));
      } catch (IllegalArgumentException e) {
        if (i < lines.size() - 1) {
          throw new InputException(file + ": line " + (i + 1) + ": expected " + HEADER, e);
        }
        // The run that was being written when the program was ended: it is run again.
        Files.write(file, lines.subList(0, i));
      }
    }
  }

  private void read(String[] fields) {
    if (fields.length != FIELDS || !fields[FIELDS - 1].endsWith(";")) {
      throw new IllegalArgumentException(fields.length + " fields");
    }
    int trials = Integer.parseInt(fields[3]);
    double[] regret = new double[trials];
    String steps = fields[FIELDS - 1];
    for (String step : steps.substring(0, steps.length() - 1).split(";", -1)) {
      int colon = step.indexOf(':');
      int from = Integer.parseInt(step, 0, Math.max(0, colon), 10);
      Arrays.fill(regret, from - 1, trials, Double.parseDouble(step.substring(colon + 1)));
    }
    entries.put(
        new Key(fields[0], fields[1], Long.parseLong(fields[2]), trials),
        new Entry(regret, Double.parseDouble(fields[5])));
  }

  /** A run that is noted; null if it is not. */
  public synchronized @Nullable Run find(Problem problem, Method method, long seed) {
    Entry entry = entries.get(new Key(problem.name(), method.toString(), seed, problem.trials()));
    return entry == null ? null : new Run(problem, method, seed, entry.regret, entry.millis);
  }

  /**
   * Notes a run.
   *
   * @throws InputException if the file cannot be written
   */
  public synchronized void add(Run run) {
    String line =
        String.format(
            Locale.ROOT,
            "%s,%s,%d,%d,%.9g,%.1f,%s%n",
            run.problem().name(),
            run.method(),
            run.seed(),
            run.regret().length,
            run.finalRegret(),
            run.millis(),
            curve(run.regret()));
    try {
      Files.writeString(file, line, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be written: " + e, e);
    }
  }

  /** Where the regret changes, and to what: {@code 1:3.5;4:2.25;}. */
  private static String curve(double[] regret) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < regret.length; i++) {
      if (i == 0 || Double.compare(regret[i], regret[i - 1]) != 0) {
        text.append(i + 1).append(':').append(regret[i]).append(';');
      }
    }
    return text.toString();
  }
}
