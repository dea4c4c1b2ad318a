package dev.hone.math.internal.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.hone.math.internal.KernelSets;
import dev.hone.math.internal.MixtureKernels;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The passes of a mixture on vectors have every bit of the plain ones. */
@Tag("backend")
@Tag("vector-module")
class MixtureTwinTest {
  private static final int OFFSET = 3;

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 24, 40, 512})
  void everyPassHasTheSameBits(int n) {
    SplittableRandom random = new SplittableRandom(n);
    int d = 5;
    double[] x = random.doubles(OFFSET + (long) MixtureKernels.TOGETHER * d).toArray();
    double[] scale = random.doubles(OFFSET + (long) d * n, 0.5, 30).toArray();
    double[] shift = random.doubles(OFFSET + (long) d * n, -30, 0).toArray();
    double[] codes = random.ints(OFFSET + n, 0, 3).asDoubleStream().toArray();
    double[] e = random.doubles((long) MixtureKernels.TOGETHER * n, -5, 0).toArray();
    double[] own = random.doubles(OFFSET + (long) MixtureKernels.TOGETHER).toArray();
    for (int points = 1; points <= MixtureKernels.TOGETHER; points++) {
      int p = points;
      int seen = p * n;
      same(seen, e, (k, y) -> k.subtractSquares(p, d, x, OFFSET, n, scale, shift, OFFSET, y));
      same(seen, e, (k, y) -> k.subtractSquares(p, 0, x, OFFSET, n, scale, shift, OFFSET, y));
      same(
          seen,
          e,
          (k, y) ->
              k.subtractProducts(
                  p, d, x, OFFSET, own, OFFSET, n, shift, OFFSET, codes, OFFSET, 0, y));
      same(
          seen,
          e,
          (k, y) -> k.subtractProducts(p, d, x, OFFSET, own, OFFSET, n, shift, OFFSET, y, 0, n, y));
      same(e.length, e, (k, y) -> k.addWeighted(p, n, scale, OFFSET, e, y, e.length - 8 * p));
    }
    same(e.length, e, (k, y) -> k.subtractMismatches(1.7, 2, n, codes, OFFSET, y, n));
  }

  /** Compares the first elements: those of rows that are not asked for may be anything. */
  private static void same(int seen, double[] y, BiConsumer<MixtureKernels, double[]> pass) {
    double[] vectors = y.clone();
    double[] plain = y.clone();
    pass.accept(TieredMixture.vectors(), vectors);
    pass.accept(KernelSets.scalar().mixture(), plain);
    assertArrayEquals(Arrays.copyOf(plain, seen), Arrays.copyOf(vectors, seen));
  }
}
