package dev.hone.examples.lightgbm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Examples to classify.
 *
 * @param features n×d, row-major
 * @param labels the class of each of the n rows, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // two columns of one table, never compared
public record LabelledData(double[] features, int[] labels) {
  private static final String DIGITS = "/dev/hone/examples/data/digits.csv.gz";

  /** The 1,797 handwritten digits that come with the examples: 64 pixels each, ten classes. */
  public static LabelledData digits() {
    try (InputStream resource = LabelledData.class.getResourceAsStream(DIGITS)) {
      if (resource == null) {
        throw new IllegalStateException(DIGITS + " is not on the class path");
      }
      var reader =
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.US_ASCII));
      List<double[]> rows = reader.lines().map(LabelledData::row).toList();
      int dimension = rows.getFirst().length - 1;
      var features = new double[rows.size() * dimension];
      var labels = new int[rows.size()];
      for (int i = 0; i < labels.length; i++) {
        System.arraycopy(rows.get(i), 0, features, i * dimension, dimension);
        labels[i] = (int) rows.get(i)[dimension];
      }
      return new LabelledData(features, labels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] row(String line) {
    return Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  /** The number of examples, n. */
  public int size() {
    return labels.length;
  }

  /** The number of features, d. */
  public int dimension() {
    return features.length / labels.length;
  }

  /** The number of classes. */
  public int classes() {
    return Arrays.stream(labels).max().orElseThrow() + 1;
  }

  /** The examples at the given rows, in their order; copied. */
  public LabelledData at(int[] rows) {
    int dimension = dimension();
    var chosen = new double[rows.length * dimension];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(features, rows[i] * dimension, chosen, i * dimension, dimension);
    }
    return new LabelledData(chosen, Arrays.stream(rows).map(row -> labels[row]).toArray());
  }
}
