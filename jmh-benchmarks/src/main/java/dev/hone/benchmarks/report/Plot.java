package dev.hone.benchmarks.report;

import dev.hone.benchmarks.Comparison;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws a result file: for each job one panel, and in it for each baseline how many times faster
 * ours is, over n.
 *
 * <p>The script {@code plot} starts this class.
 */
public final class Plot {
  private static final int USAGE_ERROR = 2;
  private static final int COLUMNS = 3;
  private static final int WIDTH = 560;
  private static final int HEIGHT = 380;
  private static final String JSON = ".json";

  private Plot() {}

  /**
   * Draws a file.
   *
   * @param args the result file; the picture gets its name, with the ending {@code .png}
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1 || !args[0].endsWith(JSON) || !Files.isReadable(Path.of(args[0]))) {
      System.err.println("usage: Plot <result file that ends with .json>");
      System.exit(USAGE_ERROR);
      return;
    }
    Path results = Path.of(args[0]);
    Path picture = Path.of(args[0].substring(0, args[0].length() - JSON.length()) + ".png");
    draw(results, picture);
    System.out.println("drawn to " + picture);
  }

  /**
   * Draws the panels of all jobs that have a size and a baseline.
   *
   * @throws IllegalArgumentException if there is none
   */
  static void draw(Path results, Path picture) throws IOException {
    Machine machine = ResultFile.readMachine(results);
    List<XYChart> panels = new ArrayList<>();
    ratios(ResultFile.readScores(results))
        .forEach((job, series) -> panels.add(panel(job, series, machine)));
    if (panels.isEmpty()) {
      throw new IllegalArgumentException(results + ": expected a job with a size and a baseline");
    }
    int columns = Math.min(COLUMNS, panels.size());
    int rows = (panels.size() + columns - 1) / columns;
    try (var out = Files.newOutputStream(picture)) {
      BitmapEncoder.saveBitmap(panels, rows, columns, out, BitmapFormat.PNG);
    }
  }

  /** By job, then by baseline, then by n: how many times faster ours is. */
  static Map<String, Map<String, Map<Double, Double>>> ratios(List<Score> scores) {
    Map<String, Map<String, Map<Double, Double>>> jobs = new TreeMap<>();
    for (Score ours : sortedByDimension(scores)) {
      double n = ours.parameter("n");
      if (!ours.implementation().equals(Comparison.OURS) || Double.isNaN(n)) {
        continue;
      }
      for (Score baseline : scores) {
        if (baseline.isSameJobAs(ours) && !baseline.implementation().equals(Comparison.OURS)) {
          jobs.computeIfAbsent(ours.job(), job -> new LinkedHashMap<>())
              .computeIfAbsent(name(baseline), name -> new TreeMap<>())
              .put(n, ours.speedOver(baseline));
        }
      }
    }
    return jobs;
  }

  private static List<Score> sortedByDimension(List<Score> scores) {
    return scores.stream()
        .sorted(Comparator.comparingDouble((Score score) -> score.parameter("d")))
        .toList();
  }

  /** The baseline with what of its size is not n. */
  private static String name(Score baseline) {
    String others = baseline.size().replaceAll(" ?\\bn=\\d+", "").strip();
    return (baseline.implementation() + " " + others).strip();
  }

  private static XYChart panel(
      String job, Map<String, Map<Double, Double>> series, Machine machine) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(job + ", " + machine.cpu() + ", " + machine.kernels())
            .xAxisTitle("n")
            .yAxisTitle("times faster than")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setXAxisTickLabelsFormattingFunction(Plot::plain);
    chart.getStyler().setYAxisTickLabelsFormattingFunction(Plot::plain);
    double least = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (var entry : series.entrySet()) {
      var points = entry.getValue();
      chart.addSeries(
          entry.getKey(), new ArrayList<>(points.keySet()), new ArrayList<>(points.values()));
      least = Math.min(least, points.keySet().iterator().next());
      largest = Math.max(largest, points.keySet().stream().reduce((a, b) -> b).orElse(least));
    }
    XYSeries even = chart.addSeries("as fast", new double[] {least, largest}, new double[] {1, 1});
    even.setMarker(SeriesMarkers.NONE);
    even.setLineColor(Color.GRAY);
    return chart;
  }

  private static String plain(double value) {
    return value < 1 ? String.format(Locale.ROOT, "%.2g", value) : TextTable.number(value);
  }
}
