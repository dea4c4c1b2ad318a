package dev.hone.benchmarks.baseline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The C compiler, where there is one. */
final class Gcc {
  private static final boolean INSTALLED = probe();

  private Gcc() {}

  static boolean isInstalled() {
    return INSTALLED;
  }

  /** Runs gcc; what it says becomes the message if it fails. */
  static void run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("gcc"));
    command.addAll(Arrays.asList(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while gcc ran", e);
    }
  }

  /** A new folder that is emptied when the JVM ends: a loaded library may lose its file. */
  static Path temporaryFolder() {
    try {
      Path folder = Files.createTempDirectory("hone-benchmarks");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      System.getLogger("dev.hone").log(System.Logger.Level.WARNING, folder + " was left", e);
    }
  }

  private static boolean probe() {
    try {
      run("--version");
      return true;
    } catch (UncheckedIOException notInstalled) {
      return false;
    }
  }
}
