package dev.hone.examples.lightgbm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Splits examples for cross-validation so that every fold has every class in its proportion. */
public final class StratifiedFolds {

  /**
   * One split; together the two parts are all examples.
   *
   * @param train the rows to learn from, ascending
   * @param test the rows to be judged on, ascending
   */
  @SuppressWarnings("ArrayRecordComponent") // row lists, never compared
  public record Fold(int[] train, int[] test) {}

  private StratifiedFolds() {}

  /**
   * Deals the rows of each class, shuffled, to the folds in turn: the test parts differ by at most
   * one row in size and by at most one row of any class.
   *
   * @param labels the class of each row, from 0
   * @throws IllegalArgumentException if {@code folds} is not from 2 to the number of rows
   */
  public static List<Fold> of(int[] labels, int folds, long seed) {
    if (folds < 2 || folds > labels.length) {
      throw new IllegalArgumentException(
          "folds = " + folds + ": expected 2 to " + labels.length + ", the number of rows");
    }
    var random = new Random(seed);
    var foldOf = new int[labels.length];
    int dealt = 0;
    for (int label : Arrays.stream(labels).distinct().sorted().toArray()) {
      List<Integer> rows = new ArrayList<>(rows(labels, label).boxed().toList());
      Collections.shuffle(rows, random);
      for (int row : rows) {
        foldOf[row] = dealt++ % folds;
      }
    }
    return IntStream.range(0, folds)
        .mapToObj(fold -> new Fold(others(foldOf, fold), rows(foldOf, fold).toArray()))
        .toList();
  }

  private static IntStream rows(int[] values, int value) {
    return IntStream.range(0, values.length).filter(row -> values[row] == value);
  }

  private static int[] others(int[] values, int value) {
    return IntStream.range(0, values.length).filter(row -> values[row] != value).toArray();
  }
}
