package dev.hone.benchmarks.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.hone.benchmarks.roofline.Roofline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/**
 * A JSON file with the machine under {@code machine}, its measured bounds under {@code roofline},
 * and JMH's own JSON under {@code results}.
 */
final class ResultFile {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private ResultFile() {}

  /** Writes the file, and the folder it is in if there is none. */
  static void write(Path file, Machine machine, Roofline roofline, Collection<RunResult> results)
      throws IOException {
    JsonObject document = new JsonObject();
    document.add("machine", GSON.toJsonTree(machine));
    document.add("roofline", GSON.toJsonTree(roofline));
    document.add("results", jmhJson(results));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, GSON.toJson(document) + "\n");
  }

  /** The machine that a file's results hold on. */
  static Machine readMachine(Path file) throws IOException {
    return GSON.fromJson(read(file).get("machine"), Machine.class);
  }

  /** The bounds of that machine, as measured beside the results. */
  static Roofline readRoofline(Path file) throws IOException {
    return GSON.fromJson(read(file).get("roofline"), Roofline.class);
  }

  /** The scores in a file. */
  static List<Score> readScores(Path file) throws IOException {
    List<Score> scores = new ArrayList<>();
    for (JsonElement result : read(file).getAsJsonArray("results")) {
      scores.add(Score.of(result.getAsJsonObject()));
    }
    return scores;
  }

  private static JsonObject read(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  private static JsonElement jmhJson(Collection<RunResult> results) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
    }
    return JsonParser.parseString(bytes.toString(StandardCharsets.UTF_8));
  }
}
