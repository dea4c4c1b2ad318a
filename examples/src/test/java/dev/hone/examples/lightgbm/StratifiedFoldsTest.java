package dev.hone.examples.lightgbm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.examples.lightgbm.StratifiedFolds.Fold;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StratifiedFoldsTest {

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 10})
  void everyRowIsTestedOnceAndNeverLearntFromInTheSameFold(int folds) {
    int[] labels = labels(folds);
    List<Fold> split = StratifiedFolds.of(labels, folds, 1);
    assertEquals(folds, split.size());
    for (Fold fold : split) {
      int[] both =
          IntStream.concat(Arrays.stream(fold.train()), Arrays.stream(fold.test()))
              .sorted()
              .toArray();
      assertArrayEquals(IntStream.range(0, labels.length).toArray(), both, "folds = " + folds);
    }
    int[] tested = split.stream().flatMapToInt(f -> Arrays.stream(f.test())).sorted().toArray();
    assertArrayEquals(IntStream.range(0, labels.length).toArray(), tested, "folds = " + folds);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 10})
  void foldsDifferByAtMostOneRowAndByAtMostOneRowOfAClass(int folds) {
    int[] labels = labels(folds);
    List<Fold> split = StratifiedFolds.of(labels, folds, 1);
    assertWithinOne(split.stream().mapToLong(f -> f.test().length).toArray());
    for (int label = 0; label < 7; label++) {
      int wanted = label;
      assertWithinOne(
          split.stream()
              .mapToLong(f -> Arrays.stream(f.test()).filter(r -> labels[r] == wanted).count())
              .toArray());
    }
  }

  @Test
  void theSeedDecidesTheSplit() {
    int[] labels = labels(4);
    int[] first = StratifiedFolds.of(labels, 3, 1).getFirst().test();
    assertArrayEquals(first, StratifiedFolds.of(labels, 3, 1).getFirst().test());
    assertTrue(!Arrays.equals(first, StratifiedFolds.of(labels, 3, 2).getFirst().test()));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 4})
  void refusesFoldsThatCannotBeFilled(int folds) {
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () -> StratifiedFolds.of(new int[] {0, 1, 0}, folds, 1));
    assertTrue(
        String.valueOf(error.getMessage()).startsWith("folds = " + folds + ": expected 2 to 3"));
  }

  /** 233 labels of seven classes, the higher ones rare. */
  private static int[] labels(long seed) {
    var random = new Random(seed);
    return IntStream.range(0, 233)
        .map(i -> Math.min(random.nextInt(7), random.nextInt(7)))
        .toArray();
  }

  private static void assertWithinOne(long[] counts) {
    long least = Arrays.stream(counts).min().orElseThrow();
    long most = Arrays.stream(counts).max().orElseThrow();
    assertTrue(most - least <= 1, Arrays.toString(counts));
  }
}
