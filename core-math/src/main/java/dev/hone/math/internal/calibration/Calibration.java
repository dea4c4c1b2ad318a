package dev.hone.math.internal.calibration;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Thresholds of each set of kernels and of a GPU, as a text file holds them.
 *
 * <pre>{@code
 * # what this was measured on
 * format = 1
 * scalar.potrf = 48
 * simd-256.potrf = never
 * hone.gpu.from = 2000
 * }</pre>
 *
 * <p>The left side names a set of kernels and a routine, the right side the least order at which a
 * native library is faster; or the left side is a property of {@link GpuChoice}, and the right side
 * what it is set to unless the JVM was told otherwise. What a file does not name is left to the
 * file before it: the user's comes after the one shipped.
 *
 * @param entries by the name of the kernels: the least order, or {@link #NEVER}
 * @param gpu from how much work on a GPU is faster, or {@link #NEVER}
 */
public record Calibration(Map<String, Map<Routine, Integer>> entries, Map<GpuChoice, Integer> gpu) {
  /** Stands for an order that no matrix has. */
  public static final int NEVER = Integer.MAX_VALUE;

  private static final String NEVER_WORD = "never";
  private static final String FORMAT = "format";
  private static final String VERSION = "1";

  /** Copies the maps. */
  public Calibration {
    Map<String, Map<Routine, Integer>> copy = new LinkedHashMap<>();
    entries.forEach((kernels, orders) -> copy.put(kernels, Map.copyOf(orders)));
    entries = Map.copyOf(copy);
    gpu = Map.copyOf(gpu);
  }

  /** Thresholds without any of a GPU. */
  public Calibration(Map<String, Map<Routine, Integer>> entries) {
    this(entries, Map.of());
  }

  /**
   * Reads a file's lines.
   *
   * @param origin what to call the file in a message
   * @throws IllegalArgumentException if a line is not of the form above, names a routine or a value
   *     that there is not, repeats an earlier one, or no line names the format; the message names
   *     the file and the line
   */
  public static Calibration parse(List<String> lines, String origin) {
    Map<String, Map<Routine, Integer>> entries = new LinkedHashMap<>();
    Map<GpuChoice, Integer> gpu = new EnumMap<>(GpuChoice.class);
    boolean formatSeen = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String at = origin + ", line " + (i + 1) + ": " + line;
      int equals = line.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(at + ": expected name = value");
      }
      String name = line.substring(0, equals).strip();
      String value = line.substring(equals + 1).strip();
      if (name.equals(FORMAT)) {
        if (!value.equals(VERSION)) {
          throw new IllegalArgumentException(at + ": expected format = " + VERSION);
        }
        formatSeen = true;
      } else if (GpuChoice.named(name).isPresent()) {
        once(gpu.put(GpuChoice.named(name).get(), order(value, at)), at);
      } else {
        put(entries, name, value, at);
      }
    }
    if (!formatSeen) {
      throw new IllegalArgumentException(origin + ": expected a line format = " + VERSION);
    }
    return new Calibration(entries, gpu);
  }

  private static void put(
      Map<String, Map<Routine, Integer>> entries, String name, String value, String at) {
    int dot = name.lastIndexOf('.');
    Routine routine = Routine.named(name.substring(dot + 1)).orElse(null);
    if (dot <= 0 || routine == null) {
      StringJoiner routines = new StringJoiner(", ");
      for (Routine known : Routine.values()) {
        routines.add(known.toString());
      }
      throw new IllegalArgumentException(
          at + ": expected the name of kernels, a dot and one of " + routines);
    }
    once(
        entries
            .computeIfAbsent(name.substring(0, dot), kernels -> new EnumMap<>(Routine.class))
            .put(routine, order(value, at)),
        at);
  }

  private static void once(@Nullable Integer before, String at) {
    if (before != null) {
      throw new IllegalArgumentException(at + ": expected each name once");
    }
  }

  private static int order(String value, String at) {
    if (value.equals(NEVER_WORD)) {
      return NEVER;
    }
    try {
      int order = Integer.parseInt(value);
      if (order >= 1) {
        return order;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw new IllegalArgumentException(
        at + ": expected a positive number or the word " + NEVER_WORD);
  }

  /** These, with another's in the place of all that it says of the kernels it names. */
  public Calibration with(Calibration other) {
    Map<String, Map<Routine, Integer>> all = new LinkedHashMap<>(entries);
    all.putAll(other.entries);
    Map<GpuChoice, Integer> ofGpu = new EnumMap<>(GpuChoice.class);
    ofGpu.putAll(gpu);
    ofGpu.putAll(other.gpu);
    return new Calibration(all, ofGpu);
  }

  /** The file's text, which {@link #parse} reads back. */
  public String format(List<String> comments) {
    StringBuilder text = new StringBuilder();
    comments.forEach(comment -> text.append("# ").append(comment).append('\n'));
    text.append(FORMAT).append(" = ").append(VERSION).append('\n');
    new TreeMap<>(entries)
        .forEach(
            (kernels, orders) ->
                new TreeMap<>(orders)
                    .forEach(
                        (routine, order) ->
                            text.append(kernels)
                                .append('.')
                                .append(routine)
                                .append(" = ")
                                .append(word(order))
                                .append('\n')));
    new TreeMap<>(gpu)
        .forEach(
            (choice, from) ->
                text.append(choice.property()).append(" = ").append(word(from)).append('\n'));
    return text.toString();
  }

  private static String word(int order) {
    return order == NEVER ? NEVER_WORD : Integer.toString(order);
  }

  /** From how much work on a GPU is faster, as the last file has it that says so. */
  static int gpuFrom(GpuChoice choice, List<Calibration> files) {
    int from = NEVER;
    for (Calibration file : files) {
      from = file.gpu.getOrDefault(choice, from);
    }
    return from;
  }

  /** The thresholds of a set of kernels, each as the last file has it that names it. */
  static Thresholds thresholds(String kernels, List<Calibration> files) {
    Thresholds thresholds = Thresholds.NEVER;
    for (Calibration file : files) {
      thresholds = thresholds.replacedBy(file.entries.getOrDefault(kernels, Map.of()));
    }
    return thresholds;
  }
}
