package dev.hone.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {

  @Test
  void hasOneCurvePerBaselineAndDimension() {
    var ratios =
        Plot.ratios(
            List.of(
                time("Likelihood.l", "d=20 n=7", "simd", 2),
                time("Likelihood.l", "d=20 n=7", "ejml", 8),
                time("Likelihood.l", "d=20 n=33", "simd", 4),
                time("Likelihood.l", "d=20 n=33", "ejml", 8),
                time("Likelihood.l", "d=10 n=7", "simd", 1),
                time("Likelihood.l", "d=10 n=7", "ejml", 3),
                time("Ask.ask", "trials=7", "simd", 1),
                time("Ask.ask", "trials=7", "scalar", 2)));

    assertEquals(
        Map.of(
            "Likelihood.l",
            Map.of("ejml d=20", Map.of(7.0, 4.0, 33.0, 2.0), "ejml d=10", Map.of(7.0, 3.0))),
        ratios);
  }

  /** Four panels in rows of three: the last row is not full. */
  @Test
  void drawsOnePanelPerJob(@TempDir Path folder) throws IOException {
    Path results = folder.resolve("result.json");
    Files.writeString(results, document("Gemm", "Syrk", "Cholesky", "Inverse"));
    Path picture = folder.resolve("result.png");

    Plot.draw(results, picture);

    BufferedImage image = ImageIO.read(picture.toFile());
    assertEquals(3 * 560, image.getWidth());
    assertEquals(2 * 380, image.getHeight());
  }

  @Test
  void refusesAFileWithNothingToDraw(@TempDir Path folder) throws IOException {
    Path results = folder.resolve("result.json");
    Files.writeString(results, document());

    assertThrows(
        IllegalArgumentException.class, () -> Plot.draw(results, folder.resolve("result.png")));
  }

  private static String document(String... jobs) {
    StringJoiner results = new StringJoiner(",", "[", "]");
    for (String job : jobs) {
      results.add(result(job, "simd", 1));
      results.add(result(job, "ejml", 20));
    }
    return "{\"machine\": {\"cpu\": \"some\", \"kernels\": \"simd-256\"}, \"results\": "
        + results
        + "}";
  }

  private static String result(String job, String implementation, double time) {
    return """
    {"benchmark": "bench.%sBenchmark.run", "mode": "avgt",
     "params": {"implementation": "%s", "n": "33"},
     "primaryMetric": {"score": %s, "scoreError": "NaN", "scoreUnit": "us/op"},
     "secondaryMetrics": {}}
    """
        .formatted(job, implementation, time);
  }

  private static Score time(String job, String size, String implementation, double value) {
    return new Score(
        job, size, implementation, value, 0, "us/op", false, 0, Double.NaN, Double.NaN);
  }
}
