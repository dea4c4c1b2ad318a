package dev.hone.region;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A linear inequality Σ aᵢxᵢ ≤ b.
 *
 * @param coefficients aᵢ, one for each value
 * @param bound b
 */
@SuppressWarnings("ArrayRecordComponent") // equals compares the numbers
public record LinearConstraint(double[] coefficients, double bound) {

  private static final String NUMBER =
      "\\d+(?:\\.\\d*)?(?:[eE][+-]?\\d+)?|\\.\\d+(?:[eE][+-]?\\d+)?";
  private static final Pattern TERM =
      Pattern.compile(
          "\\s*(?<sign>[+-]?)\\s*(?:(?<factor>"
              + NUMBER
              + ")\\s*\\*?\\s*)?(?<name>[\\p{L}_$][\\p{L}\\d_.$]*)?");
  private static final Pattern RELATION = Pattern.compile("<=|>=|≤|≥");

  /** Keeps a copy; checks that all numbers are finite and one coefficient is not 0. */
  public LinearConstraint {
    coefficients = coefficients.clone();
    if (!Arrays.stream(coefficients).allMatch(Double::isFinite)
        || Arrays.stream(coefficients).allMatch(a -> a == 0)
        || !Double.isFinite(bound)) {
      throw new IllegalArgumentException(
          "coefficients = "
              + Arrays.toString(coefficients)
              + ", bound = "
              + bound
              + ": expected finite numbers, and a coefficient that is not 0");
    }
  }

  /**
   * Reads an inequality between sums of terms, such as {@code x + 2*y <= 3}: a term is a number, a
   * name, or both.
   *
   * @param text with {@code <=} or {@code >=}
   * @param names of the values, in the order of the coefficients
   * @throws IllegalArgumentException if the text is not such an inequality or has another name
   */
  public static LinearConstraint parse(String text, List<String> names) {
    Matcher relation = RELATION.matcher(text);
    if (!relation.find()) {
      throw malformed(text, "expected <= or >= between two sums");
    }
    boolean atMost = relation.group().equals("<=") || relation.group().equals("≤");
    // All terms on the left side, the constants counted last.
    var sums = new double[names.size() + 1];
    double sign = atMost ? 1 : -1;
    addTerms(text, text.substring(0, relation.start()), sign, names, sums);
    addTerms(text, text.substring(relation.end()), -sign, names, sums);
    double constant = sums[names.size()];
    double[] coefficients = Arrays.copyOf(sums, names.size());
    try {
      return new LinearConstraint(coefficients, 0 - constant);
    } catch (IllegalArgumentException e) {
      throw malformed(text, "expected finite numbers, and a name that does not cancel out");
    }
  }

  /** Whether the inequality holds, without any tolerance. */
  public boolean holds(double[] values) {
    return sum(values) <= bound;
  }

  /** Σ aᵢxᵢ, added up in the order of the values. */
  double sum(double[] values) {
    double sum = 0;
    for (int i = 0; i < coefficients.length; i++) {
      sum += coefficients[i] * values[i];
    }
    return sum;
  }

  /** A copy. */
  @Override
  public double[] coefficients() {
    return coefficients.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LinearConstraint that
        && bound == that.bound
        && Arrays.equals(coefficients, that.coefficients);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(coefficients) + Double.hashCode(bound);
  }

  @Override
  public String toString() {
    return Arrays.toString(coefficients) + " · x <= " + bound;
  }

  private static void addTerms(
      String text, String side, double sideSign, List<String> names, double[] sums) {
    Matcher term = TERM.matcher(side);
    int from = 0;
    boolean first = true;
    while (first || !side.substring(from).isBlank()) {
      term.region(from, side.length());
      if (!term.lookingAt() || (term.group("factor") == null && term.group("name") == null)) {
        throw malformed(text, "expected a term at '" + side.substring(from).strip() + "'");
      }
      if (!first && term.group("sign").isEmpty()) {
        throw malformed(text, "expected + or - before '" + side.substring(from).strip() + "'");
      }
      String factor = term.group("factor");
      double value = factor == null ? 1 : Double.parseDouble(factor);
      double signed = sideSign * (term.group("sign").equals("-") ? -value : value);
      sums[indexOf(text, term.group("name"), names)] += signed;
      from = term.end();
      first = false;
    }
  }

  private static int indexOf(String text, String name, List<String> names) {
    if (name == null) {
      return names.size();
    }
    int index = names.indexOf(name);
    if (index < 0) {
      throw malformed(text, "there is no " + name + ", expected one of " + names);
    }
    return index;
  }

  private static IllegalArgumentException malformed(String text, String reason) {
    return new IllegalArgumentException("'" + text + "' is not a linear inequality: " + reason);
  }
}
