package dev.hone.benchmarks.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/** A JSON file with the machine under {@code machine} and JMH's own JSON under {@code results}. */
final class ResultFile {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private ResultFile() {}

  /** Writes the file, and the folder it is in if there is none. */
  static void write(Path file, Machine machine, Collection<RunResult> results) throws IOException {
    JsonObject document = new JsonObject();
    document.add("machine", GSON.toJsonTree(machine));
    document.add("results", jmhJson(results));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, GSON.toJson(document) + "\n");
  }

  private static JsonElement jmhJson(Collection<RunResult> results) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
    }
    return JsonParser.parseString(bytes.toString(StandardCharsets.UTF_8));
  }
}
