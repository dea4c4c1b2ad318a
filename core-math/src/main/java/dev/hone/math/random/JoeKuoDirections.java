package dev.hone.math.random;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The direction numbers of Joe and Kuo, read once from the resource beside this class.
 *
 * <p>Source: S. Joe and F. Y. Kuo, Constructing Sobol Sequences with Better Two-Dimensional
 * Projections (2008), the set new-joe-kuo-6.
 */
final class JoeKuoDirections {
  private static final String RESOURCE = "joe-kuo-6.tsv";
  private static final List<Polynomial> POLYNOMIALS = read();

  /** As many as there are polynomials, and dimension 0, the van der Corput sequence. */
  static final int MAX_DIMENSION = POLYNOMIALS.size() + 1;

  /**
   * A primitive polynomial over GF(2) and the odd integers m₁…m_s that start its recurrence.
   *
   * @param degree s
   * @param coefficients a₁…a_{s−1}, the inner coefficients, the first in the highest bit
   */
  private record Polynomial(int degree, long coefficients, List<Long> initial) {}

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
    int s = polynomial.degree();
    for (int k = 0; k < Math.min(s, bits); k++) {
      v[k] = polynomial.initial().get(k) << (bits - 1 - k);
    }
    for (int k = s; k < bits; k++) {
      v[k] = v[k - s] ^ (v[k - s] >>> s);
      for (int j = 1; j < s; j++) {
        if ((polynomial.coefficients() >>> (s - 1 - j) & 1) == 1) {
          v[k] ^= v[k - j];
        }
      }
    }
    return v;
  }

  private static List<Polynomial> read() {
    InputStream resource = JoeKuoDirections.class.getResourceAsStream(RESOURCE);
    if (resource == null) {
      throw new IllegalStateException("resource " + RESOURCE + " is missing from the jar");
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
      List<Polynomial> polynomials = new ArrayList<>();
      reader.readLine();
      for (@Nullable String line = reader.readLine(); line != null; line = reader.readLine()) {
        polynomials.add(parse(line));
      }
      return List.copyOf(polynomials);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Polynomial parse(String line) {
    String[] fields = line.split("\t", -1);
    List<Long> initial = new ArrayList<>();
    for (String m : fields[3].split(" ", -1)) {
      initial.add(Long.valueOf(m));
    }
    return new Polynomial(Integer.parseInt(fields[1]), Long.parseLong(fields[2]), initial);
  }
}
