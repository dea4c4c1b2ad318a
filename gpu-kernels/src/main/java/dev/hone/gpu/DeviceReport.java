package dev.hone.gpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a check of a machine has found, as a file of JSON: the machine, and a record for each
 * result. The file is whole after every record, so that a check that runs out of time leaves what
 * it has.
 */
final class DeviceReport {
  private final Path file;
  private final String machine;
  private final List<String> records = new ArrayList<>();

  /**
   * Writes a file without records.
   *
   * @param file is overwritten
   * @param probe what the machine has
   */
  DeviceReport(Path file, CudaProbe probe) {
    this.file = file;
    String cuda = String.join("; ", DeviceInfo.describe(probe).lines().map(String::strip).toList());
    machine =
        "{\"cuda\": "
            + quoted(cuda)
            + ", \"os\": "
            + quoted(System.getProperty("os.name") + " " + System.getProperty("os.arch"))
            + ", \"processors\": "
            + Runtime.getRuntime().availableProcessors()
            + ", \"java\": "
            + quoted(System.getProperty("java.runtime.version"))
            + "}";
    write();
  }

  /** A text as JSON writes it. */
  static String quoted(String text) {
    String line = text.replace("\\", "\\\\").replace("\"", "\\\"");
    return '"' + line.replace("\n", "\\n").replace("\t", " ") + '"';
  }

  /** Adds an object of JSON. */
  void add(String record) {
    records.add(record);
    write();
  }

  /** Writes a file whose name is this one's with another end; returns it. */
  Path writeBeside(String end, String text) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    Path other = file.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + end);
    try {
      return Files.writeString(other, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write() {
    String body = String.join(",\n    ", records);
    String text =
        "{\n  \"machine\": " + machine + ",\n  \"records\": [\n    " + body + "\n  ]\n}\n";
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
