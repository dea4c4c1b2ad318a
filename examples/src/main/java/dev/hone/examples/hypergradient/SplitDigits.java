package dev.hone.examples.hypergradient;

import dev.hone.examples.lightgbm.LabelledData;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;

/**
 * Handwritten digits to be told apart as even or odd, in two halves: one to train with, one to
 * validate.
 *
 * @param training each row 64 pixels from 0 to 1, and a 1
 * @param trainingTargets 1 for an even digit, −1 for an odd one
 * @param validation as {@code training}
 * @param validationTargets as {@code trainingTargets}
 */
@SuppressWarnings("ArrayRecordComponent") // columns of two tables, never compared
public record SplitDigits(
    double[][] training,
    double[] trainingTargets,
    double[][] validation,
    double[] validationTargets) {

  /** How many penalties there are: one for pixels at the border, one for those inside. */
  public static final int PENALTIES = 2;

  private static final int SIDE = 8;
  private static final double BRIGHTEST = 16;

  /**
   * The first so many digits, in halves by chance.
   *
   * @param images 2 to 1,797
   */
  public static SplitDigits of(int images, long seed) {
    LabelledData digits = LabelledData.digits();
    int[] order = CounterRandom.of(seed, 0).permutation(images);
    int half = images / 2;
    double[][] rows = new double[images][];
    double[] targets = new double[images];
    for (int i = 0; i < images; i++) {
      rows[i] = row(digits, order[i]);
      targets[i] = digits.labels()[order[i]] % 2 == 0 ? 1 : -1;
    }
    return new SplitDigits(
        Arrays.copyOfRange(rows, 0, half),
        Arrays.copyOfRange(targets, 0, half),
        Arrays.copyOfRange(rows, half, images),
        Arrays.copyOfRange(targets, half, images));
  }

  private static double[] row(LabelledData digits, int image) {
    int pixels = digits.dimension();
    double[] row = new double[pixels + 1];
    for (int k = 0; k < pixels; k++) {
      row[k] = digits.features()[image * pixels + k] / BRIGHTEST;
    }
    row[pixels] = 1;
    return row;
  }

  /** How many weights a model has: one for each pixel, and an intercept. */
  public int weights() {
    return training[0].length;
  }

  /** Which penalty a weight has; −1 for none. */
  public static int penaltyOf(int weight) {
    if (weight == SIDE * SIDE) {
      return -1;
    }
    int row = weight / SIDE;
    int column = weight % SIDE;
    boolean border = row == 0 || row == SIDE - 1 || column <= 1 || column >= SIDE - 2;
    return border ? 0 : 1;
  }
}
