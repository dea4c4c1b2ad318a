package dev.hone.examples.quality;

import dev.hone.examples.cli.InputException;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** Draws a ranking: a bar for each method, with the interval of its mean rank. */
public final class RankingChart {
  private static final int LEAST_WIDTH = 900;
  private static final int WIDTH_PER_METHOD = 40;
  private static final int LABEL_ROTATION = 90;
  private static final int HEIGHT = 460;

  private RankingChart() {}

  /**
   * Writes the picture as PNG.
   *
   * @throws InputException if the file cannot be written
   */
  public static void write(Ranking ranking, Path file) {
    List<String> methods = new ArrayList<>();
    List<Double> means = new ArrayList<>();
    List<Double> halves = new ArrayList<>();
    for (Ranking.Place place : ranking.places()) {
      Sample.Interval interval = place.ranks().meanInterval();
      methods.add(place.method().toString());
      means.add(place.ranks().mean());
      halves.add(0.5 * (interval.high() - interval.low()));
    }
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(Math.max(LEAST_WIDTH, WIDTH_PER_METHOD * methods.size()))
            .height(HEIGHT)
            .title("Mean rank over all problems and seeds (1 is the best)")
            .yAxisTitle("mean rank, 95 % interval")
            .build();
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setYAxisMin(0.0);
    // Level labels are left out where they would touch.
    chart.getStyler().setXAxisLabelRotation(LABEL_ROTATION);
    chart.getStyler().setXAxisMaxLabelCount(methods.size());
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.addSeries("mean rank", methods, means, halves);
    try {
      ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", file.toFile());
    } catch (IOException e) {
      throw new InputException(file + ": cannot be written: " + e, e);
    }
  }
}
