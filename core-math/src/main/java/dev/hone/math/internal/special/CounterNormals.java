package dev.hone.math.internal.special;

/**
 * Standard normal numbers, each a pure function of a key and its index: Philox4×32-7 makes a block
 * of four words of each counter, and Box and Muller's transform a pair of normal numbers of each
 * block. Within ±8.6.
 *
 * <p>Everything in it works on lanes of 64 bits without a branch, products of 32 bits among it,
 * which is what AVX2 multiplies: Philox4×64 of {@link dev.hone.math.random.CounterRandom}, with
 * products of 64 bits, and an inverse distribution function took three and a half times as long
 * there ({@code LargeScaleBenchmark}).
 *
 * <p>Of a block's words (w0, w1, w2, w3), the upper 52 bits of w0·2³² + w1 are the radius, those of
 * w2·2³² + w3 an angle in [−π/4, π/4), and the three lowest bits of w3 say which of cosine and sine
 * comes first, and their signs.
 *
 * <p>Seven rounds are the fewest of Philox4×32 that pass all of BigCrush (Salmon et al., table 2).
 *
 * <p>Source: Salmon, Moraes, Dror and Shaw, Parallel Random Numbers: As Easy as 1, 2, 3 (2011); Box
 * and Muller, A Note on the Generation of Random Normal Deviates (1958).
 */
public final class CounterNormals {

  /** Numbers in a group: the first ones of its pairs, then the second ones. */
  public static final int GROUP = 16;

  /** Pairs in a group. */
  public static final int PAIRS = GROUP / 2;

  public static final int ROUNDS = 7;
  public static final long MULTIPLIER_0 = 0xD2511F53L;
  public static final long MULTIPLIER_1 = 0xCD9E8D57L;
  public static final int WEYL_0 = 0x9E3779B9;
  public static final int WEYL_1 = 0xBB67AE85;
  public static final long WORD = 0xFFFFFFFFL;

  /** Or-ed with 52 bits, a double in [1, 2). */
  public static final long ONE_BITS = 0x3ff0000000000000L;

  public static final long SIGN = Long.MIN_VALUE;
  public static final double HALF_PI = 1.5707963267948966;

  private CounterNormals() {}

  /**
   * Writes the first n numbers of a key from a group on.
   *
   * @param firstGroup below 2²⁸, as is the last one
   */
  public static void fill(long key, int firstGroup, int n, double[] z, int offset) {
    for (int i = 0; i < n; i += GROUP) {
      int group = firstGroup + i / GROUP;
      for (int t = 0; t < Math.min(PAIRS, n - i); t++) {
        int first = offset + i + t;
        int second = i + PAIRS + t < n ? first + PAIRS : -1;
        pair(key, PAIRS * group + t, z, first, second);
      }
    }
  }

  private static void pair(long key, int counter, double[] z, int first, int second) {
    long x0 = Integer.toUnsignedLong(counter);
    long x1 = 0;
    long x2 = 0;
    long x3 = 0;
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = MULTIPLIER_0 * x0;
      long p1 = MULTIPLIER_1 * x2;
      x0 = (p1 >>> 32) ^ x1 ^ Integer.toUnsignedLong(k0);
      x1 = p1 & WORD;
      x2 = (p0 >>> 32) ^ x3 ^ Integer.toUnsignedLong(k1);
      x3 = p0 & WORD;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    transform(x0 << 32 | x1, x2 << 32 | x3, z, first, second);
  }

  /** Leaves out the second one where it has no place. */
  private static void transform(
      long radiusWord, long angleWord, double[] z, int first, int second) {
    double u = Double.longBitsToDouble(radiusWord >>> 12 | ONE_BITS) - 1 + 0x1p-53;
    double radius = Math.sqrt(-2 * Logarithm.log(u));
    double angle = (Double.longBitsToDouble(angleWord >>> 12 | ONE_BITS) - 1.5) * HALF_PI;
    double square = angle * angle;
    double fourth = square * square;
    double s01 = Math.fma(square, Trigonometry.S1, Trigonometry.S0);
    double s23 = Math.fma(square, Trigonometry.S3, Trigonometry.S2);
    double s45 = Math.fma(square, Trigonometry.S5, Trigonometry.S4);
    double s = Math.fma(fourth, Math.fma(fourth, s45, s23), s01);
    double sine = Math.fma(angle * square, s, angle);
    double c01 = Math.fma(square, Trigonometry.C1, Trigonometry.C0);
    double c23 = Math.fma(square, Trigonometry.C3, Trigonometry.C2);
    double c45 = Math.fma(square, Trigonometry.C5, Trigonometry.C4);
    double c = Math.fma(fourth, Math.fma(fourth, c45, c23), c01);
    double cosine = Math.fma(fourth, c, Math.fma(square, -0.5, 1));
    boolean swapped = (angleWord & 4) != 0;
    z[first] = signed(radius * (swapped ? sine : cosine), angleWord << 63);
    if (second >= 0) {
      z[second] = signed(radius * (swapped ? cosine : sine), angleWord << 62 & SIGN);
    }
  }

  private static double signed(double x, long sign) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(x) ^ sign);
  }
}
