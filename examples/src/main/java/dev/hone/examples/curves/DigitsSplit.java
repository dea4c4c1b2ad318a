package dev.hone.examples.curves;

import dev.hone.examples.lightgbm.LabelledData;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;

/**
 * Handwritten digits, some to train with and as many others to validate with.
 *
 * @param training pixels from 0 to 1
 * @param validation the same
 */
public record DigitsSplit(LabelledData training, LabelledData validation) {
  private static final double BRIGHTEST = 16;

  /**
   * Twice so many digits, drawn by chance.
   *
   * @param size of each half, 1 to 898
   */
  public static DigitsSplit of(int size, long seed) {
    LabelledData all = LabelledData.digits();
    double[] scaled = Arrays.stream(all.features()).map(v -> v / BRIGHTEST).toArray();
    LabelledData digits = new LabelledData(scaled, all.labels());
    int[] order = CounterRandom.of(seed, 0).permutation(all.size());
    return new DigitsSplit(
        digits.at(Arrays.copyOf(order, size)),
        digits.at(Arrays.copyOfRange(order, size, 2 * size)));
  }
}
