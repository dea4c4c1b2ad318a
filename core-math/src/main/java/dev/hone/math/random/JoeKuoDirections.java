package dev.hone.math.random;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The direction numbers of Joe and Kuo, read once from the resource beside this class.
 *
 * <p>Source: S. Joe and F. Y. Kuo, Constructing Sobol Sequences with Better Two-Dimensional
 * Projections (2008), the set new-joe-kuo-6.
 */
final class JoeKuoDirections {
  private static final String RESOURCE = "joe-kuo-6.tsv";

  /** Of a line: its number, s, the coefficients, and at most 13 initial numbers. */
  private static final int MAX_FIELDS = 16;

  private static final List<Polynomial> POLYNOMIALS = read();

  /** As many as there are polynomials, and dimension 0, the van der Corput sequence. */
  static final int MAX_DIMENSION = POLYNOMIALS.size() + 1;

  /** A primitive polynomial over GF(2) and the odd integers m₁…m_s that start its recurrence. */
  private static final class Polynomial {
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
    Polynomial polynomial = POLYNOMIALS.get(dimension - 1);
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

  private static List<Polynomial> read() {
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
