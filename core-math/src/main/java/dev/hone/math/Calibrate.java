package dev.hone.math;

import dev.hone.math.internal.KernelSet;
import dev.hone.math.internal.KernelSets;
import dev.hone.math.internal.calibration.Calibration;
import dev.hone.math.internal.calibration.CalibrationFiles;
import dev.hone.math.internal.calibration.Calibrator;
import dev.hone.math.internal.calibration.Routine;
import dev.hone.math.linalg.LinearAlgebra;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A program that measures, on this machine, which routine of which size {@code hone-native} does
 * faster than Hone's own kernels, and writes the answer for {@link Backend#AUTO} to go by.
 *
 * <pre>{@code
 * java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
 *     -cp hone-core-math.jar:hone-native.jar:openblas.jar dev.hone.math.Calibrate [file]
 * }</pre>
 *
 * <p>It takes a minute or two, on as many threads as {@link Parallelism} says. The file is that of
 * the user's configuration directory, which every later JVM of this user finds by itself, or the
 * one named, which is used with {@code -Dhone.calibration=file}. Measured are the kernels that this
 * JVM has: those of the Vector API, or plain loops if it was started without; what the file says of
 * the others is kept. Results of {@code AUTO} may differ in the last bits from those under another
 * file: {@code -Dhone.calibration=shipped} leaves the user's alone.
 */
public final class Calibrate {
  private static final int USAGE_ERROR = 2;
  private static final long NANOS_PER_ORDER = 100_000_000;

  private Calibrate() {}

  /**
   * Measures, prints what it finds, and writes it.
   *
   * @param args where to, if not to the user's configuration directory
   */
  public static void main(String[] args) throws IOException {
    if (args.length > 1) {
      System.err.println("usage: dev.hone.math.Calibrate [file]");
      System.exit(USAGE_ERROR);
      return;
    }
    Path file = args.length == 1 ? Path.of(args[0]) : CalibrationFiles.userFile();
    LinearAlgebra library;
    Calibration before;
    try {
      before = CalibrationFiles.readIfPresent(file);
      library = Engines.linearAlgebra(Backend.NATIVE);
    } catch (BackendUnavailableException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(USAGE_ERROR);
      return;
    }
    System.out.println("how many times as fast as our kernels " + library.name() + " is");
    Calibrator calibrator = new Calibrator(library, NANOS_PER_ORDER, Calibrate::print);
    KernelSet kernels = KernelSets.best();
    Calibration measured = new Calibration(Map.of(kernels.name(), calibrator.measure(kernels)));
    List<String> comments = new ArrayList<>(CalibrationFiles.comments(file));
    // One line for each set of kernels, the last that was measured.
    comments.removeIf(comment -> comment.startsWith(kernels.name() + ": "));
    comments.add(origin(kernels, library));
    CalibrationFiles.write(file, before.with(measured), comments);
    System.out.println();
    System.out.print(measured.format(List.of()));
    System.out.println("written to " + file);
  }

  private static String origin(KernelSet kernels, LinearAlgebra library) {
    return String.format(
        Locale.ROOT,
        "%s: beside %s, %d thread(s), %s %s, JDK %s, %s",
        kernels.name(),
        library.name(),
        Parallelism.threads(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        System.getProperty("java.version"),
        LocalDate.now(ZoneOffset.UTC));
  }

  private static void print(String kernels, Routine routine, int order, double lead) {
    System.out.printf(Locale.ROOT, "%-9s %s n=%-5d %.2f%n", kernels, routine, order, lead);
  }
}
