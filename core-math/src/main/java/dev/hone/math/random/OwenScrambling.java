package dev.hone.math.random;

/**
 * Nested uniform scrambling of binary fractions: digit k is flipped by a fair coin that belongs to
 * the digits before it, one coin for each node of the binary tree of prefixes, for each dimension.
 *
 * <p>A node is named by its digits, padded with zeros, and its level; its coin is the bit of that
 * level in the hash of the padded digits. Names are then shared by all nodes that differ in
 * trailing zeros only, and so one hash per digit 1 of a fraction, and one more, finds all its
 * coins.
 *
 * <p>Source: Owen, Randomly Permuted (t,m,s)-Nets and (t,s)-Sequences (1995), section 3; coins from
 * a hash as in Burley, Practical Hash-based Owen Scrambling (2020), but one for each node rather
 * than a hash that only propagates to lower digits.
 */
final class OwenScrambling {
  /** Keeps the keys apart from the numbers a caller draws from the same seed: "Owen" in ASCII. */
  private static final long STREAM = 0x4F77656EL;

  private final long[] keys;

  OwenScrambling(int dimension, long seed) {
    keys = new long[dimension];
    CounterRandom random = CounterRandom.of(seed, STREAM);
    for (int d = 0; d < dimension; d++) {
      keys[d] = random.nextLong();
    }
  }

  /**
   * Scrambles a binary fraction, its first digit in the highest bit of those in use.
   *
   * @param dimension from 0
   */
  long scramble(int dimension, long fraction) {
    long key = keys[dimension];
    long prefix = 0;
    long coins = hash(key, prefix);
    for (long rest = fraction; rest != 0; ) {
      long one = Long.highestOneBit(rest);
      prefix |= one;
      rest ^= one;
      long lower = one - 1;
      coins = (coins & ~lower) | (hash(key, prefix) & lower);
    }
    return fraction ^ coins;
  }

  /**
   * Mixes 64 bits so that each depends on all others.
   *
   * <p>Source: Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators (2014), with
   * the constants of Stafford's variant 13.
   */
  private static long hash(long key, long prefix) {
    long z = key ^ prefix;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
