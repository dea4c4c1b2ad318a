package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.math.internal.CmaKernels;
import dev.hone.math.internal.KernelSets;
import dev.hone.math.internal.NormalKernels;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The passes of the best kernels give the bits of the scalar ones, at every size and offset. */
@Tag("backend")
class CmaKernelsTest {
  private static final long SEED = 20261124;
  private static final int[] SIZES = {0, 1, 2, 3, 7, 8, 9, 15, 16, 31, 33, 63, 64, 65, 100, 207};

  private final CmaKernels oracle = KernelSets.scalar().cma();
  private final CmaKernels kernels = KernelSets.best().cma();
  private final SplittableRandom random = new SplittableRandom(SEED);

  interface Pass {
    void run(CmaKernels k, int n, double[] x, double[] y, double[] out);
  }

  private void check(String name, Pass pass) {
    for (int n : SIZES) {
      double[] x = random.doubles(4L * n + 5, -3, 3).toArray();
      double[] y = random.doubles(4L * n + 5, -3, 3).toArray();
      double[] expected = random.doubles(4L * n + 5, -3, 3).toArray();
      double[] actual = expected.clone();
      pass.run(oracle, n, x, y, expected);
      pass.run(kernels, n, x, y, actual);
      assertEquals(
          Arrays.toString(expected),
          Arrays.toString(actual),
          name + ", n = " + n + ", seed " + SEED);
    }
  }

  @Test
  void elementwisePassesGiveTheBitsOfTheOracle() {
    check("translate", (k, n, x, y, out) -> k.translate(n, x, 0.3, y, 3, out, 1));
    check("steps", (k, n, x, y, out) -> k.steps(n, x, 0.7, y, 3, out, 2));
    check("scale", (k, n, x, y, out) -> k.scale(n, -1.7, x, 1, out, 3));
    check("mix", (k, n, x, y, out) -> k.mix(n, 0.9, out, 1, -0.3, y, 2));
    check("multiply", (k, n, x, y, out) -> k.multiply(n, x, 2, y, 1, out, 3));
  }

  @Test
  void sumsOverRowsGiveTheBitsOfTheOracle() {
    double[] w = {0.5, 0.3, -0.2};
    int[] order = {2, 0, 3};
    check("rows", (k, n, x, y, out) -> k.addWeightedRows(n, 3, w, order, x, n, 0.9, out));
    check("squares", (k, n, x, y, out) -> k.addWeightedSquares(n, 3, w, order, x, n, 0.9, out));
    check("columns", (k, n, x, y, out) -> k.columnSquares(n, 4, x, n, out));
  }

  @Test
  void normalNumbersGiveTheBitsOfTheOracle() {
    for (int n : new int[] {0, 1, 7, 8, 9, 15, 16, 17, 31, 100, 207, 512, 513, 4103}) {
      long key = random.nextLong();
      double[] expected = random.doubles(n + 3L).toArray();
      double[] actual = expected.clone();
      KernelSets.scalar().normals().ofKey(key, n, expected, 2, new double[NormalKernels.SCRATCH]);
      KernelSets.best().normals().ofKey(key, n, actual, 2, new double[NormalKernels.SCRATCH]);
      assertArrayEquals(expected, actual, "n = " + n + ", key " + key);
    }
  }
}
