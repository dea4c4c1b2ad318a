package dev.hone.examples.lightgbm;

import dev.hone.Outcome;
import dev.hone.Trial;
import dev.hone.examples.cli.InputException;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws trials of two objectives and the fronts among them. */
public final class FrontChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 600;

  private final XYChart chart;

  /** An empty picture. */
  public FrontChart(String title, String firstObjective, String secondObjective) {
    chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(firstObjective)
            .yAxisTitle(secondObjective)
            .build();
  }

  /** Adds the trials of a search as dots, and the front among them as a line of its colour. */
  public void add(String name, List<Outcome> all, List<Trial> front, Color color) {
    XYSeries dots =
        chart.addSeries(
            name,
            all.stream().map(outcome -> outcome.objective(0)).toList(),
            all.stream().map(outcome -> outcome.objective(1)).toList());
    dots.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    dots.setMarker(SeriesMarkers.CIRCLE);
    dots.setMarkerColor(color);
    List<Outcome> steps =
        front.stream()
            .map(Trial::outcome)
            .sorted((a, b) -> Double.compare(a.objective(0), b.objective(0)))
            .toList();
    XYSeries line =
        chart.addSeries(
            name + ", front",
            steps.stream().map(outcome -> outcome.objective(0)).toList(),
            steps.stream().map(outcome -> outcome.objective(1)).toList());
    line.setXYSeriesRenderStyle(XYSeriesRenderStyle.Step);
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(color);
  }

  /**
   * Writes the picture as PNG.
   *
   * @throws InputException if the file cannot be written
   */
  public void write(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", file.toFile());
    } catch (IOException e) {
      throw new InputException(file + ": cannot be written: " + e, e);
    }
  }
}
