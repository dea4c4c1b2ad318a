package dev.hone.math.random;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The direction numbers of Joe and Kuo, the first of them here, all in the resource beside this
 * class, which is read once when a dimension beyond those here is asked for.
 *
 * <p>Source: S. Joe and F. Y. Kuo, Constructing Sobol Sequences with Better Two-Dimensional
 * Projections (2008), the set new-joe-kuo-6.
 */
final class JoeKuoDirections {
  private static final String RESOURCE = "joe-kuo-6.tsv";

  /** Of a line: its number, s, the coefficients, and at most 13 initial numbers. */
  private static final int MAX_FIELDS = 16;

  /** As many as there are polynomials, and dimension 0, the van der Corput sequence. */
  static final int MAX_DIMENSION = 1111;

  /**
   * Of the first polynomials s, the coefficients and the initial numbers: in a new JVM the resource
   * takes ten milliseconds to open, which a space of twenty parameters need not wait for.
   */
  static final long[][] FIRST = {
    {1, 0, 1},
    {2, 1, 1, 3},
    {3, 1, 1, 3, 1},
    {3, 2, 1, 1, 1},
    {4, 1, 1, 1, 3, 3},
    {4, 4, 1, 3, 5, 13},
    {5, 2, 1, 1, 5, 5, 17},
    {5, 4, 1, 1, 5, 5, 5},
    {5, 7, 1, 1, 7, 11, 19},
    {5, 11, 1, 1, 5, 1, 1},
    {5, 13, 1, 1, 1, 3, 11},
    {5, 14, 1, 3, 5, 5, 31},
    {6, 1, 1, 3, 3, 9, 7, 49},
    {6, 13, 1, 1, 1, 15, 21, 21},
    {6, 16, 1, 3, 1, 13, 27, 49},
    {6, 19, 1, 1, 1, 15, 7, 5},
    {6, 22, 1, 3, 1, 15, 13, 25},
    {6, 25, 1, 1, 5, 5, 19, 61},
    {7, 1, 1, 3, 7, 11, 23, 15, 103},
    {7, 4, 1, 3, 7, 13, 13, 15, 69}
  };

  /** Read when first used. */
  private static final class Resource {
    static final List<Polynomial> POLYNOMIALS = read();

    private Resource() {}
  }

  /** A primitive polynomial over GF(2) and the odd integers m₁…m_s that start its recurrence. */
  static final class Polynomial {
    /** s. */
    final int degree;

    /** a₁…a_{s−1}, the inner coefficients, the first in the highest bit. */
    final long coefficients;

    final long[] initial;

    Polynomial(int degree, long coefficients, long[] initial) {
      this.degree = degree;
      this.coefficients = coefficients;
      this.initial = initial;
    }
  }

  private JoeKuoDirections() {}

  /**
   * Returns v₁…v_bits of a dimension: v_k is the binary fraction m_k/2ᵏ, times 2^bits.
   *
   * @param dimension from 0
   */
  static long[] of(int dimension, int bits) {
    long[] v = new long[bits];
    if (dimension == 0) {
      for (int k = 0; k < bits; k++) {
        v[k] = 1L << (bits - 1 - k);
      }
      return v;
    }
    Polynomial polynomial = polynomial(dimension - 1);
    int s = polynomial.degree;
    for (int k = 0; k < Math.min(s, bits); k++) {
      v[k] = polynomial.initial[k] << (bits - 1 - k);
    }
    for (int k = s; k < bits; k++) {
      v[k] = v[k - s] ^ (v[k - s] >>> s);
      for (int j = 1; j < s; j++) {
        if ((polynomial.coefficients >>> (s - 1 - j) & 1) == 1) {
          v[k] ^= v[k - j];
        }
      }
    }
    return v;
  }

  private static Polynomial polynomial(int index) {
    if (index >= FIRST.length) {
      return Resource.POLYNOMIALS.get(index);
    }
    long[] numbers = FIRST[index];
    return new Polynomial(
        (int) numbers[0], numbers[1], Arrays.copyOfRange(numbers, 2, numbers.length));
  }

  /** All polynomials of the resource. */
  static List<Polynomial> read() {
    try (InputStream resource = JoeKuoDirections.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException("resource " + RESOURCE + " is missing from the jar");
      }
      return parse(resource.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Byte by byte: splitting into strings took most of the time of a program's first design. */
  private static List<Polynomial> parse(byte[] text) {
    List<Polynomial> polynomials = new ArrayList<>();
    long[] line = new long[MAX_FIELDS];
    int fields = 0;
    int at = 0;
    while (text[at++] != '\n') {
      // The first line names the columns.
    }
    long number = 0;
    for (; at < text.length; at++) {
      byte c = text[at];
      if (c >= '0' && c <= '9') {
        number = 10 * number + (c - '0');
      } else {
        line[fields++] = number;
        number = 0;
        if (c == '\n') {
          polynomials.add(
              new Polynomial((int) line[1], line[2], Arrays.copyOfRange(line, 3, fields)));
          fields = 0;
        }
      }
    }
    return polynomials;
  }
}
