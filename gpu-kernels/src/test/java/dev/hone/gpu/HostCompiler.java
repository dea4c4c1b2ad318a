package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Compiles the kernels for the host, once for each state of the sources; where g++ is missing, the
 * tests that need it are skipped, with a line that says so.
 */
final class HostCompiler {
  static final Path KERNELS = Path.of("src", "main", "cuda");
  static final Path TESTS = Path.of("src", "test", "cuda");
  private static final Path BUILT = Path.of("target", "simt");
  private static final Pattern KERNEL =
      Pattern.compile("^KERNEL (?:[A-Z_]+ )?(\\w+)\\(", Pattern.MULTILINE);
  private static boolean told;

  private HostCompiler() {}

  /** Skips the test where there is no g++. */
  static void assumePresent() {
    boolean present =
        Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1))
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, "g++")));
    if (!present && !told) {
      told = true;
      System.out.println("SKIPPED: g++ is not on the path, so the CUDA kernels were not tested");
    }
    assumeTrue(present, "g++ is not on the path: the CUDA kernels are not tested");
  }

  /** The driver of the tests, made of the kernels as they are. */
  static Path driver() {
    assumePresent();
    return compile(KERNELS, "libcuda.so.1", "stand_in_driver.cpp", List.of("-shared"));
  }

  /**
   * The libraries of the tests, which work on the stream of its driver: the folder where they lie.
   *
   * @param options such as {@code -DLACKING}
   */
  static Path libraries(String... options) {
    List<String> all =
        new ArrayList<>(List.of("-shared", "-Wl,--no-as-needed", driver().toString()));
    all.addAll(List.of(options));
    String source = "stand_in_libraries.cpp";
    // In one folder, whose name comes of the options.
    compile(KERNELS, "libcusolver.so.11", source, all);
    Path blas = compile(KERNELS, "libcublas.so.12", source, all, "-DBLAS");
    return Objects.requireNonNull(blas.getParent());
  }

  /**
   * Compiles a program or library, unless that was done.
   *
   * @param kernels the folder of the kernels
   * @param output its file name
   * @param source a file of the folder of the tests
   * @param options beside those that are always given
   * @param more options that the folder of the result does not depend on
   */
  static Path compile(
      Path kernels, String output, String source, List<String> options, String... more) {
    try {
      String hash = hash(kernels, options);
      Path directory = BUILT.resolve(hash);
      Path result = directory.resolve(output);
      if (Files.exists(result)) {
        return result.toAbsolutePath();
      }
      Files.createDirectories(directory);
      Path entries = directory.resolve("kernels.inc");
      Files.writeString(entries, entries(kernels));
      Path made = directory.resolve(output + "." + ProcessHandle.current().pid());
      List<String> command =
          new ArrayList<>(
              List.of("g++", "-std=c++20", "-O2", "-fPIC", "-Wall", "-Wextra", "-Werror"));
      // CUDA's pragmas; and no contraction but the one that is written down.
      command.addAll(List.of("-Wno-unknown-pragmas", "-ffp-contract=off", "-march=native"));
      command.addAll(List.of("-I" + directory, "-I" + kernels, "-I" + TESTS));
      command.add("-Wl,-soname," + output);
      command.addAll(options);
      command.addAll(List.of(more));
      command.addAll(List.of("-o", made.toString(), TESTS.resolve(source).toString()));
      run(command);
      Files.move(made, result, StandardCopyOption.ATOMIC_MOVE);
      return result.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a program, which has to succeed; returns what it wrote. */
  static String run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output;
    try (var reader = process.inputReader()) {
      output = String.join("\n", reader.lines().toList());
    }
    try {
      assertEquals(0, process.waitFor(), () -> String.join(" ", command) + "\n" + output);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return output;
  }

  /** The names of all kernels, in the order of the sources. */
  static List<String> names(Path kernels) throws IOException {
    List<String> names = new ArrayList<>();
    for (Path source : sources(kernels)) {
      KERNEL.matcher(Files.readString(source)).results().forEach(m -> names.add(m.group(1)));
    }
    return names;
  }

  private static String entries(Path kernels) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String name : names(kernels)) {
      text.append("ENTRY(").append(name).append("),\n");
    }
    return text.toString();
  }

  /** The files of a folder, sorted. */
  static List<Path> sources(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static String hash(Path kernels, List<String> options) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(String.join(" ", options).getBytes(StandardCharsets.UTF_8));
      for (Path directory : List.of(kernels, TESTS)) {
        for (Path source : sources(directory)) {
          digest.update(Files.readAllBytes(source));
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
