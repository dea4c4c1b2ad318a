package dev.hone.math.internal.calibration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where calibrations lie: one is shipped, and a user's own is put over it. */
public final class CalibrationFiles {
  /**
   * A file, or {@value #SHIPPED_ONLY}; without it, the file of {@link #userFile} if there is one.
   */
  public static final String PROPERTY = "hone.calibration";

  /** Leaves the user's file alone. */
  static final String SHIPPED_ONLY = "shipped";

  private static final String COMMENT = "# ";
  private static final String RESOURCE = "calibration.txt";
  private static final String NAME = "calibration.txt";

  private static final Calibration NONE = new Calibration(Map.of());

  /** What was read last. */
  private static volatile @Nullable InForce inForce;

  /**
   * Files in force.
   *
   * @param named what {@value #PROPERTY} was when they were read
   */
  private record InForce(@Nullable String named, List<Calibration> files) {}

  private CalibrationFiles() {}

  /**
   * The thresholds in force for a set of kernels.
   *
   * @throws IllegalArgumentException if the file that {@value #PROPERTY} names cannot be read or is
   *     no calibration. The user's own file, which nobody named, is passed over with a log line
   */
  public static Thresholds configured(String kernels) {
    return Calibration.thresholds(kernels, inForce());
  }

  /**
   * From how much work on a GPU is faster by the files in force; {@link Calibration#NEVER} if none
   * says so.
   *
   * @throws IllegalArgumentException as {@link #configured(String)}
   */
  public static int gpuFrom(GpuChoice choice) {
    return Calibration.gpuFrom(choice, inForce());
  }

  /** Read once for each value of the property, so that a JVM keeps to what it has found. */
  private static List<Calibration> inForce() {
    String named = System.getProperty(PROPERTY);
    InForce known = inForce;
    if (known == null || !Objects.equals(known.named, named)) {
      known = new InForce(named, files(named, userFile()));
      inForce = known;
    }
    return known.files;
  }

  static List<Calibration> files(@Nullable String named, Path userFile) {
    Calibration shipped = shipped();
    if (named == null) {
      return List.of(shipped, userOrNone(userFile));
    }
    if (named.equals(SHIPPED_ONLY)) {
      return List.of(shipped);
    }
    try {
      return List.of(shipped, read(Path.of(named)));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "-D" + PROPERTY + "=" + named + ": expected a file that can be read, or " + SHIPPED_ONLY,
          e);
    }
  }

  private static Calibration userOrNone(Path file) {
    try {
      return readIfPresent(file);
    } catch (IOException | IllegalArgumentException e) {
      System.getLogger("dev.hone")
          .log(Level.WARNING, "the calibration in " + file + " is passed over: " + e);
      return NONE;
    }
  }

  /**
   * Reads a file; one that is not there says nothing.
   *
   * @throws IllegalArgumentException if it is no calibration
   */
  public static Calibration readIfPresent(Path file) throws IOException {
    return Files.exists(file) ? read(file) : NONE;
  }

  /** What was measured on the machines that are named in it. */
  static Calibration shipped() {
    try (InputStream in = CalibrationFiles.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new LinkageError("this build of Hone lacks " + RESOURCE);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Calibration.parse(text.lines().toList(), RESOURCE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The comments of a file, without their signs; none if it is not there. */
  public static List<String> comments(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(COMMENT))
        .map(line -> line.substring(COMMENT.length()))
        .toList();
  }

  private static Calibration read(Path file) throws IOException {
    return Calibration.parse(Files.readAllLines(file), file.toString());
  }

  /** Writes a file whole or not at all, and the folders that it is in. */
  public static void write(Path file, Calibration calibration, List<String> comments)
      throws IOException {
    Path target = file.toAbsolutePath();
    Files.createDirectories(target.getParent());
    Path partial = Files.createTempFile(target.getParent(), NAME, ".part");
    try {
      Files.writeString(partial, calibration.format(comments));
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** The file in the user's configuration directory, whether it is there or not. */
  public static Path userFile() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    Path home = Path.of(System.getProperty("user.home", ""));
    Path folder;
    if (os.startsWith("windows")) {
      folder = home.resolve("AppData", "Roaming");
    } else if (os.startsWith("mac")) {
      folder = home.resolve("Library", "Application Support");
    } else {
      String xdg = System.getenv("XDG_CONFIG_HOME");
      folder = xdg == null || xdg.isEmpty() ? home.resolve(".config") : Path.of(xdg);
    }
    return folder.resolve("hone", NAME);
  }
}
