package dev.hone.benchmarks.report;

import dev.hone.benchmarks.Comparison;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
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

  /** Ratios further apart than this are drawn on a logarithmic axis. */
  private static final double WIDE = 8;

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
    if (!ImageIO.write(grid(panels), "png", picture.toFile())) {
      throw new IllegalStateException("this JDK writes no PNG");
    }
  }

  /** XChart's own grid asks for as many charts as it has cells. */
  private static BufferedImage grid(List<XYChart> panels) {
    int columns = Math.min(COLUMNS, panels.size());
    int rows = (panels.size() + columns - 1) / columns;
    BufferedImage grid =
        new BufferedImage(columns * WIDTH, rows * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = grid.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, grid.getWidth(), grid.getHeight());
    for (int i = 0; i < panels.size(); i++) {
      BufferedImage panel = BitmapEncoder.getBufferedImage(panels.get(i));
      graphics.drawImage(panel, i % columns * WIDTH, i / columns * HEIGHT, null);
    }
    graphics.dispose();
    return grid;
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
            .title(job)
            .xAxisTitle("n (" + machine.cpu() + ", " + machine.kernels() + ")")
            .yAxisTitle("times faster than")
            .build();
    XYStyler style = chart.getStyler();
    style.setLegendPosition(LegendPosition.OutsideE);
    style.setChartBackgroundColor(Color.WHITE);
    style.setXAxisTickLabelsFormattingFunction(Plot::plain);
    style.setYAxisTickLabelsFormattingFunction(Plot::plain);
    DoubleSummaryStatistics sizes = new DoubleSummaryStatistics();
    DoubleSummaryStatistics ratios = new DoubleSummaryStatistics();
    series.forEach(
        (baseline, points) -> {
          chart.addSeries(
              baseline, new ArrayList<>(points.keySet()), new ArrayList<>(points.values()));
          points.keySet().forEach(sizes::accept);
          points.values().forEach(ratios::accept);
        });
    style.setXAxisLogarithmic(true);
    style.setXAxisMin(decadeBelow(sizes.getMin()));
    style.setXAxisMax(Math.max(decadeAbove(sizes.getMax()), 10 * decadeBelow(sizes.getMin())));
    if (ratios.getMax() > WIDE * Math.min(1, ratios.getMin())) {
      style.setYAxisLogarithmic(true);
      style.setYAxisMin(decadeBelow(Math.min(1, ratios.getMin())));
    } else {
      style.setYAxisMin(0.0);
    }
    XYSeries even =
        chart.addSeries(
            "as fast", new double[] {sizes.getMin(), sizes.getMax()}, new double[] {1, 1});
    even.setMarker(SeriesMarkers.NONE);
    even.setLineColor(Color.GRAY);
    return chart;
  }

  private static double decadeBelow(double value) {
    return Math.pow(10, Math.floor(Math.log10(value)));
  }

  private static double decadeAbove(double value) {
    return Math.pow(10, Math.ceil(Math.log10(value)));
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
