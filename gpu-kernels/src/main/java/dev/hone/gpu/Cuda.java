package dev.hone.gpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import jcuda.driver.JCudaDriver;

/** JCuda's library, and the check of what its calls return. */
final class Cuda {
  private static final int OUT_OF_MEMORY = 2;
  private static boolean loaded;

  private Cuda() {}

  /**
   * Loads JCuda's library from a directory of our own.
   *
   * <p>Left to itself JCuda writes it to a fixed name in the temporary directory, or takes what
   * lies there by that name, whoever put it. It asks for that directory by the system property,
   * which for this moment names one that only this user can enter and that is gone thereafter. Only
   * to be called once the driver was found: after a failure JCuda's classes stay unusable.
   */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    String property = "java.io.tmpdir";
    String before = System.getProperty(property);
    try {
      // On POSIX systems with mode 0700.
      Path directory = Files.createTempDirectory("hone-jcuda");
      try {
        System.setProperty(property, directory.toString());
        JCudaDriver.setExceptionsEnabled(false);
      } finally {
        System.setProperty(property, before);
        delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("JCuda's library could not be unpacked", e);
    }
    loaded = true;
  }

  /** Where a file in use cannot be deleted, it is left to the end of the JVM. */
  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      files.map(Path::toFile).filter(file -> !file.delete()).forEach(java.io.File::deleteOnExit);
    }
    if (!directory.toFile().delete()) {
      directory.toFile().deleteOnExit();
    }
  }

  /**
   * Checks what a call returned.
   *
   * @param call the function and what it was to do
   */
  static void check(int result, String call) {
    if (result == 0) {
      return;
    }
    String message = call + " failed: " + name(result) + " (" + result + ")";
    throw result == OUT_OF_MEMORY
        ? new GpuOutOfMemoryException(message)
        : new GpuException(message, name(result));
  }

  /** The driver's name for an error. */
  static String name(int result) {
    String[] name = new String[1];
    int status = JCudaDriver.cuGetErrorName(result, name);
    return status == 0 && name[0] != null ? name[0] : "unknown error";
  }
}
