package dev.hone.math.random;

/**
 * The bijection Philox4×64-10: one block of four random words from a counter and a key.
 *
 * <p>Source: Salmon, Moraes, Dror and Shaw, Parallel Random Numbers: As Easy as 1, 2, 3 (2011),
 * section 3.3.
 */
final class Philox {
  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2E7470EE14C6C93L;
  private static final long MULTIPLIER_1 = 0xCA5A826395121157L;

  /** The golden ratio: the Weyl sequence that the first key word follows from round to round. */
  private static final long WEYL_0 = 0x9E3779B97F4A7C15L;

  /** √3 − 1, likewise for the second. */
  private static final long WEYL_1 = 0xBB67AE8584CAA73BL;

  private Philox() {}

  /** Replaces the four words of the counter by the block of random words they stand for. */
  static void encrypt(long key0, long key1, long[] block) {
    long k0 = key0;
    long k1 = key1;
    long x0 = block[0];
    long x1 = block[1];
    long x2 = block[2];
    long x3 = block[3];
    for (int round = 0; round < ROUNDS; round++) {
      long high0 = Math.unsignedMultiplyHigh(MULTIPLIER_0, x0);
      long low0 = MULTIPLIER_0 * x0;
      long high1 = Math.unsignedMultiplyHigh(MULTIPLIER_1, x2);
      long low1 = MULTIPLIER_1 * x2;
      x0 = high1 ^ x1 ^ k0;
      x1 = low1;
      x2 = high0 ^ x3 ^ k1;
      x3 = low0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    block[0] = x0;
    block[1] = x1;
    block[2] = x2;
    block[3] = x3;
  }

  /**
   * Writes the numbers of whole blocks as odd multiples of 2⁻⁵³ in (0, 1), four to a block. One
   * block waits for its multiplications most of the time; in a loop without stores to a shared
   * block, the processor works on several at once.
   *
   * @param firstBlock the counter of the first block
   */
  static void fillOpenUniform(
      long key0, long key1, long firstBlock, int blocks, double[] out, int offset) {
    for (int block = 0; block < blocks; block++) {
      long k0 = key0;
      long k1 = key1;
      long x0 = firstBlock + block;
      long x1 = 0;
      long x2 = 0;
      long x3 = 0;
      for (int round = 0; round < ROUNDS; round++) {
        long high0 = Math.unsignedMultiplyHigh(MULTIPLIER_0, x0);
        long low0 = MULTIPLIER_0 * x0;
        long high1 = Math.unsignedMultiplyHigh(MULTIPLIER_1, x2);
        long low1 = MULTIPLIER_1 * x2;
        x0 = high1 ^ x1 ^ k0;
        x1 = low1;
        x2 = high0 ^ x3 ^ k1;
        x3 = low0;
        k0 += WEYL_0;
        k1 += WEYL_1;
      }
      int i = offset + 4 * block;
      out[i] = openUniform(x0);
      out[i + 1] = openUniform(x1);
      out[i + 2] = openUniform(x2);
      out[i + 3] = openUniform(x3);
    }
  }

  /** An odd multiple of 2⁻⁵³ from the upper bits of a random word. */
  static double openUniform(long word) {
    return ((word >>> 12) + 0.5) * 0x1p-52;
  }
}
