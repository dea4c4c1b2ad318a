package dev.hone.examples.lightgbm;

import dev.hone.examples.cli.InputException;
import io.github.metarank.lightgbm4j.LGBMBooster;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads LightGBM's native library from a folder of this process's own.
 *
 * <p>lightgbm4j unpacks it under a fixed name into the folder for temporary files. A second process
 * that does so overwrites the code which the first one is executing, and kills it.
 */
final class LightGbmLibrary {
  private static final String TEMPORARY_FOLDER = "java.io.tmpdir";

  private static boolean loaded;

  private LightGbmLibrary() {}

  /**
   * Loads the library unless this process has done so.
   *
   * @throws InputException if it does not load on this machine
   */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    try {
      loadFromOwnFolder();
      loaded = true;
    } catch (IOException | UnsatisfiedLinkError e) {
      throw new InputException(
          "LightGBM's native library does not load (it needs 64-bit Linux, macOS or Windows, and on"
              + " Linux glibc and libgomp1): "
              + e.getMessage(),
          e);
    }
  }

  private static void loadFromOwnFolder() throws IOException {
    String shared = System.getProperty(TEMPORARY_FOLDER);
    Path own = Files.createTempDirectory("hone-lightgbm");
    try {
      System.setProperty(TEMPORARY_FOLDER, own.toString());
      LGBMBooster.loadNative();
    } finally {
      System.setProperty(TEMPORARY_FOLDER, shared);
      deleteOnExit(own);
    }
  }

  /** The folder is registered first, because what is registered last is deleted first. */
  private static void deleteOnExit(Path folder) {
    folder.toFile().deleteOnExit();
    File[] files = folder.toFile().listFiles();
    for (File file : files == null ? new File[0] : files) {
      file.deleteOnExit();
    }
  }
}
