package dev.hone.benchmarks.report;

import dev.hone.benchmarks.Comparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What is run in which order, made from what the benchmarks declare and what is here. */
final class Plan {
  private static final String IMPLEMENTATION = "implementation";
  private static final String MODEL = "model";
  private static final String CHOLESKY = "CHOLESKY";

  /** Beyond this, plain loops take seconds for what is to be repeated a hundred times. */
  private static final double MOST_FOR_ALL = 2.5e9;

  private static final List<String> FAST =
      List.of(Comparison.OURS, Comparison.NATIVE, Comparison.OPENBLAS);

  private Plan() {}

  /** The runs of an effort, of benchmarks that match a regular expression. */
  static List<Run> of(Effort effort, String regex) {
    Collection<BenchmarkListEntry> entries = find(regex);
    if (effort == Effort.TARGETS) {
      return ofTargets(entries);
    }
    List<Run> runs = new ArrayList<>();
    for (BenchmarkListEntry entry : entries) {
      addRuns(effort, entry, runs);
    }
    return runs;
  }

  /** Implementations that a benchmark names and this machine lacks. */
  static List<String> missing(String regex) {
    return find(regex).stream()
        .flatMap(entry -> declared(entry).entrySet().stream())
        .filter(parameter -> Score.IMPLEMENTATION_PARAMETERS.contains(parameter.getKey()))
        .flatMap(parameter -> parameter.getValue().stream())
        .distinct()
        .filter(implementation -> !Comparison.isAvailable(implementation))
        .toList();
  }

  private static void addRuns(Effort effort, BenchmarkListEntry entry, List<Run> runs) {
    SortedMap<String, List<String>> parameters = new TreeMap<>();
    declared(entry).forEach((name, values) -> parameters.put(name, effort.values(name, values)));
    List<String> sizes = parameters.getOrDefault("n", List.of());
    if (sizes.isEmpty()) {
      runs.addAll(possible(entry.getUsername(), withImplementations(parameters, List.of())));
      return;
    }
    for (String n : sizes) {
      SortedMap<String, List<String>> atSize = new TreeMap<>(parameters);
      atSize.put("n", List.of(n));
      List<String> only = isTooMuchForAll(entry, n) ? FAST : List.of();
      runs.addAll(possible(entry.getUsername(), withImplementations(atSize, only)));
    }
    if (effort == Effort.FULL && parameters.containsKey("threads")) {
      SortedMap<String, List<String>> inParallel = new TreeMap<>(parameters);
      inParallel.put("n", List.of(sizes.getLast()));
      inParallel.put("threads", List.of("2"));
      List<String> threaded = List.of(Comparison.OURS, Comparison.OPENBLAS);
      runs.add(new Run(entry.getUsername(), withImplementations(inParallel, threaded)));
    }
  }

  /** The GPU has a Cholesky factor of a covariance only: with it, other models are left out. */
  static List<Run> possible(String benchmark, SortedMap<String, List<String>> parameters) {
    List<String> models = parameters.getOrDefault(MODEL, List.of());
    List<String> implementations = parameters.getOrDefault(IMPLEMENTATION, List.of());
    if (models.isEmpty() || !implementations.contains(Comparison.GPU)) {
      return List.of(new Run(benchmark, parameters));
    }
    List<Run> runs = new ArrayList<>();
    SortedMap<String, List<String>> others = new TreeMap<>(parameters);
    others.put(
        IMPLEMENTATION,
        implementations.stream().filter(name -> !name.equals(Comparison.GPU)).toList());
    runs.add(new Run(benchmark, others));
    if (models.contains(CHOLESKY)) {
      SortedMap<String, List<String>> gpu = new TreeMap<>(parameters);
      gpu.put(IMPLEMENTATION, List.of(Comparison.GPU));
      gpu.put(MODEL, List.of(CHOLESKY));
      runs.add(new Run(benchmark, gpu));
    }
    return runs;
  }

  private static boolean isTooMuchForAll(BenchmarkListEntry entry, String n) {
    return Work.of(Score.job(entry.getUsername()), Double.parseDouble(n), Double.NaN)
        .filter(work -> work.amount() > MOST_FOR_ALL)
        .isPresent();
  }

  /** Leaves the implementations that are here, and only those listed, if any are. */
  private static SortedMap<String, List<String>> withImplementations(
      SortedMap<String, List<String>> parameters, List<String> only) {
    SortedMap<String, List<String>> changed = new TreeMap<>(parameters);
    for (String parameter : Score.IMPLEMENTATION_PARAMETERS) {
      changed.computeIfPresent(
          parameter,
          (name, implementations) ->
              implementations.stream()
                  .filter(implementation -> only.isEmpty() || only.contains(implementation))
                  .filter(Comparison::isAvailable)
                  .toList());
    }
    return changed;
  }

  private static List<Run> ofTargets(Collection<BenchmarkListEntry> entries) {
    List<Run> runs = new ArrayList<>();
    for (Target.Cell cell : Targets.cells()) {
      if (!Comparison.isAvailable(cell.implementation())) {
        continue;
      }
      for (BenchmarkListEntry entry : entries) {
        if (Score.job(entry.getUsername()).equals(cell.job())) {
          Map<String, List<String>> parameters =
              new LinkedHashMap<>(cell.parameters(declared(entry).keySet()));
          runs.add(new Run(entry.getUsername(), parameters));
        }
      }
    }
    return runs;
  }

  private static Map<String, List<String>> declared(BenchmarkListEntry entry) {
    Map<String, List<String>> parameters = new TreeMap<>();
    if (entry.getParams().hasValue()) {
      entry
          .getParams()
          .get()
          .forEach((name, values) -> parameters.put(name, Arrays.asList(values)));
    }
    return parameters;
  }

  private static Collection<BenchmarkListEntry> find(String regex) {
    TreeSet<BenchmarkListEntry> entries =
        new TreeSet<>(Comparator.comparing(BenchmarkListEntry::getUsername));
    entries.addAll(
        BenchmarkList.defaultList()
            .find(
                OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                List.of(regex),
                List.of()));
    return entries;
  }
}
